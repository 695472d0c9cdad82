/** One combination of the values of several labels. */
export interface Combination {
  readonly labels: Readonly<Record<string, string>>;
  readonly weight: number;
}

type Values = readonly string[] | Readonly<Record<string, number>>;

/** Every combination, in the order in which the values are written. */
export function combineLabels(each: Readonly<Record<string, Values>>): Combination[] {
  let combinations: Combination[] = [{ labels: {}, weight: 1 }];
  for (const [label, values] of Object.entries(each)) {
    const weights = isList(values) ? values.map((value) => [value, 1] as const) : Object.entries(values);
    combinations = combinations.flatMap((combination) =>
      weights.map(([value, weight]) => ({
        labels: { ...combination.labels, [label]: value },
        weight: combination.weight * weight,
      })),
    );
  }
  return combinations;
}

/** The source of a combination, where `pattern` names labels between `{` and `}`. */
export function sourceOf(pattern: string, labels: Readonly<Record<string, string>>): string {
  return pattern.replace(/\{([^{}]*)\}/g, (whole, label: string) => labels[label] ?? whole);
}

function isList(values: Values): values is readonly string[] {
  return Array.isArray(values);
}
