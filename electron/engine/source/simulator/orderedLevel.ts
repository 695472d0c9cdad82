interface Target {
  /** The second from which the level moves, epoch seconds. */
  readonly fromS: number;
  readonly overMs: number;
  readonly level: number;
}

/** A level that goes where it is ordered to, evenly, from where it stands. */
export class OrderedLevel {
  private readonly initial: number;
  private targets: Target[] = [];

  constructor(initial: number) {
    this.initial = initial;
  }

  /** Takes the place of what was ordered before and has not begun when this is heard. */
  order({ heardS, ...target }: Target & { readonly heardS: number }): void {
    this.targets = [...this.targets.filter(({ fromS }) => fromS < Math.min(heardS + 2, target.fromS)), target];
  }

  at(second: number): number {
    let level = this.initial;
    for (const [index, { fromS, overMs, level: to }] of this.targets.entries()) {
      if (fromS > second) break;
      const next = this.targets[index + 1]?.fromS ?? Infinity;
      const sinceMs = (Math.min(second, next) - fromS) * 1000;
      level = sinceMs >= overMs ? to : level + ((to - level) * sinceMs) / overMs;
    }
    return level;
  }
}
