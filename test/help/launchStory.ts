import { type Client, createClient } from '../../shared/contract/createClient.ts';
import type { WireCommand } from '../../shared/contract/commands.ts';
import { serveContract } from '../../shared/contract/serveContract.ts';
import type { WholeRoom } from '../../shared/contract/wireRoom.ts';
import { parseInstant, instantAt } from '../../shared/base/instant.ts';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { createInProcessPair } from '../../electron/host/inProcess.ts';
import { createHandlers } from '../../electron/host/serve/createHandlers.ts';
import { Uploads } from '../../electron/host/serve/uploads.ts';

/**
 * A launch as its people live through it, through the contract and nothing else: somebody goes to a second, looks at the
 * room, and gives a command on what he sees. People are called after their roles.
 */
export class LaunchStory {
  readonly client: Client;
  private readonly engine: Engine;
  private readonly uploads = new Uploads();
  private commands = 0;

  constructor(engine: Engine) {
    this.engine = engine;
    const [here, there] = createInProcessPair();
    serveContract(createHandlers(engine, 'acts', this.uploads), there);
    this.client = createClient(here);
  }

  /** Goes on to `T+3h51m`, and what the room looks like there. */
  async goTo(moment: string): Promise<WholeRoom> {
    const instant = parseInstant(moment);
    if (instant === undefined) throw new Error(`${moment} is no instant.`);
    await this.client.control('replay.seek', { tick: instantAt(instant, this.engine.plan.launch.t0) / 1000 });
    return this.look();
  }

  look(): Promise<WholeRoom> {
    return this.client.query('room.now', {});
  }

  /** Everybody takes a role. */
  async assemble(...roles: string[]): Promise<void> {
    for (const role of roles) await this.do(role, { kind: 'role.take', args: { role } });
  }

  /** Somebody in this role does it; rows of the ledger. */
  async do(role: string, command: WireCommand): Promise<readonly number[]> {
    const outcome = await this.give(role, command);
    if (outcome.kind !== 'done') {
      throw new Error(`${command.kind} by ${role} was refused (${outcome.refusal.code}): ${outcome.refusal.text}`);
    }
    return outcome.rows;
  }

  /** Somebody in this role tries it and is refused; the code. */
  async refused(role: string, command: WireCommand): Promise<string> {
    const outcome = await this.give(role, command);
    if (outcome.kind === 'done') throw new Error(`${command.kind} by ${role} was done.`);
    return outcome.refusal.code;
  }

  async attach(role: string, evidence: string, name: string, text: string): Promise<number> {
    const file = this.uploads.take({ name, bytes: Buffer.from(text) });
    const [row = 0] = await this.do(role, { kind: 'evidence.attach', args: { evidence, file } });
    return row;
  }

  private async give(role: string, command: WireCommand): ReturnType<Client['command']> {
    const { number, state } = await this.look();
    this.commands += 1;
    return this.client.command({
      id: `story-${String(this.commands).padStart(4, '0')}`,
      actor: { role, name: this.engine.plan.roles[role]?.name ?? role },
      on: { epoch: state.epoch, snapshot: number },
      command,
    });
  }
}
