import { z } from 'zod';
import { cell, instantMs, planId, reason, rowNumber, words } from './roomScalars.ts';

/** What a file of evidence says of itself when it is read. */
export const fileReading = z.strictObject({
  verdict: z.enum(['pass', 'fail', 'unreadable']),
  says: words('a sentence', 1000),
  /** When what it shows happened, by the file's own word; null when it does not say. */
  madeAt: instantMs.nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type FileReading = z.output<typeof fileReading>;

export const attachedFile = z.strictObject({
  name: words('a file name', 255),
  bytes: z.int().min(0),
  /** Hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type AttachedFile = z.output<typeof attachedFile>;

export const criterionFacts = {
  /** A waiver counts when somebody else grants it. */
  'waiver.proposed': z.strictObject({ criterion: planId, cell, reason, untilAt: instantMs }),
  'waiver.granted': z.strictObject({ proposal: rowNumber, note: words('a note').optional() }),
  'waiver.refused': z.strictObject({ proposal: rowNumber, reason }),
  'waiver.ended': z.strictObject({ proposal: rowNumber, reason }),
  'evidence.attached': z.strictObject({ evidence: planId, file: attachedFile, reading: fileReading }),
  'evidence.accepted': z.strictObject({ attachment: rowNumber, note: words('a note').optional() }),
  'evidence.rejected': z.strictObject({ attachment: rowNumber, reason }),
};

export const criterionCommands = {
  'waiver.propose': z.strictObject({ criterion: planId, cell: cell.default({}), reason, untilAt: instantMs }),
  'waiver.grant': z.strictObject({ proposal: rowNumber, note: words('a note').optional() }),
  'waiver.refuse': z.strictObject({ proposal: rowNumber, reason }),
  'waiver.end': z.strictObject({ proposal: rowNumber, reason }),
  /** The file was uploaded before; the host reads it and adds what it says. */
  'evidence.attach': z.strictObject({ evidence: planId, file: attachedFile, reading: fileReading }),
  'evidence.accept': z.strictObject({ attachment: rowNumber, note: words('a note').optional() }),
  'evidence.reject': z.strictObject({ attachment: rowNumber, reason }),
};
