import { formatDuration } from '../../base/duration.ts';
import type { Plan } from '../../model/plan.ts';
import type { Indicator, Selector } from '../../model/planIndicators.ts';
import { error, listWords, warning } from './finding.ts';
import type { Finding } from './finding.ts';
import { allLeaves, indicatorIdOf, launchMs } from './ruleBook.ts';

/** Indicators that cannot say what they seem to say, or cannot fall silent. */
export function lintIndicators(plan: Plan): Finding[] {
  const inRules = new Set(allLeaves(plan).map((leaf) => indicatorIdOf(plan, leaf.condition)));
  const shortest = shortestWindows(plan);
  const compared = new Set(
    Object.values(plan.indicators).flatMap((it) =>
      it.kind === 'compare' && it.alive !== undefined ? [it.treatment, it.baseline] : [],
    ),
  );
  const findings = Object.entries(plan.indicators).flatMap(([id, indicator]) => [
    ...lintSilence(plan, id, indicator, shortest.get(id) ?? Infinity),
    ...(compared.has(id) && !inRules.has(id) ? [] : lintRareCount(id, indicator)),
    ...lintBuckets(id, indicator),
    ...lintCompare(plan, id, indicator),
    ...lintShape(plan, id, indicator),
  ]);
  const staleAfter = plan.clock?.staleAfter;
  if (staleAfter !== undefined) findings.push(...lintStaleAfter(plan, ['clock', 'staleAfter'], staleAfter));
  return findings;
}

/** A limit that silence never reaches, or always. */
function lintStaleAfter(plan: Plan, path: Finding['path'], staleAfter: number): Finding[] {
  const shown = formatDuration(staleAfter);
  if (staleAfter >= launchMs(plan)) {
    const text = `never goes stale: ${shown} of silence is the whole launch (${formatDuration(launchMs(plan))}); write less, such as 30s.`;
    return [warning('never_stale', path, text)];
  }
  if (staleAfter >= 1000) return [];
  const text = `is ${shown}: what is judged once a second is mostly older than that, and so stale; write more, such as 30s.`;
  return [warning('always_stale', path, text)];
}

/** The shortest window of a level on each indicator, ms. */
function shortestWindows(plan: Plan): Map<string, number> {
  const shortest = new Map<string, number>();
  for (const { condition } of allLeaves(plan)) {
    if (condition.kind !== 'level' || plan.indicators[condition.indicator]?.kind === 'total') continue;
    const before = shortest.get(condition.indicator) ?? Infinity;
    shortest.set(condition.indicator, Math.min(before, condition.window));
  }
  return shortest;
}

function lintSilence(plan: Plan, id: string, indicator: Indicator, shortest: number): Finding[] {
  const path = ['indicators', id, 'staleAfter'];
  const staleAfter = indicator.staleAfter ?? plan.clock?.staleAfter ?? 30_000;
  const findings: Finding[] = [];
  const limits = indicator.staleAfter === undefined ? [] : lintStaleAfter(plan, path, staleAfter);
  if (limits.length > 0) return limits;
  if (indicator.interval !== undefined && indicator.interval < 1000) {
    const text = `is ${formatDuration(indicator.interval)}: no data is ever so fresh, so no timer of its rules moves; write at least 1s.`;
    findings.push(warning('always_old', ['indicators', id, 'interval'], text));
  }
  if (indicator.interval !== undefined && indicator.interval >= staleAfter && staleAfter >= 1000) {
    const text = `goes stale between two reports: interval is ${formatDuration(indicator.interval)} and staleAfter ${formatDuration(staleAfter)}; write a staleAfter of at least two intervals.`;
    findings.push(warning('stale_between_reports', ['indicators', id, 'interval'], text));
  }
  if (indicator.staleAfter !== undefined && staleAfter > shortest) {
    const text = `is ${formatDuration(staleAfter)}, longer than a window of ${formatDuration(shortest)} that reads it: a dead source looks like no traffic first, which blocks nothing; write ${formatDuration(shortest)} or less.`;
    findings.push(warning('stale_after_window', path, text));
  }
  return findings;
}

/** A count of rare things reads zero when its source is dead. */
function lintRareCount(id: string, indicator: Indicator): Finding[] {
  if (indicator.alive !== undefined) return [];
  const path = ['indicators', id];
  if (indicator.kind === 'total') {
    return [
      warning(
        'no_alive',
        path,
        `reads zero when the source of ${indicator.count.metric} is dead; write alive: with a metric that the same source sends all the time.`,
      ),
    ];
  }
  const [part, whole] = partsOf(indicator);
  if (part === undefined || whole === undefined || part.metric === whole.metric) return [];
  return [
    warning(
      'no_alive',
      path,
      `reads zero when the source of ${part.metric} is dead and ${whole.metric} goes on; write alive: with what that source sends all the time.`,
    ),
  ];
}

function partsOf(indicator: Indicator): [part: Selector | undefined, whole: Selector | undefined] {
  if (indicator.kind === 'rate') return [indicator.count, indicator.per];
  if (indicator.kind === 'ratio') return [indicator.bad ?? indicator.good ?? indicator.of, indicator.total];
  return [undefined, undefined];
}

/** What latencies that come in buckets cannot tell. */
function lintBuckets(id: string, indicator: Indicator): Finding[] {
  if (!('buckets' in indicator) || indicator.buckets === undefined) return [];
  const { buckets } = indicator;
  const path = ['indicators', id];
  const findings: Finding[] = [];
  const falls = buckets.findIndex((bound, index) => index > 0 && bound <= (buckets[index - 1] ?? 0));
  if (falls >= 0)
    findings.push(
      error('buckets_fall', [...path, 'buckets', falls], `found ${buckets[falls]}; write bounds that rise.`),
    );
  if (indicator.kind === 'mean') {
    findings.push(
      warning(
        'bucket_boundary',
        [...path, 'buckets'],
        'cannot give a mean: an observation in a bucket counts as its upper bound; use a share or a quantile.',
      ),
    );
  }
  if (indicator.kind === 'share' && !buckets.includes(indicator.within)) {
    const text = `is ${formatDuration(indicator.within)}, which is no bound of the buckets (${listWords(buckets.map(String))} ms): what falls into the bucket around it counts as over; write one of the bounds.`;
    findings.push(warning('bucket_boundary', [...path, 'within'], text));
  }
  return findings;
}

function lintCompare(plan: Plan, id: string, indicator: Indicator): Finding[] {
  if (indicator.kind !== 'compare') return [];
  const path = ['indicators', id];
  const findings: Finding[] = [];
  const treatment = plan.indicators[indicator.treatment];
  const baseline = plan.indicators[indicator.baseline];
  if (indicator.treatment === indicator.baseline) {
    findings.push(
      warning(
        'compare_same',
        [...path, 'baseline'],
        `compares ${indicator.baseline} with itself; write another baseline.`,
      ),
    );
  }
  for (const [side, of] of [
    ['treatment', treatment],
    ['baseline', baseline],
  ] as const) {
    if (of === undefined || of.kind === 'rate' || of.kind === 'ratio') continue;
    findings.push(
      error('compare_kind', [...path, side], `is a ${of.kind}; compare two indicators of kind rate or ratio.`),
    );
  }
  if (treatment?.kind === 'rate' && baseline?.kind === 'rate' && (treatment.scale ?? 1) !== (baseline.scale ?? 1)) {
    findings.push(
      warning(
        'compare_scale',
        path,
        `compares a rate per ${treatment.scale ?? 1} with one per ${baseline.scale ?? 1}; write the same scale in both.`,
      ),
    );
  }
  return findings;
}

function lintShape(plan: Plan, id: string, indicator: Indicator): Finding[] {
  const path = ['indicators', id];
  const findings: Finding[] = [];
  if (indicator.kind === 'quantile' && (indicator.q === 0 || indicator.q === 1)) {
    const text = `asks for the ${indicator.q === 0 ? 'least' : 'greatest'} of all, which one observation decides; write a q between 0 and 1, such as 0.99.`;
    findings.push(warning('quantile_extreme', [...path, 'q'], text));
  }
  const [part, whole] = partsOf(indicator);
  if (part !== undefined && whole !== undefined && part.metric === whole.metric && covers(part, whole)) {
    findings.push(
      warning(
        'ratio_of_itself',
        path,
        'counts the same samples above and below, so it is always 1; write a where that tells them apart.',
      ),
    );
  }
  if (indicator.minimum !== undefined && ['total', 'speed', 'gauge'].includes(indicator.kind)) {
    const text = `does nothing for a ${indicator.kind}, which is not truer of more; leave it out.`;
    findings.push(warning('unused', [...path, 'minimum'], text));
  }
  if (indicator.matures !== undefined && indicator.matures >= launchMs(plan)) {
    const text = `matures after ${formatDuration(indicator.matures)}, longer than the launch (${formatDuration(launchMs(plan))}): no rule on it sees what happens on the day; name a proxy.`;
    if (indicator.proxy === undefined) findings.push(warning('matures_too_late', [...path, 'matures'], text));
  }
  return findings;
}

/** Every sample that `whole` selects is one that `part` selects. */
function covers(part: Selector, whole: Selector): boolean {
  return Object.entries(part.where ?? {}).every(([label, values]) => {
    const allowed = whole.where?.[label];
    return allowed !== undefined && allowed.every((value) => values.includes(value));
  });
}
