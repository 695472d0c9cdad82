import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import { simulateLines } from '../../electron/engine/source/simulator/simulateLines.ts';
import { verifySession } from '../../electron/engine/store/verify.ts';
import { openTestSession, readTestPlan, startEngine } from '../help/driveEngine.ts';
import { expectGolden } from '../help/expectGolden.ts';
import { LaunchStory } from '../help/launchStory.ts';
import { parseScenario } from '../help/makeRecording.ts';
import { tellLedger } from '../help/tellLedger.ts';
import { tellReview } from '../help/tellReview.ts';

// The launch of One-Click Checkout from two hours before to six hours after, as its people live through it: through the
// contract alone. What they did and what the room did by itself stands in the golden ledger.

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-shopnow-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const launch = join(import.meta.dirname, '../../data/shopnow-one-click');
const golden = join(import.meta.dirname, 'shopnow-launch');
const plan = readTestPlan(join(launch, 'plan.yaml'));
const path = join(scratch, 'launch.holdpoint');
const usPaypal = { market: 'US', method: 'paypal' };
let engine: Engine;
let story: LaunchStory;

/** The shipped day with the takeovers two and a half hours earlier, and the burning cell a second time. */
function storyScenario(): string {
  const again =
    '  - { id: paypal-burns-again, kind: outcome, where: { metric: checkout.requests, labels: { market: US, method: paypal } }, from: T+5h20m, lasts: 12m, rise: 20s, share: { error: 12% } }\n';
  return readFileSync(join(launch, 'scenario.yaml'), 'utf8')
    .replace('at: T+7h, labels: { topic: takeover', 'at: T+4h30m, labels: { topic: takeover')
    .replace('lasts: 24h', 'lasts: 8h1m')
    .replace('  - { id: gateway-silent', `${again}  - { id: gateway-silent`);
}

beforeAll(async () => {
  const recording = join(scratch, 'launch.ndjson');
  writeFileSync(recording, [...simulateLines(parseScenario(storyScenario()), plan.plan)].join(''));
  engine = startEngine(openTestSession(path, 'create', plan), plan, await openRecording(recording), 0);
  story = new LaunchStory(engine);
});
afterAll(() => engine.close());

test('before the launch: people, evidence, the runbook', async () => {
  await story.goTo('T-1h59m');
  await story.assemble('incident-commander', 'sre', 'payments', 'fraud', 'growth', 'compliance');
  for (const evidence of ['pci-report', 'vault-attestation', 'retention-policy']) {
    const attachment = await story.attach('payments', evidence, `${evidence}.txt`, `Complete: ${evidence}.\n`);
    expect(await story.refused('payments', { kind: 'evidence.accept', args: { attachment } })).toBe('not_allowed');
    await story.do('compliance', { kind: 'evidence.accept', args: { attachment } });
  }
  // What the dogfood week has decided is carried into the day.
  const decided = readFileSync(join(launch, 'evidence/takeover-decision.md'), 'utf8');
  const carried = await story.attach('payments', 'takeover-decision', 'takeover-decision.md', decided);
  await story.do('fraud', { kind: 'evidence.accept', args: { attachment: carried } });
  const drill =
    'when: 2026-03-28T10:00:00Z\nwho: SRE on duty\nservice: checkout\nrollback: 95s\nlimit: 2m\nresult: done\n';
  const drilled = await story.attach('sre', 'rollback-drill', 'drill.yaml', drill);
  await story.do('incident-commander', { kind: 'evidence.accept', args: { attachment: drilled } });
  const { judged } = await story.goTo('T-1h58m');
  expect(
    judged?.criteria.filter(({ id }) => ['LCC-2', 'LCC-7', 'LCC-8'].includes(id)).map(({ state }) => state),
  ).toEqual(['pass', 'pass', 'pass']);
  await story.do('sre', { kind: 'step.finish', args: { step: 'freeze' } });
  await story.do('compliance', { kind: 'step.finish', args: { step: 'attested' } });
  await story.goTo('T-1h30m');
  await story.do('growth', {
    kind: 'note.write',
    args: { text: 'The date of Spring Deals stands. Early Access wherever a cell is under 50 %.' },
  });
  await story.goTo('T-30m');
  await story.do('sre', { kind: 'step.finish', args: { step: 'vault' } });
});

test('the final poll: the clock holds, votes grow old, the poll is asked again', async () => {
  let room = await story.goTo('T-19m');
  expect(room.room?.clock.holds.map(({ name }) => name)).toEqual(['Final poll']);
  expect(room.judged?.call).toBe('HOLD');
  for (const role of ['sre', 'payments', 'fraud']) {
    await story.do(role, { kind: 'vote.cast', args: { poll: 'final', vote: 'go' } });
  }
  expect(await story.refused('growth', { kind: 'vote.cast', args: { poll: 'final', vote: 'go' } })).toBe('not_allowed');
  expect(await story.refused('compliance', { kind: 'vote.cast', args: { poll: 'final', vote: 'no-go' } })).toBe(
    'bad_request',
  );
  await story.goTo('T-6m');
  await story.do('compliance', { kind: 'vote.cast', args: { poll: 'final', vote: 'go' } });
  room = await story.goTo('T-5m50s');
  expect(room.room?.clock.holds).toEqual([]);
  expect(room.judged?.call).toBe('GO');
  // Nobody has decided, and what was said a quarter of an hour ago is no answer any more.
  room = await story.goTo('T-3m');
  expect(room.judged?.call).toBe('HOLD');
  expect(
    await story.refused('incident-commander', {
      kind: 'decision.record',
      args: { poll: 'final', choice: 'go', rationale: 'All said go.' },
    }),
  ).not.toBe('done');
  await story.do('incident-commander', { kind: 'poll.open', args: { poll: 'final' } });
  for (const role of ['sre', 'payments', 'fraud']) {
    await story.do(role, { kind: 'vote.cast', args: { poll: 'final', vote: 'go' } });
  }
  await story.do('compliance', {
    kind: 'vote.cast',
    args: { poll: 'final', vote: 'go-if', condition: 'Cells under 50 % are called Early Access.' },
  });
  await story.goTo('T-2m');
  await story.do('incident-commander', {
    kind: 'decision.record',
    args: {
      poll: 'final',
      choice: 'go',
      conditions: ['Cells under 50 % are called Early Access.'],
      rationale: 'Vault and burn are clean, the evidence is complete, the rollback was drilled.',
      follows: [{ owner: 'growth', says: 'Early Access on every page of the new path.' }],
    },
  });
  room = await story.goTo('T-1m');
  expect(room.judged?.call).toBe('GO');
});

test('the clock: a recycle, a launch, the first step', async () => {
  await story.goTo('T+2m');
  await story.do('growth', { kind: 'note.write', args: { text: 'The page before the new path still says Beta.' } });
  await story.do('incident-commander', {
    kind: 'clock.recycle',
    args: { toMs: -15 * 60_000, reason: 'The page before the new path is wrong.' },
  });
  await story.goTo('T+3m');
  expect(await story.refused('incident-commander', { kind: 'clock.launch', args: {} })).toBe('not_yet');
  await story.do('incident-commander', { kind: 'clock.resume', args: { reason: 'The page is right.' } });
  const { room } = await story.goTo('T+18m30s');
  expect(room?.clock.tMs).toBe(30_000);
  await story.do('incident-commander', { kind: 'clock.launch', args: {} });
  await story.goTo('T+19m30s');
  expect(await story.refused('sre', { kind: 'ramp.advance', args: { scope: { wave: 'cards' } } })).toBe('not_allowed');
  await story.do('incident-commander', { kind: 'ramp.advance', args: { scope: { wave: 'cards' } } });
  expect(await story.refused('incident-commander', { kind: 'ramp.advance', args: { scope: { wave: 'cards' } } })).toBe(
    'order_underway',
  );
  await story.goTo('T+20m');
  await confirmOrders('sre');
  await story.goTo('T+50m30s');
  await story.do('incident-commander', { kind: 'ramp.advance', args: { scope: { wave: 'cards' } } });
  await confirmOrders('sre');
});

test('the maintenance of the vault: a hold, waivers by two people', async () => {
  let room = await story.goTo('T+1h3m');
  expect(room.judged?.call).toBe('NO-GO');
  await story.do('incident-commander', {
    kind: 'ramp.hold',
    args: { scope: { launch: true }, reason: 'Maintenance of the vault.' },
  });
  await story.do('sre', { kind: 'trigger.acknowledge', args: { trigger: 'RB-8', cell: {} } });
  for (const [role, criterion] of [
    ['sre', 'LCC-3'],
    ['payments', 'LCC-5'],
  ] as const) {
    const [proposal = 0] = await story.do(role, {
      kind: 'waiver.propose',
      args: {
        criterion,
        reason: 'Announced maintenance; cache and fallback carry it.',
        untilAt: plan.plan.launch.t0 + 135 * 60_000,
      },
    });
    expect(await story.refused(role, { kind: 'waiver.grant', args: { proposal } })).toBe('not_allowed');
    await story.do('incident-commander', { kind: 'waiver.grant', args: { proposal } });
  }
  room = await story.goTo('T+1h4m');
  expect(room.judged?.call).toBe('HOLD');
  expect(room.judged?.criteria.find(({ id }) => id === 'LCC-3')?.state).toBe('waived');
  await story.goTo('T+1h35m');
  await story.do('payments', {
    kind: 'trigger.shelve',
    args: { trigger: 'RB-16', cell: {}, untilAt: plan.plan.launch.t0 + 150 * 60_000, reason: 'The same maintenance.' },
  });
  room = await story.goTo('T+2h11m');
  const [hold] = room.room?.ramp.holds ?? [];
  await story.do('incident-commander', {
    kind: 'ramp.resume',
    args: { hold: hold?.hold ?? 0, reason: 'The vault is well.' },
  });
  room = await story.goTo('T+2h15m30s');
  expect(room.judged?.call).toBe('GO');
  await story.do('incident-commander', { kind: 'ramp.advance', args: { scope: { wave: 'cards' } } });
  await confirmOrders('sre');
});

test('a cell burns: the rollback is vetoed once', async () => {
  await story.goTo('T+3h0m30s');
  await story.do('incident-commander', { kind: 'ramp.advance', args: { scope: { wave: 'second' } } });
  await confirmOrders('sre');
  await story.goTo('T+3h46m');
  await story.do('incident-commander', { kind: 'ramp.advance', args: { scope: { wave: 'second' } } });
  await confirmOrders('sre');
  let room = await story.goTo('T+3h51m20s');
  expect(room.judged?.call).toBe('ROLLBACK');
  expect(room.judged?.scopes).toEqual(['US paypal']);
  await story.do('incident-commander', {
    kind: 'countdown.veto',
    args: { trigger: 'RB-1', cell: usPaypal, reason: 'Payments is taking the deploy of the adapter back.' },
  });
  room = await story.goTo('T+3h52m30s');
  expect(room.judged?.call).toBe('ROLLBACK');
  expect(shareOf(room, usPaypal)).toBe(0.05);
  await story.do('payments', { kind: 'trigger.acknowledge', args: { trigger: 'RB-11', cell: {} } });
  await story.goTo('T+4h10m');
  await story.do('payments', { kind: 'note.write', args: { text: 'The adapter is as it was. Two people watch it.' } });
});

test('takeovers rise: a decision with its options, dissent recorded', async () => {
  const room = await story.goTo('T+4h31m');
  expect(room.judged?.triggers.find(({ id }) => id === 'RB-12')?.state).toBe('firing');
  await story.do('fraud', {
    kind: 'trigger.acknowledge',
    args: { trigger: 'RB-12', cell: {}, note: 'Reading the cohort.' },
  });
  await story.do('incident-commander', { kind: 'clock.hold', args: { reason: 'Takeovers above control.' } });
  await story.goTo('T+4h40m');
  await story.do('incident-commander', {
    kind: 'decision.record',
    args: {
      question: 'What do we do about takeovers among buyers with stored tokens?',
      options: [
        { id: 'step-up', says: 'Step-up verification for stored tokens', money: '0.1 points of conversion' },
        { id: 'hold', says: 'Stay where we are', risk: 'Takeovers stay 18 % above control' },
        { id: 'back', says: 'All cells back to 1 %', money: 'The lift of the day' },
      ],
      choice: 'step-up',
      rationale: 'The signal is real, and step-up costs less than going back.',
      dissent: [{ role: 'growth', says: 'Conversion of Spring Deals is at stake.' }],
      follows: [{ owner: 'fraud', says: 'Takeovers by cohort every hour.' }],
    },
  });
  await story.do('incident-commander', { kind: 'clock.resume', args: {} });
});

test('the cell burns again: nobody vetoes, the room orders, a person confirms, the trigger is handled', async () => {
  let room = await story.goTo('T+5h21m30s');
  expect(room.judged?.call).toBe('ROLLBACK');
  room = await story.goTo('T+5h22m30s');
  expect(shareOf(room, usPaypal)).toBe(0.01);
  expect(room.room?.ramp.orders.some(({ does, state }) => does === 'rollback' && state === 'placed')).toBe(true);
  await confirmOrders('sre');
  room = await story.goTo('T+5h24m');
  expect(
    room.judged?.triggers.find(
      ({ id, cell }) => id === 'RB-1' && cell['market'] === 'US' && cell['method'] === 'paypal',
    )?.state,
  ).toBe('handled');
  expect(room.judged?.call).not.toBe('ROLLBACK');
  await story.do('incident-commander', {
    kind: 'update.send',
    args: { text: room.room?.updates.draft ?? '', to: 'copy' },
  });
  await story.goTo('T+5h59m');
  await story.do('incident-commander', {
    kind: 'role.handOver',
    args: { role: 'incident-commander', to: 'Evening commander', note: 'US paypal at 1 %, the rest as planned.' },
  });
  await story.goTo('T+6h');
});

test('every second of it comes back as it was, and ledger and review are the golden ones', async () => {
  const ledger = engine.session.readLedger();
  const decision = ledger.findLast(({ kind }) => kind === 'decision.recorded');
  const then = await story.client.query('room.at', {
    tick: (decision?.at ?? 0) / 1000,
    toSeq: (decision?.seq ?? 1) - 1,
  });
  expect(then.judged?.call).toBe(decision?.body['call']);
  expect(then.room?.seq).toBe((decision?.seq ?? 0) - 1);
  await engine.close();
  expect(verifySession(path).faults).toEqual([]);
  expectGolden(`${golden}.ledger.txt`, tellLedger(ledger, plan.plan.launch.t0));
  expectGolden(`${golden}.review.md`, await tellReview(path));
});

/** Somebody says of every order under way that it is done. */
async function confirmOrders(role: string): Promise<void> {
  const { room } = await story.look();
  for (const { order, state } of room?.ramp.orders ?? []) {
    if (state === 'placed') await story.do(role, { kind: 'order.confirm', args: { order } });
  }
}

function shareOf(
  { room }: Awaited<ReturnType<LaunchStory['look']>>,
  cell: Readonly<Record<string, string>>,
): number | undefined {
  return room?.ramp.cells.find((one) => Object.entries(cell).every(([name, value]) => one.cell[name] === value))
    ?.commanded;
}
