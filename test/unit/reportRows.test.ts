import { expect, test } from 'vitest';
import { ReviewNames } from '../../electron/report/reviewNames.ts';
import { createTimes } from '../../electron/report/reviewTimes.ts';
import { rowWords } from '../../electron/report/rowWords.ts';
import { reviewInputOf } from '../help/reviewInputOf.ts';

const times = createTimes(1774879200000, 'UTC');
const input = reviewInputOf('ready');
const names = new ReviewNames(input.plan, times, input.ledger);
const said = new Map(input.ledger.map((row) => [row.kind, rowWords(row, names)]));

test('every kind of row is a sentence', () => {
  for (const [kind, sentence] of said) {
    if (kind === 'unheard.of') continue;
    expect(sentence, kind).toMatch(/^[A-Z]/);
    expect(sentence, kind).not.toContain('{');
    expect(sentence, kind).not.toContain('undefined');
  }
});

test.each([
  ['role.handed_over', 'Handed the role ready over to ready: ready'],
  ['trigger.acknowledged', 'Acknowledged RB-1 (ready), card: ready'],
  [
    'countdown.begun',
    'Began the countdown of RB-1 (ready), card: without a veto, the rollback is ordered at 14:01:40.',
  ],
  ['waiver.granted', 'Granted the waiver of LCC-1 (ready): ready'],
  ['evidence.accepted', 'Accepted ready for report (ready): ready'],
  ['vote.cast', 'Voted go-if on phased in poll final, if ready: ready'],
  ['clock.recycled', 'Set the clock to T-1m: ready'],
  ['step.finished', 'Finished step freeze, although its check was not met (ready): ready'],
])('%s', (kind, sentence) => {
  expect(said.get(kind)).toBe(sentence);
});

test('a kind that nobody knows, and a body that is not its own, are shown as they stand', () => {
  expect(said.get('unheard.of')).toBe('unheard.of: {"said":"ready","rehearsal":true}');
  const [row] = input.ledger;
  if (row === undefined) throw new Error('There is a row.');
  expect(rowWords({ ...row, kind: 'vote.cast', body: { vote: 'perhaps' } }, names)).toBe(
    'vote.cast: {"vote":"perhaps"}',
  );
  expect(rowWords({ ...row, kind: 'constructor', body: {} }, names)).toBe('constructor: {}');
});
