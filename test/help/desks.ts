import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openNatsLedger } from '../../electron/engine/desks/nats/natsLedger.ts';
import { ProposalFile } from '../../electron/engine/desks/proposalFile.ts';
import { openEngine } from '../../electron/engine/engine.ts';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { planDigest } from '../../electron/engine/judgementDigest.ts';
import { readLiveMemory } from '../../electron/engine/liveMemory.ts';
import { LiveStream } from '../../electron/engine/source/live/liveStream.ts';
import type { DeskState } from '../../shared/model/deskState.ts';
import type { FactKind } from '../../shared/model/room/roomFact.ts';
import { Crew } from './crew.ts';
import { type CuttingProxy, startCuttingProxy } from './cuttingProxy.ts';
import { openTestSession } from './driveEngine.ts';
import { HandSource } from './handSource.ts';
import { hastyTools } from './natsDesk.ts';
import { type NatsServer, startNatsServer } from './natsServer.ts';
import { planOf } from './roomDesk.ts';

/** No test waits for a clock: it waits for what must come. */
const patienceMs = 900_000;

const planText = (t0: string): string => `
format: holdpoint/plan@1
launch: { id: desks, name: A launch of three desks, t0: ${t0} }
roles:
  boss: { name: Boss, may: [call] }
  sre: { name: SRE, veto: true }
  lead: { name: Lead, veto: true }
indicators:
  errors: { kind: ratio, bad: { metric: requests, where: { outcome: error } }, total: { metric: requests } }
triggers:
  hot: { scope: launch, when: { indicator: errors, window: 30s, over: 0.1 }, for: 2s, clear: { for: 5s }, evidence: point,
         arm: advise, does: { review: true }, owner: boss, guidance: Look. }
evidence: { report: { says: A report, owner: sre, due: T-0, kind: file } }
polls:
  go: { question: Do we go?, voters: [sre, lead], opens: T-1h, closes: 2030-01-01T00:00:00Z }
`;

/** One desk: its engine, its people, and its own link to the others. */
export interface LaunchDesk {
  readonly path: string;
  readonly engine: Engine;
  readonly crew: Crew;
  readonly proxy: CuttingProxy;
  state(): DeskState | undefined;
  /** So many rows of the kind stand in its ledger. */
  rows(kind: FactKind): number;
}

/** A real NATS server, and desks that meet there, each over a link that can be cut. */
export class Desks {
  private readonly folder: string;
  private readonly server: NatsServer;
  private readonly open: LaunchDesk[] = [];
  private sessions = 0;

  static async open(folder: string): Promise<Desks> {
    mkdirSync(folder, { recursive: true });
    return new Desks(folder, await startNatsServer(join(folder, 'nats')));
  }

  private constructor(folder: string, server: NatsServer) {
    this.folder = folder;
    this.server = server;
  }

  /** Each of them is in when it resolves, the first keeps the room. */
  async begin<Names extends string[]>(...names: Names): Promise<{ [Place in keyof Names]: LaunchDesk }> {
    const begun: LaunchDesk[] = [];
    for (const name of names) {
      const desk = await this.join(name, {});
      await this.until(() => desk.engine.snapshot().room?.desks.here.some((one) => one.desk === name) === true);
      begun.push(desk);
    }
    await this.until(() => begun.every((one) => one.engine.snapshot().room?.desks.keeper === names[0]));
    return begun as { [Place in keyof Names]: LaunchDesk };
  }

  async join(
    name: string,
    { path, t0 = '2026-03-30T14:00:00Z' }: { readonly path?: string; readonly t0?: string },
  ): Promise<LaunchDesk> {
    this.sessions += 1;
    const kept = path ?? join(this.folder, `${name}-${this.sessions}.holdpoint`);
    const plan = { plan: planOf(planText(t0)), text: planText(t0), digest: planDigest(planText(t0)) };
    const session = openTestSession(kept, path === undefined ? 'create' : 'resume', plan, 'live');
    const proxy = await startCuttingProxy(this.server.port);
    const tools = { ...hastyTools, plan: plan.plan };
    const sources = [{ name: `${name}.hand-1`, source: new HandSource() }];
    const stream = new LiveStream(sources, readLiveMemory(session), tools);
    const { clock, random, env } = hastyTools;
    const link = openNatsLedger(`nats://127.0.0.1:${proxy.port}/desks`, { clock, random, env });
    const engine = openEngine({
      ...{ session, plan: plan.plan, planDigest: plan.digest, recording: stream, live: stream, clock, speed: Infinity },
      desk: { name, link, proposals: new ProposalFile(kept), random },
    });
    const desk: LaunchDesk = {
      ...{ path: kept, engine, crew: new Crew(engine), proxy },
      state: () => engine.state().desk,
      rows: (kind) => session.readLedger().filter((row) => row.kind === kind).length,
    };
    this.open.push(desk);
    return desk;
  }

  async until(is: () => boolean): Promise<void> {
    await expect.poll(is, { timeout: patienceMs, interval: 50 }).toBe(true);
  }

  /** Safe to call twice. */
  async close(): Promise<void> {
    for (const { engine } of this.open) await engine.close();
    for (const { proxy } of this.open.splice(0)) await proxy.close();
    await this.server.kill();
  }
}
