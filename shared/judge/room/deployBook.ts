import type { World } from './book.ts';
import type { Deploy } from './evidenceItem.ts';

/** Events that arrive with a clock ahead of ours lie at most this far in the future. */
const futureS = 120;

/** The newest deploy of each service that some provenance speaks of. Events are forgotten; what was deployed last is not. */
export class DeployBook {
  private readonly world: World;
  private readonly services: ReadonlySet<string>;
  private readonly newest = new Map<string, Deploy>();
  private lookedTick: number | undefined;

  constructor(world: World) {
    this.world = world;
    const items = Object.values(world.plan.evidence);
    this.services = new Set(items.flatMap(({ kind, service }) => (kind === 'provenance' ? (service ?? []) : [])));
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
      if (service === undefined || !this.services.has(service) || t < (this.newest.get(service)?.t ?? 0)) continue;
      const named = { ...(commit === undefined ? {} : { commit }), ...(digest === undefined ? {} : { digest }) };
      this.newest.set(service, { t, ...named });
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
