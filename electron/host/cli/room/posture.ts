import { printable } from '../../../../shared/model/problem.ts';
import type { PostureItem } from '../../../../shared/model/room/postureReading.ts';
import type { CommandIo } from '../command.ts';
import type { Style } from '../paint.ts';
import { readCall } from '../readCall.ts';
import { type Cell, showTable } from '../showTable.ts';
import { lookOptions } from './roomCall.ts';
import { lookAtRoom } from './roomLine.ts';
import { readInstant } from './roomWords.ts';
import { wrap } from './wrap.ts';

const stateWords = { pass: 'ok', fail: 'FAILS', unknown: 'open' } as const;
const styles: Readonly<Record<PostureItem['state'], Style | undefined>> = {
  pass: undefined,
  fail: 'red',
  unknown: 'yellow',
};

/** `holdpoint posture`: services against kinds of evidence, and under the table why what is not ok is not. */
export async function posture(argv: string[], io: CommandIo): Promise<number> {
  const { options } = readCall(argv, { options: { ...lookOptions, at: 'value' }, words: [] });
  const instant = options.at === undefined ? undefined : readInstant('--at', options.at);
  return lookAtRoom(options, io, async ({ client, plan }) => {
    const tick = instant === undefined ? undefined : Math.floor(instant(plan) / 1000);
    const answer = await client.query('posture.read', tick === undefined ? {} : { tick });
    if (options.json) {
      io.out(`${JSON.stringify(answer)}\n`);
      return 0;
    }
    const { columns, rows } = answer.posture;
    if (rows.length === 0) {
      io.out('The plan asks for no evidence of any service.\n');
      return 0;
    }
    const head: Cell[] = ['service', ...columns.map(({ title }) => title)];
    const body = rows.map(({ service, cells }) => [printable(service, 40), ...cells.map(([worst]) => toCell(worst))]);
    for (const line of showTable(
      [head, ...body],
      head.map(() => 'left' as const),
      io.paint,
    ))
      io.out(line);
    const notOk = rows.flatMap(({ cells }) => cells.flat()).filter(({ state }) => state !== 'pass');
    const told = new Map(notOk.map((item) => [item.evidence, item]));
    for (const { evidence, owner, why } of told.values()) {
      for (const text of wrap(`${evidence}${owner === null ? '' : ` (${owner})`}: ${why}`, 2)) io.out(text);
    }
    return 0;
  });
}

function toCell(item: PostureItem | undefined): Cell {
  if (item === undefined) return '-';
  const { state, attachment } = item;
  return { text: attachment === null && state === 'unknown' ? 'missing' : stateWords[state], style: styles[state] };
}
