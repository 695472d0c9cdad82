import type { LatencyUnit, TableMapping, ValueKind } from '../../../shared/model/tableMapping.ts';
import { sampleLimits } from '../../../shared/model/sample.ts';
import { toName } from '../wire/wireName.ts';
import { isNothing, readNumber } from './readNumber.ts';

type Columns = Pick<TableMapping, 'source' | 'labels' | 'values' | 'long'>;

export interface FoundColumns extends Columns {
  /** Names of columns that are not read, with why. */
  readonly leftOut: readonly string[];
}

const units: Readonly<Record<string, LatencyUnit>> = {
  s: 's',
  sec: 's',
  second: 's',
  seconds: 's',
  ms: 'ms',
  millisecond: 'ms',
  milliseconds: 'ms',
  us: 'us',
  '\u00b5s': 'us',
  microseconds: 'us',
  ns: 'ns',
  nanoseconds: 'ns',
};
const unitBehind =
  /[ _]*(?:[[(]([^\])]{1,20})[\])]|[_ ](s|sec|seconds?|ms|milliseconds?|us|\u00b5s|microseconds|ns|nanoseconds))$/i;
const summed = /\b(?:p\d{1,2}(?:[._]?\d)?|avg|average|mean|max|min|median|quantile|percentile)\b/i;
const lasting = /latency|duration|elapsed|response.?time|took/i;
const counting = /(?:counts?|requests?|errors?|orders?|hits|events?|calls|failures|total)$/i;

/** What the columns beside the time are: values, labels, where samples come from. `columns`: cells of the first rows. */
export function detectColumns(
  names: readonly string[],
  columns: readonly (readonly string[])[],
  timePlace: number,
  decimal: '.' | ',',
  source: string,
): FoundColumns {
  const leftOut: string[] = [];
  const rest = names.map((name, place) => ({
    name,
    cells: (columns[place] ?? []).filter((cell) => !isNothing(cell)),
    place,
  }));
  const others = rest.filter(({ place, cells }) => place !== timePlace && cells.length > 0);
  for (const { place, name, cells } of rest)
    if (place !== timePlace && cells.length === 0) leftOut.push(`${name} (nothing in it)`);
  const isNumeric = ({ cells }: { cells: readonly string[] }): boolean =>
    cells.filter((cell) => readNumber(cell, decimal) !== undefined).length >= cells.length * 0.8;
  const find = (pattern: RegExp) => others.find(({ name }) => pattern.test(name.trim()));
  const metric = find(/^(?:metric|__name__|_field|field|measurement|series|indicator)(?:[ _]?name)?$/i);
  const value = others.find((one) => /^_?(?:value|val|wert)$/i.test(one.name.trim()) && isNumeric(one));
  const kind = others.find(
    ({ name, cells }) =>
      /^(?:kind|type)$/i.test(name.trim()) && cells.every((cell) => /^(?:count|counter|gauge|latency)$/.test(cell)),
  );
  const isLong = metric !== undefined && value !== undefined && !isNumeric(metric);
  const from = others.find((one) => /^source$/i.test(one.name.trim()) && !isNumeric(one));
  const taken = new Set(isLong ? [metric, value, kind, from] : [from]);
  const labels: Record<string, string> = {};
  const values: NonNullable<Columns['values']> = [];
  for (const one of others) {
    if (taken.has(one)) continue;
    if (!isLong && isNumeric(one)) {
      const found = toValue(one.name, one.cells, decimal);
      if (found === undefined) leftOut.push(`${one.name} (no name can be made of it)`);
      else values.push(found);
      continue;
    }
    const label = toName(one.name.trim());
    const isFree = one.cells.length >= 20 && new Set(one.cells).size > one.cells.length * 0.9;
    if (label === undefined || label === '__proto__') leftOut.push(`${one.name} (no name can be made of it)`);
    else if (isFree) leftOut.push(`${one.name} (another text in nearly every row)`);
    else if (Object.keys(labels).length >= sampleLimits.labels)
      leftOut.push(`${one.name} (more than ${sampleLimits.labels} labels)`);
    else labels[label] = one.name;
  }
  const common = { source: from === undefined ? source : { column: from.name }, labels, leftOut };
  if (!isLong) return values.length === 0 ? common : { ...common, values };
  return {
    ...common,
    long: { metric: metric.name, value: value.name, kind: kind === undefined ? 'gauge' : { column: kind.name } },
  };
}

function toValue(
  header: string,
  cells: readonly string[],
  decimal: '.' | ',',
): NonNullable<Columns['values']>[number] | undefined {
  const behind = unitBehind.exec(header.trim());
  const unit = units[(behind?.[1] ?? behind?.[2] ?? '').trim().toLowerCase()];
  const bare = header.trim().slice(0, behind === null ? undefined : behind.index);
  const metric = toName(bare.trim() === '' ? header.trim() : bare.trim());
  if (metric === undefined || metric === '__proto__') return undefined;
  const kind = kindOf(
    bare,
    cells.map((cell) => readNumber(cell, decimal)).filter((one) => one !== undefined),
    unit,
  );
  return { column: header, metric, kind, ...(kind === 'latency' && unit !== undefined ? { unit } : {}) };
}

function kindOf(name: string, numbers: readonly number[], unit: LatencyUnit | undefined): ValueKind {
  const plain = name.replaceAll('_', ' ');
  if (numbers.some((one) => one < 0)) return 'gauge';
  if (unit !== undefined && lasting.test(plain) && !summed.test(plain)) return 'latency';
  if (unit !== undefined || !counting.test(plain.trim()) || !numbers.every(Number.isInteger)) return 'gauge';
  const isGrowing =
    numbers.length > 4 && numbers.every((one, place) => place === 0 || one >= (numbers[place - 1] ?? 0));
  return isGrowing && (numbers.at(-1) ?? 0) > (numbers[0] ?? 0) && new Set(numbers).size > 3 ? 'counter' : 'count';
}
