import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Judge } from '../../shared/judge/judge.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { LedgerActor } from '../../shared/model/ledgerRow.ts';
import { deskFacts } from '../../shared/model/room/deskFacts.ts';
import { refusalCodes } from '../../shared/model/room/refusal.ts';
import { commandSchemas, factSchemas, type RoomCommand, type RoomFact } from '../../shared/model/room/roomFact.ts';
import { roomReading } from '../../shared/model/room/roomReading.ts';
import { anyRoomCommand } from '../help/anyRoomCommand.ts';
import { expectMany } from '../help/expectMany.ts';
import { planOf, RoomDesk, type Second } from '../help/roomDesk.ts';

const numRuns = Number(process.env['HOLDPOINT_RUNS'] ?? 1000);

/** Everything that a plan may ask of people, small. T-0 is a quarter of an hour after the first second. */
const plan = planOf(`
format: holdpoint/plan@1
launch: { id: whole, name: Whole, t0: 2026-03-30T14:00:00Z, window: { opens: T-0, closes: T+1h }, ends: T+2h,
          holds: [{ at: T-10m, name: Poll, exit: { poll: final } }, { at: T-3m, name: Breath, exit: { time: 30s } }] }
roles:
  commander: { may: [call, override, waive] }
  deputy: { may: [override] }
  sre: {}
  counsel: { veto: true }
dimensions: { market: [US, UK], method: [card] }
indicators:
  errors: { kind: ratio, bad: { metric: requests, where: { outcome: error } }, total: { metric: requests }, by: [market], minimum: 10, staleAfter: 20s }
  twice: { kind: total, count: { metric: twice }, alive: { metric: requests } }
slos: { checkout: { indicator: errors, objective: 99%, period: 2h, expected: 100000, alerts: [{ id: fast, long: 1m, short: 10s, factor: 5 }] } }
triggers:
  T-1: { scope: { each: [market] }, when: { slo: checkout, alert: fast }, clear: { for: 10s }, arm: act, countdown: 10s, does: { rollback: cell, to: 0% }, owner: sre, guidance: Back., severity: critical, escalate: { after: 20s, to: commander } }
  T-2: { when: { indicator: twice, window: 10m, over: 0 }, arm: hold, does: { rollback: launch, to: 0% }, owner: sre, guidance: Back. }
  T-3: { when: { event: deploy.finished, within: 1m }, arm: advise, does: { review: true }, owner: sre, guidance: Look. }
criteria:
  C-1: { says: Clean, scope: { each: [market] }, holds: { slo: checkout, window: 1m, burnUnder: 2 }, for: 10s, owner: sre, waivable: [commander] }
  C-2: { says: Report, evidence: [report], owner: counsel, waivable: [commander] }
  C-3: { says: Only for all at once, evidence: [tests], owner: sre, apply: parity }
evidence:
  report: { says: Report, owner: counsel, kind: file, due: T-10m, expires: 1h }
  tests: { says: Tests, owner: sre, kind: junit, service: ledger }
  provenance: { says: Provenance, owner: sre, kind: provenance, service: ledger }
ramp:
  stages: [0%, 5%, 50%, 100%]
  waves:
    - { id: first, cells: { market: [US] }, starts: T-14m, dwell: 20s, needs: [C-1], label: Early Access, until: 50% }
    - { id: rest, cells: { market: [UK] }, starts: T-13m, dwell: 20s, needs: [C-1] }
  observed: { gauge: { metric: percent } }
polls:
  final: { question: Go?, voters: [sre, counsel], criteria: [C-1, C-2], opens: T-14m, closes: T-8m, answerExpires: 1m }
  scope: { question: Which?, options: { phased: { says: Phased }, parity: { says: All } }, voters: [sre, counsel], criteria: [C-3], closes: T-6m, answerExpires: 2m }
runbook:
  - { phase: Countdown, steps: [{ id: s1, says: One, owner: sre, due: T-9m }, { id: s2, says: Two, owner: sre, check: { criterion: C-1 } }, { id: s3, says: Three, check: { poll: final } }] }
milestones:
  m1: { says: Frozen, owner: sre, at: T-12m }
  m2: { says: Review, owner: counsel, from: T-12m, lasts: 5m, needs: [m1], uses: reviews }
capacity: { reviews: 1 }
updates: { every: 5m, to: copy }
calendar: [{ id: window, kind: maintenance, from: T-13m, to: T-8m, says: Vendor, touches: [errors] }]
`);
const firstTick = plan.launch.t0 / 1000 - 900;

const command = anyRoomCommand(firstTick);
const roles = fc.constantFrom('commander', 'deputy', 'sre', 'counsel', 'facilitator');

const traffic = (bad: number, percent: number): Second => ({
  counts: ['US', 'UK'].flatMap((market) => [
    { metric: 'requests', labels: { market, method: 'card', outcome: 'ok' }, value: 40 },
    { metric: 'requests', labels: { market, method: 'card', outcome: 'error' }, value: market === 'US' ? bad : 0 },
  ]),
  gauges: [{ metric: 'percent', labels: { market: 'US', method: 'card' }, value: percent }],
});
const second = fc.oneof(
  { weight: 4, arbitrary: fc.constant(traffic(0, 0)) },
  { weight: 2, arbitrary: fc.constant(traffic(20, 5)) },
  { weight: 1, arbitrary: fc.constant<Second>({ heard: [] }) },
  {
    weight: 1,
    arbitrary: fc.constant<Second>({
      ...traffic(0, 50),
      events: [{ type: 'deploy.finished', labels: { service: 'ledger', commit: '1234567' }, text: 'ledger' }],
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Second>({
      counts: [
        { metric: 'twice', value: 1 },
        { metric: 'requests', labels: { market: 'US', method: 'card', outcome: 'ok' }, value: 9 },
      ],
    }),
  },
);

type Act =
  { readonly seconds: number; readonly second: Second } | { readonly role: string; readonly command: RoomCommand };
const seconds = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 1, max: 40 }) },
  { weight: 1, arbitrary: fc.constant(400) },
);
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ seconds, second }),
  fc.record({ role: roles, command }),
  fc.record({ role: roles, command }),
);

const people: Readonly<Record<string, LedgerActor>> = {
  commander: { role: 'commander', name: 'A' },
  deputy: { role: 'deputy', name: 'B' },
  sre: { role: 'sre', name: 'C' },
  counsel: { role: 'counsel', name: 'D' },
  facilitator: { role: 'facilitator', name: 'E' },
};

/** Which row of the ledger a number in a command may stand for: the generator cannot know. */
const aims: Readonly<Record<string, readonly [field: string, kind: string]>> = {
  'waiver.grant': ['proposal', 'waiver.proposed'],
  'waiver.refuse': ['proposal', 'waiver.proposed'],
  'waiver.end': ['proposal', 'waiver.proposed'],
  'evidence.accept': ['attachment', 'evidence.attached'],
  'evidence.reject': ['attachment', 'evidence.attached'],
  'override.approve': ['proposal', 'override.proposed'],
  'override.refuse': ['proposal', 'override.proposed'],
  'ramp.resume': ['hold', 'ramp.held'],
  'mark.withdraw': ['mark', 'mark.set'],
  'plan.accept': ['proposal', 'plan.proposed'],
  'plan.refuse': ['proposal', 'plan.proposed'],
};

/** Who may do it, where it is one person: without that most commands would be refused. */
function ableTo(what: RoomCommand['kind']): string | undefined {
  if (what === 'evidence.accept') return 'counsel';
  if (what === 'waiver.grant' || what === 'waiver.refuse') return 'commander';
  if (/^(?:inject|rehearsal)\./.test(what)) return 'facilitator';
  return /^(?:ramp|clock|poll|decision|link|mark|plan)\./.test(what) ? 'commander' : undefined;
}

/** Points a command at something that there is, every other time. */
function aim(desk: RoomDesk, given: RoomCommand, index: number): RoomCommand {
  const args: Record<string, unknown> = { ...given.args };
  const [field, wanted] = aims[given.kind] ?? [];
  if (field !== undefined && index % 2 === 0) {
    const isFile = (one: (typeof desk.rows)[number]): boolean =>
      one.kind !== 'evidence.attached' || given.kind !== 'evidence.accept' || one.body.evidence === 'report';
    args[field] = desk.rows.findLast((one) => one.kind === wanted && isFile(one))?.seq ?? args[field];
  }
  if (given.kind === 'order.confirm' || given.kind === 'order.cancel') {
    args['order'] = desk.room.ramp.read().orders[0]?.order ?? 'none';
  }
  const begun = desk.rows.findLast((one) => one.kind === 'countdown.begun');
  if (given.kind === 'countdown.veto' && begun !== undefined)
    Object.assign(args, { trigger: begun.body.trigger, cell: begun.body.cell });
  return { ...given, args } as RoomCommand;
}

/** What a plan may lose from one second to the next, beside single ids. */
const parts = [
  'triggers',
  'criteria',
  'evidence',
  'polls',
  'runbook',
  'milestones',
  'waves',
  'roles',
  'updates',
] as const;

/** The plan without these parts, and without what would speak of them. */
function without(whole: Plan, gone: readonly (typeof parts)[number][]): Plan {
  const lost = new Set(gone);
  const { updates, ...rest } = whole;
  const { ramp, launch } = whole;
  return {
    ...rest,
    launch: lost.has('polls') ? { ...launch, holds: [] } : launch,
    ...(lost.has('updates') || updates === undefined ? {} : { updates }),
    ...(lost.has('triggers') ? { triggers: {} } : {}),
    ...(lost.has('criteria') || lost.has('evidence') ? { criteria: {} } : {}),
    ...(lost.has('evidence') ? { evidence: {} } : {}),
    ...(lost.has('polls') || lost.has('criteria') || lost.has('evidence') ? { polls: {}, runbook: [] } : {}),
    ...(lost.has('runbook') ? { runbook: [] } : {}),
    ...(lost.has('milestones') ? { milestones: {} } : {}),
    ...(lost.has('roles') ? { roles: { commander: whole.roles['commander'] ?? { may: [] } } } : {}),
    ...(ramp === undefined
      ? {}
      : {
          ramp: {
            ...ramp,
            waves: (lost.has('waves') ? ramp.waves.slice(0, 1) : ramp.waves).map((wave) => ({
              ...wave,
              needs: lost.has('criteria') || lost.has('evidence') ? [] : wave.needs,
            })),
          },
        }),
  } as Plan;
}

/** What the world has to say where it is a rehearsal. */
const injects = ['calls', 'letter', 'last'].map((inject, index) => ({
  ...{ inject, at: (firstTick + 60 + index * 400) * 1000 },
  ...{ from: 'Support', to: ['sre'], says: 'Somebody calls.' },
}));

/** What the engine writes down of the links of a session. */
const ofLinks: readonly RoomFact[] = [
  { kind: 'link.opened', body: { link: 'ws-1', address: 'ws://127.0.0.1:7071' } },
  { kind: 'link.broken', body: { link: 'ws-2', text: 'It was closed.' } },
  { kind: 'link.lost', body: { link: 'ws-2', count: 1, of: 'frames', text: 'They are gone.' } },
];

/** Kinds of rows that the runs have made. */
const made = new Set<string>();

test('whatever people do, the rows of the ledger make the same room again, and every row and reading is as the schema says', () => {
  expectMany(
    'ledger',
    fc.property(
      fc.array(act, { minLength: 5, maxLength: 60 }),
      fc.nat(100),
      fc.subarray([...parts], { minLength: 1 }),
      (acts, savedPercent, gone) => {
        const desk = new RoomDesk(plan, firstTick, injects);
        desk.run(1, traffic(0, 0));
        for (const role of Object.keys(people)) desk.take(role, people[role]?.name);
        for (const fact of ofLinks) desk.report(fact);
        const saveAt = Math.floor((acts.length * savedPercent) / 100);
        const inputs: { readonly second: Second; readonly rows: number }[] = [
          { second: traffic(0, 0), rows: desk.rows.length },
        ];
        let saved: string | undefined;
        acts.forEach((one, index) => {
          if (index === saveAt) saved = JSON.stringify(desk.room.save());
          if ('seconds' in one) {
            for (let left = one.seconds; left > 0; left -= 1) {
              desk.run(1, one.second);
              inputs.push({ second: one.second, rows: desk.rows.length });
            }
            return;
          }
          const parsed = commandSchemas[one.command.kind].safeParse(aim(desk, one.command, index).args);
          if (!parsed.success) return;
          const able = index % 3 === 0 ? undefined : ableTo(one.command.kind);
          const actor = people[able ?? one.role] ?? { role: one.role, name: 'A' };
          const outcome = desk.give(actor, { kind: one.command.kind, args: parsed.data } as RoomCommand);
          if (!Array.isArray(outcome)) {
            const refusal = outcome;
            expect(refusalCodes).toContain(refusal.code);
            expect(refusal.text).toMatch(/[.!?]$/);
          }
        });
        for (const { kind: what, body } of desk.rows) {
          made.add(what);
          expect(factSchemas[what].safeParse(JSON.parse(JSON.stringify(body))).error?.message, what).toBeUndefined();
        }
        const read = JSON.parse(JSON.stringify(desk.room.read())) as unknown;
        expect(roomReading.safeParse(read).error?.message).toBeUndefined();
        // The same seconds and the same rows, told to a judge that decides nothing.
        const again = new RoomDesk(plan, firstTick, injects);
        let told = 0;
        for (const { second: heard, rows } of inputs) {
          again.judgeOnly(heard);
          for (; told < desk.rows.length; told += 1) {
            const next = desk.rows[told];
            if (next === undefined || next.at > again.tick * 1000) break;
            again.judge.apply(next);
          }
          expect(told).toBeGreaterThanOrEqual(Math.min(rows, told));
        }
        expect(JSON.parse(JSON.stringify(again.room.read()))).toEqual(read);
        // A changed plan is told the same rows, whatever it has no more.
        const lesser = new RoomDesk(without(plan, gone), firstTick, injects);
        told = 0;
        for (const { second: heard } of inputs) {
          lesser.judgeOnly(heard);
          for (
            let next = desk.rows[told];
            next !== undefined && next.at <= lesser.tick * 1000;
            next = desk.rows[told]
          ) {
            lesser.judge.apply(next);
            told += 1;
          }
        }
        expect(roomReading.safeParse(JSON.parse(JSON.stringify(lesser.room.read()))).error?.message).toBeUndefined();
        if (saved !== undefined) {
          const restored = new Judge(plan, { isStaffed: true, injects }).room;
          restored?.load(JSON.parse(saved) as ReturnType<RoomDesk['room']['save']>);
          expect(JSON.stringify(restored?.save())).toBe(saved);
        }
      },
    ),
    numRuns,
  );
});

test('the runs have made nearly every kind of row that people and the room make', () => {
  const byOthers = ['order.attempted', 'order.failed', 'update.attempted', 'update.failed', 'plan.adopted'];
  byOthers.push(...Object.keys(deskFacts));
  const missing = Object.keys(factSchemas).filter((one) => !made.has(one) && !byOthers.includes(one));
  // What takes several people in a row, or T-0 without a hold, does not come up in every thousand runs.
  expect(missing.length, missing.join(', ')).toBeLessThanOrEqual(12);
});
