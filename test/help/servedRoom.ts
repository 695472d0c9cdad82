import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { planDigest } from '../../electron/engine/judgementDigest.ts';
import { type RunningHost, startHost } from '../../electron/host/serve/startHost.ts';
import type { SessionKind } from '../../shared/model/session.ts';
import { randomToken, systemClock } from '../../electron/host/systemClock.ts';
import { openTestSession, startEngine } from './driveEngine.ts';
import { recordingOfLines } from './lineRecording.ts';
import { planOf } from './roomDesk.ts';
import { callHoldpoint, type Ran, scratchFolder } from './runHoldpoint.ts';

export const t0 = Date.UTC(2026, 2, 30, 14) / 1000;

const planText = `
format: holdpoint/plan@1
launch: { id: ramp, name: A ramp, t0: 2026-03-30T14:00:00Z, window: { opens: T-0, closes: T+4h } }
roles:
  boss: { name: Incident commander, may: [call, override, waive] }
  chief: { may: [override, waive] }
  sre: { name: SRE on duty }
dimensions: { market: [US, UK], method: [card, paypal] }
exposed: { path: new }
indicators:
  heat: { kind: gauge, gauge: { metric: heat }, over: max }
  fire: { kind: gauge, gauge: { metric: fire }, over: max, by: [market, method] }
triggers:
  burns:
    scope: { each: [market, method] }
    when: { indicator: fire, window: 5s, over: 10 }
    clear: { for: 5s }
    arm: advise
    does: { rollback: cell, to: 0% }
    countdown: 30s
    owner: sre
criteria:
  cool: { says: Cool, holds: { indicator: heat, window: 5s, under: 50 }, for: 10s, required: false, waivable: [boss, chief] }
  drilled: { says: Drilled, evidence: [drill], required: false }
evidence:
  drill: { says: Drill, owner: sre, kind: file, service: checkout, expires: 30d }
  report: { says: Report, owner: sre, kind: file, service: vault }
ramp:
  stages: [0%, 1%, 5%, 25%, 50%, 100%]
  waves:
    - { id: cards, cells: { method: [card] }, dwell: 1m, needs: [cool] }
    - { id: rest, cells: { market: [US, UK] }, starts: T+1h, needs: [cool] }
polls:
  final: { question: Go?, voters: [boss, sre], criteria: [cool], opens: T-1m, closes: T+2h, answerExpires: 2h }
runbook:
  - phase: Countdown
    steps:
      - { id: freeze, says: Change freeze, owner: sre, due: T-5m, check: manual }
      - { id: looked, says: Looked around, owner: boss, due: T-2m, check: manual }
milestones:
  frozen: { says: Design frozen, owner: sre, at: T-1w }
`;

/** A cool launch from ten minutes before T-0 on; US cards burn from T+10m on. */
function* lines(): Generator<string> {
  const cells = ['US', 'UK'].flatMap((market) => ['card', 'paypal'].map((method) => ({ market, method })));
  let seq = 0;
  const gauge = (tick: number, metric: string, labels: object, value: number): string =>
    JSON.stringify({ t: tick * 1000 - 500, source: 'test', seq: (seq += 1), kind: 'gauge', metric, labels, value });
  for (let tick = t0 - 600; tick <= t0 + 900; tick += 1) {
    yield gauge(tick, 'heat', {}, 20);
    for (const cell of cells) {
      const isBurning = tick > t0 + 600 && cell.market === 'US' && cell.method === 'card';
      yield gauge(tick, 'fire', cell, isBurning ? 20 : 0);
    }
  }
}

/** A session of the same launch that is over, in a file of its own. */
export async function keepSession(path: string): Promise<void> {
  const plan = { plan: planOf(planText), text: planText, digest: planDigest(planText) };
  const session = openTestSession(path, 'create', plan);
  const engine = startEngine(session, plan, recordingOfLines([...lines()]), Infinity, systemClock);
  await engine.ended;
  await engine.close();
}

export interface ServedRoom {
  readonly engine: Engine;
  readonly host: RunningHost;
  readonly address: string;
  /** The file of the session. */
  readonly path: string;
  readonly folder: string;
  /** Runs the session to this second, and shows it. */
  seek(tick: number): Promise<void>;
  /** Calls `holdpoint` in this room, as the person who stands before the first word. */
  run(who: string | undefined, ...argv: string[]): Promise<Ran>;
}

interface ServeOptions {
  readonly viewOnly?: boolean;
  readonly kind?: SessionKind;
  readonly assets?: string;
  readonly edit?: (text: string) => string;
  readonly secret?: string;
}

/** A session that is served, shown at T-5m, of a plan that may be edited first. Its time stands but for `seek`. */
export async function serveRoom({
  viewOnly = false,
  kind = 'replay',
  assets = '',
  edit = (text) => text,
  secret = randomToken(),
}: ServeOptions = {}): Promise<ServedRoom> {
  const folder = scratchFolder();
  const path = join(folder, 'served.holdpoint');
  const text = edit(planText);
  const plan = { plan: planOf(text), text, digest: planDigest(text) };
  const session = openTestSession(path, 'create', plan, kind);
  const engine = startEngine(session, plan, recordingOfLines([...lines()]), 0, systemClock);
  await engine.seek(t0 - 300);
  const host = await startHost({
    engine,
    port: 0,
    viewOnly,
    ...(assets === '' ? {} : { assets }),
    clock: systemClock,
    newToken: randomToken,
    secret,
    log: (text) => {
      throw new Error(text);
    },
  });
  afterAll(async () => {
    await host.close();
    await engine.close();
  });
  const address = `http://127.0.0.1:${host.port}/#${host.key}`;
  return {
    engine,
    host,
    address,
    path,
    folder,
    seek: (tick) => engine.seek(tick).then(() => undefined),
    run: (who, ...argv) => {
      const as = who === undefined ? [] : ['--as', who];
      return callHoldpoint([...argv, '--room', address, ...as]);
    },
  };
}
