import type { ForeignFormat } from './foreignFormat.ts';

/** Every format that is not ours, in the order in which a file is held against them. A new one is a line here. */
export const foreignFormats: readonly ForeignFormat[] = [];
