export const chartWords = {
  'chart.table': 'Table',
  'chart.utc': 'UTC',
  'chart.noData': 'no data',
  'chart.loading': 'Loading the last hour.',
  'chart.empty': 'Nothing in the last hour.',
  'chart.broken': 'The chart cannot be drawn: {trouble} The numbers beside it are right.',
  'chart.band': '{name} from {from} to {to}',
  'chart.decision': '{name} decided at {time}',
  'chart.trigger': '{name} fired at {time}',
  'chart.mark': '{name} at {time}',
  'chart.call': 'the call became {name} at {time}',
  'chart.events': 'What happened',
} as const;
