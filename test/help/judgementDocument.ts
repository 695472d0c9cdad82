import { join } from 'node:path';

/** A transition as documents carry it. */
export interface DocumentTransition {
  readonly at: number;
  readonly kind: string;
  readonly id: string;
  readonly cell: Readonly<Record<string, string>>;
  readonly from: string;
  readonly to: string;
  readonly value?: number;
  readonly n?: number;
  readonly why: string;
}

interface Counts {
  readonly [counter: string]: unknown;
  readonly gaps: readonly {
    readonly source: string;
    readonly epoch: string;
    readonly from: number;
    readonly to: number;
  }[];
}

/** `holdpoint/judgement@1` as far as tests look at it. */
export interface JudgementDocument {
  readonly format: string;
  readonly plan: { readonly id: string; readonly digest: string };
  readonly recording: Counts;
  readonly ticks: { readonly first: number; readonly last: number; readonly count: number };
  readonly unjudged: readonly string[];
  readonly transitions: readonly DocumentTransition[];
  readonly at: readonly { readonly at: number; readonly call: string; readonly [key: string]: unknown }[];
  readonly digest: string;
  readonly set?: readonly string[];
  readonly original?: { readonly transitions: readonly DocumentTransition[]; readonly digest: string };
}

export const oracleCases = ['burn-15-percent', 'cells', 'disorder', 'silence-freezes'] as const;

export function oracleFile(
  name: (typeof oracleCases)[number],
  file: 'plan.json' | 'recording.ndjson' | 'expected.json',
): string {
  return join(import.meta.dirname, '../oracle/judge', name, file);
}

/** Where a document says something else than an independent reading of the rules: nothing, if all is well. */
export function differences(expected: JudgementDocument, actual: JudgementDocument): string[] {
  const found: string[] = [];
  for (const [counter, count] of Object.entries(expected.recording)) {
    const own = actual.recording[counter];
    const same = counter === 'gaps' ? gapKeys(expected) === gapKeys(actual) : own === count;
    if (!same) found.push(`recording.${counter}: ${JSON.stringify(own)} instead of ${JSON.stringify(count)}`);
  }
  for (const key of ['first', 'last', 'count'] as const) {
    if (actual.ticks[key] !== expected.ticks[key]) found.push(`ticks.${key}: ${actual.ticks[key]}`);
  }
  const ownKeys = actual.transitions.map(transitionKey);
  const keys = expected.transitions.map(transitionKey);
  if (JSON.stringify(ownKeys) !== JSON.stringify(keys)) {
    const missing = keys.filter((key) => !ownKeys.includes(key));
    const extra = ownKeys.filter((key) => !keys.includes(key));
    found.push(`transitions: missing ${missing.join(' ')}; extra ${extra.join(' ')}; or their order`);
    return found;
  }
  expected.transitions.forEach((transition, place) => {
    const own = actual.transitions[place];
    if (transition.kind === 'call' || own === undefined) return;
    for (const field of ['value', 'n'] as const) {
      if (!isNear(transition[field], own[field])) {
        found.push(`${transitionKey(own)} ${field}: ${own[field]} instead of ${transition[field]}`);
      }
    }
  });
  return found;
}

function transitionKey({ at, kind, id, cell, from, to }: DocumentTransition): string {
  const labels = Object.entries(cell).sort().join(';');
  return `${at}/${kind}/${kind === 'call' ? 'call' : id}/${labels}/${from}/${to}`;
}

function gapKeys({ recording }: JudgementDocument): string {
  return recording.gaps
    .map(({ source, epoch, from, to }) => `${source}/${epoch}/${from}/${to}`)
    .sort()
    .join(' ');
}

function isNear(one: number | undefined, other: number | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one));
}
