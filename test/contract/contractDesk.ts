import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import type { Recording } from '../../electron/engine/source/recording.ts';
import { simulateLines } from '../../electron/engine/source/simulator/simulateLines.ts';
import { type Client, createClient } from '../../shared/contract/createClient.ts';
import { openTestSession, readTestPlan, startEngine, type TestPlan } from '../help/driveEngine.ts';
import { readLaunch } from '../help/makeRecording.ts';
import { createBriskClock, type Serve, type Served } from './transports.ts';

export interface Opened {
  readonly path: string;
  readonly engine: Engine;
  readonly served: Served;
}

const folder = join(import.meta.dirname, '../golden/noisy-restart');

/** Real engines on real session files of one recording, served in whatever way is asked for. */
export class ContractDesk {
  readonly plan: TestPlan;
  /** The first second of the recording. */
  readonly first: number;
  private readonly scratch = mkdtempSync(join(tmpdir(), 'holdpoint-contract-'));
  private readonly recording: Promise<Recording>;
  private readonly ends: (() => Promise<unknown>)[] = [];
  private sessions = 0;

  constructor() {
    const { scenario, plan: own } = readLaunch(folder);
    const text = readFileSync(join(folder, 'plan.yaml'), 'utf8');
    const evidence = 'evidence:\n  drill: { says: Rollback drill, kind: file, service: checkout }\n';
    writeFileSync(join(this.scratch, 'plan.yaml'), `${text}\n${evidence}`);
    this.plan = readTestPlan(join(this.scratch, 'plan.yaml'));
    this.first = this.plan.plan.launch.t0 / 1000 - 119;
    const path = join(this.scratch, 'recording.ndjson');
    writeFileSync(path, [...simulateLines(scenario, own)].join(''));
    this.recording = openRecording(path);
  }

  /** A new session, or the one at `path` again; paused before its first line. */
  async open(serve: Serve, may: 'acts' | 'looks' = 'acts', path?: string): Promise<Opened> {
    this.sessions += 1;
    const own = path ?? join(this.scratch, `${this.sessions}.holdpoint`);
    const session = openTestSession(own, path === undefined ? 'create' : 'resume', this.plan);
    const engine = startEngine(session, this.plan, await this.recording, 0, createBriskClock());
    const served = await serve(engine, may);
    this.ends.push(
      () => engine.close(),
      () => served.cut(),
    );
    return { path: own, engine, served };
  }

  async connect({ served }: Opened): Promise<Client> {
    const client = createClient(await served.connect());
    await client.ready;
    return client;
  }

  /** Closes what a test has opened. */
  async tidy(): Promise<void> {
    for (const end of this.ends.splice(0).reverse()) await end();
  }

  end(): void {
    rmSync(this.scratch, { recursive: true });
  }
}
