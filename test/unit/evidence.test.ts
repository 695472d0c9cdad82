import { expect, test } from 'vitest';
import {
  artifact,
  commit,
  goodFiles,
  nowMs,
  readAs,
  readGood,
  readKinds,
  swapIn,
  toEnvelope,
} from '../help/evidence/evidenceCase.ts';

// What good files say, in exactly these words, and what is read out of them.

const dayMs = 86_400_000;
const asked = { service: 'checkout', artifact, commit, maxAgeMs: 30 * dayMs };

test('a test report counts its cases and is as old as its oldest suite', () => {
  expect(readAs('junit', goodFiles.junit, asked)).toEqual({
    verdict: 'pass',
    says: 'The test report holds 4 tests: 3 passed, 0 failed, 1 skipped; it names no commit, so none was compared.',
    madeAt: Date.UTC(2026, 2, 30, 11),
    facts: { tests: 4, failures: 0, errors: 0, skipped: 1, flaky: 0 },
  });
});

const property = (name: string, value: string): string => `<property name="${name}" value="${value}"/>`;

test.each([
  ['its property', property('commit', commit)],
  ['a property in capitals', property('GIT_COMMIT', commit.toUpperCase())],
  ['a shortened one besides', property('git.commit.id', 'c0ffee0') + property('GITHUB_SHA', commit)],
  ['one that is no commit besides', property('revision', 'main') + property('revision', commit)],
])('a test report names its commit by %s', (_, properties) => {
  const report = swapIn('junit', property('node', '24'), properties);
  expect(readAs('junit', report, asked)).toMatchObject({
    verdict: 'pass',
    says: 'The test report holds 4 tests: 3 passed, 0 failed, 1 skipped, of commit c0ffee00c0ff, which the plan names.',
    facts: { commit },
  });
  expect(readAs('junit', report).says).toContain('of commit c0ffee00c0ff; nothing in the plan to compare with.');
  expect(readAs('junit', report, { commit: 'deadbeef' })).toMatchObject({
    verdict: 'fail',
    says: 'The test report is of commit c0ffee00c0ff but the plan names commit deadbeef.',
  });
});

test('tests of two commits are tests of neither', () => {
  const both = property('commit', commit) + property('commit', 'deadbeef') + property('commit', 'cafecafe');
  expect(readAs('junit', swapIn('junit', property('node', '24'), both), asked)).toMatchObject({
    verdict: 'fail',
    says: 'The test report names more than one commit; hand in the tests of one.',
  });
});

test.each(readKinds)('what passes of kind %s says where the plan names nothing to compare with', (kind) => {
  const reading = readAs(kind, goodFiles[kind]);
  expect(reading.verdict).toBe('pass');
  expect(reading.says).toContain('; nothing in the plan to compare with');
});

test('provenance v1 is held against the digest and the commit of the plan', () => {
  expect(readAs('provenance', goodFiles.provenance, asked)).toEqual({
    verdict: 'pass',
    says:
      'The provenance says that https://builds.example/runner/v1 built sha256:111111111111… from commit c0ffee00c0ff, ' +
      'with the digest and the commit that the plan names; it is not signed.',
    madeAt: Date.UTC(2026, 2, 29, 9, 12),
    facts: { builder: 'https://builds.example/runner/v1', digest: artifact, commit, subjects: 2, signatures: 0 },
  });
});

test('provenance v0.2 in an envelope says that its signatures were not verified, and that nothing was compared', () => {
  const reading = readAs('provenance', toEnvelope(readGood('provenanceV02.json'), 2));
  expect(reading.verdict).toBe('pass');
  expect(reading.says).toBe(
    'The provenance says that https://builds.example/runner/v0 built sha256:111111111111… from commit c0ffee00c0ff; ' +
      'nothing in the plan to compare with; its 2 signatures were not verified.',
  );
  expect(reading.facts).toMatchObject({ digest: artifact, commit, signatures: 2 });
});

test('provenance in the envelope of a Sigstore bundle is found', () => {
  const bundle = `{"mediaType":"bundle","dsseEnvelope":${toEnvelope(goodFiles.provenance)}}\n`;
  expect(readAs('provenance', bundle, asked)).toMatchObject({
    verdict: 'pass',
    facts: { signatures: 1, digest: artifact },
  });
});

test('any subject may be the artifact of the plan, and a commit may be shortened', () => {
  const second = `sha256:${'2222222222222222bbbbbbbbbbbbbbbb'.repeat(2)}`;
  const reading = readAs('provenance', goodFiles.provenance, { artifact: `app@${second}`, commit: 'C0FFEE0' });
  expect(reading).toMatchObject({ verdict: 'pass', facts: { digest: second, commit } });
});

test('a mismatch of provenance names both digests, shortened', () => {
  const reading = readAs('provenance', goodFiles.provenance, { artifact: `sha256:${'9'.repeat(64)}` });
  expect(reading.verdict).toBe('fail');
  expect(reading.says).toBe(
    'The provenance is of sha256:111111111111… and 1 other but the plan names sha256:999999999999…; it is not signed.',
  );
});

test('a bill of materials counts components at any depth and leaves out what an analysis closed', () => {
  expect(readAs('sbom', goodFiles.sbom, asked)).toEqual({
    verdict: 'pass',
    says:
      'The bill of materials lists 3 components and 3 vulnerabilities: 0 critical and 0 high open, ' +
      '1 closed by analysis, 1 without a severity.',
    madeAt: Date.UTC(2026, 2, 29, 9, 15),
    facts: {
      components: 3,
      vulnerabilities: 3,
      critical: 0,
      high: 0,
      closed: 1,
      unrated: 1,
      specVersion: '1.6',
      name: 'registry.example/shop/checkout:1.4',
      digest: artifact,
    },
  });
});

test('an ArgoCD application is as old as its last comparison', () => {
  expect(readAs('argocd', goodFiles.argocd, asked)).toEqual({
    verdict: 'pass',
    says: 'The ArgoCD application checkout-prod is Synced and Healthy at revision c0ffee00c0ff, which the plan names.',
    madeAt: Date.UTC(2026, 2, 30, 13, 58),
    facts: { sync: 'Synced', health: 'Healthy', application: 'checkout-prod', revision: commit },
  });
});

test('one of several revisions of an application may be that of the plan', () => {
  const several = swapIn('argocd', `"revision": "${commit}"`, `"revisions": ["1.4.2", "${commit}"]`);
  expect(readAs('argocd', several, asked)).toMatchObject({ verdict: 'pass', facts: { revision: commit } });
});

test('a drill says how long the rollback took, with a limit and without', () => {
  expect(readAs('drill', goodFiles.drill, asked)).toEqual({
    verdict: 'pass',
    says: 'The drill record tells of a rollback by sre on call that took 1m35s; its limit is 2m; nothing in the plan to compare with.',
    madeAt: Date.UTC(2026, 2, 28, 8),
    facts: { who: 'sre on call', result: 'done', service: 'checkout', rollbackMs: 95_000, limitMs: 120_000 },
  });
  const free = readAs('drill', swapIn('drill', 'limit: 2m\n', ''), asked);
  expect(free.says).toContain('that took 1m35s; no limit is written; nothing');
  expect(free.verdict).toBe('pass');
});

test('a record may be JSON, and a service that only one side names is no mismatch', () => {
  const written = '{"when":"2026-03-28T08:00:00Z","who":"sre","rollback":"3h","result":"done"}';
  expect(readAs('drill', written, asked)).toMatchObject({ verdict: 'pass', facts: { rollbackMs: 10_800_000 } });
  expect(readAs('drill', goodFiles.drill)).toMatchObject({ verdict: 'pass' });
});

test('a change has an author and an approver', () => {
  expect(readAs('change', goodFiles.change, asked)).toEqual({
    verdict: 'pass',
    says:
      'The change record CHG-1042 by ledger lead was approved by change board for commit c0ffee00c0ff, ' +
      'which the plan names.',
    madeAt: Date.UTC(2026, 2, 29, 16),
    facts: {
      id: 'CHG-1042',
      service: 'checkout',
      author: 'ledger lead',
      approver: 'change board',
      commit: 'c0ffee00c0ffee',
    },
  });
  expect(readAs('change', swapIn('change', 'CHG-1042', '1042')).facts).toMatchObject({ id: '1042' });
});

test('a file of another kind is there, and that is all that is said of it', () => {
  expect(readAs('file', Buffer.from([0, 255, 0]), { maxAgeMs: 1 })).toEqual({
    verdict: 'pass',
    says: 'The file is there with 3 bytes; nobody looked inside.',
    madeAt: undefined,
    facts: { bytes: 3, sha256: '0'.repeat(64) },
  });
});

test('a byte order mark and Windows line ends are no obstacle', () => {
  for (const kind of ['junit', 'provenance', 'sbom', 'argocd', 'drill', 'change'] as const) {
    const windows = `\ufeff${goodFiles[kind].replaceAll('\n', '\r\n')}`;
    expect(readAs(kind, windows, asked)).toEqual(readAs(kind, goodFiles[kind], asked));
  }
});

test('an age is told in the unit in which it counts', () => {
  const at = (when: string, maxAgeMs: number): string =>
    readAs('drill', swapIn('drill', '2026-03-28T10:00:00+02:00', when), { maxAgeMs }).says;
  expect(at('2026-03-21T13:00:00Z', dayMs)).toBe('The drill record was made 9 days ago and counts for 24 h.');
  expect(at('2026-03-29T13:30:00Z', dayMs)).toBe('The drill record was made 1d30m ago and counts for 24 h.');
  expect(at('2026-03-30T13:00:00Z', 2_400_000)).toBe('The drill record was made 60 min ago and counts for 40 min.');
  expect(at('2026-03-30T14:06:00Z', dayMs)).toBe('The drill record says that it was made 6 min in the future.');
  expect(at('2026-03-30T14:05:00Z', dayMs)).toContain('took 1m35s');
  expect(at('2026-03-29T14:00:00Z', dayMs)).toContain('took 1m35s');
});

test('a time without a zone is read as UTC, which the sentence says, and is never later than now', () => {
  const local = goodFiles.junit
    .replace('2026-03-30T12:00:00Z', '2026-03-30T23:00:00')
    .replace('2026-03-30T11:00:00Z', '2026-03-30 22:30:00');
  const reading = readAs('junit', local);
  expect(reading).toMatchObject({ verdict: 'pass', madeAt: nowMs });
  expect(reading.says).toContain('its times have no zone and were read as UTC');
});

test('what has failed and is old besides says both', () => {
  const reading = readAs('drill', swapIn('drill', 'result: done', 'result: failed'), { maxAgeMs: dayMs });
  expect(reading.verdict).toBe('fail');
  expect(reading.says).toBe(
    'The drill record tells of a rollback that failed after 1m35s, and it was made 2 days ago and counts for 24 h.',
  );
});

test('where no time is told the sentence says so, when an age was asked for', () => {
  const timeless = readAs('junit', '<testsuite><testcase name="a"/></testsuite>', { maxAgeMs: dayMs });
  expect(timeless).toMatchObject({ verdict: 'pass', madeAt: undefined });
  expect(timeless.says).toContain('it does not say when it was made');
});
