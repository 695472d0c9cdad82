import { createHash } from 'node:crypto';
import type { Plan } from '../../shared/model/plan.ts';
import type { CommandArgs } from '../../shared/model/room/roomFact.ts';
import { readEvidence } from '../import/evidence/readEvidence.ts';

/** A file that somebody wants to attach to a piece of evidence. */
export interface OfferedFile {
  readonly evidence: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads a file as the plan asks for it: what the command `evidence.attach` carries. Evidence that the plan does not name
 * is left to the room to refuse. `nowMs` is the session's time: a file is as old as it is in the launch, not on the wall.
 */
export function readAttachment(
  { evidence, name, bytes }: OfferedFile,
  plan: Plan,
  nowMs: number,
): CommandArgs<'evidence.attach'> {
  const asked = plan.evidence[evidence];
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { verdict, says, madeAt, facts } = readEvidence(
    { name, bytes, sha256 },
    {
      kind: asked?.kind ?? 'file',
      nowMs,
      ...(asked?.service === undefined ? {} : { service: asked.service }),
      ...(asked?.artifact === undefined ? {} : { artifact: asked.artifact }),
      ...(asked?.commit === undefined ? {} : { commit: asked.commit }),
      ...(asked?.expires === undefined ? {} : { maxAgeMs: asked.expires }),
    },
  );
  return {
    evidence,
    file: { name: name.slice(0, 255), bytes: bytes.length, sha256 },
    reading: { verdict, says: says.slice(0, 1000), madeAt: madeAt ?? null, facts: { ...facts } },
  };
}
