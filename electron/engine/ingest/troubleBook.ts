/** What became of the lines of one source, where it is not just that they were taken. */
export interface SourceTroubles {
  duplicates: number;
  conflicts: number;
  late: number;
  tooLate: number;
  quarantined: number;
}

/** As plain JSON: what never happened is left out. A source that could not be read is `''`. */
export type SavedTroubles = readonly (readonly [source: string, Partial<SourceTroubles>])[];

/** Whose lines come twice, late or broken. */
export class TroubleBook {
  private readonly bySource = new Map<string, SourceTroubles>();

  constructor(saved: SavedTroubles = []) {
    for (const [source, some] of saved) this.bySource.set(source, { ...noTroubles, ...some });
  }

  note(source: string | undefined, what: keyof SourceTroubles): void {
    const name = source ?? '';
    let own = this.bySource.get(name);
    if (own === undefined) {
      own = { ...noTroubles };
      this.bySource.set(name, own);
    }
    own[what] += 1;
  }

  /** In the order in which trouble began; a source that could not be read is `''`. */
  all(): ReadonlyMap<string, Readonly<SourceTroubles>> {
    return this.bySource;
  }

  save(): SavedTroubles {
    return [...this.bySource].map(([source, own]) => [
      source,
      Object.fromEntries(Object.entries(own).filter(([, count]) => count > 0)),
    ]);
  }
}

const noTroubles: SourceTroubles = { duplicates: 0, conflicts: 0, late: 0, tooLate: 0, quarantined: 0 };
