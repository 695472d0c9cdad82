import { test } from 'vitest';
import { goodFiles, swapIn } from '../help/evidence/evidenceCase.ts';
import { expectAnswer, type HostileFile } from '../help/evidence/hostileFile.ts';

// Bytes that are no text, XML that is none or is dangerous, and test reports that show nothing or the contrary.

const suite = (inside: string, attributes = ''): string => `<testsuite${attributes}>${inside}</testsuite>`;
const one = '<testcase name="a"/>';

const bytes: readonly HostileFile[] = [
  ['an empty file', 'file', '', 'unreadable', 'The file is empty.'],
  ['over 16 MiB', 'file', new Uint8Array(16_777_217), 'unreadable', 'hand in at most 16777216 (16 MiB)'],
  ['exactly 16 MiB', 'file', new Uint8Array(16_777_216), 'pass', '16,777,216 bytes'],
  ['a report over 16 MiB', 'junit', new Uint8Array(16_777_217), 'unreadable', '16 MiB'],
  ['an empty report', 'junit', '', 'unreadable', 'is empty'],
  ['blanks alone', 'sbom', ' \n\t\n', 'unreadable', 'is empty'],
  ['a byte order mark alone', 'drill', '\ufeff', 'unreadable', 'is empty'],
  ['NULs', 'junit', new Uint8Array(300), 'unreadable', 'NUL'],
  ['a NUL in the middle', 'change', swapIn('change', 'lead', 'le\0ad'), 'unreadable', 'NUL'],
  ['UTF-16', 'junit', Buffer.from(`\ufeff${goodFiles.junit}`, 'utf16le'), 'unreadable', 'UTF-16'],
  ['invalid UTF-8', 'sbom', Buffer.from('{"a":"\u00ff"}', 'latin1'), 'unreadable', 'not UTF-8'],
  ['a surrogate in UTF-8', 'junit', Buffer.from('<a>\u00ed\u00a0\u0080</a>', 'latin1'), 'unreadable', 'not UTF-8'],
  ['an overlong slash', 'drill', Buffer.from('who: \u00c0\u00af', 'latin1'), 'unreadable', 'not UTF-8'],
];

const xml: readonly HostileFile[] = [
  [
    'an entity bomb',
    'junit',
    `<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "${'&b;'.repeat(99)}">]><testsuite>&c;</testsuite>`,
    'unreadable',
    'line 1 has a DOCTYPE',
  ],
  [
    'an external entity',
    'junit',
    '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<testsuite>&x;</testsuite>',
    'unreadable',
    'line 2 has a DOCTYPE',
  ],
  ['a small doctype', 'junit', `<!doctype html>${suite(one)}`, 'unreadable', 'DOCTYPE'],
  ['a lone entity declaration', 'junit', `<!ENTITY a "b">${suite(one)}`, 'unreadable', 'declaration (<!)'],
  ['an entity of no XML', 'junit', suite('<testcase name="&nbsp;"/>'), 'unreadable', 'uses the entity &nbsp;'],
  ['an unknown entity in a text', 'junit', suite(`${one}&lol9;`), 'unreadable', 'uses the entity &lol9;'],
  ['a bare &', 'junit', suite(`${one} R & D `), 'unreadable', 'write &amp;'],
  [
    'a reference to NUL',
    'junit',
    suite('<testcase name="&#0;"/>'),
    'unreadable',
    'a character that XML does not allow',
  ],
  ['a reference beyond Unicode', 'junit', suite('<testcase name="&#x110000;"/>'), 'unreadable', '(&#x110000;)'],
  ['half a surrogate pair', 'junit', suite('<testcase name="&#xd800;"/>'), 'unreadable', 'does not allow'],
  [
    'the five entities and numbers',
    'junit',
    suite('<testcase name="&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;"/>'),
    'pass',
    '1 test:',
  ],
  ['64 deep', 'junit', suite(`${'<a>'.repeat(63)}${'</a>'.repeat(63)}${one}`), 'pass', '1 test:'],
  ['65 deep', 'junit', suite(`${'<a>'.repeat(64)}${'</a>'.repeat(64)}${one}`), 'unreadable', 'more than 64 deep'],
  ['a million deep', 'junit', '<testsuite>'.repeat(1_000_000), 'unreadable', 'more than 64 deep'],
  ['half a million elements', 'junit', suite('<a/>'.repeat(500_000)), 'unreadable', 'goes beyond 500000 elements'],
  [
    'a hundred attributes',
    'junit',
    `<testsuite ${Array.from({ length: 100 }, (_, place) => `a${place}=""`).join(' ')}/>`,
    'unreadable',
    'more than 64 attributes',
  ],
  ['a name of a thousand letters', 'junit', `<${'a'.repeat(1_000)}/>`, 'unreadable', 'a name of more than 256'],
  [
    'tags that cross',
    'junit',
    '<testsuite><testcase></testsuite></testcase>',
    'unreadable',
    'closes testsuite where testcase',
  ],
  ['a tag that closes nothing', 'junit', `${suite(one)}</testsuite>`, 'unreadable', 'where nothing is open'],
  ['two roots', 'junit', suite(one) + suite(one), 'unreadable', 'second root'],
  ['cut off', 'junit', goodFiles.junit.slice(0, 700), 'unreadable', 'breaks off inside'],
  ['an attribute twice', 'junit', '<testsuite tests="0" tests="1"/>', 'unreadable', 'attribute tests twice'],
  ['an attribute without quotes', 'junit', '<testsuite tests=1/>', 'unreadable', 'without a value in quotes'],
  ['attributes without a space', 'junit', '<testsuite a="1"b="2"/>', 'unreadable', 'no space before an attribute'],
  ['a tag in an attribute', 'junit', '<testsuite a="<b>"/>', 'unreadable', 'write &lt;'],
  ['a comment with --', 'junit', `<!-- a -- b -->${suite(one)}`, 'unreadable', '-- inside a comment'],
  ['a comment that does not end', 'junit', `${suite(one)}<!-- a`, 'unreadable', 'comment that does not end'],
  ['CDATA that does not end', 'junit', '<testsuite><![CDATA[ a', 'unreadable', 'CDATA section that does not end'],
  ['a failure inside CDATA is text', 'junit', suite(`${one}<![CDATA[<failure/>]]>`), 'pass', '1 test:'],
  ['text after the root', 'junit', `${suite(one)} and more`, 'unreadable', 'outside of the root'],
  ['a declaration in the middle', 'junit', suite(`<?xml version="1.0"?>${one}`), 'unreadable', 'in the middle'],
  ['another encoding', 'junit', `<?xml version="1.0" encoding="ISO-8859-1"?>${suite(one)}`, 'unreadable', 'ISO-8859-1'],
  ['a control character', 'junit', suite('<testcase name="\u001b[31m"/>'), 'unreadable', 'does not allow'],
];

const reports: readonly HostileFile[] = [
  ['JSON for a report', 'junit', '{"tests":1}', 'unreadable', 'is JSON'],
  ['words for a report', 'junit', 'all green!', 'unreadable', 'outside of the root'],
  ['a page', 'junit', '<html><body/></html>', 'unreadable', 'begins with "html"'],
  ['no tests', 'junit', '<testsuites/>', 'fail', 'holds 0 tests'],
  ['attributes without tests', 'junit', suite('', ' tests="12" failures="0"'), 'fail', 'states tests="12"'],
  ['every test skipped', 'junit', suite('<testcase><skipped/></testcase>'), 'fail', 'nothing was tested'],
  ['a test that did not run', 'junit', suite('<testcase status="notrun"/>'), 'fail', 'nothing was tested'],
  [
    'a failure',
    'junit',
    suite(`${one}<testcase classname="c" name="b"><failure/></testcase>`),
    'fail',
    '1 failed and 0 broken of 2 tests, first "c b"',
  ],
  ['an error', 'junit', suite(`${one}<testcase name="b"><error/></testcase>`), 'fail', '0 failed and 1 broken of 2'],
  [
    'a failure that is skipped too',
    'junit',
    suite(`${one}<testcase><skipped/><failure/></testcase>`),
    'fail',
    '1 failed',
  ],
  ['a failure deep in a test', 'junit', suite('<testcase><a><failure/></a></testcase>'), 'fail', '1 failed'],
  ['an error of a whole suite', 'junit', suite(`${one}<error/>`), 'fail', '1 failure outside of any test'],
  [
    'a test that passed when run again',
    'junit',
    suite('<testcase><flakyFailure/></testcase>'),
    'pass',
    '1 of them only when run again',
  ],
  [
    'fewer tests than stated',
    'junit',
    swapIn('junit', 'tests="4"', 'tests="5"'),
    'fail',
    'states tests="5" on testsuites "checkout" where 4',
  ],
  [
    'failures stated that are not there',
    'junit',
    suite(one, ' failures="1" name="s"'),
    'fail',
    'states failures="1" on testsuite "s" where 0',
  ],
  ['a count that is no number', 'junit', suite(one, ' tests="NaN"'), 'fail', 'states tests="NaN"'],
  [
    'counts of two suites denied',
    'junit',
    `<testsuites>${suite(one, ' tests="2"').repeat(2)}</testsuites>`,
    'fail',
    '(and 1 more such counts)',
  ],
  ['a suite that leaves inner suites out', 'junit', suite(one + suite(one), ' tests="1"'), 'pass', '2 tests'],
  ['a test in a test', 'junit', suite(`<testcase>${one}</testcase>`), 'unreadable', 'a test inside a test'],
  ['a suite in a test', 'junit', suite(`<testcase>${suite(one)}</testcase>`), 'unreadable', 'a suite inside a test'],
  ['a timestamp in words', 'junit', suite(one, ' timestamp="yesterday"'), 'unreadable', 'the timestamp "yesterday"'],
  ['a suite from the future', 'junit', swapIn('junit', '2026-03-30T12', '2026-03-31T12'), 'fail', '22 h in the future'],
  [
    'a far future without a zone',
    'junit',
    suite(one, ' timestamp="2026-04-01T12:00:00"'),
    'fail',
    '46 h in the future',
  ],
  [
    'a name that would turn the sentence around',
    'junit',
    suite('<testcase name="\u202eevil\u2066"><failure/></testcase>'),
    'fail',
    'first "·evil·"',
  ],
];

test.for([...bytes, ...xml, ...reports])('%s (%s)', (file) => {
  expectAnswer(file);
});
