import { join } from 'node:path';

/** The launches that come with the product. */
export const launchesFolder = join(import.meta.dirname, '../../data');

/** What the room of a scenario looks like in a second that matters. */
export function picturePath(folder: string, launch: string, file: string): string {
  return join(folder, launch, 'pictures', `${file}.jpg`);
}
