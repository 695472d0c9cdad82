import type { Message } from './say.ts';
import { pageWords } from './words/page.ts';

/** Every text that the product itself says on a screen. What plans and people write is not here. */
export const catalogue = {
  ...pageWords,
} as const satisfies Readonly<Record<string, Message>>;
