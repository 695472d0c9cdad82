import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEngine } from '../../electron/engine/engine.ts';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { openRehearsedWorld, rehearsalIdentity } from '../../electron/engine/rehearsal.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { instantAt, parseInstant } from '../../shared/base/instant.ts';
import type { LedgerRow } from '../../shared/model/ledgerRow.ts';
import type { RoomCommand } from '../../shared/model/room/roomFact.ts';
import { createSleepyClock, readTestPlan, type TestPlan } from './driveEngine.ts';
import { parseScenario } from './makeRecording.ts';

export interface Move {
  readonly at: string;
  readonly role: string;
  readonly command: RoomCommand;
}

/** The rehearsal of a folder in a session: begun where the file is not there, gone on with where it is. */
export class Rehearsed {
  readonly path: string;
  readonly plan: TestPlan;
  engine: Engine;
  private given = 0;
  private pause: { readonly tick: number; readonly resolve: () => void } | undefined;

  constructor(folder: string, path: string, mode: 'create' | 'resume') {
    this.path = path;
    this.plan = readTestPlan(join(folder, 'plan.yaml'));
    const text = readFileSync(join(folder, 'scenario.yaml'), 'utf8');
    this.engine = this.open(text, mode);
  }

  /** Goes to each instant and gives the command there; what was done before is done once. */
  async play(moves: readonly Move[], refused: 'throws' | 'goes on' = 'throws'): Promise<void> {
    for (const { at, role, command } of moves) {
      await this.goTo(at);
      this.given += 1;
      const { number, state } = this.engine.snapshot();
      const outcome = await this.engine.command({
        id: `move-${String(this.given).padStart(4, '0')}`,
        actor: { role, name: role },
        on: { epoch: state.epoch, snapshot: number },
        command,
      });
      if (outcome.kind === 'refused' && refused === 'throws')
        throw new Error(`${at} ${command.kind} by ${role}: ${outcome.refusal.text}`);
    }
  }

  /** So many moves were given before, by another run. */
  skip(moves: number): void {
    this.given += moves;
  }

  async goTo(at: string): Promise<void> {
    const tick = this.tickOf(at);
    if ((this.engine.state().headTick ?? -Infinity) < tick) await this.engine.seek(tick);
  }

  /** Plays to shortly before the instant, as people would see it. */
  async playTo(at: string, speed: number): Promise<void> {
    const tick = this.tickOf(at) - 5;
    if ((this.engine.state().headTick ?? -Infinity) >= tick) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.pause = { tick, resolve };
    this.engine.play(speed);
    await promise;
  }

  private pauseAt(tick: number): void {
    if (this.pause === undefined || tick < this.pause.tick) return;
    this.engine.play(0);
    this.pause.resolve();
    this.pause = undefined;
  }

  private tickOf(at: string): number {
    const instant = parseInstant(at);
    if (instant === undefined) throw new Error(`${at} is no instant.`);
    return instantAt(instant, this.plan.plan.launch.t0) / 1000;
  }

  /** Runs to the end of the scenario. */
  async finish(): Promise<void> {
    this.engine.play(Infinity);
    await this.engine.ended;
    await this.engine.close();
  }

  private open(text: string, mode: 'create' | 'resume'): Engine {
    const identity = rehearsalIdentity(parseScenario(text), text, 'holdpoint test');
    const settings = { now: () => 0 };
    const session =
      mode === 'create'
        ? openSession(this.path, { mode, identity, ...settings })
        : openSession(this.path, { mode, ...settings });
    const { plan, digest } = this.plan;
    if (mode === 'create') session.appendPlan({ at: 0, digest, text: this.plan.text });
    const recording = openRehearsedWorld(session, plan);
    const onTick = (tick: number): void => this.pauseAt(tick);
    const clock = createSleepyClock();
    return openEngine({ session, plan, planDigest: digest, recording, clock, speed: 0, sealLines: 1000, onTick });
  }
}

/** What happened, without what tells how often the session was closed. */
export function readStory(path: string): { readonly content: string; readonly rows: readonly Partial<LedgerRow>[] } {
  const session = openSession(path, { mode: 'read', now: () => 0 });
  const rows = session.readLedger().filter(({ kind }) => kind !== 'session.sealed');
  const content = session.contentDigest();
  session.close();
  return { content, rows: rows.map(({ at, actor, kind, body }) => ({ at, actor, kind, body })) };
}
