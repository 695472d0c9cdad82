import type { Plan } from '../../shared/model/plan.ts';
import type { WhySubject } from '../state/whys.svelte.ts';
import { type Cell, cellWords } from './cells.ts';

/** What is asked about, as people name it: a number that is read out alone says nothing. */
export function subjectWords(subject: WhySubject, plan: Plan | undefined): string {
  const parts = 'cell' in subject ? [namesOf(subject), cellWords(subject.cell, plan)] : [namesOf(subject)];
  return parts.filter((part) => part !== '').join(' ');
}

function namesOf(subject: WhySubject): string {
  switch (subject.kind) {
    case 'indicator':
      return subject.indicator;
    case 'slo':
      return subject.pair === undefined ? subject.slo : `${subject.slo} ${subject.pair}`;
    case 'trigger':
      return subject.trigger;
    case 'criterion':
      return subject.criterion;
    case 'ramp':
      return '';
    case 'forecast':
      return subject.forecast;
    case 'experiment':
      return subject.experiment;
    case 'evidence':
      return subject.evidence;
    case 'said':
      return subject.rule;
  }
}

/** What there is to be told of a reason of the call: the rule that gives it, or the sentence where people gave it. */
export function reasonSubject(
  { rule, cell, text }: { readonly rule: string; readonly cell: Cell; readonly text: string },
  plan: Plan | undefined,
): WhySubject {
  if (plan?.triggers[rule] !== undefined) return { kind: 'trigger', trigger: rule, cell };
  if (plan?.criteria[rule] !== undefined) return { kind: 'criterion', criterion: rule, cell };
  return { kind: 'said', rule, text };
}
