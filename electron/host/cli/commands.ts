import type { Command } from './command.ts';

const json = ['--json', 'one JSON document on standard output, and nothing else there'] as const;
const plan = ['--plan p.yaml', 'the plan to judge by'] as const;

/** Every command that there is. Dispatch, help and advice come from here; each loads its own code when it is called. */
export const commands: readonly Command[] = [
  {
    name: 'lint',
    what: 'looks for errors in a plan, and says what each rule needs to fire',
    usage: 'holdpoint lint <plan> [--json]',
    options: [json],
    notes: ['Exits with 1 where the plan has errors; warnings and notes do not count.'],
    load: async () => (await import('./lint.ts')).lint,
  },
  {
    name: 'simulate',
    what: 'makes the recording of a scenario, the same bytes for the same seed',
    usage: 'holdpoint simulate <scenario> -o <recording.ndjson.zst>',
    options: [['-o, --output rec.ndjson.zst', 'where the recording goes; .zst and .gz are compressed']],
    load: async () => (await import('./simulate.ts')).simulate,
  },
  {
    name: 'judge',
    what: 'judges a recording by a plan, without a screen',
    usage: 'holdpoint judge --plan p --recording r [--at I]... [--set RULE.FIELD=V]... [--json]',
    options: [
      plan,
      ['--recording rec.ndjson.zst', 'the recording to judge: NDJSON, plain or as .zst or .gz'],
      ['--at T+30m', 'shows the state at this instant too: ISO 8601 with a zone, or against T-0'],
      ['--set RB-2.over=300', 'judges with this number instead, beside the plan as it is'],
      json,
    ],
    notes: [
      'Numbers that can be set: over, under, for, clear.for, clear.under, clear.over, confidence, window, burnOver,',
      'burnUnder, ratioOver, h and others of the rule; factor or spend of an alert pair, as checkout.fast.factor=10.',
    ],
    load: async () => (await import('./judge.ts')).judge,
  },
  {
    name: 'schema',
    what: 'prints the JSON Schema of a format, so that editors complete and check',
    usage: 'holdpoint schema plan|scenario|telemetry',
    options: [],
    load: async () => (await import('./schema.ts')).schema,
  },
];
