import type { ExperimentState } from '../model/planConditions.ts';
import { type ArmEffect, unitsOf } from './armEffect.ts';
import type { Guardrail, GuardrailView } from './guardrail.ts';
import type { ConvertedArm, ExperimentView, LiveExperiment } from './liveExperiment.ts';
import type { Sighting } from './sighting.ts';
import { numberWords, percentWords, secondsWords } from './words.ts';

/** A difference of shares: `+0.8pp`. */
function pointsWords(ratio: number): string {
  const points = Number((ratio * 100).toPrecision(12));
  return `${points > 0 ? '+' : ''}${numberWords(points, 3)}pp`;
}

/** The arm that decides what is said of conversion: the worst of those that are worse, else the best. */
function decisiveArm({ arms, benefit }: ExperimentView): ConvertedArm | undefined {
  const compared = arms.filter(({ interval }) => interval !== undefined);
  const sign = benefit === 'proven worse' ? 1 : -1;
  return compared.sort((a, b) => sign * (estimateOf(a) - estimateOf(b)))[0];
}

/** The guardrail and the arm that come nearest to harm, each against its own margin. */
function nearestHarm(live: LiveExperiment, view: ExperimentView): { guardrail: Guardrail; arm: ArmEffect } | undefined {
  const compared = live.guardrails.flatMap((guardrail, index) =>
    (view.guardrails[index]?.arms ?? [])
      .filter(({ interval }) => interval !== undefined)
      .map((arm) => ({ guardrail, arm, share: estimateOf(arm) / guardrail.margin })),
  );
  return compared.sort((a, b) => b.share - a.share)[0];
}

/** A clause on what is asked of the experiment, with its numbers. */
export function explainState(live: LiveExperiment, view: ExperimentView, state: ExperimentState, tick: number): string {
  const alarm = view.isUnreadable ? `${sampleWords(live, view)}; all the same, ` : '';
  switch (state) {
    case 'unreadable':
      return sampleWords(live, view);
    case 'proven safe':
    case 'proven harmful':
      return `${alarm}${guardedWords(live, view, tick)}`;
    case 'proven better':
    case 'proven worse':
      return `${alarm}${conversionWords(live, view, tick)}`;
    case 'not yet known': {
      const guarded = live.guardrails.length === 0 ? '' : `; ${guardedWords(live, view, tick)}`;
      return `${alarm}${conversionWords(live, view, tick)}${guarded}`;
    }
  }
}

export function conversionWords(live: LiveExperiment, view: ExperimentView, tick: number): string {
  const silence = silenceWords(live.id, view.counts);
  if (silence !== undefined) return silence;
  const arm = decisiveArm(view);
  if (arm === undefined) return `${live.id} has no exposures in ${emptyArms(live).join(' and ')}`;
  const wait =
    arm.verdict === 'not yet known' && view.benefit === arm.verdict ? waitWords(live.decidableInS(arm, tick)) : '';
  return `${live.id}: ${arm.arm} converts ${effectWords(arm, live.counted[0]?.arm ?? '')}, ${arm.verdict}${wait}`;
}

function guardedWords(live: LiveExperiment, view: ExperimentView, tick: number): string {
  if (live.guardrails.length === 0) return `${live.id} has no guardrail, so nothing shows that it is safe`;
  const first = live.guardrails.findIndex((_, index) => view.guardrails[index]?.verdict === view.safety);
  const at = Math.max(0, first);
  const [guardrail, one] = [live.guardrails[at], view.guardrails[at]];
  return guardrail === undefined || one === undefined ? '' : guardrailWords(guardrail, one, tick);
}

/** One guardrail in a clause. */
export function guardrailWords(guardrail: Guardrail, view: GuardrailView, tick: number): string {
  const { indicator, label, margin } = guardrail;
  const launch = guardrail.launch.readAt(tick);
  const [first] = view.arms;
  if (first === undefined) return '';
  if (
    first.comparison.control.exposures === 0 &&
    view.arms.every(({ comparison }) => comparison.treatment.exposures === 0)
  ) {
    return launch.n === 0
      ? `the guardrail ${indicator} was never seen`
      : `the guardrail ${indicator} cannot tell the arms apart, because no sample of it bears the label ${label}`;
  }
  const silence = silenceWords(`the guardrail ${indicator}`, view.sighting);
  if (silence !== undefined) return silence;
  const empty = view.arms.find(({ interval }) => interval === undefined);
  if (empty !== undefined && view.verdict === undefined) {
    const { control } = empty.comparison;
    const missing = control.exposures === 0 ? guardrail.control : empty.arm;
    return `the guardrail ${indicator} has nothing of ${missing} to compare with`;
  }
  const arm =
    view.arms.find(({ interval, verdict }) => interval !== undefined && verdict === view.verdict) ?? view.arms[0];
  if (arm === undefined) return '';
  const wait = arm.verdict === 'not yet known' ? waitWords(guardrail.decidableInS(arm, tick)) : '';
  return `the guardrail ${indicator} of ${arm.arm} is ${effectWords(arm, guardrail.control)} where ${pointsWords(margin)} is harm, ${arm.verdict}${wait}`;
}

/** `12.3 % of 10,240 against 11.5 % of 10,180 in control, +0.8pp (95 %: +0.1pp to +1.5pp)` */
function effectWords({ comparison, interval }: ArmEffect, controlArm: string): string {
  const { control, treatment } = comparison;
  const share = (arm: { conversions: number; exposures: number }): string =>
    `${percentWords(arm.conversions / arm.exposures)} of ${numberWords(arm.exposures)}`;
  if (interval === undefined) return 'not to be compared';
  const { estimate, low, high } = interval;
  return `${share(treatment)} against ${share(control)} in ${controlArm}, ${pointsWords(estimate)} (always-valid 95 %: ${pointsWords(low)} to ${pointsWords(high)})`;
}

export function sampleWords(live: LiveExperiment, view: ExperimentView): string {
  const { process } = live.split;
  const total = process.counts.reduce((sum, count) => sum + count, 0);
  if (!(total > 0)) return `${live.id} has no exposures to hold against its shares`;
  const expectedTotal = process.expected.reduce((sum, count) => sum + count, 0);
  const arms = live.counted.map(
    ({ arm }, index) =>
      `${percentWords((process.counts[index] ?? 0) / total)} to ${arm} where ${percentWords((process.expected[index] ?? 0) / expectedTotal)} were due`,
  );
  const verdict = view.isUnreadable
    ? 'its sample ratio is broken and it cannot be read'
    : 'its sample ratio is in order';
  return `${live.id} gave ${arms.join(', ')} (sequential p ${numberWords(view.sampleP)}), so ${verdict}`;
}

function waitWords(seconds: number | undefined): string {
  if (seconds === undefined || !(seconds > 0)) return '';
  return seconds < 30 * 86_400
    ? `, decidable in about ${secondsWords(seconds)} at the present traffic`
    : ', not decidable within 30 days at the present traffic';
}

function silenceWords(what: string, { status, ageMs }: Sighting): string | undefined {
  if (status === 'never') return `${what} was never seen`;
  return status === 'stale' ? `${what} was last heard ${(ageMs / 1000).toFixed(0)} s ago` : undefined;
}

function emptyArms(live: LiveExperiment): string[] {
  return live.counted.filter(({ exposures }) => exposures.total.high === 0).map(({ arm }) => arm);
}

function estimateOf({ interval }: ArmEffect): number {
  return interval?.estimate ?? 0;
}

/** For a transition: what the state rests on. */
export function measureOf(
  live: LiveExperiment,
  view: ExperimentView,
  state: ExperimentState,
): { value: number; n: number } | undefined {
  if (state === 'unreadable') {
    return { value: view.sampleP, n: live.split.process.counts.reduce((sum, count) => sum + count, 0) };
  }
  const isGuarded = state === 'proven safe' || state === 'proven harmful';
  const arm = isGuarded ? nearestHarm(live, view)?.arm : decisiveArm(view);
  return arm === undefined ? undefined : { value: estimateOf(arm), n: unitsOf(arm) };
}
