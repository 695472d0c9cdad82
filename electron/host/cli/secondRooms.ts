import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  ContractError,
  type ControlAnswer,
  type ControlArgs,
  type QueryAnswer,
} from '../../../shared/contract/contract.ts';
import { openEngine } from '../../engine/engine.ts';
import type { Engine } from '../../engine/engineDoor.ts';
import { launchesFolder } from '../launchesFolder.ts';
import { listScenarios } from '../listScenarios.ts';
import type { Rehearsals } from '../serve/rehearsals.ts';
import { rolesOf } from '../serve/rolesOf.ts';
import { type RunningHost, startHost } from '../serve/startHost.ts';
import { randomToken, systemClock } from '../systemClock.ts';
import { type CommandIo, Refusal } from './command.ts';
import { openWaysIn } from './openWaysIn.ts';
import { createReplay, loadLaunch } from './launchSession.ts';
import { createRehearsal } from './rehearsalSession.ts';

/** Each keeps a world going: more than a team has use for would only make this machine slow. */
const mostRooms = 4;

type StartArgs = ControlArgs<'rehearsal.start'>;

/** A room on its way to the second at which it begins. */
interface Opening {
  readonly args: StartArgs;
  share(): number;
}

interface SecondRoom {
  readonly engine: Engine;
  readonly host: RunningHost;
}

/** Rooms for rehearsals, and for days that are watched, each with a session beside that of the first room, and a port of its own. */
export class SecondRooms implements Rehearsals {
  private readonly beside: string;
  private readonly call: { readonly host?: string; readonly viewOnly: boolean; readonly assets?: string };
  private readonly io: CommandIo;
  private readonly rooms: SecondRoom[] = [];
  private readonly onTheWay = new Set<Opening>();

  constructor(beside: string, call: SecondRooms['call'], io: CommandIo) {
    this.beside = beside;
    this.call = call;
    this.io = io;
  }

  async list(): Promise<QueryAnswer<'scenarios.read'>> {
    const why = this.whyNot() ?? null;
    return { scenarios: await listScenarios(), canStart: why === null, why };
  }

  opening(): QueryAnswer<'rehearsal.opening'> {
    const rooms = [...this.onTheWay].map((way) => {
      const { launch, file } = way.args;
      return { launch, file, share: way.share() };
    });
    return { rooms };
  }

  async start(args: StartArgs): Promise<ControlAnswer<'rehearsal.start'>> {
    const { launch, file } = args;
    const why = this.whyNot();
    if (why !== undefined) throw new ContractError('failed', why);
    const known = await listScenarios();
    const scenario = known.find((one) => one.launch === launch && one.file === file);
    if (scenario === undefined) throw new ContractError('not_found', `There is no scenario ${launch}/${file} here.`);
    const { path, engine } = await this.create(scenario, args);
    const [fromTick, toTick] = span(engine, scenario, args.fromMs);
    const way = {
      args,
      share: () => Math.min(1, ((engine.state().headTick ?? fromTick) - fromTick) / Math.max(1, toTick - fromTick)),
    };
    this.onTheWay.add(way);
    try {
      await engine.seek(toTick);
      return await this.open(path, engine, args);
    } catch (error) {
      await engine.close();
      throw error;
    } finally {
      this.onTheWay.delete(way);
    }
  }

  async close(): Promise<void> {
    for (const { host, engine } of this.rooms) {
      await host.close();
      await engine.close();
    }
  }

  private async create(
    { id }: { readonly id: string },
    { launch, file, watch = false }: StartArgs,
  ): Promise<{ readonly path: string; readonly engine: Engine }> {
    const path = this.freePath(`${id}-${watch ? 'watched' : 'rehearsal'}`);
    const folder = join(launchesFolder, launch);
    try {
      const opened = watch
        ? createReplay(path, await loadLaunch(folder, `${file}.yaml`), this.io)
        : await createRehearsal(join(folder, `${file}.yaml`), path, this.io);
      return { path, engine: openEngine({ ...opened, clock: systemClock, speed: 0 }) };
    } catch (error) {
      if (error instanceof Refusal) throw new ContractError('failed', error.message);
      throw error;
    }
  }

  private async open(path: string, engine: Engine, { speed }: StartArgs): Promise<ControlAnswer<'rehearsal.start'>> {
    const host = await startHost({
      ...{ engine, port: 0, viewOnly: false, clock: systemClock, newToken: randomToken },
      ...(this.call.assets === undefined ? {} : { assets: this.call.assets }),
      ...(this.call.host === undefined ? {} : { host: this.call.host }),
      ...openWaysIn(path, { viewOnly: false, isNew: false }, this.io),
      log: (text) => this.io.err(text),
    });
    this.rooms.push({ engine, host });
    if (speed !== undefined) engine.play(speed === 'fastest' ? Infinity : speed);
    const links = rolesOf(engine).map(({ role, name }) => ({ role, name, url: host.urlOf(role) }));
    return { session: basename(path), url: host.url, links };
  }

  private whyNot(): string | undefined {
    if (this.call.viewOnly) return 'People may look here and not act: nobody rehearses.';
    if (this.rooms.length + this.onTheWay.size < mostRooms) return undefined;
    return `${mostRooms} rooms are open on this host: end it and serve anew for more.`;
  }

  private freePath(name: string): string {
    for (let number = 1; ; number += 1) {
      const path = join(dirname(this.beside), `${name}-${number}.holdpoint`);
      if (!existsSync(path)) return path;
    }
  }
}

/** The first second that is judged, and the one at which it begins: inside the scenario, wherever that was asked for. */
function span(
  { plan }: Engine,
  { untilT0Ms, lastsMs }: { readonly untilT0Ms: number; readonly lastsMs: number },
  fromMs: number | undefined,
): readonly [firstTick: number, beginTick: number] {
  const startMs = plan.launch.t0 - untilT0Ms;
  const endMs = startMs + lastsMs;
  const first = startMs / 1000 + 1;
  const asked = fromMs === undefined ? first : Math.round((plan.launch.t0 + fromMs) / 1000);
  return [first, Math.min(Math.max(asked, first), endMs / 1000)];
}

/** Nobody can take a role before the first second is judged. It stands there until its facilitator lets it go on. */
export async function toFirstSecond(engine: Engine): Promise<void> {
  const { rehearsal } = engine.plans;
  if (rehearsal !== undefined) await engine.seek(rehearsal.startMs / 1000 + 1);
}
