import { formatDuration } from '../../shared/base/duration.ts';
import { canonicalJson } from '../../shared/base/canonicalJson.ts';
import type { LedgerRow } from '../../shared/model/ledgerRow.ts';

/** A ledger as lines of text, to be read by people and held against a golden file: no hashes, no ids of commands. */
export function tellLedger(rows: readonly LedgerRow[], t0Ms: number): string {
  return rows
    .map(({ seq, at, actor, kind, body }) => {
      // How often the room was looked at before is not part of the story.
      const { command: _command, given: _given, snapshot: _snapshot, ...said } = body;
      const tMs = at - t0Ms;
      const moment = `T${tMs < 0 ? '-' : '+'}${formatDuration(Math.abs(tMs))}`;
      return `${seq} ${moment} ${actor.role === 'system' ? 'room' : actor.role} ${kind} ${canonicalJson(said)}\n`;
    })
    .join('');
}
