import { type Figure, type Goal, isMet, type Quantity } from './benchRow.ts';

/** The figures as a table for a terminal; notes stand below it, numbered. */
export function figureTable(figures: readonly Figure[]): string {
  const notes: string[] = [];
  const lines = figures.map((figure) => {
    const mark = figure.note === undefined ? '' : ` [${notes.push(figure.note)}]`;
    const met = isMet(figure);
    return [
      figure.row,
      `${figure.work}${mark}`,
      figure.measured === undefined ? '-' : quantityWords(figure.measured),
      figure.against === undefined ? '' : `${figure.against.what} ${quantityWords(figure.against)}`,
      figure.ratio === undefined ? '' : `${numberWords(figure.ratio)}x`,
      goalWords(figure),
      figure.goal === undefined ? '' : met === undefined ? 'unknown' : met ? 'yes' : 'NO',
    ];
  });
  const table = [['row', 'work', 'measured', 'against', 'ratio', 'goal', 'met'], ...lines];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0))) ?? [];
  const written = table.map((line) =>
    line
      .map((word, column) => word.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  written.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  return [...written, '', ...notes.map((note, index) => `[${index + 1}] ${note}`)].join('\n').trimEnd();
}

function goalWords({ goal, ratio, measured }: Figure): string {
  if (goal === undefined) return '';
  const unit = ratio !== undefined ? 'x' : measured === undefined ? '' : ` ${measured.unit}`;
  return `${boundWords(goal)}${unit}`;
}

function boundWords(goal: Goal): string {
  return 'most' in goal ? `<= ${numberWords(goal.most)}` : `>= ${numberWords(goal.least)}`;
}

function quantityWords({ value, unit }: Quantity): string {
  return `${numberWords(value)} ${unit}`;
}

/** Three significant digits, and no fewer than the number has before its point. */
export function numberWords(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.min(digits, 6) });
}
