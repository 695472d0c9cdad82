import { z } from 'zod';
import { conditionSchema } from './planConditions.ts';
import { flag, id, idOf, list, minimum, name, strict, text, word } from './planScalars.ts';
import { duration, ratio, threshold } from './planUnits.ts';

/** `launch` is read as no labels at all. */
const scopeSchema = z
  .union([word('launch'), strict({ each: list(name, 'label names') })], {
    error: 'write launch, or { each: [market, method] }',
  })
  .transform((value): { each: string[] } => (value === 'launch' ? { each: [] } : value));
export type Scope = z.output<typeof scopeSchema>;

const doesSchema = z.union(
  [
    strict({ rollback: idOf('a wave, or cell, or launch'), to: ratio('0%').prefault('0%') }).transform((it) => ({
      kind: 'rollback' as const,
      ...it,
    })),
    strict({ hold: word('cell', 'launch') }).transform((it) => ({ kind: 'hold' as const, ...it })),
    strict({ review: z.literal(true, { error: 'write true' }) }).transform((it) => ({
      kind: 'review' as const,
      ...it,
    })),
  ],
  { error: 'write { rollback: cell, to: 0% }, { hold: launch } or { review: true }' },
);
/** What a trigger asks for. `rollback` names `cell`, `launch` or a wave, and `to` the percent to return to, as a ratio. */
export type Does = z.output<typeof doesSchema>;

const guidanceSchema = z
  .union(
    [text('what to do'), strict({ text: text('what to do'), runbook: text('a phase of the runbook').optional() })],
    { error: 'write what to do, as text' },
  )
  .transform((value): { text: string; runbook?: string | undefined } =>
    typeof value === 'string' ? { text: value } : value,
  );

export const triggerSchema = strict({
  name: text('a name').optional(),
  scope: scopeSchema.prefault('launch'),
  when: conditionSchema,
  for: duration().prefault('0s'),
  clear: strict({
    for: duration('60s').optional(),
    under: threshold.optional(),
    over: threshold.optional(),
  }).optional(),
  minimum: minimum.optional(),
  evidence: word('point', 'bound').optional(),
  confidence: ratio('99.9%', { open: true }).optional(),
  arm: word('advise', 'hold', 'act'),
  does: doesSchema,
  countdown: duration('30s').optional(),
  owner: idOf('a role').optional(),
  guidance: guidanceSchema.optional(),
  severity: text('a severity, such as critical').optional(),
  /** Who is told when nobody acknowledges it in time. */
  escalate: strict({ after: duration('5m').optional(), to: idOf('a role').optional() }).optional(),
  noData: strict({ do: word('hold', 'fire'), after: duration('5m') }).optional(),
  proxy: idOf('an indicator').optional(),
});
export type Trigger = z.output<typeof triggerSchema>;

/** Exactly one of `holds` (a condition that must hold for a time) and `evidence` (what must be present and unexpired). */
export const criterionSchema = strict({
  says: text('what must hold'),
  scope: scopeSchema.prefault('launch'),
  holds: conditionSchema.optional(),
  evidence: list(id, 'evidence ids').optional(),
  for: duration().prefault('0s'),
  minimum: minimum.optional(),
  owner: idOf('a role').optional(),
  required: flag.default(true),
  waivable: list(id, 'roles', 0).default([]),
  apply: id.optional(),
  proxy: idOf('an indicator').optional(),
})
  .refine((it) => (it.holds === undefined) !== (it.evidence === undefined), {
    error: 'write either holds or evidence',
  })
  .meta({ oneOf: [{ required: ['holds'] }, { required: ['evidence'] }] });
export type Criterion = z.output<typeof criterionSchema>;
