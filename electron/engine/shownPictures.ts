import type { Judge } from '../../shared/judge/judge.ts';
import type { ShownPicture, ShownPictures } from './command/commandDesk.ts';

/** A command on a picture older than so many is refused: nobody decides on what was seen a minute ago. */
const mostKept = 256;

/** What the last snapshots said that people decide on, by number. */
export class PictureBook implements ShownPictures {
  epoch = 0;
  isNow = true;
  private readonly pictures = new Map<number, ShownPicture>();

  note(snapshot: number, { callWord: call, room }: Judge): void {
    this.pictures.delete(snapshot);
    this.pictures.set(snapshot, { call, criteria: (room?.criteria ?? []).map(({ state }) => state) });
    if (this.pictures.size <= mostKept) return;
    for (const oldest of this.pictures.keys()) {
      this.pictures.delete(oldest);
      return;
    }
  }

  pictureOf(snapshot: number): ShownPicture | undefined {
    return this.pictures.get(snapshot);
  }
}
