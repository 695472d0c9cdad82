import type { BadLine } from '../../../shared/model/badLine.ts';
import { showCount } from './showTimes.ts';

interface Tallied {
  count: number;
  readonly first: BadLine;
  /** Numbers of the first few. */
  readonly lines: number[];
}

const mostLines = 3;

/** Lines that were set aside, counted by reason, so that any number of them can be told in a few sentences. */
export class BadLineTally {
  private readonly byReason = new Map<string, Tallied>();

  add(bad: BadLine): void {
    const known = this.byReason.get(bad.reason);
    if (known === undefined) {
      this.byReason.set(bad.reason, { count: 1, first: bad, lines: [bad.line] });
      return;
    }
    known.count += 1;
    if (known.lines.length < mostLines) known.lines.push(bad.line);
  }

  /** One line of text for each reason, the most frequent first. */
  show(): string[] {
    return [...this.byReason]
      .sort(([, one], [, other]) => other.count - one.count)
      .map(([reason, { count, first, lines }]) => {
        const more = count > lines.length ? ', …' : '';
        const which = `${count === 1 ? 'line' : 'lines'} ${lines.join(', ')}${more}`;
        return `${showCount(count, 'line')} ${reason} (${which}): ${first.text} [${first.excerpt}]`;
      });
  }
}
