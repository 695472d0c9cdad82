import { isSamePerson } from '../../base/samePerson.ts';
import { excerptOf } from '../../model/excerpt.ts';
import type { Evidence } from '../../model/planReadiness.ts';
import type { EvidenceReading } from '../../model/room/evidenceReading.ts';
import type { CommandRefusal } from '../../model/room/refusal.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import { type Asker, type Book, type Decided, type EvidenceDesk, refuse, type World } from './book.ts';
import { DeployBook } from './deployBook.ts';
import { type Attachment, decidingOf, type EvidenceState, judgeEvidence, restsOnDeploys } from './evidenceItem.ts';
import { missingOwnership } from './missingOwnership.ts';
import { missingRight, missingRole, roleWords } from './missingRight.ts';

/** Files that are remembered for each piece of evidence; beyond that the oldest goes, a rejected one first. */
const keptAttachments = 20;

/** What was attached as evidence, who accepted it, and whether what is deployed is what it speaks of. */
export class EvidenceBook implements Book, EvidenceDesk {
  readonly world: World;
  private readonly attachments = new Map<string, readonly Attachment[]>();
  private readonly deploys: DeployBook;

  constructor(world: World) {
    this.world = world;
    this.deploys = new DeployBook(world);
  }

  stateOf(evidence: string): { readonly state: 'pass' | 'fail' | 'unknown'; readonly why: string } {
    const { state, why } = this.judge(evidence);
    return { state, why };
  }

  /** As `stateOf`, with what decides. `deploys: 'apart'` asks of the paper alone, whatever runs. */
  judge(evidence: string, deploys: 'compared' | 'apart' = 'compared'): EvidenceState {
    const item = this.itemOf(evidence);
    const attachments = this.attachments.get(evidence) ?? [];
    if (item === undefined) {
      const why = 'the plan has no such evidence';
      return {
        state: 'unknown',
        why,
        attachment: undefined,
        madeAt: undefined,
        expiresAt: undefined,
        isAwaited: false,
      };
    }
    const { plan, nowMs } = this.world;
    const { service } = item;
    const isCompared = deploys === 'compared' && restsOnDeploys(item.kind) && service !== undefined;
    const deploy = isCompared ? this.deploys.of(service) : undefined;
    return judgeEvidence({ plan, nowMs, item, attachments, deploy });
  }

  factsOf(kind: string, service: string): Readonly<Record<string, string | number | boolean>> | undefined {
    for (const [id, item] of Object.entries(this.world.plan.evidence)) {
      if (item.kind !== kind || item.service !== service) continue;
      const { state, attachment } = this.judge(id, 'apart');
      if (state === 'pass' && attachment !== undefined) return attachment.reading.facts;
    }
    return undefined;
  }

  apply(row: RoomRow): void {
    const { seq, at, actor } = row;
    if (row.kind === 'evidence.attached') {
      const { evidence } = row.body;
      const attachment: Attachment = { row: seq, ...row.body, by: { ...actor }, at };
      const list = [...(this.attachments.get(evidence) ?? []), attachment];
      if (list.length > keptAttachments) {
        list.splice(
          Math.max(
            0,
            list.findIndex(({ rejected }) => rejected !== undefined),
          ),
          1,
        );
      }
      this.attachments.set(evidence, list);
    } else if (row.kind === 'evidence.accepted') {
      this.change(row.body.attachment, (attachment) => ({ ...attachment, accepted: { ...actor, at } }));
    } else if (row.kind === 'evidence.rejected') {
      const { reason } = row.body;
      this.change(row.body.attachment, (attachment) => ({ ...attachment, rejected: { ...actor, reason } }));
    } else if (row.kind === 'plan.changed') {
      // A file was read against what the plan asked for then.
      const changed = row.body.differences.find(({ part }) => part === 'evidence')?.ids ?? [];
      for (const evidence of changed) this.attachments.delete(evidence);
    }
  }

  advance(_tick: number): void {
    this.deploys.look();
  }

  due(_tick: number): readonly RoomFact[] {
    return [];
  }

  attach(args: CommandArgs<'evidence.attach'>, { actor }: Asker): Decided {
    const { evidence, file, reading } = args;
    const missing = missingRole(this.world, actor.role, 'attach evidence');
    if (missing !== undefined) return missing;
    if (this.itemOf(evidence) === undefined) return refuse('not_found', `The plan asks for no evidence ${evidence}.`);
    if (reading.verdict === 'unreadable') return refuse('bad_request', reading.says);
    const attached = this.attachments.get(evidence) ?? [];
    const refused = attached.find(({ file: { sha256 }, by, rejected }) => {
      return sha256 === file.sha256 && rejected !== undefined && !isSamePerson(by.name, rejected.name);
    })?.rejected;
    // Whoever rejected it may think again; for others it does not come back by the same door.
    if (refused !== undefined && !isSamePerson(refused.name, actor.name)) {
      const text = `${refused.name} has rejected this very file (${excerptOf(refused.reason, 200)}); attach another one.`;
      return refuse('bad_request', text);
    }
    const last = decidingOf(attached);
    // The same file again would only seem to be younger.
    if (last !== undefined && last.file.sha256 === file.sha256 && last.reading.verdict === reading.verdict) {
      return refuse('already_done', `${last.by.name} has attached this very file to ${evidence} already.`);
    }
    return [{ kind: 'evidence.attached', body: args }];
  }

  accept({ attachment: row, note }: CommandArgs<'evidence.accept'>, { actor }: Asker): Decided {
    const attachment = this.find(row);
    if (attachment === undefined) return this.gone(row);
    const { evidence, reading, by, accepted, rejected } = attachment;
    const missing = this.missingSay(evidence, actor.role, 'accept');
    if (missing !== undefined) return missing;
    if (rejected !== undefined) {
      return refuse('bad_request', `${rejected.name} has rejected this file; attach another one.`);
    }
    if (isSamePerson(by.name, actor.name)) {
      return refuse('same_person', `${actor.name} has attached this file and cannot accept it; somebody else must.`);
    }
    const { attachment: decides, isAwaited } = this.judge(evidence);
    if (accepted !== undefined && !(isAwaited && decides?.row === row)) {
      return refuse('already_done', `${accepted.name} has accepted this file already.`);
    }
    if (reading.verdict !== 'pass') {
      return refuse('bad_request', `This file cannot be accepted, as it fails: ${reading.says}`);
    }
    return [{ kind: 'evidence.accepted', body: { attachment: row, ...(note === undefined ? {} : { note }) } }];
  }

  reject({ attachment: row, reason }: CommandArgs<'evidence.reject'>, { actor }: Asker): Decided {
    const attachment = this.find(row);
    if (attachment === undefined) return this.gone(row);
    const { evidence, by, rejected } = attachment;
    // Whoever attached the wrong file may take it back.
    const missing = isSamePerson(by.name, actor.name) ? undefined : this.missingSay(evidence, actor.role, 'reject');
    if (missing !== undefined) return missing;
    if (rejected !== undefined) return refuse('already_done', `${rejected.name} has rejected this file already.`);
    return [{ kind: 'evidence.rejected', body: { attachment: row, reason } }];
  }

  read(): EvidenceReading {
    return Object.keys(this.world.plan.evidence).map((evidence) => {
      const { state, why, expiresAt, isAwaited, attachment } = this.judge(evidence);
      return {
        evidence,
        state,
        why: state === 'pass' ? null : excerptOf(why, 160),
        expiresAt: expiresAt ?? null,
        attachment: attachment?.row ?? null,
        awaits: isAwaited ? (attachment?.row ?? null) : null,
      };
    });
  }

  save(): unknown {
    return { attachments: [...this.attachments], deploys: this.deploys.save() };
  }

  load(saved: unknown): void {
    const { attachments, deploys } = saved as {
      attachments: readonly (readonly [string, readonly Attachment[]])[];
      deploys: ReturnType<DeployBook['save']>;
    };
    this.attachments.clear();
    for (const [evidence, list] of attachments) this.attachments.set(evidence, list);
    this.deploys.load(deploys);
  }

  private change(row: number, to: (attachment: Attachment) => Attachment): void {
    for (const [evidence, list] of this.attachments) {
      if (!list.some((one) => one.row === row)) continue;
      this.attachments.set(
        evidence,
        list.map((one) => (one.row === row ? to(one) : one)),
      );
      return;
    }
  }

  private find(row: number): Attachment | undefined {
    for (const list of this.attachments.values()) {
      const found = list.find((one) => one.row === row);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private missingSay(evidence: string, role: string, verb: string): CommandRefusal | undefined {
    const toDo = `${verb} evidence`;
    const { owner, kind } = this.itemOf(evidence) ?? {};
    if (owner === undefined) return missingRight(this.world, role, 'waive', toDo);
    // What such a file says was read; that it is the right one, whoever has the call can say as well as its owner.
    if (verb === 'accept' && kind !== 'file') return missingOwnership(this.world, role, owner, 'call', toDo);
    const missing = missingRole(this.world, role, toDo);
    if (missing !== undefined || role === owner) return missing;
    const [who, whom] = [roleWords(this.world, role), roleWords(this.world, owner)];
    return refuse('not_allowed', `${who} may not ${verb} ${evidence}; ask its owner, ${whom}.`);
  }

  private itemOf(evidence: string): Evidence | undefined {
    const items = this.world.plan.evidence;
    return Object.hasOwn(items, evidence) ? items[evidence] : undefined;
  }

  private gone(row: number): CommandRefusal {
    return refuse('not_found', `Row ${row} attaches no file that still counts.`);
  }
}
