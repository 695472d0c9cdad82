import { expect, test } from 'vitest';
import { drawBinomial } from '../../electron/engine/source/simulator/drawBinomial.ts';
import { openRandomStream } from '../../electron/engine/source/simulator/randomStream.ts';
import { makeLines, makeTexts, parseScenario, t0Ms, type Line } from '../help/makeRecording.ts';

const funnel = (more: string): string =>
  `{ kind: funnel, id: shop, metric: shop.funnel, source: web, interval: 10s, each: { market: { US: 3, UK: 1 } }, perSecond: 80, arms: { control: rest, new: 50% }, stages: [{ stage: eligible }, { stage: started, share: 40% }, { stage: completed, share: { control: 60%, new: 70% } }]${more} }`;
const scenarioOf = (traffic: string, more = '', seed = 5, lasts = '10m') =>
  parseScenario(
    `{ format: holdpoint/scenario@1, id: test, plan: plan.yaml, seed: ${seed}, starts: T-0, lasts: ${lasts}, traffic: [${traffic}]${more && `, ${more}`} }`,
  );
const sum = (lines: readonly Line[], labels: Readonly<Record<string, string>>): number =>
  lines
    .filter((line) => Object.entries(labels).every(([name, value]) => line.labels?.[name] === value))
    .reduce((total, line) => total + (line.value ?? 0), 0);

test('in no sample is anybody at a stage who was not at the one before', () => {
  const lines = makeLines(scenarioOf(funnel(''))).filter(({ kind }) => kind === 'count');
  expect(lines).toHaveLength(60 * 2 * 2 * 3);
  const bySample = Map.groupBy(lines, ({ t, labels }) => `${t} ${labels?.['market']} ${labels?.['arm']}`);
  for (const sample of bySample.values()) {
    const [eligible = 0, started = 0, completed = 0] = sample.map(({ value }) => value);
    expect(sample.every(({ value }) => Number.isInteger(value))).toBe(true);
    expect(eligible).toBeGreaterThanOrEqual(started);
    expect(started).toBeGreaterThanOrEqual(completed);
  }
});

test('shares, weights and arms are as written', () => {
  const lines = makeLines(scenarioOf(funnel('')));
  const eligible = sum(lines, { stage: 'eligible' });
  expect(Math.abs(eligible - 48_000)).toBeLessThan(900);
  expect(Math.abs(sum(lines, { stage: 'eligible', market: 'US' }) / eligible - 0.75)).toBeLessThan(0.01);
  expect(Math.abs(sum(lines, { stage: 'eligible', arm: 'new' }) / eligible - 0.5)).toBeLessThan(0.01);
  expect(Math.abs(sum(lines, { stage: 'started' }) / eligible - 0.4)).toBeLessThan(0.01);
  const conversion = (arm: string): number =>
    sum(lines, { arm, stage: 'completed' }) / sum(lines, { arm, stage: 'started' });
  expect(Math.abs(conversion('control') - 0.6)).toBeLessThan(0.02);
  expect(Math.abs(conversion('new') - 0.7)).toBeLessThan(0.02);
});

test('an arm follows its steps, and the rest gets what it leaves', () => {
  const steps = ', steps: [{ at: T-1h, factor: 0% }, { at: 5m, where: { market: US }, factor: 100% }]';
  const lines = makeLines(scenarioOf(funnel(steps)));
  const half = (from: boolean): Line[] => lines.filter(({ t }) => t >= t0Ms + 300_000 === from);
  expect(sum(half(false), { arm: 'new' })).toBe(0);
  expect(sum(half(true), { arm: 'new', market: 'UK' })).toBe(0);
  const entered = { stage: 'eligible', market: 'US' };
  expect(Math.abs(sum(half(true), { ...entered, arm: 'new' }) / sum(half(true), entered) - 0.5)).toBeLessThan(0.02);
  expect(Math.abs(sum(half(true), entered) / sum(half(false), entered) - 1)).toBeLessThan(0.05);
});

test('what names a stage bends the share that reaches it, and what names none those who enter', () => {
  const bent = (where: string): Line[] =>
    makeLines(
      scenarioOf(funnel(''), `incidents: [{ id: x, kind: rate, from: 0s, lasts: 10m, where: ${where}, factor: 0.5 }]`),
    );
  const plain = makeLines(scenarioOf(funnel('')));
  const stepUp = bent('{ labels: { arm: new, stage: completed } }');
  expect(sum(stepUp, { stage: 'started' })).toBe(sum(plain, { stage: 'started' }));
  const ratio = sum(stepUp, { arm: 'new', stage: 'completed' }) / sum(stepUp, { arm: 'new', stage: 'started' });
  expect(Math.abs(ratio - 0.35)).toBeLessThan(0.02);
  const fewer = bent('{ metric: shop.funnel }');
  expect(Math.abs(sum(fewer, { stage: 'completed' }) / sum(plain, { stage: 'completed' }) - 0.5)).toBeLessThan(0.03);
});

const labels = (bears: string): string =>
  `{ kind: count, id: signins, metric: signins, source: auth, each: { cohort: { token: 1, control: 1 } }, perSecond: 100 }, { kind: follows, of: signins, metric: takeovers, source: labels, interval: 10s, share: 1%, each: { cohort: { token: 1.5, control: 1 } }, after: { median: 60s, p99: 5m }, bears: ${bears} }`;

test.each(['effect', 'cause'])(
  'what follows is a share of what it follows, told later, with the moment of its %s',
  (bears) => {
    const lines = makeLines(scenarioOf(labels(bears), '', 5, '40m'));
    const told = lines.filter(({ metric }) => metric === 'takeovers');
    // What happens in the last minutes is told after the end.
    const causes = sum(
      lines.filter(({ metric, t }) => metric === 'signins' && t < t0Ms + 2_340_000),
      {},
    );
    expect(Math.abs(sum(told, {}) / causes - 0.0125)).toBeLessThan(0.0008);
    expect(Math.abs(sum(told, { cohort: 'token' }) / sum(told, { cohort: 'control' }) - 1.5)).toBeLessThan(0.15);
    const late = told.filter(({ t, arrived }) => arrived !== undefined && arrived > t);
    expect(late).toHaveLength(bears === 'cause' ? told.length : 0);
    const seqs = told.map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: told.length }, (_, index) => index + 1));
  },
);

test('what matures arrives after its delay: half of it by the median', () => {
  const lines = makeLines(scenarioOf(labels('cause'), '', 5, '40m')).filter(({ metric }) => metric === 'takeovers');
  const settled = lines.filter(({ t }) => t < t0Ms + 1_800_000);
  const quick = settled.filter(({ t, arrived = t }) => arrived - t <= 65_000);
  expect(Math.abs(sum(quick, {}) / sum(settled, {}) - 0.5)).toBeLessThan(0.06);
});

test('the same seed gives the same bytes, another seed others', () => {
  const all = `${funnel('')}, ${labels('cause')}`;
  const of = (seed: number): string => makeTexts(scenarioOf(all, '', seed)).join('\n');
  expect(of(5)).toBe(of(5));
  expect(of(5)).not.toBe(of(6));
});

test.each([
  [1, 0.3],
  [7, 0.02],
  [1000, 0.001],
  [5000, 0.4],
  [450, 0.93],
])('of %i with a chance of %f the mean and the spread are those of the binomial', (n, chance) => {
  const stream = openRandomStream(3, `binomial/${n}/${chance}`);
  const draws = Array.from({ length: 4000 }, () => drawBinomial(stream, n, chance));
  expect(draws.every((count) => Number.isInteger(count) && count >= 0 && count <= n)).toBe(true);
  const mean = draws.reduce((total, count) => total + count, 0) / draws.length;
  const variance = draws.reduce((total, count) => total + (count - mean) ** 2, 0) / draws.length;
  const spread = n * chance * (1 - chance);
  expect(Math.abs(mean - n * chance)).toBeLessThan(5 * Math.sqrt(spread / draws.length));
  expect(Math.abs(variance / spread - 1)).toBeLessThan(0.15);
});
