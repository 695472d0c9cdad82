import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { simulatedRecording } from '../../electron/engine/source/simulatedRecording.ts';
import { verifySession } from '../../electron/engine/store/verify.ts';
import { openTestSession, readTestPlan, startEngine } from '../help/driveEngine.ts';
import { changeRecord } from '../help/launchPapers.ts';
import { readLaunch } from '../help/makeRecording.ts';
import { changesBefore, countdownOf, criterionOf, evidenceIn, shareOf, triggersIn } from '../help/shownRoom.ts';
import { StaffedDay } from '../help/staffedDay.ts';

// The launch day of Instant Refunds as it is shipped, with the papers that are shipped beside it.

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-paynow-launch-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const folder = join(import.meta.dirname, '../../data/paynow-instant-refunds');
const papers = join(folder, 'evidence');
const plan = readTestPlan(join(folder, 'plan.yaml'));
const path = join(scratch, 'day.holdpoint');
let engine: Engine;
let story: StaffedDay;

beforeAll(() => {
  const { scenario } = readLaunch(folder);
  const recording = simulatedRecording(scenario, plan.plan);
  engine = startEngine(openTestSession(path, 'create', plan), plan, recording, 0);
  story = new StaffedDay(engine);
});
afterAll(() => engine.close());

/** Cells of the posture board that are asked for and not green. Bills and ArgoCD are asked of four services alone. */
async function notGreen(moment: string): Promise<string[]> {
  return (await story.notGreen(moment)).filter((cell) => !cell.endsWith('nothing asked'));
}

test('there is a paper for each piece of evidence that the plan asks for, and no other', () => {
  const files = readdirSync(papers).map((file) => parse(file).name);
  expect(files.toSorted()).toEqual(Object.keys(plan.plan.evidence).toSorted());
});

test('without papers it is a NO-GO; with them every cell of the posture board is green once drills are accepted', async () => {
  // Nobody is in the room yet, so nobody is asked for papers.
  expect((await story.goTo('T-50m')).judged?.call).toBe('GO');
  await story.assemble('incident-commander', 'sre', 'payments-core', 'risk', 'ledger', 'compliance');
  let room = await story.goTo('T-49m50s');
  expect(room.judged?.call).toBe('NO-GO');
  const drills: number[] = [];
  for (const file of readdirSync(papers)) {
    const { name } = parse(file);
    const row = await story.attach('sre', name, file, readFileSync(join(papers, file), 'utf8'));
    if (name.endsWith('-drill')) drills.push(row);
    else expect([name, evidenceIn(await story.look(), name)]).toEqual([name, 'pass']);
  }
  room = await story.goTo('T-49m');
  expect(await notGreen('T-49m51s')).toHaveLength(68);
  const awaited = await notGreen('T-49m');
  expect(awaited).toHaveLength(12);
  expect(awaited.every((cell) => /Rollback drill, unknown: .*awaits acceptance by .*, other than/.test(cell))).toBe(
    true,
  );
  for (const row of drills) await story.accept('incident-commander', row);
  room = await story.goTo('T-48m');
  expect(await notGreen('T-48m')).toEqual([]);
  expect(['PC-1', 'PC-2', 'PC-3', 'PC-9'].map((id) => criterionOf(room, id))).toEqual(['pass', 'pass', 'pass', 'pass']);
});

test('nobody approves his own change of the ledger', async () => {
  const commit = plan.plan.evidence['ledger-change']?.commit ?? '';
  const alone = { author: 'ledger engineer', approver: 'Ledger Engineer', approvedAt: '2026-05-11T15:00:00Z', commit };
  const row = await story.hand('ledger', 'ledger-change', changeRecord('CHG-2099', 'ledger', alone));
  expect(evidenceIn(await story.look(), 'ledger-change')).toContain('they must be different people');
  await story.do('compliance', { kind: 'evidence.reject', args: { attachment: row, reason: 'Two people, please.' } });
  expect(evidenceIn(await story.look(), 'ledger-change')).toBe('pass');
});

test('the final poll is go, and the US goes to 5 %', async () => {
  await story.goTo('T-19m');
  for (const role of ['sre', 'payments-core', 'ledger', 'risk', 'compliance']) await story.vote(role, 'go');
  const room = await story.goTo('T-18m');
  expect([room.judged?.call, room.room?.clock.holds]).toEqual(['GO', []]);
  await story.decide({
    kind: 'decision.record',
    args: { poll: 'final', choice: 'go', rationale: 'Twelve services have their papers.', follows: [] },
  });
  await story.goTo('T+1m');
  await story.do('incident-commander', { kind: 'clock.launch', args: {} });
  await story.goTo('T+1m10s');
  await story.do('incident-commander', story.advance('us'));
  expect(shareOf(await story.goTo('T+3m'), 'US')).toBe(0.05);
});

test('checkout burns while it is cut over: the next step is refused, and half an hour has to be clean', async () => {
  const room = await story.goTo('T+54m30s');
  expect(room.judged?.call).toBe('NO-GO');
  expect(room.judged?.reasons[0]).toContain('PC-4 Burn of checkout below 2 for half an hour fails');
  expect(triggersIn(room, 'firing')).toEqual(['PN-5', 'PN-6']);
  expect(changesBefore(room, 'PN-5')).toEqual([
    'deploy.finished: checkout 9.0.1: the same build by the new pipeline',
    'pipeline.cut-over: Deploys of checkout move to the new pipeline',
  ]);
  expect(await story.refused('incident-commander', story.advance('us'))).toBe('trigger_on');
  // The same build by another way is the build that was attested.
  expect(await notGreen('T+54m30s')).toEqual([]);
  expect((await story.goTo('T+1h35m')).judged?.call).toBe('GO');
});

test('the ledger is deployed by hand: the posture is red in that second, and green when the attested build is back', async () => {
  await story.goTo('T+2h15m1s');
  expect(await notGreen('T+2h15m')).toEqual([]);
  const red = await notGreen('T+2h15m1s');
  expect(red.map((cell) => cell.split(',').slice(0, 2).join())).toEqual([
    'ledger, Test gate',
    'ledger, Provenance',
    'ledger, Change record',
  ]);
  const room = await story.look();
  expect([room.judged?.call, criterionOf(room, 'PC-1')]).toEqual(['NO-GO', 'fail']);
  expect(triggersIn(room, 'firing')).toEqual(['PN-2', 'PN-3', 'PN-11']);
  await story.goTo('T+2h47m1s');
  expect(await notGreen('T+2h47m1s')).toEqual([]);
  expect((await story.goTo('T+2h48m')).judged?.call).toBe('GO');
});

test('the first refund that is paid twice takes everything back, and says what changed before', async () => {
  const before = await story.goTo('T+3h41m37s');
  let room = await story.goTo('T+3h41m38s');
  expect([before.judged?.call, room.judged?.call]).toEqual(['GO', 'ROLLBACK']);
  expect(changesBefore(room, 'PN-1')).toEqual([
    'deploy.finished: receipts 1.14.1',
    'config.changed: REFUND_KEY_SCOPE of refunds: was order, is request',
  ]);
  expect(countdownOf(room, 'PN-1')).toMatchObject({ secondsLeft: 30, vetoed: null });
  room = await story.goTo('T+3h42m8s');
  expect(shareOf(room, 'US')).toBe(0);
  // The ramp is observed: nobody has to say that the order was carried out.
  room = await story.goTo('T+3h43m30s');
  expect(room.room?.ramp.orders[0]?.confirmed).toMatchObject({ how: 'observed' });
  expect(triggersIn(room, 'handled')).toEqual(['PN-1']);
  room = await story.goTo('T+4h33m');
  expect(criterionOf(room, 'PC-5')).toBe('pass');
});

test('its session is whole', async () => {
  await engine.close();
  expect(verifySession(path).faults).toEqual([]);
});
