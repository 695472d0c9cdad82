import type { SessionIdentity } from '../../../shared/model/session.ts';
import { BlockReader } from './blockReader.ts';
import type { CoarseRollUp } from './coarseRollUp.ts';
import { openConnection, type Connection } from './open.ts';
import type { SessionSettings } from './session.ts';
import { SessionError } from './sessionError.ts';
import { noteClosed, noteOpen } from './sessionFiles.ts';
import { readHeads, type SessionHeads } from './sessionHeads.ts';
import { translateContentError, translateError } from './translateError.ts';
import { WalKeeper } from './walKeeper.ts';
import type { WriterLock } from './writerLock.ts';

export interface OpenedFile {
  readonly path: string;
  readonly db: Connection;
  readonly identity: SessionIdentity;
  /** Undefined for readers. */
  readonly lock: WriterLock | undefined;
  readonly notice: string | undefined;
  readonly settings: SessionSettings;
}

/**
 * A connection to a session and what is remembered of the file between calls (`heads`, `coarse`). Both can be read again
 * at any time, and are after anything has gone wrong: what is in the file decides.
 */
export class OpenFile {
  readonly path: string;
  readonly notice: string | undefined;
  readonly identity: SessionIdentity;
  protected readonly settings: SessionSettings;
  protected db: Connection;
  protected blocks: BlockReader;
  protected coarse: CoarseRollUp | undefined;
  private readonly lock: WriterLock | undefined;
  private wal: WalKeeper;
  private heads: SessionHeads | undefined;
  private state: 'open' | 'uncertain' | 'closed' = 'open';

  constructor({ path, db, identity, lock, notice, settings }: OpenedFile) {
    this.identity = identity;
    this.path = path;
    this.notice = notice;
    this.settings = settings;
    this.lock = lock;
    this.db = db;
    this.blocks = new BlockReader(db);
    this.wal = new WalKeeper(db, path);
    if (this.writable) this.wal.settle();
    noteOpen(path);
  }

  get writable(): boolean {
    return this.lock !== undefined;
  }

  /** Runs a write, which takes where the chains end and returns where they end after it. */
  protected write(call: string, run: (heads: SessionHeads) => SessionHeads): SessionHeads {
    this.requireWritable();
    return this.timed(call, () => {
      try {
        this.heads = run(this.currentHeads());
        const { heads } = this;
        // The write is on the disk whatever becomes of this.
        if (!this.wal.keepShort()) this.state = 'uncertain';
        return heads;
      } catch (error) {
        this.heads = undefined;
        this.coarse = undefined;
        throw this.noted(error);
      }
    });
  }

  protected read<Result>(call: string, run: () => Result): Result {
    this.requireReadable();
    return this.timed(call, () => {
      try {
        return run();
      } catch (error) {
        throw this.noted(error);
      }
    });
  }

  protected *iterate<Item>(start: () => Iterable<Item>): Generator<Item> {
    this.requireReadable();
    try {
      yield* start();
    } catch (error) {
      throw this.noted(error);
    }
  }

  /** A reader's file grows behind its back, so it never trusts what it read before. */
  protected currentHeads(): SessionHeads {
    if (!this.writable || this.heads === undefined) this.heads = readHeads(this.db);
    return this.heads;
  }

  protected requireWritable(): void {
    this.requireOpen();
    if (!this.writable) {
      throw new SessionError('read_only', this.notice ?? `${this.path} is open for reading only: resume it to write.`);
    }
    if (this.state === 'uncertain') throw this.uncertain();
  }

  /** After a disk failed so that the file could not even be opened again, there is nothing to read from. */
  private requireReadable(): void {
    this.requireOpen();
    if (!this.db.open) throw this.uncertain();
  }

  private uncertain(): SessionError {
    return new SessionError(
      'io_uncertain',
      `The disk failed while ${this.path} was being written: open the session again to see what it holds.`,
    );
  }

  protected reopenConnection(): void {
    this.requireOpen();
    this.heads = undefined;
    this.coarse = undefined;
    this.state = 'uncertain';
    this.db.close();
    try {
      this.db = openConnection(this.path, this.writable ? 'writer' : 'reader');
      this.blocks = new BlockReader(this.db);
      this.wal = new WalKeeper(this.db, this.path);
      if (this.writable) this.wal.settle();
    } catch (error) {
      throw translateError(error, this.path);
    }
    this.state = 'open';
  }

  /** Lets go of the file and the lock, whatever happens; `before` runs first if the file can still be written. */
  protected closeConnection(before: () => void): void {
    if (this.state === 'closed') return;
    try {
      if (this.writable && this.state === 'open') {
        before();
        this.db.pragma('optimize');
        this.wal.truncate();
      }
    } catch (error) {
      throw translateError(error, this.path);
    } finally {
      this.state = 'closed';
      this.db.close();
      noteClosed(this.path);
      this.lock?.release();
    }
  }

  private requireOpen(): void {
    if (this.state === 'closed') throw new SessionError('closed', `${this.path} has been closed: open it again.`);
  }

  private noted(error: unknown): unknown {
    const known = translateContentError(translateError(error, this.path), this.path);
    if (known instanceof SessionError && known.code === 'io_uncertain' && this.writable) this.state = 'uncertain';
    return known;
  }

  private timed<Result>(call: string, run: () => Result): Result {
    const { now, onSlow } = this.settings;
    if (onSlow === undefined) return run();
    const startedAt = now();
    try {
      return run();
    } finally {
      const ms = now() - startedAt;
      if (ms > slowCallMs) onSlow({ call, ms });
    }
  }
}

const slowCallMs = 40;
