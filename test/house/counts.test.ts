import { expect, test } from 'vitest';
import { countTests, toCountsLine } from '../../build/countTests.ts';

const report = (passed: number, failed: number, pending: number, todo: number, files: [string, string[]][]) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: pending,
  numTodoTests: todo,
  testResults: files.map(([status, tests]) => ({ status, assertionResults: tests.map((test) => ({ status: test })) })),
});

test('counts what passed, failed and was skipped', () => {
  const files: [string, string[]][] = [
    ['failed', ['passed', 'failed']],
    ['passed', ['passed', 'skipped', 'todo']],
  ];
  expect(countTests(report(2, 1, 1, 1, files), false)).toEqual({ passed: 2, failed: 1, skipped: 2 });
});

test('a file that does not load is a failure', () => {
  expect(
    countTests(
      report(1, 0, 0, 0, [
        ['failed', []],
        ['passed', ['passed']],
      ]),
      false,
    ),
  ).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test('a file whose tests pass and whose end does not is a failure', () => {
  expect(countTests(report(1, 0, 0, 0, [['failed', ['passed']]]), false)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test('a run that ends badly is a failure though every test passed', () => {
  expect(countTests(report(1, 0, 0, 0, [['passed', ['passed']]]), false)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test('a run without a report is a failure', () => {
  expect(countTests(undefined, true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('the last line adds up every suite', () => {
  expect(
    toCountsLine([
      { passed: 1, failed: 0, skipped: 0 },
      { passed: 20, failed: 3, skipped: 4 },
    ]),
  ).toBe('21 passed, 3 failed, 4 skipped');
});
