import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EvidenceAsked, EvidenceReading } from '../../electron/import/evidence/readEvidence.ts';
import { artifact, commit, goodFiles, readAs, readKinds, toEnvelope } from '../help/evidence/evidenceCase.ts';
import { expectMany } from '../help/expectMany.ts';

// Whatever the bytes are, there is an answer, and it can be printed.

const kinds = ['file', ...readKinds] as const;
const asked: fc.Arbitrary<Partial<EvidenceAsked>> = fc.record(
  {
    service: fc.constantFrom('checkout', 'ledger'),
    artifact: fc.constantFrom(artifact, `sha256:${'9'.repeat(64)}`, 'latest'),
    commit: fc.constantFrom(commit, 'deadbeef', ''),
    maxAgeMs: fc.constantFrom(0, 86_400_000, 31_536_000_000),
  },
  { requiredKeys: [] },
);

function expectSound(reading: EvidenceReading): void {
  expect(['pass', 'fail', 'unreadable']).toContain(reading.verdict);
  expect(reading.says.length).toBeLessThan(2_000);
  expect(reading.says).toMatch(/^The [^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+\.$/u);
  for (const fact of Object.values(reading.facts)) {
    if (typeof fact === 'string') expect(fact).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{0,200}$/u);
    if (typeof fact === 'number') expect(Number.isSafeInteger(fact)).toBe(true);
  }
  if (reading.verdict === 'unreadable') expect(reading.facts).toEqual({});
  if (reading.madeAt !== undefined) expect(Number.isSafeInteger(reading.madeAt)).toBe(true);
}

/** Pieces that mean something to one reader or another, in any order. */
const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'<>/&;"\'=[]{}:,!?-#%@*|\\ \n\t\r',
        '<testsuite>',
        '</testsuite>',
        '<testcase ',
        '<![CDATA[',
        ']]>',
      ),
      fc.constantFrom(
        '<!--',
        '-->',
        '<?xml ',
        '&#x',
        '&amp;',
        '"kind":',
        '"__proto__":',
        '- ',
        '? ',
        '&a ',
        '*a',
        '!!',
        '\ufeff',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

test('random bytes and random pieces are answered', () => {
  expectMany(
    'evidence, any bytes',
    fc.property(
      fc.constantFrom(...kinds),
      fc.oneof(fc.uint8Array({ maxLength: 400 }), pieces),
      asked,
      (kind, content, wanted) => {
        expectSound(readAs(kind, content, wanted));
      },
    ),
  );
});

test('good files that break off are answered, and no report or document that breaks off passes', () => {
  for (const kind of readKinds) {
    const good = Buffer.from(goodFiles[kind]);
    const last = goodFiles[kind].trimEnd().length;
    for (let length = 0; length < good.length; length += 1) {
      const reading = readAs(kind, good.subarray(0, length));
      expectSound(reading);
      if (kind !== 'drill' && kind !== 'change' && length < last) expect(reading.verdict).toBe('unreadable');
    }
  }
});

test('good files with changed, doubled and missing parts are answered', () => {
  const edit = fc.record({
    at: fc.nat(),
    length: fc.nat({ max: 40 }),
    put: fc.oneof(
      fc.constant(undefined),
      fc.uint8Array({ maxLength: 8 }),
      pieces.map((text) => Buffer.from(text)),
    ),
  });
  expectMany(
    'evidence, changed files',
    fc.property(
      fc.constantFrom(...readKinds),
      fc.array(edit, { minLength: 1, maxLength: 4 }),
      asked,
      (kind, edits, wanted) => {
        let bytes = Buffer.from(goodFiles[kind]);
        for (const { at, length, put } of edits) {
          const from = at % (bytes.length + 1);
          const part = put ?? bytes.subarray(from, from + length);
          bytes = Buffer.concat([
            bytes.subarray(0, from),
            part,
            bytes.subarray(put === undefined ? from : from + length),
          ]);
        }
        expectSound(readAs(kind, bytes, wanted));
        if (kind === 'provenance') expectSound(readAs(kind, toEnvelope(bytes.toString('latin1')), wanted));
      },
    ),
  );
});

test('values of any JSON in any place are answered', () => {
  const jsonKinds = ['provenance', 'sbom', 'argocd'] as const;
  expectMany(
    'evidence, any JSON',
    fc.property(
      fc.constantFrom(...jsonKinds),
      fc.nat(),
      fc.jsonValue({ maxDepth: 2 }),
      asked,
      (kind, place, value, wanted) => {
        const spots = [...goodFiles[kind].matchAll(/"(?:[^"\\]|\\.)*"|[[{]/g)];
        const spot = spots[place % spots.length];
        const swapped = `${goodFiles[kind].slice(0, spot?.index)}${JSON.stringify(value)}${goodFiles[kind].slice((spot?.index ?? 0) + (spot?.[0].length ?? 0))}`;
        expectSound(readAs(kind, swapped, wanted));
      },
    ),
  );
});

test('long and unprintable texts are cut and made visible wherever they stand', () => {
  const long = `\u202e\u0007${'x'.repeat(5_000)}`;
  const asJson = JSON.stringify(long).slice(1, -1);
  const asXml = '\u202e' + 'x'.repeat(5_000);
  expectSound(readAs('junit', `<testsuite><testcase name="${asXml}"><failure/></testcase></testsuite>`));
  expectSound(readAs('junit', `<${asXml}/>`));
  for (const kind of ['provenance', 'sbom', 'argocd'] as const) {
    for (const [text] of goodFiles[kind].matchAll(/"[^"]+"/g)) {
      expectSound(
        readAs(
          kind,
          goodFiles[kind].replaceAll(text, () => `"${asJson}"`),
          { service: long, commit: long },
        ),
      );
    }
  }
  for (const kind of ['drill', 'change'] as const) {
    for (const [, text = ''] of goodFiles[kind].matchAll(/: (.*)/g)) {
      expectSound(
        readAs(
          kind,
          goodFiles[kind].replaceAll(text, () => `"${asJson.slice(0, 1_900)}"`),
          { service: long, artifact: long },
        ),
      );
    }
  }
});
