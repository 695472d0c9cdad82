import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkScenario } from '../../electron/engine/source/simulator/checkScenario.ts';
import { type Line, makeLines, makeTexts, readLaunch, scenarioOf, t0Ms } from '../help/makeRecording.ts';

// Refunds that are requested, wait and are credited; the books that they are entered in; deploys that say what they are of.

const refunds = `{ kind: refunds, id: refunds, source: refunds, labels: { path: instant }, each: { market: { US: 70, UK: 30 } }, perSecond: 4,
  credit: { median: 4s, p99: 20s, tail: { share: 2%, from: 20s, alpha: 1.5, most: 40s } }, money: { median: 38, p99: 320 } }`;
const ledger = `{ kind: ledger, metric: ledger.imbalance, source: ledger, of: refunds, books: [shoppers, merchants], corrected: 10s }`;
const twice = `{ id: twice, kind: outcome, where: { metric: refunds.duplicate, labels: { market: US } }, from: T+20s, lasts: 15s, share: { duplicate: 50% } }`;
const stalled = `{ id: stalled, kind: rate, where: { metric: refunds.credited, labels: { market: UK } }, from: T+10s, lasts: 45s, factor: 0% }`;

const of = (lines: readonly Line[], metric: string, labels: Record<string, string> = {}): Line[] =>
  lines.filter(
    (line) => line.metric === metric && Object.entries(labels).every(([name, value]) => line.labels?.[name] === value),
  );
const sum = (lines: readonly Line[]): number => lines.reduce((all, { value = 0 }) => all + value, 0);

test('nothing is credited that was not requested, and what is not credited is exposed', () => {
  const lines = makeLines(scenarioOf(refunds));
  for (const market of ['US', 'UK']) {
    const [requested, credited] = ['requested', 'credited'].map((part) => of(lines, `refunds.${part}`, { market }));
    let waiting = 0;
    for (const [place, line] of (requested ?? []).entries()) {
      waiting += (line.value ?? 0) - (credited?.[place]?.value ?? 0);
      expect(waiting).toBeGreaterThanOrEqual(0);
      const money = of(lines, 'refunds.uncredited.money', { market })[place]?.value ?? 0;
      const oldest = of(lines, 'refunds.uncredited.oldest', { market })[place]?.value ?? 0;
      expect(money > 0).toBe(waiting > 0);
      if (waiting === 0) expect(oldest).toBe(0);
    }
  }
  const waits = of(lines, 'refunds.credit.latency').flatMap(({ values = [] }) => values);
  expect(waits).toHaveLength(sum(of(lines, 'refunds.credited')));
  expect(waits.every((ms) => ms > 0 && ms <= 41_000)).toBe(true);
  expect(sum(of(lines, 'refunds.duplicate'))).toBe(0);
  expect(sum(of(lines, 'refunds.requested'))).toBeGreaterThan(180);
});

test('the same seed gives the same bytes, another one others, and an incident leaves the other market as it was', () => {
  const usual = scenarioOf(`${refunds}, ${ledger}`);
  expect(makeTexts(usual)).toEqual(makeTexts(usual));
  expect(makeTexts({ ...usual, seed: 6 })).not.toEqual(makeTexts(usual));
  const bent = scenarioOf(`${refunds}, ${ledger}`, `incidents: [${stalled}]`);
  const credited = (scenario: typeof usual): (number | undefined)[] =>
    of(makeLines(scenario), 'refunds.credited', { market: 'US' }).map(({ value }) => value);
  expect(credited(bent)).toEqual(credited(usual));
});

test('a stall is seen in what is not credited, and not in the latency of what is', () => {
  const lines = makeLines(scenarioOf(refunds, `incidents: [${stalled}]`));
  const uk = { market: 'UK' };
  expect(sum(of(lines, 'refunds.credited', uk).slice(10, 55))).toBe(0);
  expect(of(lines, 'refunds.credit.latency', uk).every(({ t }) => t < t0Ms + 10_000 || t >= t0Ms + 55_000)).toBe(true);
  const oldest = of(lines, 'refunds.uncredited.oldest', uk).map(({ value = 0 }) => value);
  expect(oldest[54]).toBeGreaterThan(45);
  expect(oldest[56]).toBeLessThan(45);
  const waits = of(lines, 'refunds.credit.latency', uk).filter(({ t }) => t >= t0Ms + 55_000);
  expect(Math.max(...waits.flatMap(({ values = [] }) => values))).toBeGreaterThan(45_000);
});

test('a second credit is in one book and out of the other until it is taken back', () => {
  const lines = makeLines(scenarioOf(`${refunds}, ${ledger}`, `incidents: [${twice}]`));
  const duplicates = of(lines, 'refunds.duplicate');
  expect(sum(of(lines, 'refunds.duplicate', { market: 'US' }))).toBeGreaterThan(5);
  expect(sum(of(lines, 'refunds.duplicate', { market: 'UK' }))).toBe(0);
  const first = duplicates.find(({ value = 0 }) => value > 0)?.t ?? 0;
  const [shoppers = [], merchants = []] = ['shoppers', 'merchants'].map((book) =>
    of(lines, 'ledger.imbalance', { book }),
  );
  for (const [place, { t, value = 0 }] of shoppers.entries()) {
    expect(value + (merchants[place]?.value ?? 0)).toBe(0);
    if (t < first) expect(value).toBe(0);
    if (t === first) expect(value).toBeGreaterThan(0);
  }
  expect(shoppers.at(-1)?.value).toBe(0);
});

test('a deploy is an event that says what runs, what was attested and who approved it', () => {
  const build = (digit: string): string => `sha256:${digit.repeat(64)}`;
  const deploy = (more: string): string =>
    `{ kind: deploy, source: cd, at: T+5s, service: ledger, mode: manual, version: 5.2.1, commit: "${'a'.repeat(40)}", digest: "${build('a')}", author: one, ${more} }`;
  const labels = (more: string): Line['labels'] =>
    makeLines(scenarioOf(deploy(more))).find(({ kind }) => kind === 'event')?.labels;
  expect(labels(`approver: two, attested: "${build('a')}"`)).toMatchObject({
    provenance: 'matches',
    approval: 'second',
    digest: build('a'),
  });
  expect(labels(`approver: one, attested: "${build('b')}"`)).toMatchObject({
    provenance: 'differs',
    approval: 'self',
    attested: build('b'),
  });
  expect(labels('says: a fix')).toMatchObject({
    provenance: 'missing',
    approval: 'missing',
    service: 'ledger',
    mode: 'manual',
  });
});

test('a ledger is of refunds that stand above it', () => {
  const { plan } = readLaunch(join(import.meta.dirname, '../../data/paynow-instant-refunds'));
  const wrong = checkScenario(scenarioOf(`${ledger}, ${refunds}`), plan).filter(({ level }) => level === 'error');
  expect(wrong.map(({ code, path }) => [code, path])).toContainEqual(['reference_unknown', ['traffic', 0, 'of']]);
});
