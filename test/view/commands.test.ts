import { afterEach, expect, test, vi } from 'vitest';
import type { DeedForm, FormGround } from '../../renderer/deed/deedForm.ts';
import { deedForms } from '../../renderer/deed/deedForms.ts';
import { askedFields, fillForm, toCommand, valuesOf } from '../../renderer/deed/fillForm.ts';
import { previewPlan } from '../../renderer/deed/previewPlan.ts';
import { wayOut } from '../../renderer/deed/wayOut.ts';
import type { Ground } from '../../renderer/palette/command.ts';
import { commandOf, commands } from '../../renderer/palette/commandRegistry.ts';
import { catalogue } from '../../renderer/present/catalogue.ts';
import { say } from '../../renderer/present/say.ts';
import type { DeedName } from '../../renderer/state/deeds.svelte.ts';
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
    ...['+', '-', 's', '[', ']', 'Escape', 'z', 'm'],
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
  ['g under CapsLock', { key: 'G' }, 'go'],
  ['Shift and G under CapsLock, which writes it small', { key: 'g', shiftKey: true }, 'noGo'],
  ['Shift and A under CapsLock', { key: 'a', shiftKey: true }, 'shelve'],
  ['n under CapsLock', { key: 'N' }, 'note'],
  ['Shift and N, which nobody promised', { key: 'N', shiftKey: true }, undefined],
  ['Ctrl and K under CapsLock', { key: 'K', ctrlKey: true }, 'palette'],
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

test('D opens the Review for whoever only looks, and in the past: it is no act', () => {
  expect(commands.find(({ id }) => id === 'decision')?.isAct).toBeUndefined();
});

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: forms, name: Forms, t0: 2026-03-30T14:00:00Z }
roles:
  boss: { name: Incident commander, may: [call, waive, override] }
  sre: { name: SRE on duty }
dimensions: { market: [US, UK] }
exposed: { path: new }
indicators: { heat: { kind: gauge, gauge: { metric: heat } } }
triggers: { hot: { when: { indicator: heat, window: 30s, over: 90 }, clear: { for: 20s }, arm: hold, does: { hold: launch }, owner: boss } }
criteria: { cool: { says: Cool, holds: { indicator: heat, window: 5s, under: 50 }, for: 10s, waivable: [boss] } }
evidence: { drill: { says: Drill, owner: sre, kind: file, expires: 30d } }
ramp: { stages: [0%, 1%, 100%], waves: [{ id: all, cells: { market: [US, UK] } }] }
polls: { final: { question: Go?, voters: [boss], criteria: [cool], opens: T-1m, closes: T+2h, answerExpires: 2h } }
`);
const hot = { trigger: 'hot', cell: {} };
const by = { role: 'sre', name: 'Ben' };
const waiver = { row: 3, criterion: 'cool', cell: {}, reason: 'Seen', untilAt: plan.launch.t0, proposedBy: by };
const steps = [
  { id: 'freeze', says: 'Change freeze', state: 'open', check: null, why: null },
  { id: 'looked', says: 'Looked around', state: 'done', check: null, why: null },
];
/** A room in which there is one of everything that a deed can be done to. */
const people = {
  roles: [{ role: 'boss', name: 'Incident commander', holder: 'Ana' }],
  polls: {
    polls: [
      { poll: 'final', question: 'Go?', state: 'open', options: [] },
      { poll: 'later', question: 'And now?', state: 'not_opened', options: [] },
    ],
  },
  attention: {
    arms: [{ trigger: 'hot', arm: 'hold' }],
    entries: [{ ...hot, state: 'firing', acknowledged: null, shelved: null, countdown: { vetoed: null } }],
  },
  waivers: { pending: [waiver], inForce: [{ ...waiver, row: 4 }] },
  evidence: [{ evidence: 'drill', attachment: 5, awaits: 5 }],
  ramp: {
    cells: [{ cell: { market: 'US' }, commanded: 0, next: { to: 0.01, blockedBy: [0] } }],
    sentences: ['It smokes.'],
    holds: [{ hold: 6, says: 'The launch is held' }],
    orders: [{ order: 'o3', says: 'US to 1 %', state: 'placed', actuator: 'manual' }],
    proposals: [{ proposal: 7, says: 'US to 1 %', blockedBy: ['It smokes.'] }],
  },
  runbook: { phases: [{ steps }] },
  milestones: { milestones: [{ id: 'frozen', says: 'Design frozen', state: 'due', from: plan.launch.t0 }] },
  updates: { draft: 'All is well.', to: 'copy' },
  plan: { row: 0, changes: [], proposals: [{ row: 8, by, set: ['hot.for=30s'] }] },
} as unknown as FormGround['people'];
const judged = {
  triggers: [{ id: 'hot', cell: {}, state: 'firing' }],
  criteria: [{ id: 'cool', cell: {}, state: 'fail' }],
} as unknown as FormGround['judged'];
const ground: FormGround = {
  ...{ plan, people, judged, nowMs: plan.launch.t0 },
  ...{ role: 'boss', me: 'Ana', seat: null, sources: ['vault'] },
  links: [
    { name: 'ws-1', address: 'ws://dublin', state: 'open' },
    { name: 'ws-2', address: 'ws://bangalore', state: 'cut' },
  ],
  pending: [{ inject: 'calls', says: 'It takes longer' }],
};
const shelved = {
  ...people,
  attention: { ...people.attention, entries: [{ ...people.attention.entries[0], shelved: {} }] },
} as unknown as FormGround['people'];
const forms = Object.entries(deedForms) as [Exclude<DeedName, 'decision.record'>, DeedForm][];
const typed = {
  ...{ name: 'Ana', to: 'Ben', note: 'Good night', reason: 'It smokes', text: 'Seen', override: 'It must be' },
  ...{ inject: 'calls', from: 'The vendor', says: 'It takes longer' },
  ...{ eligible: 'tenure=1y, 2y', file: 'drill.pdf', toAt: '2026-03-01T09:00' },
  ...{ fromAt: '2026-03-01T08:50', mark: '9', set: 'hot.for=30s' },
};

/** What somebody fills in who comes from the palette: the first of what there is to choose from, and a few words. */
function fillIn(form: DeedForm, room: FormGround): Record<string, string> {
  return Object.fromEntries(
    form.fields.map(({ name, choices, input, first }) => {
      const offered = choices?.(room, {}).find(({ value }) => value !== '')?.value;
      const start = typeof first === 'function' ? first(room, {}) : first;
      return [name, offered ?? (input === 'minutes' ? start : undefined) ?? typed[name as keyof typeof typed] ?? ''];
    }),
  );
}

test('every command of the contract is in the registry, under words that say what it is', () => {
  const asked = (run: (typeof commands)[number]['run']): (string | undefined)[] => {
    const heard: string[] = [];
    const deeds = { ask: (name: string) => heard.push(name) };
    run({ deeds, route: { go: (view: string) => heard.push(view) }, room: {} } as unknown as Ground);
    return heard;
  };
  for (const kind of Object.keys(wireCommands)) {
    const command = commands.find(({ deed }) => deed === kind);
    expect(command, `${kind} cannot be given from a screen`).toBeDefined();
    if (command === undefined) continue;
    expect(catalogue[command.name]).toMatch(/^[A-Z]/);
    // A decision has a box of its own in the Review.
    expect(asked(command.run)).toEqual([kind === 'decision.record' ? 'review' : kind]);
  }
});

test('a vote that is chosen already says which it is, in its words and on the button that Enter is on', () => {
  const form: DeedForm = deedForms['vote.cast'];
  const go = { poll: 'final', vote: 'go' };
  const buttonOf = (args: object): string | undefined =>
    typeof form.submit === 'function' ? say(form.submit({ ...args })) : undefined;
  expect(form.says(go, ground)).toContain('You vote GO');
  expect(buttonOf(go)).toBe('Vote GO');
  expect(form.isChosen?.(go)).toBe(true);
  // A NO-GO asks for its reason, and a vote that nobody chose for which.
  expect(buttonOf({ ...go, vote: 'no-go' })).toBe('Vote NO-GO');
  expect(form.isChosen?.({ ...go, vote: 'no-go' })).toBe(false);
  expect(buttonOf({ poll: 'final' })).toBe('Vote');
  expect(form.isChosen?.({ poll: 'final' })).toBe(false);
});

test.each(forms)('what the form of %s makes is a command, even where nothing was known before', (name, form) => {
  const room = name === 'trigger.unshelve' ? { ...ground, people: shelved } : ground;
  const deed = { name, args: {} };
  const values = valuesOf(form, deed, fillIn(form, room), room);
  expect(fillForm(deed, form, values, room).faults).toEqual({});
  const command = toCommand(deed, form, values, room);
  const kind = form.gives ?? name;
  expect(command?.kind).toBe(kind);
  // The dialog takes the name out, which stands beside the command, and puts the number of the file in.
  const { name: _name, ...args } = (command?.args ?? {}) as Readonly<Record<string, unknown>>;
  const { error } = wireCommands[kind as WireCommandKind].safeParse(
    'file' in args ? { ...args, file: '0'.repeat(64) } : args,
  );
  expect(error?.issues).toBeUndefined();
  expect(form.says(args, room)).toMatch(/^\S.*[.:)]/);
});

test.each(forms)('%s says so where there is nothing to do it to', (name, form) => {
  const none = planOf('format: holdpoint/plan@1\nlaunch: { id: bare, name: Bare, t0: 2026-03-30T14:00:00Z }\n');
  const bare = {
    ...{ roles: [], polls: { polls: [] }, attention: { arms: [], entries: [] }, evidence: [] },
    ...{ waivers: { pending: [], inForce: [] }, runbook: { phases: [] }, milestones: { milestones: [] } },
    ...{ ramp: { cells: [], sentences: [], holds: [], orders: [], proposals: [] }, updates: { draft: '', to: 'copy' } },
    plan: { row: 0, changes: [], proposals: [] },
  } as unknown as FormGround['people'];
  const nothing = { sources: [], links: [], pending: [] };
  const empty: FormGround = { ...ground, plan: none, people: bare, judged: null, ...nothing };
  const needsObject = form.fields.some(({ none: says }) => says !== undefined);
  const asked = askedFields(form, {}, empty, {});
  const silent = asked.filter(({ none: says, choices }) => says !== undefined && choices?.(empty, {}).length === 0);
  expect(silent.length > 0, name).toBe(needsObject);
});

const faultsOf = (name: keyof typeof deedForms, args: object, values: Record<string, string>) =>
  fillForm({ name, args: { ...args } }, deedForms[name], values, ground).faults;

test('what is missing or wrong is told beside its field', () => {
  expect(faultsOf('clock.hold', {}, { reason: '  ' })).toEqual({ reason: 'This is asked: write it.' });
  expect(faultsOf('vote.cast', { poll: 'final' }, { vote: 'go-if' })).toHaveProperty('condition');
  expect(faultsOf('vote.cast', { poll: 'final' }, { vote: 'no-go' })).toHaveProperty('reason');
  expect(faultsOf('trigger.shelve', hot, { untilAt: '-5', reason: 'Known' })).toHaveProperty('untilAt');
  expect(faultsOf('ramp.narrow', { scope: { launch: true } }, { eligible: 'everybody', reason: 'x' })).toHaveProperty(
    'eligible',
  );
  expect(faultsOf('role.handOver', { role: 'boss' }, { to: 'a\u202eb', note: 'x' })).toHaveProperty('to');
  const long = { text: 'ä'.repeat(2000), to: 'copy' };
  expect(faultsOf('update.send', {}, long)).toEqual({ '': expect.stringContaining('too long') as string });
});

test('what is not asked is not given', () => {
  const deed = { name: 'vote.cast', args: { poll: 'final' } } as const;
  const command = toCommand(deed, deedForms['vote.cast'], { vote: 'go', condition: 'left over' }, ground);
  expect(command?.args).toEqual({ poll: 'final', vote: 'go' });
});

test('a step whose check is not met asks why it is done all the same', () => {
  const unmet = {
    ...people,
    runbook: { phases: [{ steps: [{ ...steps[0], check: 'not_met', why: 'It is hot.' }] }] },
  } as unknown as FormGround['people'];
  const room = { ...ground, people: unmet };
  const form = deedForms['step.finish'];
  const deed = { name: 'step.finish', args: { step: 'freeze' } } as const;
  expect(form.says(deed.args, room)).toContain('It is hot.');
  expect(fillForm(deed, form, {}, room).faults).toHaveProperty('override');
  expect(toCommand(deed, form, { override: 'The gauge is broken' }, room)?.args).toEqual({
    step: 'freeze',
    override: 'The gauge is broken',
  });
});

test('a refusal offers what can be done about it', () => {
  const advance = { name: 'ramp.advance', args: { scope: { launch: true } } } as const;
  expect(wayOut('criterion_not_met', advance)).toMatchObject({ name: 'override.propose', args: advance.args });
  expect(wayOut('order_underway', advance)).toMatchObject({ name: 'order.cancel' });
  expect(wayOut('stale_view', advance)).toEqual({ kind: 'again' });
  expect(wayOut('poll_closed', { name: 'vote.cast', args: { poll: 'final' } })).toMatchObject({ name: 'poll.open' });
  expect(wayOut('same_person', advance)).toBeUndefined();
});

test('a plan says what it would change before it is given', async () => {
  const text = (says: string): string =>
    `format: holdpoint/plan@1\nlaunch: { id: forms, name: Forms, t0: 2026-03-30T14:00:00Z }\nroles: { boss: { name: ${says} } }\n`;
  const room = { ...ground, plan: planOf(text('Boss')) };
  const look = (body: string) => previewPlan(new File([body], 'plan.yaml'), room);
  expect(await look(text('Chief'))).toEqual({ isFault: false, lines: ['plan.yaml changes:', 'roles: boss'] });
  expect((await look(text('Boss'))).isFault).toBe(true);
  const broken = await look('format: holdpoint/plan@1\nlaunch: 7\n');
  expect(broken.isFault).toBe(true);
  expect(broken.lines.join(' ')).toContain('plan.yaml:2');
});
