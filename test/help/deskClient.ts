import { drawReading } from '../../electron/engine/drawReading.ts';
import type { QueryAnswer, QueryArgs, QueryName } from '../../shared/contract/contract.ts';
import { queries } from '../../shared/contract/queries.ts';
import { wireSnapshot, type WireSnapshot } from '../../shared/contract/wireRoom.ts';
import { buildPosture } from '../../shared/judge/room/posture.ts';
import type { RoomDesk } from './roomDesk.ts';

/** What the page would be sent of a desk: parsed as it is on the way, so that it is what the contract says. */
export function pictureOf(desk: RoomDesk): WireSnapshot {
  const tick = desk.judge.tick ?? null;
  const counters = { lines: 0, accepted: 0, duplicates: 0, conflicts: 0, late: 0, tooLate: 0, quarantined: 0 };
  const state = {
    epoch: 0,
    tick,
    headTick: tick,
    speed: 1,
    isFinished: false,
    counters,
    durableLine: 0,
    trouble: null,
    desk: null,
  };
  const judged = desk.judge.snapshot() ?? null;
  return wireSnapshot.parse({ number: 1, state, judged, room: desk.room.read(), leftOut: [] });
}

/** Answers a page's questions from a desk, as far as boards ask any. */
export class DeskClient {
  private readonly desk: RoomDesk;
  private readonly planText: string;
  private readonly trouble: string | undefined;

  /** `trouble`: why no chart can be drawn. */
  constructor(desk: RoomDesk, planText: string, trouble?: string) {
    this.desk = desk;
    this.planText = planText;
    this.trouble = trouble;
  }

  query = <Name extends QueryName>(name: Name, args: QueryArgs<Name>): Promise<QueryAnswer<Name>> => {
    try {
      return Promise.resolve(this.answer(name, args) as QueryAnswer<Name>);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  };

  private answer(name: QueryName, args: unknown): unknown {
    const { judge, room } = this.desk;
    switch (name) {
      case 'plan.read':
        return { row: 0, digest: '', text: this.planText };
      case 'session.read':
        return { kind: 'replay', createdBy: 'test', writable: true, notice: null, lastTick: null, ledgerSeq: 0 };
      case 'posture.read':
        return { asOfTick: judge.tick ?? 0, posture: buildPosture(judge.plan, room) };
      case 'readings.read': {
        if (this.trouble !== undefined) throw new Error(this.trouble);
        const { subjects, fromBucket, toBucket } = queries['readings.read'].args.parse(args);
        // Two steps: nothing, then now.
        const readings = subjects.map((subject) => {
          const { read, columns } = drawReading(subject);
          return columns([undefined, read(judge)], judge.plan);
        });
        const stepSeconds = Math.max(1, Math.floor((toBucket - fromBucket) / 2));
        return { fromBucket, stepSeconds, steps: 2, judgedTick: judge.tick ?? null, readings };
      }
      default:
        throw new Error(`Boards do not ask ${name}.`);
    }
  }
}
