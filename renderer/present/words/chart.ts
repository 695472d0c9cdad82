export const chartWords = {
  'chart.table': 'Table',
  'chart.utc': 'UTC',
  'chart.noData': 'no data',
} as const;
