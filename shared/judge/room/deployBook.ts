import type { World } from './book.ts';
import { type Deploy, restsOnDeploys } from './evidenceItem.ts';

/** Events that arrive with a clock ahead of ours lie at most this far in the future. */
const futureS = 120;

/**
 * The newest deploy of each service that some evidence speaks of. Events are forgotten; what was deployed last is not. A
 * deploy that does not say of what takes nothing back that an earlier one said.
 */
export class DeployBook {
  private readonly world: World;
  private readonly services: ReadonlySet<string>;
  private readonly newest = new Map<string, Deploy>();
  private lookedTick: number | undefined;

  constructor(world: World) {
    this.world = world;
    const items = Object.values(world.plan.evidence);
    this.services = new Set(items.flatMap(({ kind, service }) => (restsOnDeploys(kind) ? (service ?? []) : [])));
  }

  /** As of the last judged second: what arrived in it counts in it. */
  of(service: string): Deploy | undefined {
    this.look();
    return this.newest.get(service);
  }

  look(): void {
    const { tick, events } = this.world;
    if (tick === undefined || tick === this.lookedTick || this.services.size === 0) return;
    this.lookedTick = tick;
    // All that is still known, since an event may arrive long after it happened.
    for (const { t, labels } of events.matching({ event: 'deploy.finished' }, {}, 0, tick + futureS)) {
      const { service, commit, digest } = labels;
      if (service === undefined || !this.services.has(service)) continue;
      const last = this.newest.get(service);
      if (commit === undefined && digest === undefined) {
        if (t >= Math.max(last?.t ?? 0, last?.unnamedAt ?? 0)) this.newest.set(service, { ...last, unnamedAt: t });
      } else if (t >= (last?.t ?? 0)) {
        const named = { ...(commit === undefined ? {} : { commit }), ...(digest === undefined ? {} : { digest }) };
        const unnamed = last?.unnamedAt !== undefined && last.unnamedAt > t ? { unnamedAt: last.unnamedAt } : {};
        this.newest.set(service, { t, ...named, ...unnamed });
      }
    }
  }

  save(): readonly (readonly [string, Deploy])[] {
    return [...this.newest];
  }

  load(saved: readonly (readonly [string, Deploy])[]): void {
    this.newest.clear();
    this.lookedTick = undefined;
    for (const [service, deploy] of saved) this.newest.set(service, deploy);
  }
}
