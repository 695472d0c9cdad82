import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countTests, toCountsLine } from './countTests.ts';
import type { Counts, TestReport } from './countTests.ts';
import { formatStep, lintSteps, runStep, runSteps, typeSteps, vitest } from './runStep.ts';

// Everything, then one last line that adds it up: `N passed, N failed, N skipped`. Types, lint and format count as one test
// each; layers and names are tests in test/house.
const steps = await runSteps([...lintSteps, ...typeSteps, formatStep], 2);
const suites: Counts[] = steps.map(({ passed }) => ({ passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 }));

// Browsers are shown the screens as they are built.
const page = await runStep({ name: 'page', args: ['build/buildPage.ts'] }, true);
suites.push({ passed: page.passed ? 1 : 0, failed: page.passed ? 0 : 1, skipped: 0 });

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-tests-'));
const reportFile = join(folder, 'report.json');
const args = [
  vitest,
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reportFile}`,
  ...process.argv.slice(2),
];
const run = await runStep({ name: 'tests', args }, true);
const report = existsSync(reportFile) ? (JSON.parse(readFileSync(reportFile, 'utf8')) as TestReport) : undefined;
rmSync(folder, { recursive: true });
suites.push(countTests(report, run.passed));

for (const step of [...steps, page]) if (!step.passed) console.log(`FAILED  ${step.name} (see above)`);
console.log(toCountsLine(suites));
process.exitCode = suites.some((suite) => suite.failed > 0) ? 1 : 0;
