import fc from 'fast-check';

/** Runs of a property in `npm test`; fewer or more where somebody looks for something. */
export const manyRuns = Number(process.env['HOLDPOINT_RUNS'] ?? 2000);

/**
 * A property that must hold in many runs. Also one that holds says from which seed its runs were made: with it in
 * HOLDPOINT_SEED the same runs are made again.
 */
export function expectMany<Values extends [unknown, ...unknown[]]>(
  name: string,
  property: fc.IProperty<Values>,
  numRuns = manyRuns,
): void {
  const given = process.env['HOLDPOINT_SEED'];
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  fc.assert(property, { numRuns, seed });
  process.stdout.write(`${name}: ${numRuns} runs, seed ${seed}\n`);
}
