import { instantAt, parseInstant } from '../../shared/base/instant.ts';
import type { WireCommand } from '../../shared/contract/commands.ts';
import type { WholeRoom } from '../../shared/contract/wireRoom.ts';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { LaunchStory } from './launchStory.ts';

/** A launch story with what its people do again and again; it remembers what each decision was taken on. */
export class StaffedDay extends LaunchStory {
  /** The room as it was shown to whoever decided, by the decision's row in the ledger. */
  readonly decidedOn = new Map<number, WholeRoom>();
  private readonly t0Ms: number;

  constructor(engine: Engine) {
    super(engine);
    this.t0Ms = engine.plan.launch.t0;
  }

  /** `T+3h51m` in ms since epoch. */
  momentMs(moment: string): number {
    const instant = parseInstant(moment);
    if (instant === undefined) throw new Error(`${moment} is no instant.`);
    return instantAt(instant, this.t0Ms);
  }

  /** The commander decides on what he sees now. */
  async decide(command: WireCommand): Promise<void> {
    const seen = await this.look();
    const [row = 0] = await this.do('incident-commander', command);
    this.decidedOn.set(row, seen);
  }

  async vote(role: string, vote: 'go' | 'no-go', reason?: string): Promise<void> {
    await this.do(role, { kind: 'vote.cast', args: { poll: 'final', vote, reason } });
  }

  advance(wave: string): WireCommand {
    return { kind: 'ramp.advance', args: { scope: { wave } } };
  }

  finish(role: string, step: string, note?: string): Promise<readonly number[]> {
    return this.do(role, { kind: 'step.finish', args: { step, note } });
  }

  /** Somebody attaches a paper; the row of the ledger. */
  hand(role: string, evidence: string, paper: string): Promise<number> {
    return this.attach(role, evidence, evidence, paper);
  }

  /** Somebody else says that the paper of that row is the right one. */
  async accept(role: string, attachment: number): Promise<void> {
    await this.do(role, { kind: 'evidence.accept', args: { attachment } });
  }

  /** The SRE on duty says of every order under way that it is done. */
  async confirmOrders(): Promise<void> {
    const { room } = await this.look();
    for (const { order, state } of room?.ramp.orders ?? []) {
      if (state === 'placed') await this.do('sre', { kind: 'order.confirm', args: { order } });
    }
  }

  /** Cells of the posture board that are not green as of a second, and why. */
  async notGreen(moment: string): Promise<string[]> {
    const tick = this.momentMs(moment) / 1000;
    const { asOfTick, posture } = await this.client.query('posture.read', { tick });
    if (asOfTick !== tick) throw new Error(`The posture of ${moment} is not sealed yet.`);
    return posture.rows.flatMap(({ service, cells }) =>
      cells.flatMap((items, place) => {
        const title = posture.columns[place]?.title ?? '';
        if (items.length === 0) return [`${service}, ${title}, nothing asked`];
        return items.flatMap(({ state, why }) => (state === 'pass' ? [] : `${service}, ${title}, ${state}: ${why}`));
      }),
    );
  }
}
