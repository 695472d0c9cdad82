import { createHash } from 'node:crypto';
import { mostFileBytes } from '../../../shared/contract/handedFile.ts';
import type { Upload } from './fileDoor.ts';

/** So much is held of all files that wait to be attached. */
const mostHeldBytes = 4 * mostFileBytes;

/** Files that were handed over and are not attached to anything yet. They are not on the disk: the oldest go first. */
export class Uploads {
  private readonly held = new Map<string, Upload>();
  private heldBytes = 0;

  /** Returns the SHA-256 of the bytes in hex, by which the file is attached. */
  take(upload: Upload): string {
    const sha256 = createHash('sha256').update(upload.bytes).digest('hex');
    this.drop(sha256);
    this.held.set(sha256, upload);
    this.heldBytes += upload.bytes.length;
    for (const oldest of this.held.keys()) {
      if (this.heldBytes <= mostHeldBytes) break;
      this.drop(oldest);
    }
    return sha256;
  }

  find(sha256: string): Upload | undefined {
    return this.held.get(sha256);
  }

  drop(sha256: string): void {
    this.heldBytes -= this.held.get(sha256)?.bytes.length ?? 0;
    this.held.delete(sha256);
  }
}
