import { instantAt } from '../../base/instant.ts';
import type { Plan } from '../../model/plan.ts';
import {
  type PostureColumn,
  postureColumns,
  type PostureItem,
  type PostureReading,
} from '../../model/room/postureReading.ts';
import type { Room } from './room.ts';

/**
 * Services against kinds of evidence. A repeatable build and a provenance rest on the same paper: the first asks what it
 * says, the second also whether that is what runs. Where nobody has joined nobody was asked for any: what is not there is
 * unknown then, whatever its date.
 */
export function buildPosture(plan: Plan, room: Pick<Room, 'evidence' | 'isStaffed'>): PostureReading {
  const items = Object.entries(plan.evidence).filter(([, { service }]) => service !== undefined);
  const services = [...new Set(items.flatMap(([, { service }]) => service ?? []))];
  const columns = postureColumns.filter(({ kind }) => items.some(([, item]) => item.kind === kind));
  return {
    columns: columns.map(({ column, title }) => ({ column, title })),
    rows: services.map((service) => ({
      service,
      cells: columns.map((column) =>
        items
          .filter(([, item]) => item.service === service && item.kind === column.kind)
          .map(([evidence]) => postureItem(plan, room, column, evidence))
          .sort((one, other) => fromWorst.indexOf(one.state) - fromWorst.indexOf(other.state)),
      ),
    })),
  };
}

const fromWorst = ['fail', 'unknown', 'pass'];

function postureItem(
  plan: Plan,
  { evidence: book, isStaffed }: Pick<Room, 'evidence' | 'isStaffed'>,
  { column }: PostureColumn,
  evidence: string,
): PostureItem {
  const item = plan.evidence[evidence];
  const judged = book.judge(evidence, column === 'build' ? 'apart' : 'compared');
  const { attachment, madeAt, expiresAt } = judged;
  const { state, why } = isStaffed
    ? judged
    : { state: 'unknown' as const, why: 'nobody has joined, so nobody was asked for it' };
  return {
    evidence,
    says: item?.says ?? '',
    owner: item?.owner ?? null,
    state,
    why,
    madeAt: madeAt ?? null,
    expiresAt: expiresAt ?? null,
    dueAt: item?.due === undefined ? null : instantAt(item.due, plan.launch.t0),
    attachment: attachment?.row ?? null,
    attachedBy: attachment?.by.name ?? null,
  };
}
