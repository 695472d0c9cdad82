import { strengthAt, type IncidentSpan } from './incidentSpan.ts';

/** A source while the recording is made: its epoch, where its seq is, and when it last spoke. */
export class SourceVoice {
  readonly name: string;
  /** Between the instant and the seq of its lines. */
  head: string;
  private readonly restarts: IncidentSpan[];
  private readonly silences: readonly IncidentSpan[];
  private readonly skews: readonly IncidentSpan[];
  private seq = 0;
  private spokeS = -Infinity;

  /** `spans` are the incidents of the whole source. */
  constructor(name: string, spans: readonly IncidentSpan[]) {
    this.name = name;
    this.restarts = spans.filter((span) => span.incident.kind === 'restart').sort((a, b) => a.fromS - b.fromS);
    this.silences = spans.filter((span) => span.incident.kind === 'silence');
    this.skews = spans.filter((span) => span.incident.kind === 'skew');
    this.head = this.headFor(undefined);
  }

  /** Begins a second. Returns false while the source is down, so that it makes nothing. */
  begin(second: number): boolean {
    const next = this.restarts[0];
    if (next === undefined || second < next.fromS) return true;
    if (next.incident.kind === 'restart' && second >= next.toS) {
      this.head = this.headFor(next.incident.epoch);
      this.seq = 0;
      this.restarts.shift();
      return this.begin(second);
    }
    return false;
  }

  nextSeq(): number {
    this.seq++;
    return this.seq;
  }

  /** It sends something in this second, whatever becomes of it on the way. */
  speak(second: number): void {
    this.spokeS = second;
  }

  /** The mark to send in this second, where it has sent nothing for `marksS`, is not silent and not down. */
  mark(second: number, marksS: number): string | undefined {
    if (second - this.spokeS < marksS || this.silences.some((span) => strengthAt(span, second) > 0)) return undefined;
    this.spokeS = second;
    let t = second * 1000;
    for (const span of this.skews) {
      if (span.incident.kind === 'skew' && strengthAt(span, second) > 0) t += span.incident.ms;
    }
    const arrived = t === second * 1000 ? '' : `"arrived":${second * 1000},`;
    return `{"t":${t},${arrived}"source":"${this.name}","kind":"mark"}\n`;
  }

  private headFor(epoch: string | undefined): string {
    return `"source":"${this.name}",${epoch === undefined ? '' : `"epoch":"${epoch}",`}"seq":`;
  }
}
