import { excerptOf } from '../../shared/model/excerpt.ts';
import type { Conversion, Converted, ForeignFormat } from './foreignFormat.ts';
import { lineByLine } from './lineByLine.ts';
import type { Tree } from './wire/jsonTree.ts';
import { decodeOtlpRequest, OtlpRequestError } from './wire/otlpRequest.ts';
import { firstPointMs, OtlpTranslator } from './wire/otlpTranslator.ts';

/** What began to count so long before the first point belongs to the file. */
const begunBeforeMs = 60_000;

/** Metrics of OpenTelemetry in JSON, an export a line, as the file exporter of a collector writes them. */
export const otlpFormat: ForeignFormat = {
  name: 'otlp',
  says: 'metrics of OpenTelemetry as lines of OTLP/JSON',
  looksLike: (head) => /^\s*\{\s*"resource(?:Metrics|Logs|Spans)"\s*:/.test(head),
  open,
};

function open(): Conversion {
  let translator: OtlpTranslator | undefined;

  function* convert(line: string, row: number): Generator<Converted> {
    const refuse = (text: string): Converted => ({ kind: 'refused', row, text, excerpt: excerptOf(line) });
    const request = decode(line);
    if (typeof request === 'string') {
      yield refuse(request);
      return;
    }
    translator ??= new OtlpTranslator(Math.max(0, (firstPointMs(request) ?? 0) - begunBeforeMs));
    const { samples, refused, repeated, begun } = translator.translate(request, 0);
    for (const sample of samples) yield { kind: 'sample', row, sample };
    for (const [reason, count] of refused.entries()) for (let one = 0; one < count; one += 1) yield refuse(reason);
    yield* counted(row, repeated, 'The point came before, or a later one already holds it.');
    yield* counted(row, begun, 'The first point of a counter: what is added is counted from there on.');
  }

  return {
    begin: () => ({
      told: [
        'OTLP/JSON; what counts from the beginning becomes what was added since, histograms of time latency in ms',
      ],
      reader: lineByLine(convert),
    }),
  };
}

/** Or a sentence on why it is none. */
function decode(line: string): Tree | string {
  try {
    return decodeOtlpRequest(Buffer.from(line), 'json');
  } catch (error) {
    if (error instanceof OtlpRequestError) return error.message;
    throw error;
  }
}

function* counted(row: number, count: number, text: string): Generator<Converted> {
  for (let one = 0; one < count; one += 1) yield { kind: 'counted', row, text };
}
