import { strengthAt, type IncidentSpan } from './incidentSpan.ts';

interface Delayed {
  readonly arrivedMs: number;
  readonly order: number;
  readonly line: string;
}

/**
 * The way of a line from its source to the recording, where an incident may lose, delay, repeat or damage it. What is
 * delayed waits here; what would arrive after the end of the recording never does.
 */
export class Carriage {
  private readonly waiting = new Map<number, Delayed[]>();
  private order = 0;

  /**
   * Sends one sample. `body` is the line after its instant, which is `bornMs` where it tells of something before. Returns
   * what arrives at once, which is nothing when the sample is lost or on its way.
   */
  send(madeMs: number, body: string, spans: readonly IncidentSpan[], second: number, bornMs = madeMs): string {
    let t = bornMs;
    let arrivedMs = madeMs;
    let isBroken = false;
    let repeatedMs: number | undefined;
    let isContradicted = false;
    for (const span of spans) {
      if (strengthAt(span, second) === 0) continue;
      const { incident, stream } = span;
      if ('share' in incident && typeof incident.share === 'number' && stream.nextRatio() >= incident.share) continue;
      switch (incident.kind) {
        case 'drop':
          return '';
        case 'silence':
          if (incident.samples === 'lost') return '';
          arrivedMs = Math.max(arrivedMs, span.toS * 1000);
          break;
        case 'skew':
          t += incident.ms;
          break;
        case 'reorder':
          arrivedMs += stream.nextBelow(incident.within + 1);
          break;
        case 'late':
          arrivedMs += Math.ceil(incident.by / 2) + stream.nextBelow(Math.floor(incident.by / 2) + 1);
          break;
        case 'duplicate':
          repeatedMs = stream.nextBelow(incident.within + 1);
          break;
        case 'conflict':
          isContradicted = true;
          break;
        case 'broken':
          isBroken = true;
          break;
      }
    }
    let line = lineOf(t, arrivedMs, body);
    if (isBroken) line = `${line.slice(0, Math.floor(line.length / 2))}\n`;
    let now = this.arrive(madeMs, arrivedMs, line);
    if (repeatedMs !== undefined) {
      const againMs = arrivedMs + repeatedMs;
      now += this.arrive(madeMs, againMs, isBroken ? line : lineOf(t, againMs, body));
    }
    // The same identity with an instant 1 ms later: other content, whatever the sample says.
    if (isContradicted) now += this.arrive(madeMs, arrivedMs, lineOf(t + 1, arrivedMs, body));
    return now;
  }

  /** Holds a line back until it arrives. */
  hold(arrivedMs: number, line: string): void {
    const second = Math.floor(arrivedMs / 1000);
    const lines = this.waiting.get(second) ?? [];
    lines.push({ arrivedMs, order: this.order++, line });
    this.waiting.set(second, lines);
  }

  /** What was held back and arrives in this second, in the order of arrival. */
  take(second: number): string {
    const lines = this.waiting.get(second);
    if (lines === undefined) return '';
    this.waiting.delete(second);
    lines.sort((a, b) => a.arrivedMs - b.arrivedMs || a.order - b.order);
    return lines.map((delayed) => delayed.line).join('');
  }

  private arrive(madeMs: number, arrivedMs: number, line: string): string {
    if (arrivedMs === madeMs) return line;
    this.hold(arrivedMs, line);
    return '';
  }
}

/** `arrived` is written only where it differs from `t`. */
function lineOf(t: number, arrivedMs: number, body: string): string {
  return `{"t":${t},${arrivedMs === t ? '' : `"arrived":${arrivedMs},`}${body}`;
}
