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
import { launchesFolder, listScenarios } from '../listScenarios.ts';
import type { Rehearsals } from '../serve/rehearsals.ts';
import { rolesOf } from '../serve/rolesOf.ts';
import { type RunningHost, startHost } from '../serve/startHost.ts';
import { randomToken, systemClock } from '../systemClock.ts';
import { type CommandIo, Refusal } from './command.ts';
import { openWaysIn } from './openWaysIn.ts';
import { createRehearsal } from './rehearsalSession.ts';

/** Each keeps a world going: more than a team has use for would only make this machine slow. */
const mostRooms = 4;

interface SecondRoom {
  readonly engine: Engine;
  readonly host: RunningHost;
}

/** Rooms for rehearsals, each with a session beside that of the first room, and a port of its own. */
export class SecondRooms implements Rehearsals {
  private readonly beside: string;
  private readonly call: { readonly host?: string; readonly viewOnly: boolean; readonly assets?: string };
  private readonly io: CommandIo;
  private readonly rooms: SecondRoom[] = [];
  private opening = 0;

  constructor(beside: string, call: SecondRooms['call'], io: CommandIo) {
    this.beside = beside;
    this.call = call;
    this.io = io;
  }

  async list(): Promise<QueryAnswer<'scenarios.read'>> {
    const why = this.whyNot() ?? null;
    return { scenarios: await listScenarios(), canStart: why === null, why };
  }

  async start({ launch, file }: ControlArgs<'rehearsal.start'>): Promise<ControlAnswer<'rehearsal.start'>> {
    const why = this.whyNot();
    if (why !== undefined) throw new ContractError('failed', why);
    const known = await listScenarios();
    const scenario = known.find((one) => one.launch === launch && one.file === file);
    if (scenario === undefined) throw new ContractError('not_found', `There is no scenario ${launch}/${file} here.`);
    this.opening += 1;
    try {
      return await this.open(join(launchesFolder, launch, `${file}.yaml`), scenario.id);
    } catch (error) {
      if (error instanceof Refusal) throw new ContractError('failed', error.message);
      throw error;
    } finally {
      this.opening -= 1;
    }
  }

  async close(): Promise<void> {
    for (const { host, engine } of this.rooms) {
      await host.close();
      await engine.close();
    }
  }

  private async open(scenario: string, id: string): Promise<ControlAnswer<'rehearsal.start'>> {
    const path = this.freePath(id);
    const engine = openEngine({ ...(await createRehearsal(scenario, path, this.io)), clock: systemClock, speed: 0 });
    try {
      const host = await startHost({
        ...{ engine, port: 0, viewOnly: false, clock: systemClock, newToken: randomToken },
        ...(this.call.assets === undefined ? {} : { assets: this.call.assets }),
        ...(this.call.host === undefined ? {} : { host: this.call.host }),
        ...openWaysIn(path, { viewOnly: false, isNew: false }, this.io),
        log: (text) => this.io.err(text),
      });
      this.rooms.push({ engine, host });
      await toFirstSecond(engine);
      const links = rolesOf(engine).map(({ role, name }) => ({ role, name, url: host.urlOf(role) }));
      return { session: basename(path), url: host.url, links };
    } catch (error) {
      await engine.close();
      throw error;
    }
  }

  private whyNot(): string | undefined {
    if (this.call.viewOnly) return 'People may look here and not act: nobody rehearses.';
    if (this.rooms.length + this.opening < mostRooms) return undefined;
    return `${mostRooms} rehearsals are open on this host: end it and serve anew for more.`;
  }

  private freePath(id: string): string {
    for (let number = 1; ; number += 1) {
      const path = join(dirname(this.beside), `${id}-rehearsal-${number}.holdpoint`);
      if (!existsSync(path)) return path;
    }
  }
}

/** Nobody can take a role before the first second is judged. It stands there until its facilitator lets it go on. */
export async function toFirstSecond(engine: Engine): Promise<void> {
  const { rehearsal } = engine.plans;
  if (rehearsal !== undefined) await engine.seek(rehearsal.startMs / 1000 + 1);
}
