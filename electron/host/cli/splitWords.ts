/** The words of a command line, as a shell parts them: by spaces, but within quotes. A sentence where a quote does not end. */
export function splitWords(line: string): readonly string[] | string {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] ?? '';
    if (quote === undefined && /\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (quote === undefined && (letter === '"' || letter === "'")) {
      quote = letter;
      word ??= '';
    } else if (letter === quote) quote = undefined;
    else if (letter === '\\' && quote !== "'" && at + 1 < line.length) {
      at += 1;
      word = (word ?? '') + (line[at] ?? '');
    } else word = (word ?? '') + letter;
  }
  if (quote !== undefined) return `has a ${quote} that does not end`;
  if (word !== undefined) words.push(word);
  return words;
}
