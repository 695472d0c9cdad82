import { excerptOf } from '../../../shared/model/excerpt.ts';
import type { LatencyUnit, TableMapping, ValueKind } from '../../../shared/model/tableMapping.ts';
import { counterBegan, type CounterMemory, firstOfCounter } from '../counterMemory.ts';
import { type Converted, ForeignFileError } from '../foreignFormat.ts';
import { toName } from '../wire/wireName.ts';
import { isNothing, readNumber } from './readNumber.ts';
import { readStamp } from './readStamp.ts';
import type { ZoneClock } from './zoneClock.ts';

const perMs: Readonly<Record<LatencyUnit, number>> = { s: 1000, ms: 1, us: 0.001, ns: 0.000001 };
const kinds: readonly string[] = ['count', 'counter', 'gauge', 'latency'];

interface ValuePlace {
  readonly place: number;
  readonly metric: string;
  readonly kind: ValueKind;
  readonly unit: LatencyUnit | undefined;
}

/** Makes samples of the rows of one table. */
export class RowConverter {
  private readonly width: number;
  private readonly mapping: TableMapping;
  private readonly zone: ZoneClock;
  private readonly counters: CounterMemory;
  private readonly placeOf: (column: string) => number;
  private readonly timePlace: number;
  private readonly labels: readonly (readonly [label: string, place: number])[];
  private readonly values: readonly ValuePlace[];
  private afterMs = 0;

  constructor(path: string, names: readonly string[], mapping: TableMapping, zone: ZoneClock, counters: CounterMemory) {
    this.width = names.length;
    this.mapping = mapping;
    this.zone = zone;
    this.counters = counters;
    this.placeOf = (column) => {
      const place = names.indexOf(column);
      if (place >= 0) return place;
      const shown = names.slice(0, 12).join(', ').slice(0, 200);
      throw new ForeignFileError(
        `${path} has no column ${JSON.stringify(column.slice(0, 60))}, of which the mapping speaks: it has ${shown}.`,
      );
    };
    this.timePlace = this.placeOf(mapping.time.column);
    this.labels = Object.entries(mapping.labels).map(([label, column]) => [label, this.placeOf(column)] as const);
    this.values = (mapping.values ?? []).map(({ column, metric, kind, unit }) => ({
      place: this.placeOf(column),
      metric,
      kind,
      unit,
    }));
    const { long, source } = mapping;
    const named = [long?.metric, long?.value, typeof long?.kind === 'object' ? long.kind.column : undefined];
    for (const column of [...named, typeof source === 'object' ? source.column : undefined]) {
      if (column !== undefined) this.placeOf(column);
    }
  }

  *convert(cells: readonly string[], row: number, text: string): Generator<Converted> {
    const refuse = (says: string): Converted => ({ kind: 'refused', row, text: says, excerpt: excerptOf(text) });
    if (cells.length > this.width) {
      yield refuse('The row has more cells than the first one.');
      return;
    }
    const t = readStamp(cells[this.timePlace] ?? '', this.mapping.time.as, this.zone, this.afterMs);
    if (typeof t !== 'number') {
      yield refuse(t.text);
      return;
    }
    this.afterMs = t;
    const source = this.textAt(cells, this.mapping.source);
    const labels = Object.create(null) as Record<string, string>;
    for (const [label, place] of this.labels) {
      const value = cells[place]?.trim() ?? '';
      if (value !== '') labels[label] = value;
    }
    if (this.mapping.long === undefined) {
      for (const value of this.values)
        yield* this.sampleOf(cells[value.place] ?? '', value, { t, source, labels }, row, refuse);
      return;
    }
    const { long } = this.mapping;
    const metric = toName(cells[this.placeOf(long.metric)]?.trim() ?? '');
    const kind = typeof long.kind === 'string' ? long.kind : (cells[this.placeOf(long.kind.column)]?.trim() ?? '');
    if (metric === undefined) yield refuse('The metric has no name of which one can be made.');
    else if (!kinds.includes(kind)) yield refuse('The kind is none of count, counter, gauge and latency.');
    else {
      const value = { place: 0, metric, kind: kind as ValueKind, unit: long.unit };
      yield* this.sampleOf(cells[this.placeOf(long.value)] ?? '', value, { t, source, labels }, row, refuse);
    }
  }

  private textAt(cells: readonly string[], where: string | { readonly column: string }): string {
    return typeof where === 'string' ? where : (cells[this.placeOf(where.column)]?.trim() ?? '');
  }

  private *sampleOf(
    cell: string,
    { metric, kind, unit }: ValuePlace,
    common: { readonly t: number; readonly source: string; readonly labels: Readonly<Record<string, string>> },
    row: number,
    refuse: (says: string) => Converted,
  ): Generator<Converted> {
    if (isNothing(cell)) {
      yield { kind: 'counted', row, text: 'A cell says nothing.' };
      return;
    }
    const value = readNumber(cell, this.mapping.decimal);
    if (value === undefined) {
      yield refuse('A value is no number.');
      return;
    }
    const { t, source, labels } = common;
    const sample = { t, source, kind, metric, labels };
    if (kind === 'latency') {
      const ms = unit === undefined ? value : value * perMs[unit];
      yield { kind: 'sample', row, sample: { ...sample, values: [ms] } };
      return;
    }
    if (kind !== 'counter') {
      yield { kind: 'sample', row, sample: { ...sample, value } };
      return;
    }
    const key = JSON.stringify([source, metric, labels]);
    const growth = this.counters.isFull(key) ? undefined : this.counters.note(key, t, value);
    if (growth === undefined)
      yield refuse('There are more than 50,000 counters: put fewer different texts into labels.');
    else if (growth === 'first') yield { kind: 'counted', row, text: firstOfCounter };
    else if (growth === 'older')
      yield refuse('The row is not after the one before it of the same counter: sort the table by time.');
    else {
      if (growth.isReset) yield { kind: 'counted', row, text: counterBegan };
      yield { kind: 'sample', row, sample: { ...sample, kind: 'count', value: growth.added } };
    }
  }
}
