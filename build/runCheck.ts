import { formatStep, layersStep, lintSteps, namesStep, runSteps, typeSteps, vitest } from './runStep.ts';

// Everything that can be known in under a minute on two cores: the longest step first, the tests last, when a lane is free.
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
const results = await runSteps([...lintSteps, layersStep, namesStep, ...typeSteps, formatStep, tests], 2);
const failed = results.filter((result) => !result.passed).map((result) => result.name);

console.log(failed.length === 0 ? 'check: all is well' : `check: mend ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
