import type { RandomStream } from './randomStream.ts';

/** Standard normal deviates from one stream, two for every two uniforms (Box and Muller). */
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
    const radius = Math.sqrt(-2 * Math.log(this.stream.nextRatio()));
    const angle = 2 * Math.PI * this.stream.nextRatio();
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }
}
