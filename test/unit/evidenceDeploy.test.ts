import { expect, test } from 'vitest';
import { deployMismatch } from '../../shared/judge/evidence/deployMatch.ts';
import { isSameCommit, parseDigest } from '../../shared/model/evidenceIdentity.ts';
import { artifact, commit } from '../help/evidence/evidenceCase.ts';

const provenance = { builder: 'a builder', digest: artifact, commit, subjects: 1 };
const other = `sha256:${'9'.repeat(64)}`;

test.each([
  ['the same digest and commit', { digest: artifact, commit }],
  ['a shortened commit', { commit: 'c0ffee0' }],
  ['a commit in capitals', { commit: commit.toUpperCase() }],
  ['a digest without its algorithm', { digest: artifact.slice(7).toUpperCase() }],
  ['a digest with its image', { digest: `shop/checkout@${artifact}` }],
  ['nothing that can be compared', {}],
])('%s is no mismatch', (_, deploy) => {
  expect(deployMismatch(deploy, provenance)).toBeUndefined();
});

test.each([
  [
    'another digest, whatever the commit',
    { digest: other, commit },
    'The deploy is of sha256:999999999999… and the accepted provenance of sha256:111111111111….',
  ],
  [
    'another commit of the same digest',
    { digest: artifact, commit: 'deadbeefdeadbeef' },
    'The deploy is of commit deadbeefdead and the accepted provenance of commit c0ffee00c0ff.',
  ],
  [
    'a commit of six digits',
    { commit: 'c0ffee' },
    'The deploy is of commit c0ffee and the accepted provenance of commit c0ffee00c0ff.',
  ],
  ['a tag', { digest: 'latest' }, 'The deploy is of latest and the accepted provenance of sha256:111111111111….'],
  ['an empty digest', { digest: '' }, 'The deploy is of no name and the accepted provenance of sha256:111111111111….'],
  [
    'a name that would turn the sentence around',
    { digest: 'a\u202eb' },
    'The deploy is of a·b and the accepted provenance of sha256:111111111111….',
  ],
])('%s is one', (_, deploy, sentence) => {
  expect(deployMismatch(deploy, provenance)).toBe(sentence);
});

test('a provenance that lacks what the deploy has compares nothing', () => {
  expect(deployMismatch({ digest: other, commit: 'deadbeef' }, { digest: false, builder: 'a' })).toBeUndefined();
});

test('commits are the same from seven digits on, digests only whole', () => {
  expect(isSameCommit('abcdef1', 'abcdef1234')).toBe(true);
  expect(isSameCommit('abcdef', 'abcdef')).toBe(false);
  expect(isSameCommit('release-1', 'release-1')).toBe(false);
  expect(parseDigest('sha256:abc')).toBeUndefined();
  expect(parseDigest(` SHA256:${'A'.repeat(64)} `)).toBe(`sha256:${'a'.repeat(64)}`);
});
