import { afterEach, expect, test, vi } from 'vitest';
import { deedForms, type FormGround, toCommand } from '../../renderer/deed/deedForms.ts';
import { commandOf, commands } from '../../renderer/palette/commandRegistry.ts';
import { type WireCommandKind, wireCommands } from '../../shared/contract/commands.ts';
import { planOf } from '../help/roomDesk.ts';

const keys = commands.flatMap((command) => command.keys);

test('a key means one thing, and every command has a name of its own', () => {
  expect(new Set(keys).size).toBe(keys.length);
  const ids = commands.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every key that the room promises is there', () => {
  const promised = [
    ...[' ', 'ArrowLeft', 'ArrowRight', 'Shift+ArrowLeft', 'Shift+ArrowRight', 'Alt+ArrowLeft', 'Alt+ArrowRight'],
    ...[',', '.', 'Home', 'End', 'n', 'd', 'p', 'g', 'Shift+G', 'a', 'Shift+A', 'h', 'f', '?', 'Ctrl+k', 'Meta+k'],
    ...['+', '-', 's', '[', ']', 'Escape', 'z'],
    ...['1', '2', '3', '4', '5', '6', '7', '8'],
  ];
  expect(promised.filter((key) => !keys.includes(key))).toEqual([]);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test.each<[string, Partial<KeyboardEvent>, string | undefined]>([
  ['g', { key: 'g' }, 'go'],
  ['Shift and G', { key: 'G', shiftKey: true }, 'noGo'],
  ['?, with Shift on most keyboards', { key: '?', shiftKey: true }, 'cheatSheet'],
  ['+, with Shift on many keyboards', { key: '+', shiftKey: true }, 'faster'],
  ['[, behind a second key on some', { key: '[', ctrlKey: true, altKey: true }, 'loopFrom'],
  ['Ctrl and K', { key: 'k', ctrlKey: true }, 'palette'],
  ['Shift and left', { key: 'ArrowLeft', shiftKey: true }, 'back1'],
  ['a key that nobody promised', { key: 'q' }, undefined],
  ['Ctrl and N, which is the browser’s', { key: 'n', ctrlKey: true }, undefined],
])('%s means what it should', (_name, event, id) => {
  const none = { target: null, shiftKey: false, altKey: false, ctrlKey: false, metaKey: false };
  // There is no page here, so nothing is typed into.
  vi.stubGlobal('HTMLElement', class {});
  expect(commandOf({ ...none, ...event } as KeyboardEvent)?.id).toBe(id);
});

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: forms, name: Forms, t0: 2026-03-30T14:00:00Z }
roles: { boss: { name: Incident commander, may: [call] } }
indicators: { heat: { kind: gauge, gauge: { metric: heat } } }
triggers: { hot: { when: { indicator: heat, window: 30s, over: 90 }, clear: { for: 20s }, arm: hold, does: { hold: launch }, owner: boss } }
`);
const people = {
  roles: [],
  polls: { polls: [] },
  ramp: { cells: [], holds: [], orders: [] },
  runbook: { phases: [] },
} as unknown as FormGround['people'];
const ground: FormGround = { plan, people, nowMs: plan.launch.t0, role: 'boss' };

/** What whoever asks knows already, by kind. */
const known: { readonly [Kind in WireCommandKind]?: Readonly<Record<string, unknown>> } = {
  'role.handOver': { role: 'boss' },
  'role.leave': { role: 'boss' },
  'trigger.acknowledge': { trigger: 'hot', cell: {} },
  'trigger.shelve': { trigger: 'hot', cell: {} },
  'trigger.unshelve': { trigger: 'hot', cell: {} },
  'trigger.reset': { trigger: 'hot', cell: {} },
  'countdown.veto': { trigger: 'hot', cell: {} },
  'arm.set': { trigger: 'hot' },
  'order.confirm': { order: 'o3' },
  'waiver.propose': { criterion: 'cool' },
  'waiver.grant': { proposal: 3 },
  'waiver.refuse': { proposal: 3 },
  'override.approve': { proposal: 3 },
  'override.refuse': { proposal: 3 },
  'step.finish': { step: 'freeze' },
  'step.skip': { step: 'freeze' },
  'poll.close': { poll: 'final' },
  'vote.cast': { poll: 'final' },
};
const filled = {
  ...{
    role: 'boss',
    name: 'Ana',
    to: '',
    note: 'Good night',
    reason: 'It smokes',
    untilAt: '15',
    toMs: '20',
    hold: '3',
  },
  ...{ arm: 'act', scope: '{"launch":true}', poll: 'final', vote: 'go', text: 'Seen', override: '' },
};

test.each(Object.keys(deedForms) as WireCommandKind[])('what the form of %s makes is a command', (kind) => {
  const values = kind === 'role.handOver' ? { ...filled, to: 'Ben' } : filled;
  const command = toCommand(kind, known[kind] ?? {}, values, ground);
  // The dialog takes the name out: it stands beside the command, not in it.
  const { name: _name, ...args } = (command?.args ?? {}) as Readonly<Record<string, unknown>>;
  const { error } = wireCommands[kind].safeParse(args);
  expect(command?.kind).toBe(kind);
  expect(error?.issues).toBeUndefined();
});

test('a form in which something is missing makes no command', () => {
  expect(toCommand('clock.hold', {}, { reason: '  ' }, ground)).toBeUndefined();
  expect(toCommand('vote.cast', { poll: 'final' }, { vote: 'go-if' }, ground)).toBeUndefined();
  expect(toCommand('vote.cast', { poll: 'final' }, { vote: 'no-go' }, ground)).toBeUndefined();
  expect(toCommand('vote.cast', { poll: 'final' }, { vote: 'go', condition: 'left over' }, ground)?.args).toEqual({
    poll: 'final',
    vote: 'go',
  });
});

test('every command that a person gives has a form, or a place of its own', () => {
  const elsewhere = Object.keys(wireCommands).filter((kind) => !(kind in deedForms));
  expect(elsewhere.sort()).toMatchInlineSnapshot(`
    [
      "decision.record",
      "evidence.accept",
      "evidence.attach",
      "evidence.reject",
      "milestone.move",
      "milestone.reach",
      "order.cancel",
      "plan.change",
      "ramp.narrow",
      "source.retire",
      "step.reopen",
      "update.send",
      "waiver.end",
    ]
  `);
});
