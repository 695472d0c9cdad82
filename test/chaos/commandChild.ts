import { existsSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import { openTestSession, readTestPlan, startEngine } from '../help/driveEngine.ts';
import type { CommandOutcome } from '../../shared/model/room/givenCommand.ts';

/** Where the process dies: before the row is written, when it is on the disk, or when whoever gave it has the answer. */
export type DeathMoment = 'before_write' | 'after_write' | 'after_answer';

export interface CommandTask {
  readonly session: string;
  readonly recording: string;
  readonly plan: string;
  /** The second in which the command is given. */
  readonly tick: number;
  /** Given first, as somebody does who never got an answer. */
  readonly again: string | undefined;
  readonly command: string;
  readonly dies: DeathMoment | undefined;
}

// A process that gives one command and dies at the moment that it was told; what it says, it says before it dies.
const task = JSON.parse(readFileSync(0, 'utf8')) as CommandTask;
const plan = readTestPlan(join(task.plan));
const session = openTestSession(task.session, existsSync(task.session) ? 'resume' : 'create', plan);
const engine = startEngine(session, plan, await openRecording(task.recording), 0);
await engine.seek(task.tick);

async function give(id: string): Promise<CommandOutcome> {
  const { number, state } = engine.snapshot();
  const isRole = id === 'role';
  return engine.command({
    id,
    actor: { role: 'sre', name: 'sre' },
    on: { epoch: state.epoch, snapshot: number },
    command: isRole
      ? { kind: 'role.take', args: { role: 'sre' } }
      : { kind: 'note.write', args: { text: `Note ${id}.` } },
  });
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

if (task.again !== undefined) writeSync(1, `${JSON.stringify({ again: await give(task.again) })}\n`);
const append = session.appendFacts.bind(session);
session.appendFacts = (facts) => {
  if (task.dies === 'before_write') die();
  const rows = append(facts);
  if (task.dies === 'after_write') die();
  return rows;
};
const outcome = await give(task.command);
writeSync(1, `${JSON.stringify({ outcome })}\n`);
if (task.dies === 'after_answer') die();
await engine.close();
