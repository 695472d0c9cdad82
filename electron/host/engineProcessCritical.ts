import type { EngineSnapshot } from '../../shared/model/engineSnapshot.ts';

type Picture = Pick<EngineSnapshot<unknown>, 'state' | 'room'>;

/**
 * Finds triggers that have begun to fire and whose arm acts, once each. The first picture is where it starts from, and so
 * is the first one after a seek: what fires there already has fired before. A look back tells of nothing.
 */
export class CriticalWatch {
  private epoch: number | undefined;
  private firing: ReadonlySet<string> = new Set();

  /** The triggers that are new with this picture, in its order. */
  look({ state, room }: Picture): string[] {
    if (room === undefined || state.tick !== state.headTick) return [];
    const { entries, groups, arms } = room.attention;
    const acting = new Set(arms.filter(({ arm }) => arm === 'act').map(({ trigger }) => trigger));
    const firing = new Set(
      [
        ...groups.filter((group) => group.firing > 0),
        ...entries.filter((entry) => entry.state === 'firing' && entry.shelved === null),
      ]
        .map(({ trigger }) => trigger)
        .filter((trigger) => acting.has(trigger)),
    );
    const isFirst = this.epoch !== state.epoch;
    const fresh = isFirst ? [] : [...firing].filter((trigger) => !this.firing.has(trigger));
    this.epoch = state.epoch;
    this.firing = firing;
    return fresh;
  }
}
