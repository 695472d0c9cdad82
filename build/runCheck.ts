import { layersStep, lintSteps, namesStep, runSteps, typeSteps, vitest } from './runStep.ts';

// Everything that can be known in under a minute on two cores, but how it is laid out: the longest step first, the tests last, when a lane is free.
const tests = {
  name: 'tests',
  args: [
    vitest,
    'run',
    '--project',
    'node',
    '--reporter=minimal',
    '--exclude',
    'test/chaos/**',
    '--exclude',
    '**/*.slow.test.ts',
    '--exclude',
    'test/{property,contract,store}/**',
  ],
};
const startedAt = performance.now();
const results = await runSteps([...lintSteps, layersStep, namesStep, ...typeSteps, tests], 2);
const failed = results.filter((result) => !result.passed).map((result) => result.name);

const seconds = Math.round((performance.now() - startedAt) / 1000);
console.log(`check: ${failed.length === 0 ? 'all is well' : `mend ${failed.join(', ')}`}, in ${seconds} s`);
process.exitCode = failed.length === 0 ? 0 : 1;
