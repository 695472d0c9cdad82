import { test } from 'vitest';
import { artifact, commit, goodFiles, swapIn, toEnvelope } from '../help/evidence/evidenceCase.ts';
import { expectAnswer, type HostileFile } from '../help/evidence/hostileFile.ts';

// JSON that is none or is dangerous, and bills of materials, statements and applications that do not hold.

const hex9 = '9'.repeat(64);
const bill = (rest: string): string =>
  `{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"name":"a"}]${rest}}`;
const grave = (rating: string, analysis = ''): string =>
  bill(`,"vulnerabilities":[{"id":"V-9","ratings":[${rating}]${analysis}}]`);

const json: readonly HostileFile[] = [
  ['64 deep', 'sbom', bill(`,"x":${'['.repeat(63)}${']'.repeat(63)}`), 'pass', '1 component'],
  ['65 deep', 'sbom', bill(`,"x":${'['.repeat(64)}${']'.repeat(64)}`), 'unreadable', 'more than 64 deep'],
  ['a million deep', 'argocd', '['.repeat(1_000_000), 'unreadable', 'more than 64 deep'],
  ['deep objects that never close', 'provenance', '{"a":'.repeat(100_000), 'unreadable', 'more than 64 deep'],
  ['brackets in a text are no depth', 'sbom', bill(`,"x":"${'[{'.repeat(500)}\\""`), 'pass', '1 component'],
  ['two million values', 'sbom', bill(`,"x":[${'0,'.repeat(2_000_000)}0]`), 'unreadable', 'more than 1000000 values'],
  ['cut off', 'sbom', goodFiles.sbom.slice(0, 200), 'unreadable', 'breaks off'],
  ['cut off in a text', 'argocd', goodFiles.argocd.slice(0, 20), 'unreadable', 'breaks off'],
  [
    'two documents',
    'provenance',
    goodFiles.provenance + goodFiles.provenance,
    'unreadable',
    'more than one JSON document',
  ],
  ['a comment', 'sbom', `// bill\n${goodFiles.sbom}`, 'unreadable', 'not JSON'],
  [
    'a key twice',
    'argocd',
    swapIn('argocd', '"kind"', '"kind": "Application", "kind"'),
    'unreadable',
    'the key "kind" twice',
  ],
  [
    'a key twice, once escaped',
    'sbom',
    bill(',"components":[],"\\u0063omponents":[{"name":"b"}]'),
    'unreadable',
    '"components" twice',
  ],
  [
    'prototype keys are data',
    'sbom',
    bill(',"__proto__":{"vulnerabilities":"none"},"constructor":{"a":1}'),
    'pass',
    'no list of vulnerabilities',
  ],
  ['a kind by prototype', 'argocd', '{"__proto__":{"kind":"Application"}}', 'unreadable', 'no kind'],
  ['a list', 'argocd', '[]', 'unreadable', 'no JSON object'],
  ['null', 'sbom', 'null', 'unreadable', 'no JSON object'],
  ['a text', 'provenance', '"built"', 'unreadable', 'no JSON object'],
];

const bills: readonly HostileFile[] = [
  [
    'CycloneDX XML',
    'sbom',
    '<bom xmlns="http://cyclonedx.org/schema/bom/1.5"/>',
    'unreadable',
    'is XML; export it as CycloneDX JSON',
  ],
  ['SPDX', 'sbom', '{"spdxVersion":"SPDX-2.3"}', 'unreadable', 'is SPDX'],
  ['another format', 'sbom', '{"bomFormat":"Homemade"}', 'unreadable', 'the bomFormat "Homemade"'],
  ['version 2', 'sbom', swapIn('sbom', '"1.6"', '"2.0"'), 'unreadable', 'the specVersion "2.0"'],
  [
    'an open critical',
    'sbom',
    grave('{"severity":"critical"}'),
    'fail',
    '1 critical and 0 high vulnerabilities that are open, first "V-9"',
  ],
  ['an open high, in capitals', 'sbom', grave('{"severity":"HIGH"}'), 'fail', '0 critical and 1 high'],
  ['the gravest of several ratings', 'sbom', grave('{"severity":"low"},{"severity":"critical"}'), 'fail', '1 critical'],
  ['a score without a word', 'sbom', grave('{"method":"CVSSv31","score":9.8}'), 'fail', '1 critical'],
  [
    'the gravest of several, told first',
    'sbom',
    grave('{"severity":"critical"},{"severity":"low"}'),
    'fail',
    '1 critical',
  ],
  [
    'a word beside a score',
    'sbom',
    grave('{"severity":"low","method":"CVSSv31","score":9.8}'),
    'pass',
    '0 critical and 0 high open',
  ],
  ['a score of no known method', 'sbom', grave('{"method":"OWASP","score":9.8}'), 'pass', '1 without a severity'],
  [
    'a critical one after a thousand ratings',
    'sbom',
    grave(`${'{"severity":"low"},'.repeat(2_000)}{"severity":"critical"}`),
    'fail',
    '1 critical',
  ],
  [
    'a critical one that is resolved',
    'sbom',
    grave('{"severity":"critical"}', ',"analysis":{"state":"resolved"}'),
    'pass',
    '1 closed by analysis',
  ],
  [
    'a critical one in triage',
    'sbom',
    grave('{"severity":"critical"}', ',"analysis":{"state":"in_triage"}'),
    'fail',
    '1 critical',
  ],
  [
    'a critical one in a state unknown',
    'sbom',
    grave('{"severity":"critical"}', ',"analysis":{"state":"whatever"}'),
    'fail',
    '1 critical',
  ],
  [
    'vulnerabilities that are no list',
    'sbom',
    bill(',"vulnerabilities":"none"'),
    'unreadable',
    'has vulnerabilities that are no list',
  ],
  [
    'ratings that are no list',
    'sbom',
    bill(',"vulnerabilities":[{"ratings":{"severity":"critical"}}]'),
    'unreadable',
    'lists of ratings',
  ],
  [
    'components that are no list',
    'sbom',
    bill('').replace('[{"name":"a"}]', '{}'),
    'unreadable',
    'has components that are no list',
  ],
  ['no components', 'sbom', bill('').replace('{"name":"a"}', ''), 'fail', 'lists 0 components'],
  ['of another artifact', 'sbom', goodFiles.sbom, 'fail', 'is of sha256:111111111111…', { artifact: `sha256:${hex9}` }],
  ['of no named artifact', 'sbom', bill(''), 'pass', 'the artifact was not compared', { artifact }],
  ['of another service', 'sbom', goodFiles.sbom, 'fail', 'was asked for ledger', { service: 'ledger' }],
  ['of a service whose name begins alike', 'sbom', goodFiles.sbom, 'fail', 'was asked for check', { service: 'check' }],
  [
    'a timestamp without a zone',
    'sbom',
    swapIn('sbom', '09:15:00Z', '09:15:00'),
    'unreadable',
    'as metadata.timestamp',
  ],
];

const statements: readonly HostileFile[] = [
  [
    'another predicate',
    'provenance',
    swapIn('provenance', 'provenance/v1', 'provenance/v9'),
    'unreadable',
    'v0.2 and v1 can be read',
  ],
  ['no statement', 'provenance', '{"a":1}', 'unreadable', 'no in-toto statement'],
  ['no builder', 'provenance', swapIn('provenance', '"id"', '"ID"'), 'unreadable', 'names no builder'],
  ['no subject', 'provenance', swapIn('provenance', '"subject"', '"object"'), 'unreadable', 'names no subject'],
  [
    'digests that are none',
    'provenance',
    goodFiles.provenance.replaceAll('"sha256"', '"md6"'),
    'unreadable',
    'names no subject',
  ],
  [
    'sources that are no list',
    'provenance',
    swapIn('provenance', 'resolvedDependencies": [', 'resolvedDependencies": {}, "x": ['),
    'unreadable',
    'that is no list',
  ],
  [
    'no commit where one is asked',
    'provenance',
    swapIn('provenance', 'gitCommit', 'svn'),
    'fail',
    'names no source commit',
    { commit },
  ],
  [
    'a source digest too short for a commit',
    'provenance',
    swapIn('provenance', commit, 'c0ffee00c0'),
    'fail',
    'names no source commit',
    { commit },
  ],
  [
    'another commit',
    'provenance',
    goodFiles.provenance,
    'fail',
    'is of commit c0ffee00c0ff but the plan names commit deadbeefdead',
    { commit: 'deadbeefdeadbeef' },
  ],
  [
    'a plan with a tag for a digest',
    'provenance',
    goodFiles.provenance,
    'fail',
    'the plan names latest',
    { artifact: 'latest' },
  ],
  [
    'a plan with six digits of a commit',
    'provenance',
    goodFiles.provenance,
    'fail',
    'commit c0ffee;',
    { commit: 'c0ffee' },
  ],
  [
    'an envelope around something else',
    'provenance',
    '{"payloadType":"text/plain","payload":"AAAA"}',
    'unreadable',
    'around "text/plain"',
  ],
  [
    'a payload that is not base64',
    'provenance',
    '{"payloadType":"application/vnd.in-toto+json","payload":"a b"}',
    'unreadable',
    'not base64',
  ],
  [
    'an envelope in an envelope',
    'provenance',
    toEnvelope(toEnvelope(goodFiles.provenance)),
    'unreadable',
    'no in-toto statement',
  ],
  ['a payload with a NUL', 'provenance', toEnvelope('{"a":"\0"}'), 'unreadable', 'a payload that holds NUL'],
  ['a deep payload', 'provenance', toEnvelope('['.repeat(1_000)), 'unreadable', 'a payload that is nested'],
  ['an envelope without signatures', 'provenance', toEnvelope(goodFiles.provenance, 0), 'pass', 'it is not signed'],
  [
    'built in the future',
    'provenance',
    swapIn('provenance', '2026-03-29T09:12', '2027-03-29T09:12'),
    'fail',
    '363 days in the future',
  ],
];

const applications: readonly HostileFile[] = [
  ['out of sync', 'argocd', swapIn('argocd', '"Synced"', '"OutOfSync"'), 'fail', 'is OutOfSync and Healthy'],
  ['degraded', 'argocd', swapIn('argocd', '"Healthy"', '"Degraded"'), 'fail', 'is Synced and Degraded'],
  ['synced in small letters', 'argocd', swapIn('argocd', '"Synced"', '"synced"'), 'fail', 'must be Synced'],
  [
    'at another revision',
    'argocd',
    goodFiles.argocd,
    'fail',
    'is at revision c0ffee00c0ff but',
    { commit: 'deadbeef' },
  ],
  [
    'at a version',
    'argocd',
    swapIn('argocd', `"${commit}"`, '"1.4.2"'),
    'fail',
    'is at revision 1.4.2 but',
    { commit },
  ],
  ['without a revision', 'argocd', swapIn('argocd', '"revision"', '"version"'), 'fail', 'has no revision', { commit }],
  ['never compared', 'argocd', swapIn('argocd', '"status": {', '"state": {'), 'unreadable', 'no status.sync.status'],
  ['without health', 'argocd', swapIn('argocd', '"health"', '"wealth"'), 'unreadable', 'no status.health.status'],
  ['a list of applications', 'argocd', '{"kind":"List","items":[]}', 'unreadable', 'the kind "List"'],
  ['YAML', 'argocd', 'kind: Application\n', 'unreadable', 'argocd app get NAME -o json'],
  ['of another service', 'argocd', goodFiles.argocd, 'fail', 'is of checkout-prod but', { service: 'ledger' }],
  [
    'compared long ago',
    'argocd',
    swapIn('argocd', '2026-03-30T13:58', '2026-03-20T13:58'),
    'fail',
    'made 10 days ago and counts for 24 h',
    { maxAgeMs: 86_400_000 },
  ],
];

test.for([...json, ...bills, ...statements, ...applications])('%s (%s)', (file) => {
  expectAnswer(file);
});
