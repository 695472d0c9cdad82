import type { WireCommandKind } from '../../shared/contract/commands.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { MessageKey } from '../present/say.ts';
import type { Judged, People } from '../present/wire.ts';

/** What a form knows of the room when it is made. */
export interface FormGround {
  readonly plan: Plan;
  readonly people: People;
  readonly judged: Judged | null;
  readonly nowMs: number;
  readonly role: string | undefined;
  /** What the person at this screen is called; empty until he has said so. */
  readonly me: string;
  /** The only role in which this screen may act; null where it is any. */
  readonly seat: string | null;
  /** Sources that were heard and not retired. */
  readonly sources: readonly string[];
  /** Where the telemetry of a live session comes from. */
  readonly links: readonly { readonly name: string; readonly address: string; readonly state: string }[];
  /** What the world of an exercise has still to say, as far as this screen may know it. */
  readonly pending: readonly { readonly inject: string; readonly says: string }[];
}

export interface Choice {
  readonly value: string;
  readonly name: string;
}

export type Args = Readonly<Record<string, unknown>>;
export type Values = Readonly<Record<string, string>>;

/** One thing that is asked. Its text goes into the command's args under `name`, as `read` understands it. */
export interface Field {
  readonly name: string;
  readonly label: MessageKey;
  /** `text` is a few words, `page` many, `moment` an instant in UTC. */
  readonly input: 'line' | 'text' | 'page' | 'choice' | 'minutes' | 'moment' | 'file';
  readonly hint?: MessageKey;
  /** `args` has what was known and what is filled in so far. */
  readonly choices?: (ground: FormGround, args: Args) => readonly Choice[];
  /** What is said where there is nothing to choose from: the deed has no object now. Where absent it is not asked then. */
  readonly none?: MessageKey;
  readonly isOptional?: boolean;
  /** What stands in it at first. */
  readonly first?: string | ((ground: FormGround, args: Args) => string);
  /** The deed may be opened on its object: it is asked only where the args do not have this member yet. */
  readonly knownBy?: string;
  /** What `read` makes is several members of the args. */
  readonly isSpread?: boolean;
  /** Only asked where this holds of what was known and what is filled in so far. */
  readonly isAsked?: (args: Args, ground: FormGround) => boolean;
  /** What the text means; the text itself where this is absent. Undefined leaves it out. */
  readonly read?: (text: string, ground: FormGround) => unknown;
  /** Why the text will not do, where the command's own schema cannot say it. */
  readonly fault?: (text: string) => string | undefined;
  /** What a chosen file would do, or why it cannot: read before it is given. */
  readonly preview?: (file: File, ground: FormGround) => Promise<Preview>;
}

export interface Preview {
  readonly isFault: boolean;
  readonly lines: readonly string[];
}

export interface DeedForm {
  readonly title: MessageKey;
  /** What will happen, in words, before it does. `args` has what was known and what is filled in so far. */
  readonly says: (args: Args, ground: FormGround) => string;
  readonly fields: readonly Field[];
  /** What its button says: where what was chosen is what matters, that. */
  readonly submit: MessageKey | ((args: Args) => MessageKey);
  /** All is chosen where it is opened so: Enter is on the button that says what will be given. */
  readonly isChosen?: (args: Args) => boolean;
  /** The command that it makes, where that is not its own name. */
  readonly gives?: WireCommandKind;
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
