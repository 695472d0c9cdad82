import { z } from 'zod';

export const tick = z.int({ error: 'write a second since epoch' }).min(0).max(8_640_000_000_000);
export const instant = z.int({ error: 'write an instant in ms since epoch' }).min(0).max(8_640_000_000_000_000);

/** A value a step. Null in a step without samples: a gap is shown as a gap. */
export const column = z.array(z.number().nullable());

/** So many steps of all lines together an answer has at most: it must stay under a megabyte. */
export const mostSteps = 12_000;

/** Name of a source, of a metric or of a label. */
export const name = z.string().max(128);

/** Labels, each with the values of which any will do. */
export const labelValues = z.record(name, z.array(z.string().max(256)).min(1).max(64));
