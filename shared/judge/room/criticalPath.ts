/** A milestone with the dates that hold now. A moment begins when it ends. */
export interface Span {
  readonly id: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly needs: readonly string[];
  readonly uses: string | undefined;
}

/**
 * The chain of needs with the most work in it, first to last; with the most links among equals, and the latest end among
 * those. Needs that lead in a circle are followed once.
 */
export function criticalPath(spans: readonly Span[]): string[] {
  const byId = new Map(spans.map((span) => [span.id, span]));
  const best = new Map<string, { readonly workMs: number; readonly ids: readonly string[] }>();
  const open = new Set<string>();
  const chainTo = (span: Span): { readonly workMs: number; readonly ids: readonly string[] } => {
    const known = best.get(span.id);
    if (known !== undefined) return known;
    open.add(span.id);
    let before: { readonly workMs: number; readonly ids: readonly string[] } = { workMs: 0, ids: [] };
    for (const need of span.needs) {
      const needed = byId.get(need);
      if (needed === undefined || open.has(need)) continue;
      const chain = chainTo(needed);
      if (isLonger(chain, before)) before = chain;
    }
    open.delete(span.id);
    const chain = { workMs: before.workMs + span.toMs - span.fromMs, ids: [...before.ids, span.id] };
    best.set(span.id, chain);
    return chain;
  };
  let longest: { readonly workMs: number; readonly ids: readonly string[] } = { workMs: 0, ids: [] };
  for (const span of [...spans].sort((one, other) => other.toMs - one.toMs)) {
    const chain = chainTo(span);
    if (isLonger(chain, longest)) longest = chain;
  }
  return [...longest.ids];
}

function isLonger(
  one: { readonly workMs: number; readonly ids: readonly string[] },
  other: { readonly workMs: number; readonly ids: readonly string[] },
): boolean {
  return one.workMs > other.workMs || (one.workMs === other.workMs && one.ids.length > other.ids.length);
}

/** How much later each may end before what needs it, or the goal, must move. */
export function slackOf(spans: readonly Span[], goalMs: number): Map<string, number> {
  const needers = new Map<string, Span[]>();
  for (const span of spans) {
    for (const need of span.needs) needers.set(need, [...(needers.get(need) ?? []), span]);
  }
  const latest = new Map<string, number>();
  const open = new Set<string>();
  const latestEnd = (id: string): number => {
    const known = latest.get(id);
    if (known !== undefined) return known;
    open.add(id);
    let end = goalMs;
    for (const needer of needers.get(id) ?? []) {
      if (!open.has(needer.id)) end = Math.min(end, latestEnd(needer.id) - (needer.toMs - needer.fromMs));
    }
    open.delete(id);
    latest.set(id, end);
    return end;
  };
  return new Map(spans.map((span) => [span.id, latestEnd(span.id) - span.toMs]));
}
