import type { Poll } from '../present/wire.ts';

export const aspects = ['money', 'risk', 'compliance', 'customers', 'evidence'] as const;
export type Aspect = (typeof aspects)[number];

/** Those that are asked for where the plan says nothing of them. */
export const askedAspects: readonly Aspect[] = ['money', 'risk', 'evidence'];

/** What is written beside each option before one is chosen. */
export type Weighed = Readonly<Record<string, Readonly<Partial<Record<Aspect, string>>>>>;

type Planned = Readonly<
  Record<string, { readonly says: string } & Readonly<Partial<Record<Aspect, string | undefined>>>>
>;

/** What the plan says of its options, and over it what somebody has written. */
export function weighedOver(planned: Planned, written: Weighed): Weighed {
  const of = (option: string): Partial<Record<Aspect, string>> =>
    Object.fromEntries(
      aspects.flatMap((aspect) => {
        const text = written[option]?.[aspect] ?? planned[option]?.[aspect];
        return text === undefined ? [] : [[aspect, text]];
      }),
    );
  return Object.fromEntries(Object.keys({ ...planned, ...written }).map((option) => [option, of(option)]));
}

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
