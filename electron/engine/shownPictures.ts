import type { ShownPictures } from './command/commandDesk.ts';

/** A command on a picture older than so many is refused: nobody decides on what was seen a minute ago. */
const mostKept = 256;

/** The calls of the last snapshots, by number. */
export class PictureBook implements ShownPictures {
  epoch = 0;
  isNow = true;
  private readonly calls = new Map<number, string>();

  note(snapshot: number, call: string): void {
    this.calls.delete(snapshot);
    this.calls.set(snapshot, call);
    if (this.calls.size <= mostKept) return;
    for (const oldest of this.calls.keys()) {
      this.calls.delete(oldest);
      return;
    }
  }

  callOf(snapshot: number): string | undefined {
    return this.calls.get(snapshot);
  }
}
