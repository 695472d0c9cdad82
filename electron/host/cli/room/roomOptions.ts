type Option = readonly [option: string, does: string];

export const json: Option = ['--json', 'one JSON document on standard output, and nothing else there'];
export const room: Option = [
  '--room URL',
  'the room, as holdpoint serve prints it for command lines; else HOLDPOINT_ROOM',
];
export const yes: Option = ['-y, --yes', 'does not ask; where nobody can be asked, orders and decisions need it'];
export const reason: Option = ['--reason "..."', 'why, as it will stand in the ledger'];

/** Of commands that act. */
export const who: readonly Option[] = [
  ['--as role:Name', 'who acts, in which role of the plan; else HOLDPOINT_AS'],
  ['--id id', 'the command’s own id: given again under it, it is done once'],
  room,
  json,
];

/** Of commands that speak of a part of the ramp. */
export const scope: readonly Option[] = [
  ['--wave cards', 'a wave of the plan'],
  ['--cell market=US,method=card', 'a cell; with fewer labels all that bear them'],
  ['--ramp', 'all of the ramp'],
];

export const cell: Option = ['--cell market=US,method=card', 'in which cell, where the rule has one'];
export const until: Option = ['--until T+2h', 'until when: against the planned T-0, or ISO 8601 with a zone'];
