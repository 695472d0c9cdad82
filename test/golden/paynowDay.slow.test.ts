import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import { checkScenario } from '../../electron/engine/source/simulator/checkScenario.ts';
import { verifySession } from '../../electron/engine/store/verify.ts';
import type { WireCommand } from '../../shared/contract/commands.ts';
import { lintPlan } from '../../shared/judge/lint/lintPlan.ts';
import { openTestSession, readTestPlan, startEngine } from '../help/driveEngine.ts';
import { expectGolden } from '../help/expectGolden.ts';
import { expectRightAnswers } from '../help/expectRightAnswers.ts';
import { type Build, changeRecord, drillRecord, provenanceOf, testReport } from '../help/launchPapers.ts';
import { readLaunch } from '../help/makeRecording.ts';
import { changesBefore, countdownOf, criterionOf, evidenceIn, shareOf, triggersIn } from '../help/shownRoom.ts';
import { StaffedDay } from '../help/staffedDay.ts';
import { tellLedger } from '../help/tellLedger.ts';
import { tellReview } from '../help/tellReview.ts';

// A day of Instant Refunds as its people live through it, through the contract alone: a changed variable, a deploy by hand
// that nobody attested, a refund that is paid twice. What they did and what the room did by itself is golden.

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-paynow-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const folder = join(import.meta.dirname, 'paynow-day');
const plan = readTestPlan(join(folder, 'plan.yaml'));
const path = join(scratch, 'day.holdpoint');
const ledger: Build = { digest: 'a0'.repeat(32), commit: 'a'.repeat(40) };
const ledgerByHand: Build = { digest: 'b0'.repeat(32), commit: 'b'.repeat(40) };
const checkout: Build = { digest: 'c0'.repeat(32), commit: 'c'.repeat(40) };
const approved = { author: 'A', approver: 'B', approvedAt: '2026-05-11T15:00:00Z' };
let engine: Engine;
let story: StaffedDay;
/** The row that attached the approval of the planned ledger. */
let approval = 0;
const awaited =
  'ledger, Change record, unknown: nothing in the plan to compare with; awaits acceptance by Compliance or Incident commander, other than Ledger';

beforeAll(async () => {
  const recording = join(scratch, 'day.ndjson');
  // It makes the recording, of which telemetry alone must give the right answers.
  await expectRightAnswers(folder, recording);
  engine = startEngine(openTestSession(path, 'create', plan), plan, await openRecording(recording), 0);
  story = new StaffedDay(engine);
});
afterAll(() => engine.close());

test('the plan lints without errors or warnings, and its scenario can be meant', () => {
  expect(lintPlan(plan.plan).filter(({ level }) => level !== 'note')).toEqual([]);
  expect(checkScenario(readLaunch(folder).scenario, plan.plan)).toEqual([]);
});

test('evidence is attached: what fails says why, and the posture board shows what is missing', async () => {
  await story.goTo('T-36m');
  await story.assemble('incident-commander', 'sre', 'ledger-owner', 'payments-core', 'risk', 'compliance');
  const tests = ['credits once', 'refuses a second credit', 'balances'];
  const failing = testReport('ledger', ledger, '2026-05-12T13:00:00Z', tests, ['balances']);
  await story.hand('ledger-owner', 'ledger-tests', failing);
  expect(evidenceIn(await story.look(), 'ledger-tests')).toBe(
    'fail: The test report has 1 failed and 0 broken of 3 tests, first "ledger balances".',
  );
  const attested = provenanceOf('ledger', ledger, '2026-05-11T09:00:00Z');
  const provenance = await story.hand('ledger-owner', 'ledger-provenance', attested);
  expect(evidenceIn(await story.look(), 'ledger-provenance')).toBe(
    'unknown: nothing in the plan to compare with; awaits acceptance by Incident commander, other than Ledger',
  );
  await story.accept('incident-commander', provenance);
  const drill = await story.hand('sre', 'ledger-drill', drillRecord('ledger', '2026-05-08T10:00:00Z', '80s', '2m'));
  await story.accept('incident-commander', drill);
  approval = await story.hand(
    'ledger-owner',
    'ledger-change',
    changeRecord('CHG-7', 'ledger', { ...approved, ...ledger }),
  );
  const checkoutTests = testReport('checkout', checkout, '2026-05-12T12:30:00Z', ['pays once']);
  await story.hand('payments-core', 'checkout-tests', checkoutTests);
  expect(evidenceIn(await story.look(), 'checkout-tests')).toBe('pass');
  const other = { ...checkout, commit: 'd'.repeat(40) };
  await story.hand('sre', 'checkout-provenance', provenanceOf('checkout', other, '2026-05-11T10:00:00Z'));
  expect(evidenceIn(await story.look(), 'checkout-provenance')).toContain(
    'is of commit dddddddddddd but the plan names commit cccccccccccc',
  );
  await story.hand('sre', 'checkout-provenance', provenanceOf('checkout', checkout, '2026-05-11T10:00:00Z'));
  await story.hand('payments-core', 'checkout-change', changeRecord('CHG-8', 'checkout', { ...approved, ...checkout }));
  const room = await story.goTo('T-35m');
  expect(['PC-1', 'PC-2', 'PC-3'].map((id) => criterionOf(room, id))).toEqual(['fail', 'pass', 'unknown']);
  expect(room.judged?.call).toBe('NO-GO');
  await story.goTo('T-31m');
  const green = await story.hand(
    'ledger-owner',
    'ledger-tests',
    testReport('ledger', ledger, '2026-05-12T14:20:00Z', tests),
  );
  expect(await story.refused('ledger-owner', { kind: 'evidence.accept', args: { attachment: green } })).toBe(
    'same_person',
  );
  await story.accept('incident-commander', green);
  expect(criterionOf(await story.goTo('T-30m'), 'PC-1')).toBe('unknown');
  await story.goTo('T-27m');
  expect(await story.notGreen('T-36m')).toEqual([
    'ledger, Test gate, fail: The test report has 1 failed and 0 broken of 3 tests, first "ledger balances".',
    awaited,
    'checkout, Rollback drill, unknown: not attached yet, due T-25m',
  ]);
  expect(await story.notGreen('T-30m')).toEqual([
    awaited,
    'checkout, Rollback drill, unknown: not attached yet, due T-25m',
  ]);
  await story.hand('sre', 'checkout-drill', drillRecord('checkout', '2026-05-10T10:00:00Z', '4m', '2m'));
  expect(evidenceIn(await story.look(), 'checkout-drill')).toContain('took 4m, over its limit of 2m');
  const again = await story.hand(
    'sre',
    'checkout-drill',
    drillRecord('checkout', '2026-05-12T14:25:00Z', '100s', '2m'),
  );
  await story.accept('incident-commander', again);
  await story.finish('ledger-owner', 'ledger-attested');
});

test('the final poll: a veto, an answer to it, a go, the decision, the first step', async () => {
  let room = await story.goTo('T-19m');
  expect(await story.notGreen('T-26m')).toEqual([awaited]);
  expect([room.judged?.call, room.room?.clock.holds[0]?.name]).toEqual(['HOLD', 'Final poll']);
  await story.vote('compliance', 'no-go', 'Nobody has asked B about CHG-7.');
  await story.goTo('T-15m');
  for (const role of ['sre', 'ledger-owner', 'payments-core', 'risk']) await story.vote(role, 'go');
  room = await story.goTo('T-14m');
  expect(room.judged?.call).toBe('NO-GO');
  expect(await story.refused('incident-commander', goDecision('All but one said go.'))).toBe('not_allowed');
  const accept: WireCommand = { kind: 'evidence.accept', args: { attachment: approval, note: 'B has said so to us.' } };
  expect(await story.refused('ledger-owner', accept)).toBe('not_allowed');
  await story.do('compliance', accept);
  await story.vote('compliance', 'go');
  room = await story.goTo('T-10m');
  await story.finish('ledger-owner', 'ledger-ready');
  expect([room.judged?.call, room.room?.clock.holds]).toEqual(['GO', []]);
  await story.decide(goDecision('The evidence is complete, both rollbacks were drilled, checkout does not burn.'));
  // The hold took six minutes, and the clock with it.
  await story.goTo('T+6m30s');
  await story.do('incident-commander', { kind: 'clock.launch', args: {} });
  await story.goTo('T+7m');
  expect(await story.refused('sre', story.advance('us'))).toBe('not_allowed');
  expect(await story.refused('incident-commander', story.advance('uk'))).toBe('not_yet');
  await story.do('incident-commander', story.advance('us'));
  await story.confirmOrders();
  expect(shareOf(await story.goTo('T+9m'), 'US')).toBe(0.05);
  await story.finish('sre', 'us-5');
  await story.goTo('T+1h16m');
  await story.finish('ledger-owner', 'reconciled', 'Every credit stands once in the list of the bank.');
});

test('ledger is deployed by hand: in that second the criterion and the call say so', async () => {
  const before = await story.goTo('T+1h34m');
  const then = await story.goTo('T+1h34m1s');
  expect([before.judged?.call, then.judged?.call]).toEqual(['GO', 'NO-GO']);
  for (const id of ['PC-1', 'PC-2']) expect([criterionOf(before, id), criterionOf(then, id)]).toEqual(['pass', 'fail']);
  expect(then.judged?.reasons[0]).toBe(
    'PC-1 Ledger is tested, drilled and approved fails: ledger-tests: ledger was deployed at T+1h34m: The deploy is of commit bbbbbbbbbbbb and the test report of commit aaaaaaaaaaaa; ledger-change: ledger was deployed at T+1h34m: The deploy is of commit bbbbbbbbbbbb and the change record of commit aaaaaaaaaaaa.',
  );
  expect(then.judged?.reasons[1]).toBe(
    'PC-2 Ledger runs what was attested fails: ledger-provenance: ledger was deployed at T+1h34m: The deploy is of sha256:b0b0b0b0b0b0… and the accepted provenance of sha256:a0a0a0a0a0a0….',
  );
  expect(triggersIn(then, 'firing')).toEqual(['PN-2', 'PN-3']);
  await story.goTo('T+1h37m');
  expect(await story.refused('incident-commander', story.advance('us'))).toBe('trigger_on');
  await story.do('sre', { kind: 'trigger.acknowledge', args: { trigger: 'PN-2', cell: {} } });
});

test('a refund is paid twice: nobody vetoes, the room orders, a person confirms, the trigger is handled', async () => {
  let room = await story.goTo('T+1h37m59s');
  expect(triggersIn(room, 'firing')).toEqual(['PN-2', 'PN-3']);
  room = await story.goTo('T+1h38m');
  expect([room.judged?.call, ...(room.judged?.scopes ?? [])]).toEqual(['ROLLBACK', 'the launch']);
  // The deploy of another service 36 minutes before is not among them.
  expect(changesBefore(room, 'PN-1')).toEqual([
    'deploy.finished: ledger 5.2.1, by hand',
    'config.changed: REFUND_KEY_SCOPE of refunds: was order, is request',
  ]);
  expect(countdownOf(room, 'PN-1')).toMatchObject({ secondsLeft: 30, vetoed: null });
  room = await story.goTo('T+1h38m29s');
  expect([shareOf(room, 'US'), countdownOf(room, 'PN-1')?.secondsLeft]).toEqual([0.05, 1]);
  room = await story.goTo('T+1h38m30s');
  const by = { role: 'system', name: 'holdpoint' };
  const because = { trigger: 'PN-1', cell: {} };
  expect(room.room?.ramp.orders[0]).toMatchObject({ does: 'rollback', state: 'placed', because, by });
  expect([shareOf(room, 'US'), room.judged?.call]).toEqual([0, 'ROLLBACK']);
  // After a minute the room says that nobody has answered its order.
  room = await story.goTo('T+1h39m35s');
  expect(room.room?.ramp.orders[0]).toMatchObject({ state: 'placed', isOverdue: true });
  await story.confirmOrders();
  room = await story.goTo('T+1h40m');
  expect(room.room?.ramp.orders[0]?.confirmed).toMatchObject({ how: 'person', by: { role: 'sre' } });
  expect(triggersIn(room, 'handled')).toEqual(['PN-1']);
  // The rollback is done. What runs is still not what was attested.
  expect(room.judged?.call).toBe('NO-GO');
  expect(room.judged?.reasons.map((text) => text.slice(0, 4))).toEqual([
    'PC-1',
    'PC-2',
    'PC-5',
    'PN-2',
    'PN-3',
    'PN-5',
  ]);
  await story.finish('sre', 'stopped');
});

test('nobody waives alone; papers that do not fit, and the ones that do', async () => {
  await story.goTo('T+1h45m');
  await story.do('ledger-owner', { kind: 'trigger.acknowledge', args: { trigger: 'PN-3', cell: {} } });
  const guess = { text: 'The deploy by hand paid the refund twice.', aboutAt: story.momentMs('T+1h38m') };
  const [note = 0] = await story.do('ledger-owner', { kind: 'note.write', args: guess });
  const waiver = { criterion: 'PC-2', reason: 'The fix is one line.', untilAt: story.momentMs('T+3h') };
  const [proposal = 0] = await story.do('incident-commander', { kind: 'waiver.propose', args: waiver });
  expect(await story.refused('incident-commander', { kind: 'waiver.grant', args: { proposal } })).toBe('same_person');
  expect(await story.refused('compliance', { kind: 'waiver.grant', args: { proposal } })).toBe('not_allowed');
  expect(criterionOf(await story.goTo('T+1h46m'), 'PC-2')).toBe('fail');
  const reason = 'Ledger asks the pipeline for a build of the same commit instead.';
  await story.do('incident-commander', { kind: 'waiver.refuse', args: { proposal, reason } });
  await story.goTo('T+1h55m');
  const alone = { author: 'C', approver: '@c', approvedAt: '2026-05-12T16:50:00Z', ...ledgerByHand };
  await story.hand('ledger-owner', 'ledger-change', changeRecord('CHG-9', 'ledger', alone));
  expect(evidenceIn(await story.look(), 'ledger-change')).toContain('they must be different people');
  const rebuilt = { ...ledgerByHand, digest: 'e0'.repeat(32) };
  await story.hand('ledger-owner', 'ledger-provenance', provenanceOf('ledger', rebuilt, '2026-05-12T16:52:00Z'));
  expect(evidenceIn(await story.look(), 'ledger-provenance')).toContain(
    'The deploy is of sha256:b0b0b0b0b0b0… and the accepted provenance of sha256:e0e0e0e0e0e0….',
  );
  let room = await story.goTo('T+1h56m');
  expect([criterionOf(room, 'PC-1'), criterionOf(room, 'PC-2')]).toEqual(['fail', 'fail']);
  await story.goTo('T+2h5m');
  const together = changeRecord('CHG-9', 'ledger', { ...alone, approver: 'B' });
  await story.accept('compliance', await story.hand('ledger-owner', 'ledger-change', together));
  const built = provenanceOf('ledger', ledgerByHand, '2026-05-12T17:01:00Z');
  await story.accept('incident-commander', await story.hand('ledger-owner', 'ledger-provenance', built));
  expect(evidenceIn(await story.look(), 'ledger-provenance')).toBe('pass');
  expect(criterionOf(await story.goTo('T+2h5m30s'), 'PC-1')).toBe('fail');
  const tested = testReport('ledger', ledgerByHand, '2026-05-12T17:02:00Z', ['credits once', 'balances']);
  await story.accept('incident-commander', await story.hand('ledger-owner', 'ledger-tests', tested));
  room = await story.goTo('T+2h6m');
  expect([criterionOf(room, 'PC-1'), criterionOf(room, 'PC-2')]).toEqual(['pass', 'pass']);
  expect(triggersIn(await story.goTo('T+2h12m'), 'firing')).toEqual(['PN-5']);
  const text = 'It was not the deploy: from T+1h30m on every try had a key of its own. The variable is as it was.';
  const correction = { text, aboutAt: story.momentMs('T+1h30m'), corrects: note };
  const [corrected] = await story.do('payments-core', { kind: 'note.write', args: correction });
  const notes = (await story.look()).room?.notes.notes;
  expect(notes?.find(({ row }) => row === note)).toMatchObject({ text: guess.text, correctedBy: corrected });
  expect(notes?.find(({ row }) => row === corrected)).toMatchObject({ corrects: note });
});

test('the posture board of every moment: red in the second of the deploy, green with the paper that fits', async () => {
  expect((await story.goTo('T+2h30m')).judged?.call).toBe('GO');
  const deployed = 'fail: ledger was deployed at T+1h34m: The deploy is of';
  const is = `ledger, Provenance, ${deployed} sha256:b0b0b0b0b0b0… and the`;
  const ofTests = `ledger, Test gate, ${deployed} commit bbbbbbbbbbbb and the test report of commit aaaaaaaaaaaa.`;
  const ofChange = `ledger, Change record, ${deployed} commit bbbbbbbbbbbb and the change record of commit aaaaaaaaaaaa.`;
  expect(await story.notGreen('T+1h34m')).toEqual([]);
  expect(await story.notGreen('T+1h34m1s')).toEqual([
    ofTests,
    `${is} accepted provenance of sha256:a0a0a0a0a0a0….`,
    ofChange,
  ]);
  expect(await story.notGreen('T+1h56m')).toEqual([
    'ledger, Repeatable build, unknown: nothing in the plan to compare with; awaits acceptance by Incident commander, other than Ledger',
    ofTests,
    `${is} accepted provenance of sha256:e0e0e0e0e0e0….`,
    'ledger, Change record, fail: The change record has C as both author and approver; they must be different people.',
  ]);
  expect(await story.notGreen('T+2h6m')).toEqual([]);
  await story.finish('ledger-owner', 'taken-back');
  await story.finish('payments-core', 'told');
});

test('a decision with dissent; the cell goes on, and a person answers for the old count', async () => {
  await story.goTo('T+2h40m');
  await story.decide({
    kind: 'decision.record',
    args: {
      question: 'Does the US go back to 5 % today?',
      options: [
        { id: 'back', says: 'US to 5 % now', risk: 'Something waits in a queue', money: 'One more credit of 80 USD' },
        { id: 'wait', says: 'Both markets at 0 % until the queues are read', money: 'The launch of the day' },
      ],
      choice: 'back',
      rationale: 'The cause is known and undone, what runs is attested, the books balance.',
      dissent: [{ role: 'risk', says: 'Nobody has read the queue of refunds that are tried again.' }],
      follows: [
        { owner: 'payments-core', says: 'Read the queue of tries from T+1h30m on.', dueAt: story.momentMs('T+3h30m') },
        { owner: 'sre', says: 'Changes of variables go through the pipeline.' },
      ],
    },
  });
  await story.goTo('T+2h45m');
  await story.do('incident-commander', story.advance('us'));
  await story.confirmOrders();
  // Within 24 hours one refund was paid twice: a cell that goes on is told so, and only a person can say that it is over.
  let room = await story.goTo('T+2h45m10s');
  expect([room.judged?.call, countdownOf(room, 'PN-1')?.secondsLeft]).toEqual(['ROLLBACK', 21]);
  const reason = 'It counts the refund of T+1h38m, which has had its answer.';
  const veto: WireCommand = { kind: 'countdown.veto', args: { trigger: 'PN-1', cell: {}, reason } };
  expect(await story.refused('risk', veto)).toBe('not_allowed');
  await story.do('payments-core', veto);
  await story.do('incident-commander', { kind: 'trigger.reset', args: { trigger: 'PN-1', cell: {}, reason } });
  room = await story.goTo('T+2h46m');
  expect(triggersIn(room, 'handled')).toEqual(['PN-1']);
  expect([shareOf(room, 'US'), room.judged?.call]).toEqual([0.05, 'GO']);
});

test('a second refund is paid twice: the total rises again and fires anew, whatever was said of the first', async () => {
  let room = await story.goTo('T+3h9m59s');
  expect(triggersIn(room, 'handled')).toEqual(['PN-1']);
  room = await story.goTo('T+3h10m');
  expect(room.judged?.call).toBe('ROLLBACK');
  expect(room.judged?.reasons[0]).toBe('PN-1 Duplicate refund: duplicate-refunds over 1d is 2 (n 2), above 0.');
  expect(countdownOf(room, 'PN-1')).toMatchObject({ secondsLeft: 30, vetoed: null });
  room = await story.goTo('T+3h11m');
  expect(shareOf(room, 'US')).toBe(0);
  await story.confirmOrders();
  room = await story.goTo('T+3h12m');
  expect(triggersIn(room, 'handled')).toEqual(['PN-1']);
  expect(room.judged?.call).toBe('NO-GO');
  await story.goTo('T+3h20m');
  const follows = [{ owner: 'payments-core', says: 'Every try in the queue gets the key of its order.' }];
  const rationale = 'Risk was right: what else waits in the queue is not known yet.';
  const choice = 'Both markets stay at 0 % today.';
  await story.decide({ kind: 'decision.record', args: { question: 'What now?', choice, rationale, follows } });
  const text = (await story.look()).room?.updates.draft ?? '';
  await story.do('incident-commander', { kind: 'update.send', args: { text, to: 'copy' } });
  await story.goTo('T+3h30m');
});

test('every decision comes back as it was shown, and ledger and review are the golden ones', async () => {
  const rows = engine.session.readLedger();
  const decisions = rows.filter(({ kind }) => kind === 'decision.recorded');
  expect(decisions.map(({ seq, body }) => [seq, body['call']])).toEqual(
    [...story.decidedOn].map(([seq, shown]) => [seq, shown.judged?.call]),
  );
  for (const { seq, at } of decisions) {
    const then = await story.client.query('room.at', { tick: at / 1000, toSeq: seq - 1 });
    expect(then.judged).toEqual(story.decidedOn.get(seq)?.judged);
    expect(then.room).toEqual(story.decidedOn.get(seq)?.room);
  }
  await engine.close();
  expect(verifySession(path).faults).toEqual([]);
  expectGolden(`${folder}.ledger.txt`, tellLedger(rows, plan.plan.launch.t0));
  expectGolden(`${folder}.review.md`, await tellReview(path));
});

function goDecision(rationale: string): WireCommand {
  const follows = [{ owner: 'ledger-owner', says: 'Hold the first hour against the list of the bank.' }];
  return { kind: 'decision.record', args: { poll: 'final', choice: 'go', rationale, follows } };
}
