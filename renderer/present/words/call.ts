export const callWords = {
  'call.launch': 'launch',
  'call.theLaunch': 'the launch',
  'call.heading': 'The call',
  'call.reasons': 'Reasons',
  'call.calm': 'Nothing needs you now.',
  'call.calmBefore': 'Nothing needs you before {time}.',
  'call.goes': 'Goes to {to} in',
  'call.unlessVetoed': 'unless vetoed',
  'call.nextIn': '{what} in {time}',
  'call.criteriaPass': {
    one: '{passed} of {count} required criterion passes',
    other: '{passed} of {count} required criteria pass',
  },
  'call.triggersQuiet': {
    one: '{count} trigger can see and does not fire',
    other: '{count} triggers can see and none fires',
  },
  'call.advising': { one: '{count} trigger fires and only advises', other: '{count} triggers fire and only advise' },
  'call.noPoll': 'No poll open, no hold on',
  'call.more': { one: 'and {count} more reason', other: 'and {count} more reasons' },
  'call.telemetryOnly': 'Nobody has joined: judged by telemetry alone',
  'call.noCall': 'No call yet',
} as const;

export const clockWords = {
  'clock.heading': 'Clocks',
  'clock.t': 'T',
  'clock.held': 'T, held',
  'clock.l': 'L, from planned lift-off',
  'clock.window': 'Window left',
  'clock.windowClosed': 'Window not open, left',
  'clock.holdUsed': 'Hold used',
  'clock.utc': 'UTC',
  'clock.next': 'Next',
  'clock.nothing': 'nothing planned',
  'clock.over': 'over',
  'clock.scrubbed': 'scrubbed',
} as const;
