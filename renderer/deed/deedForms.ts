import type { DeedName } from '../state/deeds.svelte.ts';
import { attentionForms } from './attentionForms.ts';
import { clockForms } from './clockForms.ts';
import { criterionForms } from './criterionForms.ts';
import type { DeedForm } from './deedForm.ts';
import { linkForms } from './linkForms.ts';
import { planForms } from './planForms.ts';
import { pollForms } from './pollForms.ts';
import { rampForms } from './rampForms.ts';
import { recordForms } from './recordForms.ts';
import { rehearsalForms } from './rehearsalForms.ts';

/** What each command asks of a person. A decision has a box of its own: it stands beside what it rests on. */
export const deedForms: { readonly [Name in Exclude<DeedName, 'decision.record'>]: DeedForm } = {
  ...pollForms,
  ...attentionForms,
  ...criterionForms,
  ...rampForms,
  ...clockForms,
  ...recordForms,
  ...linkForms,
  ...planForms,
  ...rehearsalForms,
};

export function formOf(name: DeedName): DeedForm | undefined {
  return name === 'decision.record' ? undefined : deedForms[name];
}
