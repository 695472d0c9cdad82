/** Where something stands in a plan: keys and places in lists, from the outside in. */
export type PlanPath = readonly (string | number)[];

/** One thing to say about a plan, by the reader or by lint. */
export interface Problem {
  readonly level: 'error' | 'warning' | 'note';
  /** What kind of thing it is, in snake_case; the same for the same rule whatever its numbers. */
  readonly code: string;
  readonly file: string;
  /** The place as people write it: `triggers.RB-1.when.window`, `ramp.waves[0].needs`; empty for the whole file. */
  readonly path: string;
  /** From 1; of the value, or of its key or the map around it where there is no value. */
  readonly line: number;
  readonly column: number;
  /** One sentence or two: what was found, what would be right. */
  readonly text: string;
}

export function showPath(path: PlanPath): string {
  let shown = '';
  for (const key of path) {
    if (typeof key === 'number') shown += `[${key}]`;
    else shown += shown === '' ? showKey(key) : `.${showKey(key)}`;
  }
  return shown;
}

/** The problem as one line for people: `error plan.yaml:12:5 triggers.RB-1.for: found ...`. */
export function showProblem({ level, file, line, column, path, text }: Problem): string {
  return `${level} ${file}:${line}:${column} ${path === '' ? '' : `${path}: `}${text}`;
}

/** A key of any length and content, safe to print on a terminal. */
function showKey(key: string): string {
  return printable(key, 60);
}

/** The text with control characters made visible, cut to `most` characters. */
export function printable(text: string, most: number): string {
  const cut = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return cut.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
