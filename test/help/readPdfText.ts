import { inflateSync } from 'node:zlib';

/**
 * The words of a PDF as Chromium writes it: fonts are cut down to the letters that are used, each with a table from its
 * glyphs back to letters.
 */
export function readPdfText(pdf: Uint8Array): string {
  const raw = Buffer.from(pdf).toString('latin1');
  const objects = new Map(
    [...raw.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id = '', text = '']) => [id, text]),
  );
  const lettersOf = new Map<string, ReadonlyMap<string, string>>();
  for (const [id, text] of objects) {
    const table = /\/ToUnicode (\d+) 0 R/.exec(text)?.[1];
    if (table !== undefined) lettersOf.set(id, readTable(streamOf(objects.get(table) ?? '')));
  }
  const fonts = new Map(
    [...raw.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => [name, lettersOf.get(id)]),
  );
  return [...objects.values()]
    .map((text) => (text.includes('/Filter /FlateDecode') ? streamOf(text) : ''))
    .filter((text) => text.includes('Tj') || text.includes('TJ'))
    .map((text) => readPage(text, fonts))
    .join('\n');
}

function streamOf(object: string): string {
  const from = object.indexOf('stream\n');
  const bytes = Buffer.from(object.slice(from + 7), 'latin1');
  if (from < 0) return '';
  return object.includes('/FlateDecode') ? inflateSync(bytes).toString('latin1') : bytes.toString('latin1');
}

function readTable(text: string): ReadonlyMap<string, string> {
  const letters = new Map<string, string>();
  const put = (glyph: number, code: number): unknown =>
    letters.set(glyph.toString(16).padStart(4, '0').toUpperCase(), String.fromCodePoint(code));
  for (const [, block = ''] of text.matchAll(/beginbfchar\n([\s\S]*?)endbfchar/g)) {
    for (const [, glyph = '', code = ''] of block.matchAll(/<(\w+)> <(\w{4})/g)) {
      put(Number.parseInt(glyph, 16), Number.parseInt(code, 16));
    }
  }
  for (const [, block = ''] of text.matchAll(/beginbfrange\n([\s\S]*?)endbfrange/g)) {
    for (const [, from = '', to = '', code = ''] of block.matchAll(/<(\w+)> <(\w+)> <(\w{4})>/g)) {
      const first = Number.parseInt(from, 16);
      for (let glyph = first; glyph <= Number.parseInt(to, 16); glyph += 1) {
        put(glyph, Number.parseInt(code, 16) + glyph - first);
      }
    }
  }
  return letters;
}

function readPage(text: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string> | undefined>): string {
  let letters: ReadonlyMap<string, string> | undefined;
  let said = '';
  for (const [, font, shown = ''] of text.matchAll(/\/(F\d+) [\d.]+ Tf|((?:\[[^\]]*\]|<\w+>) ?TJ?j?)/g)) {
    if (font !== undefined) letters = fonts.get(font);
    for (const [, glyphs = ''] of shown.matchAll(/<(\w+)>/g)) {
      for (const [glyph] of glyphs.matchAll(/\w{4}/g)) said += letters?.get(glyph.toUpperCase()) ?? '';
    }
  }
  return said;
}
