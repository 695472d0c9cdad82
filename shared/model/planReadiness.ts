import { z } from 'zod';
import { id, idOf, number, list, strict, text, word } from './planScalars.ts';
import { duration, instant, ratio } from './planUnits.ts';

export const evidenceSchema = strict({
  says: text('what it shows'),
  owner: idOf('a role').optional(),
  due: instant.optional(),
  kind: word('file', 'junit', 'provenance', 'sbom', 'argocd', 'drill', 'change'),
  service: text('a service').optional(),
  /** What is to be deployed, and from which commit: provenance, bills of materials and ArgoCD are held against them. */
  artifact: z
    .string({ error: 'write the digest of an artifact, such as sha256: and 64 hex digits' })
    .regex(/^sha256:[0-9a-f]{64}$/, { error: 'write the digest of an artifact, such as sha256: and 64 hex digits' })
    .optional(),
  commit: z
    .string({ error: 'write a commit in 7 to 64 hex digits, in quotes' })
    .regex(/^[0-9a-f]{7,64}$/, { error: 'write a commit in 7 to 64 hex digits, in quotes' })
    .optional(),
  expires: duration('90d').optional(),
});
export type Evidence = z.output<typeof evidenceSchema>;

/** Either a moment (`at`), or a stretch of work (`from`, `lasts`) that may use a capacity. */
export const milestoneSchema = strict({
  says: text('what is reached'),
  owner: idOf('a role').optional(),
  at: instant.optional(),
  from: instant.optional(),
  lasts: duration('10d').optional(),
  needs: list(id, 'milestones', 0).default([]),
  uses: idOf('a capacity').optional(),
  /** When it was reached, where the plan was written after that; sessions before it know nothing of it. */
  reached: instant.optional(),
})
  .refine(
    (it) =>
      it.at === undefined
        ? it.from !== undefined && it.lasts !== undefined
        : it.from === undefined && it.lasts === undefined,
    {
      error: 'write either at, or from and lasts',
    },
  )
  .meta({
    anyOf: [
      { required: ['at'], not: { anyOf: [{ required: ['from'] }, { required: ['lasts'] }] } },
      { required: ['from', 'lasts'], not: { required: ['at'] } },
    ],
  });
export type Milestone = z.output<typeof milestoneSchema>;

/** How much of it there is at a time: how many reviews at once, how many experiments. */
export const capacitySchema = number('how many at a time, such as 2', 0);

export const dependencySchema = strict({
  says: text('what it is').optional(),
  sla: ratio('99.9%', { open: true }),
  fallback: idOf('an indicator').optional(),
  slo: idOf('an SLO').optional(),
});
export type Dependency = z.output<typeof dependencySchema>;
