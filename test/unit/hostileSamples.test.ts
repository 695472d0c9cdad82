import { expect, test } from 'vitest';
import { decodeBad, swap, type HostileLine } from '../help/hostileLine.ts';

// JSON that is no sample: each refused for its own reason, in exactly these words.

const labels = (count: number): string => Array.from({ length: count }, (_, place) => `"l${place}":"v"`).join(',');
const instantRule = 'must be a whole number of ms since 1970, up to the year 9999';
const nameRule = 'must be a name: a letter or "_", then at most 127 of A-Z a-z 0-9 _ . : -';
const seqRule = 'must be a whole number from 0 to 9007199254740991';
const countRule = 'must be a finite number of events since the last sample, 0 or more';
const latencyRule = 'must be a finite number of ms, 0 or more';
const bucketsRule = 'must be a list of [upper bound, count], the bounds in ms, ascending, "+Inf" only as the last';
const labelsRule = 'must be an object of at most 16 label names and texts';

const cases: readonly HostileLine[] = [
  ['nothing at all', '{}', 'missing_key', 'kind is missing: it must be one of count, gauge, latency, event, mark.'],
  ['no t', swap('mark', '"t":1774879200000,', ''), 'missing_key', `t is missing: it ${instantRule}.`],
  ['no labels', swap('count', '"labels":{"a":"b"},', ''), 'missing_key', `labels is missing: it ${labelsRule}.`],
  [
    'an unknown kind',
    swap('count', '"count"', '"histogram"'),
    'bad_kind',
    'kind must be one of count, gauge, latency, event, mark, but it is "histogram".',
  ],
  [
    'a kind that is a list',
    swap('count', '"count"', '["count"]'),
    'bad_kind',
    'kind must be one of count, gauge, latency, event, mark, but it is a list of 1.',
  ],
  [
    'a kind from the prototype',
    swap('count', '"count"', '"toString"'),
    'bad_kind',
    'kind must be one of count, gauge, latency, event, mark, but it is "toString".',
  ],
  ['t before 1970', swap('mark', '1774879200000', '-1'), 'bad_number', `t ${instantRule}, but it is -1.`],
  [
    't between two ms',
    swap('mark', '1774879200000', '1774879200000.5'),
    'bad_number',
    `t ${instantRule}, but it is 1774879200000.5.`,
  ],
  [
    't in ns',
    swap('mark', '1774879200000', '1774879200000000000'),
    'bad_number',
    `t ${instantRule}, but it is 1774879200000000000, as if it were in nanoseconds.`,
  ],
  [
    't as a text',
    swap('mark', '1774879200000', '"1774879200000"'),
    'bad_number',
    `t ${instantRule}, but it is "1774879200000".`,
  ],
  ['t null', swap('mark', '1774879200000', 'null'), 'bad_number', `t ${instantRule}, but it is null.`],
  [
    'arrived as 1e999',
    swap('mark', '"t"', '"arrived":1e999,"t"'),
    'bad_number',
    `arrived ${instantRule}, but it is too large a number.`,
  ],
  ['seq negative', swap('count', '"seq":1', '"seq":-1'), 'bad_number', `seq ${seqRule}, but it is -1.`],
  ['seq with a fraction', swap('count', '"seq":1', '"seq":1.5'), 'bad_number', `seq ${seqRule}, but it is 1.5.`],
  [
    'seq too big to be exact',
    swap('count', '"seq":1', '"seq":9007199254740992'),
    'bad_number',
    `seq ${seqRule}, but it is 9007199254740992.`,
  ],
  ['a negative count', swap('count', ':3', ':-3'), 'bad_number', `value ${countRule}, but it is -3.`],
  [
    'a count of 1e999',
    swap('count', ':3', ':1e999'),
    'bad_number',
    `value ${countRule}, but it is too large a number.`,
  ],
  [
    'a count of four hundred digits',
    swap('count', ':3', `:${'9'.repeat(400)}`),
    'bad_number',
    `value ${countRule}, but it is too large a number.`,
  ],
  ['a count that is true', swap('count', ':3', ':true'), 'bad_number', `value ${countRule}, but it is true.`],
  [
    '1e999 inside data',
    swap('event', '"D"', '[1e999]'),
    'bad_number',
    'A number in data is too large: numbers must be finite.',
  ],
  [
    'a name of 129',
    swap('count', '"m"', `"${'m'.repeat(129)}"`),
    'bad_name',
    `metric ${nameRule}, but it is "${'m'.repeat(58)}….`,
  ],
  ['a name with a line feed', swap('count', '"m"', '"m\\n"'), 'bad_name', `metric ${nameRule}, but it is "m\\n".`],
  [
    'a source that is a path',
    swap('mark', 'gw-1', '../../etc/passwd'),
    'bad_name',
    `source ${nameRule}, but it is "../../etc/passwd".`,
  ],
  ['an event without a type', swap('event', '"x"', '""'), 'bad_name', `type ${nameRule}, but it is "".`],
  [
    'an epoch of 257',
    swap('mark', '"t"', `"epoch":"${'e'.repeat(257)}","t"`),
    'bad_text',
    `epoch must be a text of at most 256 characters, but it is "${'e'.repeat(58)}….`,
  ],
  ['a text that is a list', swap('event', '"T"', '["T"]'), 'bad_text', 'text must be a text, but it is a list of 1.'],
  [
    '17 labels',
    swap('count', '"a":"b"', labels(17)),
    'bad_labels',
    `labels ${labelsRule}, but it is an object with 17 keys.`,
  ],
  [
    'fifty thousand labels',
    swap('count', '"a":"b"', labels(50_000)),
    'bad_labels',
    `labels ${labelsRule}, but it is an object with 50000 keys.`,
  ],
  [
    'a label of 257',
    swap('count', '"b"', `"${'b'.repeat(257)}"`),
    'bad_labels',
    `labels.a must be a text of at most 256 characters, but it is "${'b'.repeat(58)}….`,
  ],
  [
    'a label that is a number',
    swap('count', '"b"', '1'),
    'bad_labels',
    'labels.a must be a text of at most 256 characters, but it is 1.',
  ],
  [
    'a label that is an object',
    swap('count', '"b"', '{"c":"d"}'),
    'bad_labels',
    'labels.a must be a text of at most 256 characters, but it is an object with 1 key.',
  ],
  ['a label name with a space', swap('count', '"a"', '"a b"'), 'bad_labels', `The label name "a b" ${nameRule}.`],
  [
    'labels that are a list',
    swap('count', '{"a":"b"}', '["a"]'),
    'bad_labels',
    `labels ${labelsRule}, but it is a list of 1.`,
  ],
  ['a negative latency', swap('values', '[1,2]', '[1,-2]'), 'bad_latency', `values[1] ${latencyRule}, but it is -2.`],
  [
    'a latency of 1e999',
    swap('values', '[1,2]', '[1e999]'),
    'bad_latency',
    `values[0] ${latencyRule}, but it is too large a number.`,
  ],
  [
    'a latency that is a list',
    swap('values', '[1,2]', '[[1]]'),
    'bad_latency',
    `values[0] ${latencyRule}, but it is a list of 1.`,
  ],
  [
    'one latency, no list',
    swap('values', '[1,2]', '1'),
    'bad_latency',
    'values must be a list of latencies in ms, but it is 1.',
  ],
  [
    'falling bounds',
    swap('buckets', '[3,4]', '[0.5,4]'),
    'bad_latency',
    `buckets ${bucketsRule}, but it is a list of 2.`,
  ],
  ['equal bounds', swap('buckets', '[3,4]', '[1,4]'), 'bad_latency', `buckets ${bucketsRule}, but it is a list of 2.`],
  [
    '"+Inf" not last',
    swap('buckets', '[1,2]', '["+Inf",2]'),
    'bad_latency',
    `buckets ${bucketsRule}, but it is a list of 2.`,
  ],
  [
    '"+Inf" twice',
    swap('buckets', '[1,2],[3,4]', '["+Inf",2],["+Inf",2]'),
    'bad_latency',
    `buckets ${bucketsRule}, but it is a list of 2.`,
  ],
  [
    '"Infinity" as a bound',
    swap('buckets', '[3,4]', '["Infinity",4]'),
    'bad_latency',
    'buckets[1][0] must be a bound in ms, 0 or more, or "+Inf", but it is "Infinity".',
  ],
  [
    'a bucket of one',
    swap('buckets', '[3,4]', '[3]'),
    'bad_latency',
    'buckets[1] must be [upper bound, count], but it is a list of 1.',
  ],
  [
    'a bucket of three',
    swap('buckets', '[3,4]', '[3,4,5]'),
    'bad_latency',
    'buckets[1] must be [upper bound, count], but it is a list of 3.',
  ],
  [
    'half an observation',
    swap('buckets', '[3,4]', '[3,4.5]'),
    'bad_latency',
    'buckets[1][1] must be a whole number of observations, 0 or more, but it is 4.5.',
  ],
  [
    'values and buckets',
    swap('values', '"t"', '"buckets":[],"t"'),
    'bad_latency',
    'The line is refused: a latency must have either values or buckets, and not both.',
  ],
  [
    'neither',
    swap('values', ',"values":[1,2]', ''),
    'bad_latency',
    'The line is refused: a latency must have either values or buckets, and not both.',
  ],
  [
    'an end in words',
    swap('mark', '"t"', '"end":"yes","t"'),
    'bad_mark',
    'end must be true or false, but it is "yes".',
  ],
];

test.each(cases)('refused: %s', (_, line, reason, text) => {
  for (const isLearned of [false, true]) {
    const bad = decodeBad(line, isLearned);
    expect({ line: bad?.line, reason: bad?.reason, text: bad?.text }).toEqual({ line: 7, reason, text });
    expect(bad?.excerpt.length).toBeGreaterThan(0);
    expect(bad?.excerpt.length).toBeLessThanOrEqual(120);
    expect(bad?.excerpt).not.toMatch(/\p{Cc}/u);
  }
});
