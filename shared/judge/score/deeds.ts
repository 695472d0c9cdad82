import type { Plan } from '../../model/plan.ts';
import type { RoomRow } from '../../model/room/roomFact.ts';
import type { ScoredDeed } from '../../model/scoreReading.ts';
import type { Labels } from '../../model/series.ts';
import type { CallWord } from '../call.ts';
import { rampCellsOf } from '../room/rampCell.ts';
import { isInCell } from '../selector.ts';

/** What a row of the ledger does about the launch. */
export type Bearing = 'rollback' | 'hold' | 'advance' | 'decision' | 'measure' | 'acknowledgement' | 'veto';

export interface Deed extends ScoredDeed {
  readonly bearing: Bearing;
  readonly isPeoples: boolean;
  /** Whether it reaches something of this cell; `{}` is the launch. */
  readonly concerns: (cell: Labels) => boolean;
  /** The trigger that it names. */
  readonly trigger: string | undefined;
}

/** Which deeds answer a call that is right. */
const answering: Readonly<Record<CallWord, readonly Bearing[]>> = {
  ROLLBACK: ['rollback'],
  'NO-GO': ['rollback', 'hold', 'decision', 'measure'],
  HOLD: ['rollback', 'hold', 'decision', 'measure'],
  GO: ['advance', 'decision'],
};

export function answersCall(call: CallWord, { bearing }: Deed): boolean {
  return answering[call].includes(bearing);
}

/** Going on against what is right, or keeping the room from it. */
export function defiesCall(call: CallWord, { bearing, isPeoples }: Deed): boolean {
  if (!isPeoples) return false;
  return (call !== 'GO' && bearing === 'advance') || (call === 'ROLLBACK' && bearing === 'veto');
}

/** Everything that was done about the launch, in order. */
export function deedsOf(rows: readonly RoomRow[], plan: Plan): Deed[] {
  const cells = rampCellsOf(plan);
  return rows.flatMap((row): Deed[] => {
    const { seq, at, actor, kind, body } = row;
    const done = (bearing: Bearing, concerns: Deed['concerns'], trigger?: string): Deed[] => [
      { at, role: actor.role, row: seq, kind, bearing, isPeoples: actor.role !== 'system', concerns, trigger },
    ];
    const everywhere = (): boolean => true;
    switch (kind) {
      case 'order.placed': {
        const moved = body.does === 'narrow' ? body.cells : body.cells.filter(({ from, to }) => from !== to);
        const concerns = (cell: Labels): boolean => moved.some((one) => isInCell(one.cell, cell));
        if (body.does === 'narrow') return done('measure', concerns);
        return moved.length === 0 ? [] : done(body.does, concerns, body.because?.trigger);
      }
      case 'ramp.held': {
        const { scope } = body;
        if ('launch' in scope) return done('hold', everywhere);
        const held = cells.filter((one) =>
          'wave' in scope ? one.wave.id === scope.wave : isInCell(one.cell, scope.cell),
        );
        return done('hold', (cell) => held.some((one) => isInCell(one.cell, cell)));
      }
      case 'clock.held':
      case 'clock.scrubbed':
        return done('hold', everywhere);
      case 'decision.recorded':
        return done('decision', everywhere);
      case 'step.finished':
        return done('measure', everywhere);
      case 'launch.begun':
        return done('advance', everywhere);
      case 'countdown.vetoed':
        return done('veto', (cell) => isInCell(body.cell, cell), body.trigger);
      case 'trigger.acknowledged':
        return done('acknowledgement', (cell) => isInCell(body.cell, cell), body.trigger);
      default:
        return [];
    }
  });
}

export function toScoredDeed({ at, role, row, kind }: Deed): ScoredDeed {
  return { at, role, row, kind };
}
