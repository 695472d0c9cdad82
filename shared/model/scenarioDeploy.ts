import { z } from 'zod';
import { name, strict, text, word } from './planScalars.ts';
import { anyOf, moment } from './scenarioScalars.ts';

const digest = z
  .string({ error: 'write a digest, such as sha256: and 64 hex digits' })
  .regex(/^sha256:[0-9a-f]{64}$/, { error: 'write a digest, such as sha256: and 64 hex digits' });
const commit = z
  .string({ error: 'write a commit in 40 hex digits, in quotes' })
  .regex(/^[0-9a-f]{40}$/, { error: 'write a commit in 40 hex digits, in quotes' });

/**
 * A deploy with where it comes from. It is read as the event `deploy.finished`, with the labels that rules ask for: beside
 * what is written here, `provenance` (matches, differs, missing) and `approval` (second, self, missing).
 */
export const deployTraffic = strict({
  kind: z.literal('deploy'),
  source: name,
  at: anyOf(moment, 'an instant'),
  service: name,
  mode: word('pipeline', 'manual'),
  version: text('a version such as 4.12.1'),
  commit,
  /** Of what runs. */
  digest,
  /** Of what the pipeline attested for this deploy; absent where nothing was. */
  attested: digest.optional(),
  author: text('who wrote it'),
  approver: text('who approved it').optional(),
  says: text('what to add to its text').optional(),
}).transform(({ source, at, service, mode, version, commit: of, digest: runs, attested, author, approver, says }) => ({
  kind: 'event' as const,
  source,
  type: 'deploy.finished',
  at,
  labels: {
    ...{ service, mode, commit: of, digest: runs },
    ...(attested === undefined ? {} : { attested }),
    provenance: attested === undefined ? 'missing' : attested === runs ? 'matches' : 'differs',
    author,
    ...(approver === undefined ? {} : { approver }),
    approval: approver === undefined ? 'missing' : approver === author ? 'self' : 'second',
  },
  text: `${service} ${version}${mode === 'manual' ? ', by hand' : ''}${says === undefined ? '' : `: ${says}`}`,
  data: { version },
}));
