import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { ChildTask } from './replayChild.ts';
import type { Acknowledged } from './replaySession.ts';

/** When a child is to be killed: so long after so many acknowledged writes of its own. */
export interface KillMoment {
  readonly afterWrites: number;
  readonly thenMs: number;
}

export interface ChildEnd {
  /** What it acknowledged last; undefined when it did not come so far. */
  readonly acknowledged: Acknowledged | undefined;
  readonly isDone: boolean;
  /** Why the child ended, when it neither came to the end nor was killed. */
  readonly trouble: string | undefined;
}

export interface WarmChild {
  /** Gives the child its task, kills it at the moment if one is given, and tells what it said until then. */
  run(task: ChildTask, moment: KillMoment | undefined): Promise<ChildEnd>;
  stop(): Promise<void>;
}

/** Starts a child that loads its modules while others work, and then waits for its task. */
export function startChild({
  folder,
  shim,
}: {
  readonly folder: string;
  readonly shim: string | undefined;
}): WarmChild {
  const preload = shim === undefined ? {} : { LD_PRELOAD: shim, CHAOS_FOLDER: folder };
  const env = { ...process.env, ...preload, NODE_COMPILE_CACHE: join(folder, 'compiled') };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'replayChild.ts')], { env });
  let said = '';
  let complaint = '';
  let onSaid = (): void => {};
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString();
    onSaid();
  });
  child.stderr.on('data', (bytes: Buffer) => (complaint += bytes.toString()));
  child.stdin.on('error', (error) => (complaint += error.message));
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  /** Whole lines after the first, `ready`. */
  const told = (): string[] => said.split('\n').slice(1, -1);

  return {
    async run(task, moment) {
      let timer: NodeJS.Timeout | undefined;
      onSaid = () => {
        if (moment === undefined || timer !== undefined || told().length < moment.afterWrites) return;
        timer = setTimeout(() => child.kill('SIGKILL'), moment.thenMs);
      };
      child.stdin.end(JSON.stringify(task));
      if (said !== '') onSaid();
      await closed;
      clearTimeout(timer);
      const isDone = told().at(-1) === 'done';
      const last = told().findLast((line) => line !== 'done');
      const [sealedLine = 0, tailLine = 0, ledgerSeq = 0] = last?.split(' ').map(Number) ?? [];
      return {
        acknowledged: last === undefined ? undefined : { sealedLine, tailLine, ledgerSeq },
        isDone,
        trouble: isDone || child.signalCode === 'SIGKILL' ? undefined : complaint,
      };
    },
    async stop() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
