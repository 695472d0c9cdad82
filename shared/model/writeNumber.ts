import { isScalar, parseDocument } from 'yaml';
import type { PlanPath } from './problem.ts';

/**
 * A plan's text with another value at one place, and every other character as it was. Where nothing stands there yet it is
 * added, and the text is then laid out anew, comments kept. Undefined where the text has no such place.
 */
export function writeNumber(text: string, path: PlanPath, value: string | number): string | undefined {
  const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'error' });
  const node: unknown = document.getIn(path, true);
  if (isScalar(node) && node.range != null) {
    const [from, to] = node.range;
    return `${text.slice(0, from)}${value}${text.slice(to)}`;
  }
  try {
    document.setIn(path, value);
  } catch {
    return undefined;
  }
  return document.toString({ lineWidth: 0 });
}
