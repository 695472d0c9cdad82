import { printable } from '../../../shared/model/problem.ts';
import { showCount } from './showTimes.ts';

/** As reading found it, or as a session keeps it. */
interface LineSetAside {
  readonly line: number;
  readonly reason: string;
  readonly text: string;
  readonly excerpt: string;
}

interface Tallied {
  count: number;
  readonly first: LineSetAside;
  /** Numbers of the first few. */
  readonly lines: number[];
}

const mostLines = 3;
const longest = 400;

/** Lines that were set aside, counted by reason, so that any number of them can be told in a few sentences. */
export class BadLineTally {
  private readonly byReason = new Map<string, Tallied>();

  add(bad: LineSetAside): void {
    const known = this.byReason.get(bad.reason);
    if (known === undefined) {
      this.byReason.set(bad.reason, { count: 1, first: bad, lines: [bad.line] });
      return;
    }
    known.count += 1;
    if (known.lines.length < mostLines) known.lines.push(bad.line);
  }

  /** The same as plain data, in order of appearance. */
  list(): { reason: string; count: number; lines: readonly number[]; text: string }[] {
    return [...this.byReason].map(([reason, { count, lines, first }]) => ({ reason, count, lines, text: first.text }));
  }

  /** One indented line of text for each reason, the most frequent first. */
  show(): string[] {
    return [...this.byReason]
      .sort(([, one], [, other]) => other.count - one.count)
      .map(([reason, { count, first, lines }]) => {
        const more = count > lines.length ? ', …' : '';
        const which = `${count === 1 ? 'line' : 'lines'} ${lines.join(', ')}${more}`;
        const words = `${showCount(count, 'line')} ${reason} (${which}): ${first.text} [${first.excerpt}]`;
        return `  ${printable(words, longest)}\n`;
      });
  }
}
