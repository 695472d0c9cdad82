/** A sum over a span, which moves on with the ticks. */
export class RunningSum {
  sums: Float64Array = new Float64Array(1);
  column = 0;

  /** Where the sum lies, once it is known what lies beside it. */
  settle(sums: Float64Array, column: number): void {
    this.sums = sums;
    this.column = column;
  }

  get now(): number {
    return this.sums[this.column] ?? 0;
  }
}
