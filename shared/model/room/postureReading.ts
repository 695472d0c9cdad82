import { z } from 'zod';

export const postureColumns = [
  { column: 'build', kind: 'provenance', title: 'Repeatable build' },
  { column: 'junit', kind: 'junit', title: 'Test gate' },
  { column: 'provenance', kind: 'provenance', title: 'Provenance' },
  { column: 'drill', kind: 'drill', title: 'Rollback drill' },
  { column: 'change', kind: 'change', title: 'Change record' },
  { column: 'sbom', kind: 'sbom', title: 'Bill of materials' },
  { column: 'argocd', kind: 'argocd', title: 'Synced by ArgoCD' },
  { column: 'file', kind: 'file', title: 'File' },
] as const;
export type PostureColumn = (typeof postureColumns)[number];

const columnId = z.enum(postureColumns.map(({ column }) => column));

/** A piece of evidence of one service. */
const postureItem = z.strictObject({
  evidence: z.string(),
  says: z.string(),
  owner: z.string().nullable(),
  state: z.enum(['pass', 'fail', 'unknown']),
  why: z.string(),
  /** What its age is counted from, ms; null where nothing is attached. */
  madeAt: z.int().nullable(),
  expiresAt: z.int().nullable(),
  /** When it must be there, ms. */
  dueAt: z.int().nullable(),
  /** The row that attached what decides. */
  attachment: z.int().nullable(),
  attachedBy: z.string().nullable(),
});
export type PostureItem = z.output<typeof postureItem>;

/** Services against kinds of evidence: what stands behind each, and what is missing. Asked for, not part of a snapshot. */
export const postureReading = z.strictObject({
  columns: z.array(z.strictObject({ column: columnId, title: z.string() })),
  rows: z.array(
    z.strictObject({
      service: z.string(),
      /** One for each column, in its order; empty where the plan asks for none. The worst item stands first. */
      cells: z.array(z.array(postureItem)),
    }),
  ),
});
export type PostureReading = z.output<typeof postureReading>;
