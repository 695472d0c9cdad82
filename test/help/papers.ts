import type { FileReading } from '../../shared/model/room/criterionFacts.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { RoomCommand } from '../../shared/model/room/roomFact.ts';
import { expect } from 'vitest';
import { RoomDesk } from './roomDesk.ts';

/** What tests do with papers: attach, accept, deploy something else. */

export const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;

let files = 0;
export function attach(evidence: string, reading: Partial<FileReading> = {}, sha = `${(files += 1)}`): RoomCommand {
  const file = { name: 'paper', bytes: 9, sha256: sha.padStart(64, '0') };
  return {
    kind: 'evidence.attach',
    args: { evidence, file, reading: { verdict: 'pass', says: 'It is fine.', madeAt: null, facts: {}, ...reading } },
  };
}
export const accept = (attachment: number): RoomCommand => ({ kind: 'evidence.accept', args: { attachment } });
export const reject = (attachment: number): RoomCommand => ({
  kind: 'evidence.reject',
  args: { attachment, reason: 'Old' },
});
export const deployOf = (labels: Record<string, string>) => ({
  events: [{ type: 'deploy.finished', labels: { service: 'ledger', ...labels }, text: 'deployed' }],
});

/** Attached by one person and accepted by another, which returns its row. */
export function vouch(desk: RoomDesk, command: RoomCommand): number {
  const row = rowOf(desk.do({ role: 'sre', name: 'C' }, command));
  desk.do({ role: 'commander', name: 'A' }, accept(row));
  return row;
}
export const rowOf = (rows: readonly { readonly seq: number }[]): number => rows[0]?.seq ?? 0;
/** The same room, from what it saves. */
export function takenUp(desk: RoomDesk, plan: Plan): RoomDesk {
  const again = new RoomDesk(plan, desk.tick);
  again.run(1);
  again.rows.push(...desk.rows);
  again.room.load(JSON.parse(JSON.stringify(desk.room.save())) as ReturnType<typeof desk.room.save>);
  expect(again.room.evidence.read()).toEqual(desk.room.evidence.read());
  return again;
}
