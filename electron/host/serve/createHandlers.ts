import { ContractError } from '../../../shared/contract/contract.ts';
import type { ParsedGiven } from '../../../shared/contract/commands.ts';
import type { ActHandlers, ContractHandlers } from '../../../shared/contract/handlers.ts';
import type { WireSnapshot } from '../../../shared/contract/wireRoom.ts';
import type { RoomCommand } from '../../../shared/model/room/roomFact.ts';
import { answerComparison, mayKnow } from '../../engine/answerRehearsal.ts';
import { answerQueries, type Overlay } from '../../engine/answerQueries.ts';
import { Counterfactuals } from '../../engine/counterfactuals.ts';
import type { Engine } from '../../engine/engineDoor.ts';
import { compactSnapshot } from '../../engine/snapshot/compactSnapshot.ts';
import { toWholeRoom } from '../../engine/snapshot/toWholeRoom.ts';
import { readAttachment } from '../attachment.ts';
import { readOfferedPlan } from '../offeredPlan.ts';
import { OverlayShelf } from '../overlayShelf.ts';
import { type FileRefusal, refusal } from './fileRefusal.ts';
import { toAcceptance, toProposal } from './proposePlan.ts';
import { assertLeads, runOut, skipAhead } from './leadRehearsal.ts';
import { type Rehearsals, withoutRehearsals } from './rehearsals.ts';
import { Uploads } from './uploads.ts';

/** The contract, answered by an engine. `acts` is left out where people may look and not act: there is no way in then. */
export function createHandlers(
  engine: Engine,
  acts: 'acts' | 'looks',
  uploads = new Uploads(),
  overlay?: Overlay,
  rehearsals: Rehearsals = withoutRehearsals,
): ContractHandlers {
  const counterfactuals = new Counterfactuals(engine);
  const shelf = new OverlayShelf(engine.session.path, overlay);
  /** Everybody is shown the same picture: it is made for the wire once. */
  const made = new WeakMap<object, WireSnapshot>();
  return {
    queries: {
      ...answerQueries(engine, counterfactuals),
      'scenarios.read': () => rehearsals.list(),
      'rehearsal.opening': () => rehearsals.opening(),
      'rehearsal.compare': async ({ name }, seat) => answerComparison(engine, seat, await shelf.read(name)),
      'overlay.list': (_query, seat) => (mayKnow(engine, seat) ? shelf.list() : { first: null, names: [] }),
      // A session of the same scenario beside this one would tell what is still to come.
      'overlay.read': async ({ name }, seat) => ({ overlay: mayKnow(engine, seat) ? await shelf.read(name) : null }),
    },
    acts: acts === 'acts' ? createActs(engine, uploads, counterfactuals, rehearsals) : undefined,
    subscribe: (listener) =>
      engine.subscribe((snapshot) =>
        listener(() => {
          const known = made.get(snapshot);
          if (known !== undefined) return known;
          const wire = compactSnapshot(toWholeRoom(snapshot));
          made.set(snapshot, wire);
          return wire;
        }),
      ),
  };
}

function createActs(
  engine: Engine,
  uploads: Uploads,
  counterfactuals: Counterfactuals,
  rehearsals: Rehearsals,
): ActHandlers {
  return {
    controls: {
      'replay.play': ({ speed }, seat) => {
        assertLeads(engine, seat);
        refuseLive(engine);
        engine.play(speed === 'fastest' ? Infinity : speed);
        return {};
      },
      'replay.seek': async ({ tick }, seat) => {
        refuseLive(engine);
        refuseBack(engine, tick);
        assertLeads(engine, seat);
        await engine.seek(tick);
        const state = engine.state();
        return { epoch: state.epoch, tick: state.tick ?? null };
      },
      'rehearsal.skip': (_args, seat) => {
        assertLeads(engine, seat);
        return skipAhead(engine);
      },
      'rehearsal.start': (args, seat) => {
        if (seat.role === undefined) return rehearsals.start(args);
        throw new ContractError('not_allowed', `Whoever came in as ${seat.role} opens no other room.`);
      },
    },
    command: async (given) => {
      const refused = refuseFile(engine, given);
      if (refused !== undefined) return { kind: 'refused', ...refused };
      const command = toRoomCommand(engine, { uploads, counterfactuals }, given);
      if ('refusal' in command) return { kind: 'refused', ...command };
      const outcome = await engine.command({ ...given, command });
      if (command.kind === 'rehearsal.end' && outcome.kind === 'done') runOut(engine, outcome.at);
      return outcome;
    },
  };
}

/** What happens now is neither paused nor sent ahead. */
function refuseLive({ live }: Engine): void {
  if (live !== undefined)
    throw new ContractError('failed', 'What is live runs by itself: look back on your own screen.');
}

/** Whoever looks back while a launch or an exercise goes on does so on his own screen, and takes nobody with him. */
function refuseBack(engine: Engine, tick: number): void {
  const { headTick } = engine.state();
  if (engine.session.identity.kind === 'replay' || headTick === undefined || tick >= headTick) return;
  throw new ContractError('failed', 'What goes on is put back for nobody: look back on your own screen.');
}

const keepsFiles: ReadonlySet<ParsedGiven['command']['kind']> = new Set([
  'evidence.attach',
  'plan.change',
  'plan.propose',
]);

/** A file is kept for whoever may attach it, and for evidence that the plan asks for: nobody else fills the disk. */
function refuseFile(engine: Engine, { actor, command }: ParsedGiven): ReturnType<typeof refusal> | undefined {
  if (!keepsFiles.has(command.kind)) return undefined;
  if (command.kind === 'evidence.attach' && engine.plan.evidence[command.args.evidence] === undefined) {
    return refusal('not_found', `The plan asks for no evidence ${command.args.evidence}.`);
  }
  const role = engine.snapshot().room?.roles.find((one) => one.role === actor.role);
  if (role?.holder === actor.name) return undefined;
  return refusal('not_allowed', `${actor.name} does not hold ${role?.name ?? actor.role}: take the role first.`);
}

/** What a command is to the room. Only a file has to be read first; it is kept before any row can speak of it. */
function toRoomCommand(
  engine: Engine,
  { uploads, counterfactuals }: { readonly uploads: Uploads; readonly counterfactuals: Counterfactuals },
  { command }: ParsedGiven,
): RoomCommand | FileRefusal {
  if (command.kind === 'plan.accept') return toAcceptance(engine, command.args.proposal);
  if (command.kind === 'plan.propose') {
    return engine.session.writable ? toProposal(engine, counterfactuals, command.args) : readOnly(engine);
  }
  if (command.kind !== 'evidence.attach' && command.kind !== 'plan.change') return command;
  const { file: sha256 } = command.args;
  const { session, plan } = engine;
  const upload = uploads.find(sha256);
  const bytes = upload?.bytes ?? session.readFile(sha256);
  if (bytes === undefined) {
    return refusal('not_found', 'That file was not handed over, or too long ago: hand it over again, then attach it.');
  }
  if (!session.writable) return readOnly(engine);
  const name = upload?.name ?? sha256.slice(0, 12);
  const { headTick } = engine.state();
  const nowMs = headTick === undefined ? plan.launch.t0 : headTick * 1000;
  if (command.kind === 'plan.change') {
    const read = readOfferedPlan({ name, bytes, reason: command.args.reason }, plan);
    if (typeof read === 'string') return refusal('bad_request', read);
    const { digest } = read.args;
    if (session.readPlan(digest) === undefined) session.appendPlan({ at: nowMs, digest, text: read.text });
    return { kind: 'plan.change', args: read.args };
  }
  if (upload !== undefined) {
    session.keepFile(bytes);
    uploads.drop(sha256);
  }
  return {
    kind: 'evidence.attach',
    args: readAttachment({ evidence: command.args.evidence, name, bytes }, plan, nowMs),
  };
}

function readOnly({ session }: Engine): FileRefusal {
  return refusal('read_only', session.notice ?? 'The session is open for reading only: nobody can act in it.');
}
