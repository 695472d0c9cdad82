/**
 * Characters that a reader would not see, or that would move what stands around them: controls, marks of direction and
 * other invisible formats, halves of characters, odd line ends. A review shows them by their number.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu;

/** The text with everything unseen made visible. Line feeds stay where `lines` is set, and are spaces elsewhere. */
export function visibleText(text: string, { lines = false }: { readonly lines?: boolean } = {}): string {
  return text.replace(/\r\n?/g, '\n').replace(unseen, (character) => {
    if (character === '\n') return lines ? '\n' : ' ';
    if (character === '\t') return ' ';
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** JSON in which nothing is unseen either; it parses to the same. */
export function visibleJson(json: string): string {
  return json.replace(unseen, (character) => {
    if (character === '\n') return character;
    return [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join('');
  });
}
