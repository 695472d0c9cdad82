/** A number with its unit, as it is printed and kept. */
export interface Quantity {
  readonly value: number;
  readonly unit: string;
}

/** One line of the bench's table: something that was measured, against something measured in the same run. */
export interface Figure {
  /** The row that it belongs to, as `--only` names it. */
  readonly row: string;
  readonly work: string;
  /** Undefined when it could not be measured; `note` then says why. */
  readonly measured?: Quantity | undefined;
  /** What it is compared with. */
  readonly against?: (Quantity & { readonly what: string }) | undefined;
  /** What the goal is about: `measured / against` or its inverse where there is one, else `measured`. */
  readonly ratio?: number | undefined;
  readonly goal?: Goal | undefined;
  readonly note?: string | undefined;
}

/** `most` or `least` is held against the ratio where there is one, else against what was measured. */
export type Goal = { readonly most: number } | { readonly least: number };

/** Undefined where there is no goal, or nothing was measured. */
export function isMet({ measured, ratio, goal }: Figure): boolean | undefined {
  const figure = ratio ?? measured?.value;
  if (goal === undefined || figure === undefined) return undefined;
  return 'most' in goal ? figure <= goal.most : figure >= goal.least;
}

/** A goal that nothing could be held against is not met. */
export function isMissed(figure: Figure): boolean {
  return figure.goal !== undefined && isMet(figure) !== true;
}
