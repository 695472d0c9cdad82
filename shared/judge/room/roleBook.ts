import { isSamePerson } from '../../base/samePerson.ts';
import type { Plan } from '../../model/plan.ts';
import { facilitatorRole } from '../../model/room/injectFacts.ts';
import type { RoleReading } from '../../model/room/roleReading.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import { type Asker, type Book, type Decided, refuse, type RoleDesk } from './book.ts';

/** It leads, and decides nothing of the launch. */
const facilitator: Plan['roles'] = { [facilitatorRole]: { name: 'Facilitator', may: [], veto: false } };

/** Who holds which role. A role has one holder, and may be handed over with a note. */
export class RoleBook implements Book, RoleDesk {
  private readonly roles: Plan['roles'];
  private readonly held = new Map<string, { name: string; sinceAt: number; note: string | undefined }>();

  constructor(plan: Plan, isRehearsal: boolean) {
    this.roles = isRehearsal ? { ...facilitator, ...plan.roles } : plan.roles;
  }

  has(role: string): boolean {
    return Object.hasOwn(this.roles, role);
  }

  get names(): readonly string[] {
    return Object.keys(this.roles);
  }

  holderOf(role: string): string | undefined {
    return this.held.get(role)?.name;
  }

  may(role: string, right: 'call' | 'override' | 'waive' | 'veto'): boolean {
    const rights = this.has(role) ? this.roles[role] : undefined;
    if (rights === undefined) return false;
    return right === 'veto' ? rights.veto || rights.may.includes('call') : rights.may.includes(right);
  }

  apply({ kind, body, actor, at }: RoomRow): void {
    if (kind === 'role.taken') this.held.set(body.role, { name: actor.name, sinceAt: at, note: undefined });
    else if (kind === 'role.handed_over') this.held.set(body.role, { name: body.to, sinceAt: at, note: body.note });
    else if (kind === 'role.left') this.held.delete(body.role);
  }

  advance(): void {
    // Time alone takes no role from anybody.
  }

  due(): readonly RoomFact[] {
    return [];
  }

  take({ role }: CommandArgs<'role.take'>, { actor }: Asker): Decided {
    if (!this.has(role)) return refuse('not_found', `The plan has no role ${role}.`);
    const holder = this.holderOf(role);
    if (holder === actor.name) return refuse('already_done', `${actor.name} holds ${this.nameOf(role)} already.`);
    if (holder !== undefined && isSamePerson(holder, actor.name)) {
      const text = `${this.nameOf(role)} is held by ${holder}, and you write that name as ${actor.name}; write it as ${holder}.`;
      return refuse('role_taken', text);
    }
    if (holder !== undefined) {
      return refuse('role_taken', `${this.nameOf(role)} is held by ${holder}, who can hand it over.`);
    }
    return [{ kind: 'role.taken', body: { role } }];
  }

  handOver({ role, to, note }: CommandArgs<'role.handOver'>, { actor }: Asker): Decided {
    const missing = this.requireHolder(role, actor.name);
    if (missing !== undefined) return missing;
    if (isSamePerson(to, actor.name)) return refuse('already_done', `${to} holds ${this.nameOf(role)} already.`);
    return [{ kind: 'role.handed_over', body: { role, to, note } }];
  }

  leave({ role, note }: CommandArgs<'role.leave'>, { actor }: Asker): Decided {
    return this.requireHolder(role, actor.name) ?? [{ kind: 'role.left', body: { role, note } }];
  }

  read(): RoleReading[] {
    return Object.entries(this.roles).map(([role, { name, may, veto }]) => {
      const held = this.held.get(role);
      return {
        role,
        name: name ?? role,
        may,
        veto,
        holder: held?.name ?? null,
        since: held?.sinceAt ?? null,
        note: held?.note ?? null,
      };
    });
  }

  save(): unknown {
    return [...this.held].map(([role, { name, sinceAt, note }]) => [role, { name, sinceAt, note }]);
  }

  load(saved: unknown): void {
    this.held.clear();
    for (const [role, held] of saved as [string, { name: string; sinceAt: number; note?: string }][]) {
      this.held.set(role, { name: held.name, sinceAt: held.sinceAt, note: held.note });
    }
  }

  private requireHolder(role: string, name: string): Decided | undefined {
    if (!this.has(role)) return refuse('not_found', `The plan has no role ${role}.`);
    if (this.holderOf(role) === name) return undefined;
    return refuse('not_allowed', `${name} does not hold ${this.nameOf(role)}; only its holder can give it away.`);
  }

  private nameOf(role: string): string {
    return this.roles[role]?.name ?? role;
  }
}
