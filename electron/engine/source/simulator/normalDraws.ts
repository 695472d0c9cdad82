import { portableLog } from './portableMath.ts';
import type { RandomStream } from './randomStream.ts';

/** Standard normal deviates from one stream, in pairs (Marsaglia's polar method). */
export class NormalDraws {
  private readonly stream: RandomStream;
  private spare: number | undefined;

  constructor(stream: RandomStream) {
    this.stream = stream;
  }

  next(): number {
    const kept = this.spare;
    if (kept !== undefined) {
      this.spare = undefined;
      return kept;
    }
    for (;;) {
      const x = 2 * this.stream.nextRatio() - 1;
      const y = 2 * this.stream.nextRatio() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * portableLog(square)) / square);
      this.spare = y * scale;
      return x * scale;
    }
  }
}
