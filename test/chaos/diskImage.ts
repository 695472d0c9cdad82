import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { SeededRandom } from './seededRandom.ts';
import type { LogRecord } from './writeLog.ts';

type Change = { readonly offset: number; readonly bytes: Buffer } | { readonly length: number };

/** A file on the disk: what is on it for certain, and what was done to it since it was synced last. */
class DiskFile {
  readonly unsynced: Change[] = [];
  private bytes = Buffer.alloc(0);
  private length = 0;

  sync(): void {
    for (const change of this.unsynced.splice(0)) this.apply(change);
  }

  /** What a power cut leaves: each unsynced change with a chance of one half, one in five of these torn. */
  leave(random: SeededRandom): Buffer {
    const left = new DiskFile();
    left.bytes = Buffer.from(this.bytes.subarray(0, this.length));
    left.length = this.length;
    for (const change of this.unsynced) {
      if (!random.chance(0.5)) continue;
      if ('length' in change || !random.chance(0.2)) left.apply(change);
      else for (const piece of tear(change.offset, change.bytes, random)) left.apply(piece);
    }
    return left.bytes.subarray(0, left.length);
  }

  private apply(change: Change): void {
    if ('length' in change) {
      this.reach(change.length);
      this.bytes.fill(0, Math.min(this.length, change.length), Math.max(this.length, change.length));
      this.length = change.length;
    } else {
      const { offset, bytes } = change;
      this.reach(offset + bytes.length);
      bytes.copy(this.bytes, offset);
      this.length = Math.max(this.length, offset + bytes.length);
    }
  }

  private reach(length: number): void {
    if (this.bytes.length >= length) return;
    const longer = Buffer.alloc(Math.max(length, 2 * this.bytes.length));
    this.bytes.copy(longer);
    this.bytes = longer;
  }
}

const sectorBytes = 512;

/** The part of a write in each sector of the disk comes through or does not. */
function tear(offset: number, bytes: Buffer, random: SeededRandom): { offset: number; bytes: Buffer }[] {
  const pieces: { offset: number; bytes: Buffer }[] = [];
  for (let from = 0; from < bytes.length;) {
    const to = Math.min(bytes.length, from + sectorBytes - ((offset + from) % sectorBytes));
    if (random.chance(0.5)) pieces.push({ offset: offset + from, bytes: bytes.subarray(from, to) });
    from = to;
  }
  return pieces;
}

type NameChange = { readonly path: string; readonly file: DiskFile | undefined };

/**
 * A disk on which the changes of a log are done one by one, and which may lose its power after any of them. A file keeps
 * what was synced; of the rest each write, each cut and each new or removed name comes through or does not, in any order.
 */
export class DiskImage {
  /** The text that was acknowledged last. */
  acknowledged: string | undefined;
  private readonly byNumber = new Map<number, DiskFile>();
  private readonly names = new Map<string, DiskFile>();
  private readonly syncedNames = new Map<string, DiskFile>();
  private unsyncedNames: NameChange[] = [];

  take(record: LogRecord): void {
    switch (record.kind) {
      case 'opened':
        if (!record.isNew && this.byNumber.has(record.file)) return;
        this.byNumber.set(record.file, new DiskFile());
        this.name(record.path, this.byNumber.get(record.file));
        return;
      case 'written':
      case 'cut':
        this.byNumber.get(record.file)?.unsynced.push(record);
        return;
      case 'synced': {
        const file = this.byNumber.get(record.file);
        if (file !== undefined) file.sync();
        else this.syncNames();
        return;
      }
      case 'unlinked':
        this.name(record.path, undefined);
        return;
      case 'renamed':
        this.name(record.to, this.names.get(record.from));
        this.name(record.from, undefined);
        return;
      case 'linked':
        this.name(record.to, this.names.get(record.from));
        return;
      case 'acknowledged':
        this.acknowledged = record.text;
    }
  }

  /** The power is cut: writes what is left into the folder. */
  cutPower(random: SeededRandom, folder: string): void {
    const names = new Map(this.syncedNames);
    for (const change of this.unsyncedNames) if (random.chance(0.5)) rename(names, change);
    for (const [path, file] of names) writeFileSync(join(folder, basename(path)), file.leave(random));
  }

  private name(path: string, file: DiskFile | undefined): void {
    rename(this.names, { path, file });
    this.unsyncedNames.push({ path, file });
  }

  private syncNames(): void {
    for (const change of this.unsyncedNames) rename(this.syncedNames, change);
    this.unsyncedNames = [];
  }
}

function rename(names: Map<string, DiskFile>, { path, file }: NameChange): void {
  if (file === undefined) names.delete(path);
  else names.set(path, file);
}
