import type { Plan } from '../../model/plan.ts';

const loadMs = 10 * 60_000;
/** More alarms than this within 10 min are a flood. */
const mostBeforeFlood = 10;
const good = 1;
const most = 2;

interface Alarm {
  readonly at: number;
  readonly trigger: string;
}

export interface RoleLoad {
  /** Null: alarms of triggers that nobody owns. */
  readonly role: string | null;
  readonly alarms: number;
  /** About one in 10 min is good, two are the most that a person can answer. */
  readonly level: 'good' | 'most' | 'over';
}

/** How many alarms the last 10 min have put on whom. */
export class AlarmLoad {
  private readonly plan: Plan;
  private alarms: Alarm[] = [];

  constructor(plan: Plan) {
    this.plan = plan;
  }

  add(trigger: string, at: number): void {
    this.alarms.push({ at, trigger });
  }

  advance(nowMs: number): void {
    if (this.alarms.some(({ at }) => at <= nowMs - loadMs)) {
      this.alarms = this.alarms.filter(({ at }) => at > nowMs - loadMs);
    }
  }

  get count(): number {
    return this.alarms.length;
  }

  get isFlood(): boolean {
    return this.alarms.length > mostBeforeFlood;
  }

  /** Every role that owns a trigger, in the order of the plan, and nobody where a trigger without an owner fired. */
  byRole(): RoleLoad[] {
    const counts = new Map<string | null, number>();
    for (const { owner } of Object.values(this.plan.triggers)) if (owner !== undefined) counts.set(owner, 0);
    for (const { trigger } of this.alarms) {
      const owner = this.plan.triggers[trigger]?.owner ?? null;
      counts.set(owner, (counts.get(owner) ?? 0) + 1);
    }
    return [...counts].map(([role, alarms]) => ({ role, alarms, level: levelOf(alarms) }));
  }

  save(): unknown {
    return this.alarms.map(({ at, trigger }) => [at, trigger]);
  }

  load(saved: unknown): void {
    this.alarms = (saved as [number, string][]).map(([at, trigger]) => ({ at, trigger }));
  }
}

function levelOf(alarms: number): RoleLoad['level'] {
  if (alarms <= good) return 'good';
  return alarms <= most ? 'most' : 'over';
}
