import { expect } from 'vitest';
import { attentionReading } from '../../shared/model/room/attentionReading.ts';
import { HandRoom } from './handRoom.ts';
import { planOf } from './roomDesk.ts';

export const source = `
format: holdpoint/plan@1
launch: { id: attention, t0: 2026-03-30T14:00:00Z }
roles:
  boss: { name: Incident commander, may: [call] }
  chief: { may: [override] }
  sre: { name: SRE on duty }
  counsel: { veto: true }
dimensions: { market: [US, UK] }
indicators: { heat: { kind: gauge, gauge: { metric: heat }, over: max, by: [market] } }
ramp: { stages: [0%, 5%, 25%], actuator: { kind: webhook, url: https://ramp.example.org } }
triggers:
  burn:
    scope: { each: [market] }
    when: { indicator: heat, window: 5s, over: 10 }
    clear: { for: 5s }
    arm: act
    does: { rollback: cell, to: 1% }
    countdown: 20s
    severity: critical
    owner: sre
  slow: { when: { indicator: heat, window: 5s, over: 10 }, for: 10s, arm: hold, does: { rollback: launch }, owner: sre }
  look: { when: { indicator: heat, window: 5s, over: 10 }, arm: advise, does: { review: true }, escalate: { after: 2m, to: counsel } }
`;
/** Of the launch that the tests of attention play: one trigger acts, one asks, one advises. */
export const plan = planOf(source);
export const US = { market: 'US' };
export const UK = { market: 'UK' };
export const burn = { trigger: 'burn', cell: US };
export const minuteMs = 60_000;

export function kinds(room: HandRoom): string[] {
  return room.rows.map((row) => row.kind);
}

export function entry(room: HandRoom, trigger: string, cell: Record<string, string> = {}) {
  const reading = room.book.read();
  expect(attentionReading.parse(reading)).toEqual(reading);
  return reading.entries.find((one) => one.trigger === trigger && one.cell['market'] === cell['market']);
}

/** The trigger `burn` of US has just fired. */
export function firing(): HandRoom {
  const room = new HandRoom(plan);
  room.run(60);
  room.set('burn', true, US);
  room.run(1);
  return room;
}
