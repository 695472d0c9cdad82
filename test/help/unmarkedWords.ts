import type { Page } from 'playwright';

/** What people can read on a page, a piece of text each: also what is only heard. */
export function readTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node.parentElement?.checkVisibility() === true) texts.push(node.textContent ?? '');
    }
    for (const element of document.querySelectorAll('[title], [aria-label], [placeholder]')) {
      for (const name of ['title', 'aria-label', 'placeholder']) texts.push(element.getAttribute(name) ?? '');
    }
    return texts;
  });
}

/** Words of texts outside of the marks that the pseudo locale puts around what the product says. */
export function unmarkedWords(texts: readonly string[]): Set<string> {
  const words = new Set<string>();
  for (const text of texts) {
    let rest = text;
    let before = '';
    while (rest !== before) {
      before = rest;
      rest = rest.replaceAll(/⟦[^⟦⟧]*⟧/g, ' ');
    }
    for (const word of wordsOf(rest)) words.add(word);
  }
  return words;
}

export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/\p{L}{3,}/gu) ?? [];
}
