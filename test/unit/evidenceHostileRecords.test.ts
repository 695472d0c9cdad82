import { test } from 'vitest';
import { goodFiles, swapIn } from '../help/evidence/evidenceCase.ts';
import { expectAnswer, type HostileFile } from '../help/evidence/hostileFile.ts';

// Records of drills and changes that cannot be used, or that show the contrary of what was asked.

const records: readonly HostileFile[] = [
  [
    'a key that is misspelt',
    'drill',
    swapIn('drill', 'rollback:', 'rolback:'),
    'unreadable',
    'line 4 found rolback; write rollback',
  ],
  ['a key that nobody knows', 'drill', `${goodFiles.drill}mood: fine\n`, 'unreadable', 'line 7 found mood'],
  ['a key twice', 'drill', `${goodFiles.drill}result: done\n`, 'unreadable', 'twice'],
  ['a prototype key', 'drill', `${goodFiles.drill}__proto__: { limit: 9h }\n`, 'unreadable', '__proto__'],
  ['a constructor', 'change', `{"constructor":{"prototype":{"a":1}}}`, 'unreadable', 'constructor'],
  [
    'a duration without a unit',
    'drill',
    swapIn('drill', '95s', '95'),
    'unreadable',
    'rollback found 95; write a duration',
  ],
  ['a drill without a zone', 'drill', swapIn('drill', '+02:00', ''), 'unreadable', 'with its zone'],
  [
    'a drill that was done in no time told',
    'drill',
    swapIn('drill', 'rollback: 95s\n', ''),
    'unreadable',
    'how long the rollback took',
  ],
  [
    'a drill that failed',
    'drill',
    swapIn('drill', 'result: done', 'result: failed'),
    'fail',
    'a rollback that failed after 1m35s',
  ],
  ['at its limit', 'drill', swapIn('drill', '2m', '95s'), 'pass', 'its limit is 1m35s'],
  ['over its limit', 'drill', swapIn('drill', '2m', '90s'), 'fail', 'took 1m35s, over its limit of 1m30s'],
  [
    'of another service',
    'drill',
    goodFiles.drill,
    'fail',
    'is of checkout but was asked for ledger',
    { service: 'ledger' },
  ],
  [
    'an alias bomb',
    'drill',
    `a: &a [x,x]\n${'bcdefghijklmnopqrstuvw'
      .split('')
      .map(
        (to, place) =>
          `${to}: &${to} [*${'abcdefghijklmnopqrstuvw'[place] ?? ''},*${'abcdefghijklmnopqrstuvw'[place] ?? ''}]`,
      )
      .join('\n')}`,
    'unreadable',
    'fewer aliases',
  ],
  ['a tag', 'drill', swapIn('drill', 'sre on call', '!!js/function "x"'), 'unreadable', 'tag'],
  ['deep YAML', 'change', '['.repeat(60_000), 'unreadable', 'deep'],
  ['over 64 KiB', 'change', `${goodFiles.change}# ${'a'.repeat(65_536)}`, 'unreadable', 'write at most 65536'],
  ['two documents', 'change', `${goodFiles.change}---\n${goodFiles.change}`, 'unreadable', 'more than one document'],
  ['a list', 'change', '[]', 'unreadable', 'found an empty list'],
  ['comments alone', 'change', '# nothing\n', 'unreadable', 'is empty'],
  [
    'one person twice',
    'change',
    swapIn('change', 'change board', ' Ledger  LEAD '),
    'fail',
    'must be different people',
  ],
  [
    'one person, invisibly changed',
    'change',
    swapIn('change', 'change board', '"@ledger\u200b lead"'),
    'fail',
    'must be different people',
  ],
  [
    'one person in wide letters',
    'change',
    swapIn('change', 'change board', 'ｌｅｄｇｅｒ lead'),
    'fail',
    'must be different people',
  ],
  [
    'no approver',
    'change',
    swapIn('change', 'approver: change board\n', ''),
    'fail',
    'is not approved: it names no approver',
  ],
  ['an empty approver', 'change', swapIn('change', 'change board', ''), 'fail', 'is not approved'],
  ['an invisible approver', 'change', swapIn('change', 'change board', '"\u200b"'), 'fail', 'names no approver'],
  [
    'no time of approval',
    'change',
    swapIn('change', 'approvedAt: 2026-03-29T16:00:00Z\n', ''),
    'fail',
    'does not say when',
  ],
  ['approved in the future', 'change', swapIn('change', '2026-03-29T16', '2026-03-30T16'), 'fail', '2 h in the future'],
  ['of another commit', 'change', goodFiles.change, 'fail', 'is of commit c0ffee00c0ff but', { commit: 'deadbeef' }],
  ['of another service', 'change', goodFiles.change, 'fail', 'is of checkout but', { service: 'ledger' }],
  [
    'a commit of digits without quotes',
    'change',
    swapIn('change', 'commit: c0ffee00c0ffee', 'commit: 12345678'),
    'unreadable',
    'in quotes',
  ],
];

test.for([...records])('%s (%s)', (file) => {
  expectAnswer(file);
});
