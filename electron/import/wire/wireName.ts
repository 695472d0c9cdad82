import { namePattern } from '../../../shared/model/sample.ts';

/** A name of somebody else's as a name of ours: what ours may not hold becomes "_". Undefined where nothing can be made of it. */
export function toName(text: string): string | undefined {
  const written = text.replaceAll(/[^A-Za-z0-9_.:-]/g, '_');
  const name = /^[A-Za-z_]/.test(written) ? written : `_${written}`;
  return text !== '' && namePattern.test(name) ? name : undefined;
}
