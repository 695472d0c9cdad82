import { parseArgs } from 'node:util';
import { nearestWord } from '../../../shared/base/nearestWord.ts';
import { printable } from '../../../shared/model/problem.ts';
import { CallError } from './command.ts';

/** `flag`: there or not. `value`: at most once, with a value. `values`: any number of times. */
type OptionKind = 'flag' | 'value' | 'values';

export interface CallShape<Options extends Readonly<Record<string, OptionKind>>> {
  readonly options: Options;
  /** One letter to the option that it stands for. */
  readonly short?: Readonly<Record<string, keyof Options & string>>;
  /**
   * What each loose word is, in order: `recording`. All are needed but those marked with `?` at their end; any number of
   * the last where it is marked with `...`.
   */
  readonly words: readonly string[];
}

export interface Call<Options extends Readonly<Record<string, OptionKind>>> {
  readonly options: {
    readonly [Name in keyof Options]: Options[Name] extends 'flag'
      ? boolean
      : Options[Name] extends 'value'
        ? string | undefined
        : readonly string[];
  };
  readonly words: readonly string[];
}

/** Reads the words after a command. Throws `CallError` for the first that makes no sense. */
export function readCall<const Options extends Readonly<Record<string, OptionKind>>>(
  argv: string[],
  shape: CallShape<Options>,
): Call<Options> {
  const kinds = new Map<string, OptionKind>(Object.entries(shape.options));
  const { tokens } = parseArgs({
    args: argv,
    allowPositionals: true,
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      [...kinds].map(([name, kind]) => {
        const short = Object.entries(shape.short ?? {}).find(([, long]) => long === name)?.[0];
        return [name, { type: kind === 'flag' ? 'boolean' : 'string', ...(short === undefined ? {} : { short }) }];
      }),
    ),
  });
  const given = new Map<string, string[]>();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind === 'option') take(token, kinds, given);
  }
  const [stranger] = words.slice(shape.words.length);
  if (stranger !== undefined && shape.words.at(-1)?.endsWith('...') !== true)
    throw new CallError(`'${printable(stranger, 60)}' is one word too many.`);
  const missing = shape.words[words.length];
  if (missing !== undefined && !/(?:\?|\.\.\.)$/.test(missing)) throw new CallError(`Name the ${missing}.`);
  const options = [...kinds].map(([name, kind]) => [name, asKind(kind, given.get(name))]);
  return { options: Object.fromEntries(options) as Call<Options>['options'], words };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function take(token: OptionToken, kinds: ReadonlyMap<string, OptionKind>, given: Map<string, string[]>): void {
  const { name, rawName, value } = token;
  const kind = kinds.get(name);
  const shown = printable(rawName, 60);
  if (kind === undefined) {
    const nearest = nearestWord(name, kinds.keys());
    throw new CallError(`There is no option ${shown}${nearest === undefined ? '.' : `: did you mean --${nearest}?`}`);
  }
  const before = given.get(name);
  if (before !== undefined && kind === 'value') throw new CallError(`${shown} is given twice: give it once.`);
  if (kind === 'flag' && value !== undefined) throw new CallError(`${shown} takes no value: write it alone.`);
  const isOption = token.inlineValue !== true && value?.startsWith('-') === true && value !== '-';
  if (kind !== 'flag' && (value === undefined || value === '' || isOption)) {
    throw new CallError(`${shown} needs a value: write it behind.`);
  }
  given.set(name, [...(before ?? []), value ?? '']);
}

function asKind(kind: OptionKind, values: string[] | undefined): boolean | string | readonly string[] | undefined {
  if (kind === 'flag') return values !== undefined;
  return kind === 'value' ? values?.[0] : (values ?? []);
}
