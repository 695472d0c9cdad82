import type { WhySubject } from '../state/whys.svelte.ts';
import { experimentWhy, forecastWhy } from './bookWhy.ts';
import { evidenceWhy } from './evidenceWhy.ts';
import { indicatorWhy } from './indicatorWhy.ts';
import { rampWhy } from './rampWhy.ts';
import { criterionWhy, triggerWhy } from './ruleWhy.ts';
import { sloWhy } from './sloWhy.ts';
import { nothing, type WhyGround, type WhyReading } from './whyFacts.ts';

/** Undefined for what this second does not know. */
export function whyReading(subject: WhySubject, ground: WhyGround): WhyReading | undefined {
  switch (subject.kind) {
    case 'indicator':
      return indicatorWhy(ground, {
        indicator: subject.indicator,
        cell: subject.cell,
        window: subject.window,
        mature: subject.mature ?? true,
      });
    case 'slo':
      return sloWhy(ground, subject);
    case 'trigger':
      return triggerWhy(ground, subject.trigger, subject.cell);
    case 'criterion':
      return criterionWhy(ground, subject.criterion, subject.cell);
    case 'ramp':
      return rampWhy(ground, subject.cell);
    case 'forecast':
      return forecastWhy(ground, subject.forecast);
    case 'experiment':
      return experimentWhy(ground, subject.experiment);
    case 'evidence':
      return evidenceWhy(ground, subject.evidence);
    case 'said':
      return { ...nothing, kind: 'why.said', title: subject.rule, why: subject.text };
  }
}
