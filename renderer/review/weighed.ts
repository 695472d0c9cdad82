import type { Poll } from '../present/wire.ts';

export const aspects = ['money', 'risk', 'evidence'] as const;
export type Aspect = (typeof aspects)[number];

/** What is written beside each option before one is chosen. */
export type Weighed = Readonly<Record<string, Readonly<Partial<Record<Aspect, string>>>>>;

export interface WeighedOption extends Partial<Record<Aspect, string>> {
  readonly id: string;
  readonly says: string;
}

/** Options as a decision carries them: what nobody has written is left out. */
export function weighedOptions({ options }: Pick<Poll, 'options'>, weighed: Weighed): WeighedOption[] {
  return options.map(({ option, says }) => {
    const written = aspects.map((aspect) => [aspect, weighed[option]?.[aspect]?.trim() ?? ''] as const);
    return { id: option, says, ...Object.fromEntries(written.filter(([, text]) => text !== '')) };
  });
}
