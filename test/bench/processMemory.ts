import { readdirSync, readFileSync } from 'node:fs';

/**
 * Memory of a process and all that it started, in MB: what is shared is counted once between those who share it. Undefined
 * where the system does not tell.
 */
export function memoryOfTreeMb(root: number): number | undefined {
  try {
    const parents = new Map<number, number>();
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const parent = readText(`/proc/${name}/stat`)
        ?.replace(/^.*\) \S+ /s, '')
        .split(' ')[0];
      if (parent !== undefined) parents.set(Number(name), Number(parent));
    }
    const isBelow = (pid: number): boolean => {
      for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at))
        if (at === root) return true;
      return false;
    };
    let totalKb = 0;
    for (const pid of parents.keys()) {
      if (isBelow(pid)) totalKb += Number(/^Pss:\s+(\d+)/m.exec(readText(`/proc/${pid}/smaps_rollup`) ?? '')?.[1] ?? 0);
    }
    return totalKb === 0 ? undefined : totalKb / 1024;
  } catch {
    return undefined;
  }
}

/** A process may be gone by the time that it is looked at. */
function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
