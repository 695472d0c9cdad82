import fc from 'fast-check';
import type { RoomCommand } from '../../shared/model/room/roomFact.ts';

const roles = fc.constantFrom('commander', 'deputy', 'sre', 'counsel');
const cellOf = fc.constantFrom({}, { market: 'US' }, { market: 'UK' }, { market: 'US', method: 'card' });
const words = fc.constantFrom('Because.', 'It is well.', 'Once more.');
const row = fc.integer({ min: 1, max: 60 });
const scope = fc.oneof(
  fc.constant({ launch: true as const }),
  fc.constantFrom({ wave: 'first' }, { wave: 'rest' }, { wave: 'none' }),
  cellOf.map((cell) => ({ cell })),
);
const share = fc.constantFrom(0, 0.05, 0.5, 1);
const trigger = fc.constantFrom('T-1', 'T-2', 'T-3', 'T-9');
const poll = fc.constantFrom('final', 'scope');
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined });
const ofLink = fc.record({ link: fc.constantFrom('ws-1', 'ws-2'), reason: words });
const file = fc.constant({ name: 'a.txt', bytes: 3, sha256: 'a'.repeat(64) });

/** Any command of a room whose plan is small, from that second on; many of them make no sense and are refused. */
export function anyRoomCommand(firstTick: number): fc.Arbitrary<RoomCommand> {
  const laterMs = fc.integer({ min: -10, max: 900 }).map((s) => (firstTick + s) * 1000);
  const reading = fc.record({
    verdict: fc.constantFrom('pass' as const, 'fail' as const, 'unreadable' as const),
    says: words,
    madeAt: fc.constantFrom(null, firstTick * 1000),
    facts: fc.constant({ commit: 'abcdef1' }),
  });
  const commandArgs: { readonly [Kind in RoomCommand['kind']]: fc.Arbitrary<object> } = {
    'role.take': fc.record({ role: roles }),
    'role.handOver': fc.record({ role: roles, to: fc.constantFrom('B', 'C'), note: words }),
    'role.leave': fc.record({ role: roles }),
    'trigger.acknowledge': fc.record({ trigger, cell: cellOf }),
    'trigger.shelve': fc.record({ trigger, cell: cellOf, untilAt: laterMs, reason: words }),
    'trigger.unshelve': fc.record({ trigger, cell: cellOf, reason: words }),
    'trigger.reset': fc.record({ trigger, cell: cellOf, reason: words }),
    'arm.set': fc.record({ trigger, arm: fc.constantFrom('advise', 'hold', 'act'), reason: words }),
    'mark.set': fc.record({
      ...{ trigger, cell: cellOf, note: words },
      fromAt: fc.integer({ min: 0, max: 300 }).map((s) => (firstTick + s) * 1000),
      toAt: fc.integer({ min: 10, max: 400 }).map((s) => (firstTick + s) * 1000),
    }),
    'mark.withdraw': fc.record({ mark: row, reason: words }),
    'plan.propose': fc.record({
      digest: fc.constantFrom(`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`),
      set: fc.constant(['T-1.for=2s']),
      reason: words,
      differences: fc.constantFrom([], [{ part: 'triggers', ids: ['T-1'] }]),
      evidence: fc.constant([]),
    }),
    'plan.accept': fc.record({ proposal: row, digest: fc.constant(`sha256:${'a'.repeat(64)}`) }),
    'plan.refuse': fc.record({ proposal: row, reason: words }),
    'countdown.veto': fc.record({ trigger, cell: cellOf, reason: words }),
    'waiver.propose': fc.record({
      criterion: fc.constantFrom('C-1', 'C-2', 'C-9'),
      cell: cellOf,
      reason: words,
      untilAt: laterMs,
    }),
    'waiver.grant': fc.record({ proposal: row }),
    'waiver.refuse': fc.record({ proposal: row, reason: words }),
    'waiver.end': fc.record({ proposal: row, reason: words }),
    'evidence.attach': fc.record({ evidence: fc.constantFrom('report', 'tests', 'provenance', 'none'), file, reading }),
    'evidence.accept': fc.record({ attachment: row }),
    'evidence.reject': fc.record({ attachment: row, reason: words }),
    'poll.open': fc.record({ poll }),
    'poll.close': fc.record({ poll }),
    'vote.cast': fc.record({
      poll,
      vote: fc.constantFrom('go', 'no-go', 'hold', 'go-if'),
      reason: maybe(words),
      condition: maybe(words),
      option: maybe(fc.constantFrom('phased', 'parity')),
    }),
    'decision.record': fc.record({
      poll: maybe(poll),
      question: maybe(words),
      options: fc.constant([]),
      choice: fc.constantFrom('go', 'no-go', 'hold', 'phased', 'parity'),
      conditions: fc.array(words, { maxLength: 1 }),
      rationale: words,
      dissent: fc.constantFrom(null, []),
      follows: fc.constant([]),
    }),
    'ramp.advance': fc.record({ scope, to: maybe(share), override: maybe(fc.record({ reason: words })) }),
    'ramp.rollback': fc.record({ scope, to: maybe(share), reason: words }),
    'ramp.narrow': fc.record({ scope, eligible: fc.constant({ cohort: ['known'] }), reason: words }),
    'ramp.hold': fc.record({ scope, reason: words }),
    'ramp.resume': fc.record({ hold: row }),
    'override.approve': fc.record({ proposal: row }),
    'override.refuse': fc.record({ proposal: row, reason: words }),
    'order.confirm': fc.record({ order: fc.constant('') }),
    'order.cancel': fc.record({ order: fc.constant(''), reason: words }),
    'clock.hold': fc.record({ reason: words }),
    'clock.resume': fc.record({ reason: maybe(words) }),
    'clock.recycle': fc.record({ toMs: fc.integer({ min: -900, max: 0 }).map((s) => s * 1000), reason: words }),
    'clock.scrub': fc.record({ reason: words }),
    'clock.launch': fc.constant({}),
    'step.finish': fc.record({ step: fc.constantFrom('s1', 's2', 's3', 's9'), override: maybe(words) }),
    'step.skip': fc.record({ step: fc.constantFrom('s1', 's2', 's3'), reason: words }),
    'step.reopen': fc.record({ step: fc.constantFrom('s1', 's2', 's3'), reason: words }),
    'milestone.reach': fc.record({ milestone: fc.constantFrom('m1', 'm2', 'm9') }),
    'milestone.move': fc.record({ milestone: fc.constantFrom('m1', 'm2'), toAt: laterMs, reason: words }),
    'note.write': fc.record({ text: words, aboutAt: maybe(laterMs), corrects: maybe(row) }),
    'update.send': fc.record({ text: words, to: fc.constantFrom('copy', 'webhook') }),
    'plan.change': fc.record({
      digest: fc.constant(`sha256:${'a'.repeat(64)}`),
      reason: words,
      differences: fc.subarray([
        { part: 'polls', ids: ['final'] },
        { part: 'criteria', ids: ['C-1', 'C-3'] },
        { part: 'evidence', ids: ['report'] },
      ]),
    }),
    'inject.release': fc.record({ inject: fc.constantFrom('calls', 'none') }),
    'inject.skip': fc.record({ inject: fc.constantFrom('calls', 'none') }),
    'inject.add': fc.record({ from: words, to: fc.constant(['sre']), says: words }),
    ...{ 'rehearsal.end': fc.record({ reason: maybe(words) }), 'link.cut': ofLink, 'link.join': ofLink },
    'source.retire': fc.record({ source: fc.constantFrom('test', 'nobody'), reason: words }),
  };

  const kinds = Object.keys(commandArgs) as RoomCommand['kind'][];
  /** Scrubbing ends everything, so it is rare. */
  const kind = fc.constantFrom(...kinds.filter((one) => one !== 'clock.scrub'), ...kinds);
  return kind.chain((one) => commandArgs[one].map((args) => ({ kind: one, args }) as RoomCommand));
}
