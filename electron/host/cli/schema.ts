import { liveJsonSchema } from '../../../shared/model/liveProtocol.ts';
import { movesJsonSchema } from '../../../shared/model/moves.ts';
import { planJsonSchema } from '../../../shared/model/plan.ts';
import { telemetryJsonSchema } from '../../../shared/model/sample.ts';
import { scenarioJsonSchema } from '../../../shared/model/scenario.ts';
import type { Io } from './io.ts';

const schemas = new Map<string, () => object>([
  ['plan', planJsonSchema],
  ['scenario', scenarioJsonSchema],
  ['telemetry', telemetryJsonSchema],
  ['live', liveJsonSchema],
  ['moves', movesJsonSchema],
]);

const usage = 'holdpoint schema plan|scenario|telemetry|live|moves';

/**
 * `holdpoint schema`: the JSON Schema of a format, so that editors complete and check as people type. Exit codes: 0
 * printed; 2 the call is wrong.
 */
export async function schema(argv: string[], io: Io): Promise<number> {
  const [format, ...more] = argv;
  if (format === '--help' || format === '-h') {
    io.out(`${usage}\n`);
    return 0;
  }
  const make = format === undefined || more.length > 0 ? undefined : schemas.get(format);
  if (make === undefined) {
    io.err(`Name one format. Call it as: ${usage}\n`);
    return 2;
  }
  io.out(`${JSON.stringify(make(), null, 2)}\n`);
  return 0;
}
