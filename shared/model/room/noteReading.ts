import { z } from 'zod';

/** Notes and decisions since the beginning, newest first. */
export const noteReading = z.strictObject({});
export type NoteReading = z.output<typeof noteReading>;
