import { expect, test } from 'vitest';
import { toLineSet } from '../../renderer/charts/drawTimeChart.ts';
import { fewValues, knownValues } from '../../renderer/charts/indicatorLine.ts';
import type { TimeChartModel } from '../../renderer/charts/timeChart.ts';
import { beyondLevel, readingRow } from '../../renderer/present/readingRows.ts';
import type { Judged } from '../../renderer/present/wire.ts';
import type { Colours } from '../../renderer/state/palette.svelte.ts';
import { planOf } from '../help/roomDesk.ts';

const colours = { 'line-1': 'grey', caut: 'amber', crit: 'red' } as unknown as Colours;

/** The colour of each stretch, named after the value that it ends at. */
function coloursOf(drawn: Parameters<typeof knownValues>[0], level: 'caut' | 'crit' | 'norm'): unknown[] {
  const values = knownValues(drawn);
  const beyond = { limit: 10, side: 'over', level } as const;
  const line = { id: 'a', name: '', values, isFew: fewValues(drawn), rank: 'first', beyond } as const;
  const model = { fromMs: 0, stepMs: 1000 } as TimeChartModel;
  const { segment } = toLineSet(line, model, colours) as unknown as {
    readonly segment: { readonly borderColor: (at: { readonly p1DataIndex: number }) => unknown };
  };
  return values.map((_, p1DataIndex) => segment.borderColor({ p1DataIndex }));
}

test('what lies beyond its limit is loud, unless it rests on too few', () => {
  const drawn = { value: [9, 11, 12, 13], status: ['known', 'known', 'insufficient', 'known'] } as const;
  expect(coloursOf(drawn as never, 'caut')).toEqual(['grey', 'amber', 'grey', 'amber']);
  expect(coloursOf(drawn as never, 'norm')).toEqual(['grey', 'grey', 'grey', 'grey']);
});

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: part, name: Part, t0: 2026-03-30T14:00:00Z }
roles: { boss: { name: Incident commander, may: [call] } }
indicators: { fast: { kind: gauge, gauge: { metric: fast } }, carried: { kind: gauge, gauge: { metric: carried } } }
triggers:
  both: { when: { all: [{ indicator: fast, window: 5s, under: 50 }, { not: { indicator: carried, window: 5s, over: 10 } }] }, arm: hold, does: { hold: launch }, owner: boss }
`);

test('one half of what a rule asks is wrong only while the rule fires', () => {
  const rowWhile = (state: string) => {
    const fast = [{ window: '5s', cell: {}, status: 'known', value: 40, n: 1 }];
    const triggers = [{ id: 'both', cell: {}, state, since: 0 }];
    return readingRow('fast', plan, { at: 0, indicators: { fast }, triggers } as unknown as Judged);
  };
  const [quiet, firing] = [rowWhile('ok'), rowWhile('firing')];
  expect([quiet?.limit?.limit, quiet?.isWrong, quiet?.mark]).toEqual([50, false, undefined]);
  expect(quiet === undefined ? '' : beyondLevel(quiet)).toBe('norm');
  expect([firing?.isWrong, firing?.mark]).toEqual([true, 'caut']);
  expect(firing === undefined ? '' : beyondLevel(firing)).toBe('caut');
});
