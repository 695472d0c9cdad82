import { expect, test } from 'vitest';
import { lintPlan } from '../../shared/judge/lint/lintPlan.ts';
import { judgeLines, linesAt } from '../help/judgeLines.ts';
import { planOf } from '../help/roomDesk.ts';

const head = `
format: holdpoint/plan@1
launch: { id: needs, t0: 2026-03-30T14:00:00Z }
roles: { boss: { name: Boss } }
`;
const planWith = (sources: string): ReturnType<typeof planOf> => planOf(`${head}sources: { ${sources} }\n`);
const t0 = Date.UTC(2026, 2, 30, 14) / 1000;
const spoken = (second: number, ...sources: string[]): ReturnType<typeof linesAt> => linesAt(second, [], sources);

function calls(judged: Awaited<ReturnType<typeof judgeLines>>): string[] {
  return (
    judged.judgements[0]?.transitions
      .filter(({ kind }) => kind === 'call')
      .map(({ at, to, why }) => `${at / 1000 - t0} ${to}: ${why}`) ?? []
  );
}

test('the call holds while a needed source is missing, and says which and why', async () => {
  const plan = planWith('gw-1: { says: Dublin, staleAfter: 5s }, spare: { required: false }');
  const lines = [...spoken(0, 'other'), ...spoken(3, 'gw-1'), ...spoken(20, 'gw-1'), ...spoken(22, 'other')];
  expect(calls(await judgeLines(plan, lines))).toEqual([
    '4 GO: Every rule that can be judged is met.',
    '9 HOLD: gw-1 (Dublin) is needed and has been silent for 6s.',
    '21 GO: Every rule that can be judged is met.',
  ]);
});

test('without the clock of the source the plan’s counts', async () => {
  const plan = planOf(`${head}sources: { gw-1: {} }\nclock: { staleAfter: 10s }\n`);
  const lines = [...spoken(0, 'gw-1'), ...spoken(30, 'other')];
  expect(calls(await judgeLines(plan, lines)).at(-1)).toBe('11 HOLD: gw-1 is needed and has been silent for 11s.');
});

test('lint says of sources what nobody would expect of them', () => {
  const findings = lintPlan(planWith('gw-1: { staleAfter: 2h }, spare: { required: false }, "holdpoint:x": {}'));
  expect(
    findings.map(({ code, path }) => `${code} ${path.join('.')}`).filter((one) => one.includes('sources')),
  ).toEqual(['slow_to_miss sources.gw-1.staleAfter', 'not_required sources.spare', 'own_source sources.holdpoint:x']);
});
