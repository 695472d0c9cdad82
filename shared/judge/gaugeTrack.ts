/** The sample of one gauge series that counts for a second: the one with the greatest `t`, ties to the last arrived. */
export interface GaugePoint {
  readonly bucket: number;
  readonly t: number;
  readonly value: number;
}

/**
 * One gauge series. Of all that a window ending at some second can ask, only the newest point at or before that second
 * matters, so everything older than the newest point behind the slowest reader is forgotten.
 */
export class GaugeTrack {
  /** Ascending by bucket, one point a bucket. */
  private points: GaugePoint[] = [];
  private readonly delayS: number;

  /** `delayS` is how far behind the tick the slowest reader stands. */
  constructor(delayS: number) {
    this.delayS = delayS;
  }

  add(point: GaugePoint): void {
    let index = this.points.length;
    while (index > 0 && (this.points[index - 1]?.bucket ?? 0) > point.bucket) index -= 1;
    const same = this.points[index - 1];
    if (same?.bucket !== point.bucket) this.points.splice(index, 0, point);
    else if (point.t >= same.t) this.points[index - 1] = point;
  }

  advance(tick: number): void {
    const last = tick - 1 - this.delayS;
    let keepFrom = 0;
    while ((this.points[keepFrom + 1]?.bucket ?? Infinity) <= last) keepFrom += 1;
    if (keepFrom > 0) this.points.splice(0, keepFrom);
  }

  /** The newest point of the buckets `from .. to`, both included. */
  newest(from: number, to: number): GaugePoint | undefined {
    for (let index = this.points.length - 1; index >= 0; index -= 1) {
      const point = this.points[index];
      if (point !== undefined && point.bucket <= to) return point.bucket >= from ? point : undefined;
    }
    return undefined;
  }

  save(): readonly GaugePoint[] {
    return this.points;
  }

  load(points: readonly GaugePoint[]): void {
    this.points = [...points];
  }
}
