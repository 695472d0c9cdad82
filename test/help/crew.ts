import type { Engine } from '../../electron/engine/engineDoor.ts';
import type { CommandOutcome } from '../../shared/model/room/givenCommand.ts';
import type { RoomCommand } from '../../shared/model/room/roomFact.ts';

/** People at an engine: they look at the room and give commands on what they see. */
export class Crew {
  private readonly engine: Engine;
  private given = 0;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** `role` gives a command, as the person of that name, on the room as it is now. */
  give(
    role: string,
    command: RoomCommand,
    { id, name = role }: { id?: string; name?: string } = {},
  ): Promise<CommandOutcome> {
    const { number, state } = this.engine.snapshot();
    this.given += 1;
    return this.engine.command({
      id: id ?? `${role}-${state.headTick ?? 0}-${this.given}`,
      actor: { role, name },
      on: { epoch: state.epoch, snapshot: number },
      command,
    });
  }

  /** The same, which must be done; resolves with the rows' numbers. */
  async do(role: string, command: RoomCommand, name?: string): Promise<readonly number[]> {
    const outcome = await this.give(role, command, name === undefined ? {} : { name });
    if (outcome.kind !== 'done') throw new Error(`${command.kind} was refused: ${outcome.refusal.text}`);
    return outcome.rows;
  }

  /** The same, which must be refused; resolves with the code. */
  async refusal(role: string, command: RoomCommand, name?: string): Promise<string> {
    const outcome = await this.give(role, command, name === undefined ? {} : { name });
    if (outcome.kind === 'done') throw new Error(`${command.kind} was done.`);
    return outcome.refusal.code;
  }
}
