import type { Engine } from '../../electron/engine/engineDoor.ts';
import { LaunchStory } from './launchStory.ts';

// The launch of One-Click Checkout as its people live through it, to be looked at.

const boss = 'incident-commander';

export interface LivedLaunch {
  readonly story: LaunchStory;
  /** The attachment that waits for somebody to accept it. */
  readonly waiting: number;
}

/** Until some have voted in the final poll. The engine stands at T-1h59m or before. */
export async function liveToThePoll(engine: Engine): Promise<LivedLaunch> {
  const story = new LaunchStory(engine);
  let waiting = 0;
  await story.goTo('T-1h59m');
  await story.assemble(boss, 'sre', 'payments', 'fraud', 'growth', 'compliance');
  for (const evidence of ['pci-report', 'vault-attestation', 'retention-policy']) {
    const attachment = await story.attach('payments', evidence, `${evidence}.txt`, `Complete: ${evidence}.\n`);
    // What is still looked at is what there is to talk about.
    if (evidence === 'retention-policy') waiting = attachment;
    else await story.do('compliance', { kind: 'evidence.accept', args: { attachment } });
  }
  const drill =
    'when: 2026-03-28T10:00:00Z\nwho: SRE on duty\nservice: checkout\nrollback: 95s\nlimit: 2m\nresult: done\n';
  const drilled = await story.attach('sre', 'rollback-drill', 'drill.yaml', drill);
  await story.do(boss, { kind: 'evidence.accept', args: { attachment: drilled } });
  await story.do('sre', { kind: 'step.finish', args: { step: 'freeze' } });
  await story.goTo('T-30m');
  await story.do('sre', { kind: 'step.finish', args: { step: 'vault' } });
  await story.goTo('T-19m');
  for (const role of ['sre', 'payments']) {
    await story.do(role, { kind: 'vote.cast', args: { poll: 'final', vote: 'go' } });
  }
  const condition = 'Step-up stays on in US and UK.';
  await story.do('fraud', { kind: 'vote.cast', args: { poll: 'final', vote: 'go-if', condition } });
  await story.goTo('T-12m');
  return { story, waiting };
}

/** On to the second in which the rollback of a burning cell counts down. */
export async function liveToTheBurn({ story, waiting }: LivedLaunch): Promise<void> {
  await story.do('compliance', { kind: 'evidence.accept', args: { attachment: waiting } });
  await story.goTo('T-7m');
  await story.do('compliance', { kind: 'step.finish', args: { step: 'attested' } });
  await story.do('compliance', { kind: 'vote.cast', args: { poll: 'final', vote: 'go' } });
  await story.do(boss, {
    kind: 'decision.record',
    args: {
      poll: 'final',
      choice: 'go',
      conditions: ['Step-up stays on in US and UK.'],
      rationale: 'Vault and burn are clean, the evidence is complete, the rollback was drilled.',
      follows: [{ owner: 'growth', says: 'Early Access on every page of the new path.' }],
    },
  });
  // The hold of the poll has cost 13 minutes.
  await story.goTo('T+13m30s');
  await story.do(boss, { kind: 'clock.launch', args: {} });
  await step(story, 'cards', 'T+20m');
  await step(story, 'cards', 'T+51m');
  await story.goTo('T+1h3m');
  const reason = 'Maintenance of the vault.';
  const [hold = 0] = await story.do(boss, { kind: 'ramp.hold', args: { scope: { launch: true }, reason } });
  await story.goTo('T+2h11m');
  await story.do(boss, { kind: 'ramp.resume', args: { hold, reason: 'The vault is well.' } });
  await step(story, 'cards', 'T+2h16m');
  await step(story, 'second', 'T+3h30s');
  await step(story, 'second', 'T+3h46m');
  await story.goTo('T+3h51m12s');
}

/** The next stage, and somebody who says that it is there. */
async function step(story: LaunchStory, wave: string, moment: string): Promise<void> {
  await story.goTo(moment);
  await story.do(boss, { kind: 'ramp.advance', args: { scope: { wave } } });
  const { room } = await story.look();
  for (const { order, state } of room?.ramp.orders ?? []) {
    if (state === 'placed') await story.do('sre', { kind: 'order.confirm', args: { order } });
  }
}
