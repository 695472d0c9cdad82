/**
 * How a state looks. Three abnormal levels at most, each a colour, a shape and a word; what is not known has a shape and no
 * colour of its own.
 */
export type Level = 'crit' | 'caut' | 'advi' | 'norm';
export type Mark = Level | 'blind' | 'few' | 'none' | 'said' | 'done' | 'todo' | 'decided';

const callLevels: Readonly<Record<string, Level>> = {
  ROLLBACK: 'crit',
  'NO-GO': 'crit',
  HOLD: 'caut',
  GO: 'norm',
};

/** A word this version does not know is not taken for GO. */
export function callLevel(word: string): Level {
  return callLevels[word] ?? 'caut';
}

const criterionMarks: Readonly<Record<string, Mark>> = {
  pass: 'norm',
  fail: 'crit',
  waived: 'said',
  maturing: 'todo',
  unknown: 'blind',
};

export function criterionMark(state: string): Mark {
  return criterionMarks[state] ?? 'blind';
}

const alertMarks: Readonly<Record<string, Mark>> = {
  critical: 'crit',
  rising: 'caut',
  recovering: 'advi',
  ok: 'norm',
};

export function alertMark(state: string): Mark {
  return alertMarks[state] ?? 'blind';
}

/** How loud a firing trigger is: by what it may do. */
export function armLevel(arm: 'advise' | 'hold' | 'act'): Level {
  if (arm === 'act') return 'crit';
  return arm === 'hold' ? 'caut' : 'advi';
}

/** What telemetry says of a value: known, or in which way not. Each looks different, and none like zero. */
export function statusMark(status: string): Mark | undefined {
  switch (status) {
    case 'known':
      return undefined;
    case 'insufficient':
      return 'few';
    case 'stale':
      return 'blind';
    case 'none':
      return 'none';
    case 'never':
      return 'todo';
    default:
      return 'norm';
  }
}
