import { createContext } from 'svelte';
import type { Client } from '../../shared/contract/createClient.ts';
import type { WireCommand, WireOutcome } from '../../shared/contract/commands.ts';
import { type ControlArgs, ContractError, type ControlName } from '../../shared/contract/contract.ts';
import type { WireSnapshot } from '../../shared/contract/wireRoom.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { mayPropose } from '../../shared/model/room/deskFacts.ts';
import { facilitatorRole } from '../../shared/model/room/injectFacts.ts';
import { readPlan } from '../../shared/model/readPlan.ts';
import { Connection } from './connection.svelte.ts';
import type { Preferences } from './preferences.svelte.ts';
import { SteadySeconds } from './steadySeconds.svelte.ts';

export const [getRoom, setRoom] = createContext<RoomState>();

/** A command that was given and is not in a snapshot yet. Nothing on the screen shows it as done before it is. */
export interface PendingCommand {
  readonly id: string;
  readonly kind: WireCommand['kind'];
  readonly args: object;
  /** Rows of the ledger that it became; until a snapshot has the last of them it is being recorded. */
  readonly row: number | undefined;
}

/** What went wrong with what somebody wanted, until he has read it. */
export interface Refused {
  readonly id: string;
  readonly text: string;
  /** This desk is away from the others: it was not done, and is told to them as what somebody wanted. */
  readonly isKept?: boolean;
}

type Session = Awaited<ReturnType<typeof readSession>>;

/** The room that every part of the screen reads from, and gives its commands to. */
export class RoomState {
  readonly connection = new Connection();
  readonly preferences: Preferences;
  plan = $state.raw<Plan | undefined>();
  /** What keeps the plan from being read, in a sentence. */
  planTrouble = $state<string | undefined>();
  session = $state.raw<Session | undefined>();
  /** A second of the past that this page alone looks at, while the room goes on; undefined at the room's own second. */
  past = $state.raw<WireSnapshot | undefined>();
  pending = $state.raw<readonly PendingCommand[]>([]);
  refused = $state.raw<readonly Refused[]>([]);
  private readonly steady = new SteadySeconds();
  private planRow: number | undefined;
  private planOf: Client | undefined;
  /** The look that was asked for last: an answer that comes after whoever asked looks elsewhere is too late. */
  private look = 0;

  constructor(preferences: Preferences) {
    this.preferences = preferences;
    // What a picture lacks to be understood is fetched once: the session, and the plan whenever it changes.
    $effect(() => {
      const { client } = this.connection;
      const { shown } = this;
      if (client !== undefined && shown !== undefined) void this.readUp(client, shown);
    });
    $effect(() => {
      const seq = this.now?.room?.seq ?? 0;
      if (this.pending.some(({ row }) => row !== undefined && row <= seq)) {
        this.pending = this.pending.filter(({ row }) => row === undefined || row > seq);
      }
    });
  }

  /** The newest picture of the room. */
  get now(): WireSnapshot | undefined {
    return this.connection.snapshot;
  }

  /** The picture that is shown: the room's, or that of the second which this page went back to. */
  get shown(): WireSnapshot | undefined {
    return this.past ?? this.connection.snapshot;
  }

  get judged(): WireSnapshot['judged'] {
    return this.shown?.judged ?? null;
  }

  get people(): WireSnapshot['room'] {
    return this.shown?.room ?? null;
  }

  /** The second that is shown, ms; undefined before the first. */
  get shownAtMs(): number | undefined {
    const tick = this.shown?.state.tick;
    return tick === undefined || tick === null ? undefined : tick * 1000;
  }

  /** Rises whenever what was gathered before is of another time. */
  get epoch(): number {
    return this.now?.state.epoch ?? 0;
  }

  /** As whom commands are given from here: in the role that the way in was for, else in the one that was chosen. */
  get actor(): { readonly role: string; readonly name: string } {
    const { role, name } = this.preferences;
    return { role: this.connection.role ?? role, name };
  }

  /** Invited for a role that nobody holds, or without having said who he is. */
  get isAwaited(): boolean {
    const seat = this.now?.room?.roles.find(({ role }) => role === this.connection.role);
    if (seat === undefined || this.barred !== undefined || this.role !== undefined) return false;
    return seat.holder === null || this.preferences.name === '';
  }

  /** The role in which the person at this screen acts, while he holds it; undefined for somebody who looks on. */
  get role(): string | undefined {
    const { role, name } = this.actor;
    return this.now?.room?.roles.some((one) => one.role === role && one.holder === name) === true ? role : undefined;
  }

  /** For how long what is shown is no longer what is, ms: the link or the engine is lost. Undefined while both are there. */
  get lostForMs(): number | undefined {
    const { status, heardAtMs } = this.connection;
    const isLost = status === 'lost' || status === 'refused' || this.now?.state.trouble != null;
    return isLost ? Math.max(0, this.steady.nowMs - heardAtMs) : undefined;
  }

  /** This desk is away from the others with which it decides: it may only propose. */
  get isDeskAway(): boolean {
    const stands = this.now?.state.desk?.state;
    return stands === 'cutOff' || stands === 'stopped';
  }

  /** Why nobody can act from this screen now, as a key of the catalogue; undefined when somebody can. */
  get barred(): 'lost' | 'lookOnly' | 'past' | undefined {
    if (this.connection.status !== 'open') return 'lost';
    if (!this.connection.mayCommand) return 'lookOnly';
    return this.past === undefined && this.now?.state.tick === this.now?.state.headTick ? undefined : 'past';
  }

  /**
   * Gives a command on the picture that is shown. What is refused stays in `refused` until it is dismissed. Where nobody
   * knows whether it was written, it is given again under the same `id`.
   */
  async give(
    command: WireCommand,
    as?: { readonly role: string; readonly name: string },
    id = newCommandId(),
  ): Promise<WireOutcome> {
    const { client, snapshot } = this.connection;
    const { role, name } = as ?? this.actor;
    // A desk that was away already keeps what is given there; one that goes away meanwhile cannot say what became of it.
    const isProposed = this.isDeskAway && mayPropose(command.kind);
    if (client === undefined || snapshot === undefined) return this.refuse(id, lost);
    this.pending = [...this.pending, { id, ...command, row: undefined }];
    const on = { epoch: snapshot.state.epoch, snapshot: snapshot.number };
    const outcome = await client.command({ id, actor: { role, name }, on, command });
    if (outcome.kind === 'refused') {
      return this.refuse(id, outcome, isProposed && outcome.refusal.code === 'cut_off');
    }
    const row = outcome.rows.at(-1);
    const isShown = row === undefined || row <= (this.now?.room?.seq ?? 0);
    const others = this.pending.filter((one) => one.id !== id);
    this.pending = isShown ? others : [...others, { id, ...command, row }];
    return outcome;
  }

  /** Moves what everybody is shown: plays, pauses, goes to a second. Whether it was done. */
  async control<Name extends ControlName>(name: Name, args: ControlArgs<Name>): Promise<boolean> {
    const { client } = this.connection;
    if (client === undefined) return false;
    try {
      await client.control(name, args);
      return true;
    } catch (error) {
      this.tellTrouble(error);
      return false;
    }
  }

  /** Somebody wanted to act where nobody can: why not, once. */
  sayBarred(text: string): void {
    this.dismiss('barred');
    this.refused = [...this.refused, { id: 'barred', text }];
  }

  dismiss(id: string): void {
    this.refused = this.refused.filter((one) => one.id !== id);
  }

  /** A launch that goes on, or an exercise that behaves like one: its second is nobody's to move. */
  get isUnderWay(): boolean {
    return this.session !== undefined && this.session.kind !== 'replay';
  }

  /** An exercise: nothing in it is real, and everything says so. */
  get isExercise(): boolean {
    return this.session?.kind === 'rehearsal';
  }

  /** This screen may lead an exercise: it came in for that, or for no role at all. */
  get mayLead(): boolean {
    const { role } = this.connection;
    return this.isExercise && (role === null || role === facilitatorRole);
  }

  /** Time is this screen's to run: a launch's is nobody's, and an exercise's is its facilitator's. */
  get mayPace(): boolean {
    return !this.isUnderWay || this.mayLead;
  }

  /** Looks at a second of the past, here alone. The room and everybody else in it stay where they are. */
  async lookBack(tick: number, toSeq?: number): Promise<void> {
    const { client } = this.connection;
    if (client === undefined) return;
    this.look += 1;
    const { look } = this;
    try {
      const whole = await client.query('room.at', { tick, ...(toSeq === undefined ? {} : { toSeq }) });
      if (look === this.look) this.past = { ...whole, leftOut: [] };
    } catch (error) {
      this.tellTrouble(error);
    }
  }

  lookNow(): void {
    this.look += 1;
    this.past = undefined;
  }

  private refuse(id: string, outcome: WireOutcome & { kind: 'refused' }, isKept = false): WireOutcome {
    this.pending = this.pending.filter((one) => one.id !== id);
    this.refused = [...this.refused, { id, text: outcome.refusal.text, isKept }];
    return outcome;
  }

  private tellTrouble(error: unknown): void {
    this.refused = [...this.refused, { id: crypto.randomUUID(), text: textOf(error) }];
  }

  private async readUp(client: Client, { room }: WireSnapshot): Promise<void> {
    const row = room?.plan.row ?? 0;
    if (this.planRow === row && this.planOf === client) return;
    this.planRow = row;
    this.planOf = client;
    try {
      this.session = await readSession(client);
      const { text } = await client.query('plan.read', { row });
      const { plan, problems } = readPlan(text, 'plan');
      this.plan = plan;
      this.planTrouble = plan === undefined ? problems[0]?.text : undefined;
    } catch (error) {
      // A link that is gone is told by the connection, which tries again.
      const isGone = error instanceof ContractError && error.code === 'engine_lost';
      if (!isGone && this.plan === undefined) this.planTrouble = textOf(error);
    }
  }
}

export const newCommandId = (): string => `w${crypto.randomUUID()}`;

const lost: WireOutcome & { kind: 'refused' } = {
  kind: 'refused',
  refusal: { code: 'engine_lost', text: 'The engine is not there: wait until it is, and give the command again.' },
};

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function readSession(client: Client) {
  return client.query('session.read', {});
}
