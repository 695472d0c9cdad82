import { countWords, numberWords } from '../../../shared/judge/words.ts';
import { parseIsoMs } from '../../../shared/base/instant.ts';
import { isCommit, isSameCommit, shortCommit } from '../../../shared/model/evidenceIdentity.ts';
import { commitWords } from './commitWords.ts';
import { unreadable } from './evidenceReading.ts';
import type { EvidenceAsked, Finding, MadeAt } from './evidenceReading.ts';
import { quoted, shown } from './evidenceText.ts';
import { readXml } from './xmlReader.ts';

const counted = ['tests', 'failures', 'errors'] as const;
type Counts = Record<(typeof counted)[number], number>;

/** An open `testsuites` or `testsuite`: what its attributes state, what stands in it, and what stands directly in it. */
interface Suite {
  readonly element: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly all: Counts;
  readonly own: Counts;
  innerSuites: number;
}

interface Case {
  readonly name: string;
  isFailed: boolean;
  isBroken: boolean;
  isSkipped: boolean;
  isFlaky: boolean;
}

/** What the report amounts to; counts come from the cases, attributes are only held against them. */
class Tally {
  readonly suites: Suite[] = [];
  current: Case | undefined;
  tests = 0;
  failures = 0;
  errors = 0;
  skipped = 0;
  flaky = 0;
  looseFaults = 0;
  firstFailed: string | undefined;
  readonly commits: string[] = [];
  readonly disagreements: string[] = [];
  disagreementCount = 0;
  made: MadeAt | undefined;
}

/**
 * Reads a JUnit report. It passes with at least one test that ran, none that failed and no count that its attributes deny. Of
 * which commit the tests are, it may tell by a property; it is held against the one that the plan names.
 */
export function readJunit(text: string, asked: EvidenceAsked): Finding {
  if (/^\s{0,99}[{[]/.test(text)) return unreadable('is JSON; hand in JUnit XML');
  const tally = new Tally();
  for (const event of readXml(text)) {
    if (event.kind === 'refused') return unreadable(event.refusal);
    const refusal =
      event.kind === 'open' ? openElement(tally, event.name, event.attributes) : closeElement(tally, event.name);
    if (refusal !== undefined) return unreadable(refusal);
  }
  return toFinding(tally, asked);
}

function openElement(tally: Tally, name: string, attributes: ReadonlyMap<string, string>): string | undefined {
  const isSuite = name === 'testsuite' || name === 'testsuites';
  if (tally.suites.length === 0 && !isSuite)
    return `begins with ${quoted(name)}; a JUnit report begins with testsuites`;
  if (isSuite) {
    if (tally.current !== undefined) return 'has a suite inside a test';
    tally.suites.push({ element: name, attributes, all: noCounts(), own: noCounts(), innerSuites: 0 });
    return readTimestamp(tally, attributes.get('timestamp'));
  }
  const { current } = tally;
  if (name === 'testcase') {
    if (current !== undefined) return 'has a test inside a test';
    const isSkipped = ['notrun', 'skipped', 'disabled'].includes(attributes.get('status')?.toLowerCase() ?? '');
    const caseName = [attributes.get('classname'), attributes.get('name')].filter(Boolean).join(' ');
    tally.current = { name: caseName, isFailed: false, isBroken: false, isSkipped, isFlaky: false };
  } else if (name === 'property') readProperty(tally, attributes);
  else if (name === 'failure' || name === 'error') {
    if (current === undefined) tally.looseFaults += 1;
    else if (name === 'failure') current.isFailed = true;
    else current.isBroken = true;
  } else if (current !== undefined && name === 'skipped') current.isSkipped = true;
  else if (current !== undefined && (name === 'flakyFailure' || name === 'flakyError')) current.isFlaky = true;
  return undefined;
}

/** As the usual builders and plugins write it. */
const commitProperties: readonly string[] = [
  'commit',
  'commit.id',
  'commit.sha',
  'git.commit',
  'git.commit.id',
  'git.commit.id.full',
  'git.commit.sha',
  'git.sha',
  'github.sha',
  'ci.commit.sha',
  'revision',
  'vcs.revision',
];

function readProperty(tally: Tally, attributes: ReadonlyMap<string, string>): void {
  const name = attributes.get('name')?.toLowerCase().replace(/[_-]/g, '.') ?? '';
  const value = attributes.get('value')?.trim().toLowerCase() ?? '';
  if (!commitProperties.includes(name) || !isCommit(value) || tally.commits.length > 1) return;
  const known = tally.commits.findIndex((one) => isSameCommit(one, value));
  if (known === -1) tally.commits.push(value);
  else if (value.length > (tally.commits[known]?.length ?? 0)) tally.commits[known] = value;
}

function closeElement(tally: Tally, name: string): undefined {
  if (name === 'testcase' && tally.current !== undefined) {
    addCase(tally, tally.current);
    tally.current = undefined;
    return;
  }
  if (name !== 'testsuite' && name !== 'testsuites') return;
  const suite = tally.suites.pop();
  if (suite === undefined) return;
  compareCounts(tally, suite);
  const parent = tally.suites.at(-1);
  if (parent === undefined) return;
  parent.innerSuites += 1;
  for (const key of counted) parent.all[key] += suite.all[key];
}

function addCase(tally: Tally, { name, isFailed, isBroken, isSkipped, isFlaky }: Case): void {
  tally.tests += 1;
  if (isFailed) tally.failures += 1;
  if (isBroken) tally.errors += 1;
  if (isFailed || isBroken) tally.firstFailed ??= name;
  else if (isSkipped) tally.skipped += 1;
  else if (isFlaky) tally.flaky += 1;
  const suite = tally.suites.at(-1);
  for (const counts of suite === undefined ? [] : [suite.all, suite.own]) {
    counts.tests += 1;
    if (isFailed) counts.failures += 1;
    if (isBroken) counts.errors += 1;
  }
}

/**
 * Of a suite inside a suite some writers count the tests, some count it as one test, and some leave it out; `testsuites`
 * has no tests of its own.
 */
function compareCounts(tally: Tally, { element, attributes, all, own, innerSuites }: Suite): void {
  for (const key of counted) {
    const written = attributes.get(key)?.trim() ?? '';
    if (written === '') continue;
    const stated = /^\d{1,9}$/.test(written) ? Number(written) : undefined;
    const others = [own[key], ...(key === 'tests' ? [own.tests + innerSuites] : [])];
    if (stated === all[key] || (element === 'testsuite' && stated !== undefined && others.includes(stated))) continue;
    tally.disagreementCount += 1;
    if (tally.disagreements.length > 0) continue;
    const name = attributes.get('name') ?? '';
    const which = name === '' ? `its ${element}` : `${element} ${quoted(name)}`;
    tally.disagreements.push(
      `states ${key}=${quoted(written)} on ${which} where ${numberWords(all[key])} can be counted`,
    );
  }
}

/** Most writers leave the zone out. A report is as old as its oldest suite. */
function readTimestamp(tally: Tally, written: string | undefined): string | undefined {
  const stamp = written?.trim().replace(' ', 'T') ?? '';
  if (stamp === '') return undefined;
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/.test(stamp);
  const at = parseIsoMs(hasZone ? stamp : `${stamp}Z`);
  if (at === undefined) return `has the timestamp ${quoted(stamp)}; write an instant such as 2026-03-30T14:00:00Z`;
  const { firstAt = at, lastAt = at, hasZone: hadZone = true } = tally.made ?? {};
  tally.made = { firstAt: Math.min(firstAt, at), lastAt: Math.max(lastAt, at), hasZone: hadZone && hasZone };
  return undefined;
}

function toFinding(tally: Tally, asked: EvidenceAsked): Finding {
  const { tests, failures, errors, skipped, flaky, looseFaults, made, commits } = tally;
  const [commit] = commits;
  const faults: string[] = [];
  if (failures + errors > 0) {
    const first = tally.firstFailed === undefined ? '' : `, first ${quoted(tally.firstFailed)}`;
    faults.push(
      `has ${numberWords(failures)} failed and ${numberWords(errors)} broken of ${countWords(tests, 'test')}${first}`,
    );
  }
  if (looseFaults > 0) faults.push(`has ${countWords(looseFaults, 'failure')} outside of any test`);
  if (tests === 0) faults.push('holds 0 tests');
  else if (skipped === tests) faults.push(`holds ${countWords(tests, 'test')}, all skipped: nothing was tested`);
  for (const disagreement of tally.disagreements) {
    const more = tally.disagreementCount - 1;
    faults.push(more === 0 ? disagreement : `${disagreement} (and ${numberWords(more)} more such counts)`);
  }
  if (commits.length > 1) faults.push('names more than one commit; hand in the tests of one');
  else if (commit !== undefined && asked.commit !== undefined && !isSameCommit(commit, asked.commit))
    faults.push(`is of commit ${shortCommit(commit)} but the plan names commit ${shown(shortCommit(asked.commit))}`);
  const of = commit === undefined ? '' : `, of commit ${shortCommit(commit)}`;
  const flakyWords = flaky === 0 ? '' : `, ${numberWords(flaky)} of them only when run again`;
  return {
    kind: 'read',
    holds: `holds ${countWords(tests, 'test')}: ${numberWords(tests - skipped)} passed${flakyWords}, 0 failed, ${numberWords(skipped)} skipped${of}${commitWords(commit, asked)}`,
    faults,
    ...(made?.hasZone === false ? { note: 'its times have no zone and were read as UTC' } : {}),
    made,
    facts: { tests, failures, errors, skipped, flaky, ...(commit === undefined ? {} : { commit }) },
  };
}

function noCounts(): Counts {
  return { tests: 0, failures: 0, errors: 0 };
}
