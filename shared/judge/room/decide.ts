import type { CommandArgs, CommandKind, RoomCommand } from '../../model/room/roomFact.ts';
import type { Asker, Decided } from './book.ts';
import type { Room } from './room.ts';

/** Which book decides which command. One for each: a missing or an extra one does not compile. */
const deciders: { readonly [Kind in CommandKind]: (room: Room, args: CommandArgs<Kind>, asker: Asker) => Decided } = {
  'role.take': (room, args, asker) => room.roles.take(args, asker),
  'role.handOver': (room, args, asker) => room.roles.handOver(args, asker),
  'role.leave': (room, args, asker) => room.roles.leave(args, asker),
  'trigger.acknowledge': (room, args, asker) => room.attention.acknowledge(args, asker),
  'trigger.shelve': (room, args, asker) => room.attention.shelve(args, asker),
  'trigger.unshelve': (room, args, asker) => room.attention.unshelve(args, asker),
  'trigger.reset': (room, args, asker) => room.attention.reset(args, asker),
  'arm.set': (room, args, asker) => room.attention.setArm(args, asker),
  'countdown.veto': (room, args, asker) => room.attention.veto(args, asker),
  'waiver.propose': (room, args, asker) => room.waivers.propose(args, asker),
  'waiver.grant': (room, args, asker) => room.waivers.grant(args, asker),
  'waiver.refuse': (room, args, asker) => room.waivers.refuse(args, asker),
  'waiver.end': (room, args, asker) => room.waivers.end(args, asker),
  'evidence.attach': (room, args, asker) => room.evidence.attach(args, asker),
  'evidence.accept': (room, args, asker) => room.evidence.accept(args, asker),
  'evidence.reject': (room, args, asker) => room.evidence.reject(args, asker),
  'poll.open': (room, args, asker) => room.polls.open(args, asker),
  'poll.close': (room, args, asker) => room.polls.close(args, asker),
  'vote.cast': (room, args, asker) => room.polls.vote(args, asker),
  'decision.record': (room, args, asker) => room.polls.decide(args, asker),
  'ramp.advance': (room, args, asker) => room.ramp.advanceCells(args, asker),
  'ramp.rollback': (room, args, asker) => room.ramp.rollback(args, asker),
  'ramp.narrow': (room, args, asker) => room.ramp.narrow(args, asker),
  'ramp.hold': (room, args, asker) => room.ramp.hold(args, asker),
  'ramp.resume': (room, args, asker) => room.ramp.resume(args, asker),
  'override.approve': (room, args, asker) => room.ramp.approveOverride(args, asker),
  'override.refuse': (room, args, asker) => room.ramp.refuseOverride(args, asker),
  'order.confirm': (room, args, asker) => room.ramp.confirm(args, asker),
  'order.cancel': (room, args, asker) => room.ramp.cancel(args, asker),
  'clock.hold': (room, args, asker) => room.clock.hold(args, asker),
  'clock.resume': (room, args, asker) => room.clock.resume(args, asker),
  'clock.recycle': (room, args, asker) => room.clock.recycle(args, asker),
  'clock.scrub': (room, args, asker) => room.clock.scrub(args, asker),
  'clock.launch': (room, args, asker) => room.clock.launch(args, asker),
  'step.finish': (room, args, asker) => room.runbook.finish(args, asker),
  'step.skip': (room, args, asker) => room.runbook.skip(args, asker),
  'step.reopen': (room, args, asker) => room.runbook.reopen(args, asker),
  'milestone.reach': (room, args, asker) => room.milestones.reach(args, asker),
  'milestone.move': (room, args, asker) => room.milestones.move(args, asker),
  'note.write': (room, args, asker) => room.notes.write(args, asker),
  'update.send': (room, args, asker) => room.updates.send(args, asker),
  'mark.set': (room, args, asker) => room.marks.set(args, asker),
  'mark.withdraw': (room, args, asker) => room.marks.withdraw(args, asker),
  'plan.change': (room, args, asker) => room.plans.change(args, asker),
  'plan.propose': (room, args, asker) => room.plans.propose(args, asker),
  'plan.accept': (room, args, asker) => room.plans.accept(args, asker),
  'plan.refuse': (room, args, asker) => room.plans.refuse(args, asker),
  'inject.release': (room, args, asker) => room.injects.release(args, asker),
  'inject.skip': (room, args, asker) => room.injects.skip(args, asker),
  'inject.add': (room, args, asker) => room.injects.add(args, asker),
  'rehearsal.end': (room, args, asker) => room.injects.end(args, asker),
  'link.cut': (room, args, asker) => room.links.cut(args, asker),
  'link.join': (room, args, asker) => room.links.join(args, asker),
  'source.retire': (room, args, asker) => room.notes.retireSource(args, asker),
};

/** What a command comes to, as the room stands. Pure: the facts become true when they are in the ledger. */
export function decide(room: Room, command: RoomCommand, asker: Asker): Decided {
  const decider = deciders[command.kind] as (room: Room, args: unknown, asker: Asker) => Decided;
  return decider(room, command.args, asker);
}
