import type { EvidenceAsked } from './evidenceReading.ts';
import { shown } from './evidenceText.ts';

const joints = ['-', '_', '.'] as const;

/** What a record that names its service has against being evidence for the one that was asked about. */
export function judgeServiceName(named: string | undefined, asked: EvidenceAsked): string[] {
  if (named === undefined || asked.service === undefined || fold(named) === fold(asked.service)) return [];
  return [mismatch(named, asked.service)];
}

/**
 * The same for names that say more than the service: `checkout-prod` and `shop/checkout:1.2` are names of `checkout`,
 * `checkouts` is not.
 */
export function judgeComposedName(names: readonly string[], asked: EvidenceAsked): string[] {
  const [first] = names;
  if (first === undefined || asked.service === undefined) return [];
  const service = fold(asked.service);
  const isMeant = names.some((name) => {
    const last = fold(name).split('/').at(-1)?.split(/[:@]/, 1)[0] ?? '';
    return [fold(name), last].some(
      (word) =>
        word === service || joints.some((joint) => word.startsWith(service + joint) || word.endsWith(joint + service)),
    );
  });
  return isMeant ? [] : [mismatch(first, asked.service)];
}

function mismatch(found: string, wanted: string): string {
  return `is of ${shown(found)} but was asked for ${shown(wanted)}`;
}

function fold(name: string): string {
  return name.trim().toLowerCase();
}
