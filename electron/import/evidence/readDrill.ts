import { formatDuration } from '../../../shared/base/duration.ts';
import { readDrillRecord } from '../../../shared/model/evidenceRecord.ts';
import { nothingToCompare } from './commitWords.ts';
import { judgeServiceName } from './serviceName.ts';
import { unreadable } from './evidenceReading.ts';
import type { EvidenceAsked, Finding } from './evidenceReading.ts';
import { shown } from './evidenceText.ts';

/** Reads the record of a rollback that was drilled. Without a limit any completed one passes, and the sentence says how long. */
export function readDrill(text: string, asked: EvidenceAsked): Finding {
  const read = readDrillRecord(text);
  if (read.record === undefined) return unreadable(shown(read.refusal, 400));
  const { when, who, service, rollback: rollbackMs, limit: limitMs, result } = read.record;
  const faults = judgeServiceName(service, asked);
  const took = rollbackMs === undefined ? '' : formatDuration(rollbackMs);
  if (result === 'failed') faults.push(`tells of a rollback that failed${took === '' ? '' : ` after ${took}`}`);
  else if (rollbackMs !== undefined && limitMs !== undefined && rollbackMs > limitMs)
    faults.push(`tells of a rollback that took ${took}, over its limit of ${formatDuration(limitMs)}`);
  const within = limitMs === undefined ? 'no limit is written' : `its limit is ${formatDuration(limitMs)}`;
  return {
    kind: 'read',
    holds: `tells of a rollback by ${shown(who)} that took ${took}; ${within}${nothingToCompare}`,
    faults,
    made: { firstAt: when, lastAt: when, hasZone: true },
    facts: {
      who: shown(who),
      result,
      ...(service === undefined ? {} : { service: shown(service) }),
      ...(rollbackMs === undefined ? {} : { rollbackMs }),
      ...(limitMs === undefined ? {} : { limitMs }),
    },
  };
}
