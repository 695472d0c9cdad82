import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ContractError } from '../../shared/contract/contract.ts';
import type { Overlay } from '../engine/answerQueries.ts';
import { readOverlay } from './cli/readOverlay.ts';

const mostNames = 100;
const mostKept = 4;

/**
 * The sessions that lie in the folder of this one, to be laid under it. They are asked for by the names that the folder
 * itself gives: a path, a link or a name with dots leads nowhere.
 */
export class OverlayShelf {
  private readonly folder: string;
  private readonly own: string;
  private readonly first: Overlay | undefined;
  /** What was read last, by name and state of the file: whoever chooses it again, or at another screen, waits no more. */
  private readonly kept = new Map<string, Promise<Overlay>>();

  /** `first`: the one that whoever opened the room named, from wherever it lies. */
  constructor(path: string, first?: Overlay) {
    this.folder = dirname(path);
    this.own = basename(path);
    this.first = first;
  }

  list(): { readonly first: string | null; readonly names: readonly string[] } {
    return { first: this.first?.name ?? null, names: this.names().slice(0, mostNames) };
  }

  async read(name: string | undefined): Promise<Overlay | null> {
    if (name === undefined) return this.first ?? null;
    if (!this.names().includes(name)) {
      throw new ContractError('not_found', `No session ${name} lies beside this one.`);
    }
    const path = join(this.folder, name);
    const { mtimeMs, size } = statSync(path);
    const key = JSON.stringify([name, mtimeMs, size]);
    const reading = this.kept.get(key) ?? readOverlay(path);
    this.kept.delete(key);
    this.kept.set(key, reading);
    for (const old of [...this.kept.keys()].slice(0, -mostKept)) this.kept.delete(old);
    try {
      return await reading;
    } catch (error) {
      this.kept.delete(key);
      const text = error instanceof Error ? error.message : String(error);
      // Whoever looks on is not told where this machine keeps its files.
      const why = text.replaceAll(join(this.folder, '/'), '');
      throw new ContractError('failed', `${name} cannot be laid under this session: ${why}`);
    }
  }

  /** A link is no file of this folder, wherever it leads. */
  private names(): string[] {
    return readdirSync(this.folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.holdpoint') && entry.name !== this.own)
      .map(({ name }) => name)
      .sort();
  }
}
