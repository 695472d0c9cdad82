import type { RoomCommand } from '../../shared/model/room/roomFact.ts';
import { planOf, RoomDesk } from './roomDesk.ts';

export const pollPlan = planOf(`
format: holdpoint/plan@1
launch: { id: polls, t0: 2026-03-30T14:00:00Z }
roles:
  commander: { may: [call, waive] }
  sre: {}
  counsel: { veto: true }
  growth: {}
indicators:
  level: { kind: gauge, gauge: { metric: level } }
  parity-level: { kind: gauge, gauge: { metric: parity } }
criteria:
  C: { says: High enough, holds: { indicator: level, window: 5m, over: 10 }, for: 0s, waivable: [commander] }
  P: { says: Ready for all, holds: { indicator: parity-level, window: 5m, over: 10 }, for: 0s, apply: parity }
polls:
  final: { question: Go?, voters: [sre, counsel], criteria: [C], opens: T-20m, closes: T-5m, answerExpires: 10m }
  scope: { question: Which?, options: { phased: { says: Some }, parity: { says: All } }, voters: [sre, counsel, growth], criteria: [C], opens: T-10m, closes: T-1m }
  early: { question: Long ago?, voters: [sre], opens: T-2d, closes: T-1d }
`);
export const t0S = pollPlan.launch.t0 / 1000;
export const fine = {
  gauges: [
    { metric: 'level', value: 20 },
    { metric: 'parity', value: 20 },
  ],
};
export const low = {
  gauges: [
    { metric: 'level', value: 5 },
    { metric: 'parity', value: 20 },
  ],
};
export const noParity = {
  gauges: [
    { metric: 'level', value: 20 },
    { metric: 'parity', value: 5 },
  ],
};

/** Polls in a room in which everybody has taken a role; it begins this long after T-0. */
export function pollRoom(fromS: number) {
  const desk = new RoomDesk(pollPlan, t0S + fromS);
  desk.run(1, fine);
  const [commander, sre, counsel, growth] = ['commander', 'sre', 'counsel', 'growth'].map((role) => desk.take(role));
  if (commander === undefined || sre === undefined || counsel === undefined || growth === undefined) throw new Error();
  return { desk, commander, sre, counsel, growth, polls: desk.room.polls };
}

export const vote = (
  poll: string,
  ballot: Partial<Extract<RoomCommand, { kind: 'vote.cast' }>['args']> = {},
): RoomCommand => ({
  kind: 'vote.cast',
  args: { poll, vote: 'go', ...ballot },
});
export const decide = (args: Partial<Extract<RoomCommand, { kind: 'decision.record' }>['args']>): RoomCommand => ({
  kind: 'decision.record',
  args: { choice: 'go', rationale: 'All agree', options: [], conditions: [], dissent: [], follows: [], ...args },
});
export const open = (poll: string, closesAt?: number): RoomCommand => ({
  kind: 'poll.open',
  args: { poll, ...(closesAt === undefined ? {} : { closesAt }) },
});
