import type { Session } from '../../engine/store/session.ts';
import { BadLineTally } from './badLineTally.ts';

/** So many rows are held at a time: a session may have set a million lines aside. */
const pageRows = 20_000;

/** The lines that a session has set aside, by reason. */
export function readBadLines(session: Session): BadLineTally {
  const bad = new BadLineTally();
  for (let offset = 0; ; offset += pageRows) {
    const rows = session.readQuarantine(pageRows, offset);
    for (const row of rows) bad.add(row);
    if (rows.length < pageRows) return bad;
  }
}
