import { existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { judgeRecording } from '../../electron/engine/judgeRecording.ts';
import { JudgementDigest } from '../../electron/engine/judgementDigest.ts';
import { sessionRecording } from '../../electron/engine/sessionRecording.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { SessionError } from '../../electron/engine/store/sessionError.ts';
import { verifySession } from '../../electron/engine/store/verify.ts';
import { HandClock, settle } from '../help/handClock.ts';
import { HandSource } from '../help/handSource.ts';
import { openLiveDesk } from '../help/liveDesk.ts';
import { livePlan, liveT0Ms, requests } from '../help/livePlan.ts';
import type { DiskFault, FaultOutcome } from './faultChild.ts';

export interface LiveFaultTask {
  readonly folder: string;
  readonly orders: string;
  /** A fault each, or so many ms by which every sync is held up. */
  readonly faults: readonly (DiskFault | { readonly slowMs: number })[];
}

// A live desk on a disk that fails or is slow, once for each fault of the task on its input; what became of each is written
// as a line of JSON. The shim must be loaded.
const numbers = { ENOSPC: 28, EIO: 5 };
/** Seconds of the launch, each with a frame. */
const seconds = 40;
const task = JSON.parse(readFileSync(0, 'utf8')) as LiveFaultTask;
const orders = openSync(task.orders, 'a');
for (const [place, fault] of task.faults.entries()) {
  const folder = join(task.folder, `live-${place}`);
  mkdirSync(folder);
  writeSync(1, `${JSON.stringify(await bear(fault, join(folder, 'live.holdpoint')))}\n`);
  rmSync(folder, { recursive: true });
}

async function bear(fault: LiveFaultTask['faults'][number], path: string): Promise<FaultOutcome> {
  const clock = new HandClock(liveT0Ms);
  const failedBefore = statSync(task.orders).size;
  if ('slowMs' in fault) writeSync(orders, `slow ${fault.slowMs}`);
  else writeSync(orders, `fail ${fault.inCall} ${fault.number} ${numbers[fault.error]} ${fault.isOnce ? 1 : 0}`);
  let acknowledged = 0;
  let words = '';
  for (let run = 0; run < 2; run += 1) {
    const source = new HandSource();
    try {
      const isThere = existsSync(path) && run > 0;
      const desk = openLiveDesk(path, isThere ? 'resume' : 'create', livePlan, [{ name: 'hand-1', source }], clock);
      desk.engine.ended.catch(() => undefined);
      await clock.pass(1);
      const begun = Number(source.begun[0] ?? 0);
      if (begun < acknowledged) return broken(`it goes on from ${begun}, and ${acknowledged} was acknowledged`);
      for (let seq = begun + 1; seq <= seconds && desk.engine.state().trouble === undefined; seq += 1) {
        source.frame(seq, requests(clock.nowMs(), 1, seq % 3 === 0 ? 'error' : 'ok', seq));
        await clock.pass(1000);
        acknowledged = Number(source.acknowledged.at(-1) ?? acknowledged);
      }
      await clock.pass(2000);
      const { trouble } = desk.engine.state();
      await desk.engine.close();
      if (trouble === undefined) break;
      words = trouble;
    } catch (error) {
      if (!(error instanceof SessionError))
        return broken(`it stopped without words: ${error instanceof Error ? error.stack : 'no Error'}`);
      words = error.message;
    }
    // Somebody has made room, and the desk is started again.
    writeSync(orders, 'calm');
    if (!existsSync(path) || acknowledged === 0) rmSync(path, { force: true });
    await settle();
  }
  writeSync(orders, 'calm');
  const isMet = 'slowMs' in fault || statSync(task.orders).size > failedBefore;
  const end = !isMet ? 'unmet' : words === '' ? 'wentOn' : 'stopped';
  if (!isMet && words !== '') return broken(`it stopped though nothing failed: ${words}`);
  return { end, words, breach: await findBreach(path) };
}

function broken(breach: string): FaultOutcome {
  return { end: 'stopped', words: '', breach };
}

/** Every number is there once, in order, and judged again it is what was judged. */
async function findBreach(path: string): Promise<string | undefined> {
  const session = openSession(path, { mode: 'read', now: () => 0 });
  const seqs = [...session.readLines(1)].flatMap(({ bytes }) => {
    const line = Buffer.from(bytes).toString();
    return line.includes('"requests"') ? [Number(/"seq":(\d+)/.exec(line)?.[1])] : [];
  });
  const again = await judgeRecording(sessionRecording(session), [livePlan.plan], { atMs: [] });
  session.close();
  if (seqs.length !== seconds || seqs.some((seq, place) => seq !== place + 1)) return `there are ${seqs.join(' ')}`;
  const { duplicates, conflicts, quarantined } = again.counters;
  if (duplicates + conflicts + quarantined > 0) return JSON.stringify(again.counters);
  if (again.judgements[0]?.digest === new JudgementDigest().text()) return 'nothing was judged';
  return verifySession(path).faults[0]?.text;
}
