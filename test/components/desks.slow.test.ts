import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { DeedName } from '../../renderer/state/deeds.svelte.ts';
import type { WireOutcome } from '../../shared/contract/commands.ts';
import type { WireSnapshot } from '../../shared/contract/wireRoom.ts';
import type { DeskState } from '../../shared/model/deskState.ts';
import { DeskClient, pictureOf } from '../help/deskClient.ts';
import { planOf, RoomDesk } from '../help/roomDesk.ts';
import DesksHarness from './DesksHarness.svelte';

const planText = `
format: holdpoint/plan@1
launch: { id: desks, name: A launch of several desks, t0: 2026-03-30T14:00:00Z }
roles: { boss: { name: Commander, may: [call] }, sre: { name: SRE on duty } }
dimensions: { market: [US, UK] }
`;
const at = Date.UTC(2026, 2, 30, 14, 2, 7);
const keptText = 'It is kept as a proposal and told to them when the desk is back.';

const own = (more: Partial<DeskState> = {}): DeskState => ({
  ...{ name: 'dublin', address: 'nats://127.0.0.1:4222/desks', state: 'in', sinceMs: at, text: '', waiting: 0 },
  others: [{ desk: 'seattle', heardAtMs: at - 36_000 }],
  ...more,
});
const cutOff = own({ state: 'cutOff', text: 'The server does not answer: it is tried again.', waiting: 2 });

/** The launch at 14:02:07, in which Bea is on duty, as a desk sees it that stands so to the others. */
function pictureWith(desk: DeskState | null, isProposed = false): WireSnapshot {
  const launch = new RoomDesk(planOf(planText), at / 1000 - 3);
  launch.run(4);
  const by = launch.take('sre', 'Bea');
  if (desk !== null) {
    for (const name of ['seattle', 'dublin']) launch.report({ kind: 'desk.joined', body: { desk: name } });
    launch.report({ kind: 'desk.keeps', body: { desk: 'seattle', reason: 'Nobody did.' } });
  }
  const args = '{"scope":{"cell":{"market":"US"}},"to":0.05,"reason":"It burns."}';
  const body = { desk: 'dublin', asked: 'w1', by, does: 'ramp.rollback', args, atMs: at - 600_000 };
  if (isProposed) launch.report({ kind: 'desk.proposed', body });
  const picture = pictureOf(launch);
  return { ...picture, state: { ...picture.state, desk } };
}

interface Shown {
  readonly desk: DeskState | null;
  readonly asks?: DeedName;
  readonly isProposed?: boolean;
  readonly isLost?: boolean;
}

const plain = (text: string | null | undefined): string => (text ?? '').replaceAll(/\s+/g, ' ').trim();

async function show({ desk, asks, isProposed, isLost = false }: Shown) {
  const launch = new RoomDesk(planOf(planText));
  const given: string[] = [];
  const command = ({ command: { kind } }: { command: { kind: string } }): Promise<WireOutcome> => {
    given.push(kind);
    return Promise.resolve({ kind: 'refused', refusal: { code: 'cut_off', text: keptText } });
  };
  const client = Object.assign(new DeskClient(launch, planText), { command }) as never;
  const props = { picture: pictureWith(desk, isProposed), client, isLost, ...(asks === undefined ? {} : { asks }) };
  const { container } = await render(DesksHarness, props);
  const band = () => expect.poll(() => plain(container.querySelector('main [role=alert]')?.textContent));
  const dialog = () => document.querySelector('[role=dialog]');
  const chip = () => container.querySelector('.chip');
  await expect.poll(() => container.querySelector('main [role=alert]')).not.toBeNull();
  return { container, band, dialog, chip, given };
}

test('where one desk decides alone, nothing is said of desks', async () => {
  const { container } = await show({ desk: null });
  expect(plain(container.querySelector('main')?.textContent)).toBe('');
});

test('a desk among the others is quiet: its name and how many there are, and no band', async () => {
  const { container, chip } = await show({ desk: own() });
  expect(plain(chip()?.textContent)).toBe('Desk dublin · 2 desks');
  expect(chip()?.querySelector('svg')).toBeNull();
  expect(plain(container.querySelector('main [role=alert]')?.textContent)).toBe('');
});

test('a desk that is cut off says so with a word and a shape, and why in what is not read out again', async () => {
  const { container, band, chip } = await show({ desk: cutOff });
  await band().toMatch(/^CUT OFF since 14:02:07 This desk judges its own telemetry and may propose, not decide\./);
  const spoken = container.querySelector('main [role=alert] [aria-live=off]');
  expect(plain(spoken?.textContent)).toBe(
    '2 rows wait to be told to the others. The server does not answer: it is tried again.',
  );
  expect(container.querySelectorAll('main [role=alert] svg').length).toBe(1);
  expect(plain(chip()?.textContent)).toBe('Desk dublin · CUT OFF');
  expect(chip()?.querySelector('svg')).not.toBeNull();
});

test('while the engine itself is lost, its desk is not told of', async () => {
  const { container } = await show({ desk: cutOff, isLost: true });
  expect(plain(container.querySelector('main [role=alert]')?.textContent)).toBe('');
});

test('a desk that has stopped says what to do', async () => {
  const { band } = await show({ desk: own({ state: 'stopped', text: 'Another desk is called dublin.' }) });
  await band().toMatch(/^DESK STOPPED since 14:02:07 .*Decide at another desk.* Another desk is called dublin\.$/);
});

test('the table has this desk first, when the others were heard, and which one keeps the room', async () => {
  const { container } = await show({ desk: own(), isProposed: true });
  const [desks, proposals] = [...container.querySelectorAll('table')].map((table) =>
    [...table.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => plain(cell.textContent))),
  );
  expect(desks).toEqual([
    ['dublin', '14:02:07', 'this desk', ''],
    ['seattle', '14:02:07', '36 s ago', 'does what the room does by itself'],
  ]);
  expect(proposals).toEqual([
    ['13:52:07', '14:02:07', 'dublin', 'Bea, SRE on duty', 'Roll back · US · to 5 % · It burns.', 'Show in the Log'],
  ]);
});

test('what came while it is news stands under the call, and leads to its row', async () => {
  const { container } = await show({ desk: own(), isProposed: true });
  const line = container.querySelector('main [role=status]');
  expect(plain(line?.textContent)).toBe(
    'dublin proposed while cut off (Bea, 13:52): Roll back · US · to 5 % · It burns. Show',
  );
  expect(line?.querySelector('a')?.getAttribute('href')).toBe(`#/log/${at / 1000}`);
});

async function propose({ dialog }: Awaited<ReturnType<typeof show>>): Promise<void> {
  await expect.poll(() => dialog()?.querySelector('textarea')).not.toBeNull();
  const note = dialog()?.querySelector('textarea');
  if (note == null) throw new Error('The dialog asks for no text.');
  note.value = 'The queue grows.';
  note.dispatchEvent(new Event('input', { bubbles: true }));
  dialog()?.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
}

test('what is given while it is cut off is offered as a proposal, and told as kept', async () => {
  const shown = await show({ desk: cutOff, asks: 'note.write' });
  const { container, dialog, given } = shown;
  await expect.poll(() => plain(dialog()?.textContent)).toContain('what you give is kept as a proposal');
  expect(plain(dialog()?.querySelector('button[type=submit]')?.textContent)).toBe('Propose');
  await propose(shown);
  await expect
    .poll(() => plain(container.querySelector('.refusals[role=alert]')?.textContent))
    .toContain(`Kept as a proposal ${keptText}`);
  expect(given).toEqual(['note.write']);
  expect(plain(container.textContent)).not.toContain('Not done');
  await expect.poll(dialog).toBeNull();
});

test('what was on its way when the link broke is not told as kept: nobody knows', async () => {
  const shown = await show({ desk: own(), asks: 'note.write' });
  await expect.poll(() => plain(shown.dialog()?.textContent)).not.toContain('proposal');
  await propose(shown);
  await expect.poll(() => plain(shown.dialog()?.querySelector('[role=alert]')?.textContent)).toBe(keptText);
  expect(plain(shown.container.textContent)).not.toContain('Kept as a proposal');
});

test('a role is not offered as a proposal', async () => {
  const { dialog } = await show({ desk: cutOff, asks: 'role.leave' });
  await expect.poll(() => plain(dialog()?.textContent)).toContain('none changes hands until it is back');
  expect(plain(dialog()?.querySelector('button[type=submit]')?.textContent)).not.toBe('Propose');
});
