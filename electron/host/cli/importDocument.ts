import type { ConvertedFiles } from './convertFiles.ts';
import type { ImportReading } from './importReading.ts';

/** What `import --json` prints: the summary, and what was written. */
export function importDocument(
  reading: ImportReading | undefined,
  converted: ConvertedFiles | undefined,
  written: { readonly path: string; readonly lines: number } | null,
): object {
  const files = converted?.accounts.map((account) => {
    const { path, says, told, samples, refused, firstMs, lastMs, offsetMs } = account;
    return {
      path,
      is: says,
      told,
      samples,
      refused,
      span: samples === 0 ? null : { firstMs, lastMs },
      offsetMs,
      refusals: account.refusals(),
      counted: account.counted(),
    };
  });
  return {
    format: 'holdpoint/import@1',
    ...(files === undefined ? {} : { files }),
    ...(converted === undefined
      ? {}
      : { everyMs: converted.pauses.usualMs() ?? null, silences: converted.pauses.pauses() }),
    lines: reading?.counters ?? null,
    bad: reading?.bad.list() ?? [],
    gaps: reading?.gaps ?? [],
    span: reading?.summary.span() ?? null,
    sources: Object.fromEntries(reading?.summary.sources() ?? []),
    metrics: reading?.summary.metrics() ?? [],
    written,
  };
}
