import { formatDuration } from '../../base/duration.ts';
import type { Slo } from '../../model/planIndicators.ts';
import { alertPairs } from '../slo.ts';
import type { AlertPair } from '../slo.ts';
import { numberWords, percentWords } from '../words.ts';
import { error, listWords, warning } from './finding.ts';
import type { Finding } from './finding.ts';

const MUCH_OF_BUDGET = 0.2;

type FactorFrom = 'factor' | 'spend' | 'default';

/** A factor that no burn passes, or that one passes while nothing is wrong. */
export function lintFactor(factor: number, slo: Slo, path: Finding['path'], from: FactorFrom): Finding[] {
  const most = 1 / (1 - slo.objective);
  const shown = numberWords(factor);
  const said = {
    factor: `is ${shown}`,
    spend: `gives a factor of ${shown}`,
    default: `has a factor of ${shown} by default`,
  }[from];
  const remedy = (how: string): string =>
    from === 'default' ? `write alerts in the SLO, with ${how}` : `write ${how}`;
  if (!(most > factor)) {
    const why = `with an objective of ${percentWords(slo.objective)} the burn is at most ${numberWords(most)}, when everything fails`;
    return [error('factor_unreachable', path, `${said}, and ${why}: it can never fire; ${remedy('less')}.`)];
  }
  if (factor > 1) return [];
  const why = 'it fires while the budget would last the whole period';
  return [warning('factor_low', path, `${said}: ${why}; ${remedy('more than 1')}.`)];
}

/** What a steady burn at the factor has spent of the budget when the long window first shows it. */
export function lintSpend(pair: AlertPair, slo: Slo, path: Finding['path']): Finding[] {
  const spent = (pair.factor * pair.longMs) / slo.period;
  // A share such as 20 % comes back from its factor a few units in the last place off.
  if (spent < MUCH_OF_BUDGET - 1e-12) return [];
  const left =
    slo.spentAtStart === undefined || slo.spentAtStart === 0
      ? ''
      : `, of ${percentWords(Math.max(0, 1 - slo.spentAtStart))} that are left at T-0`;
  return [
    warning(
      'spends_before_firing',
      path,
      `lets ${percentWords(spent)} of the event budget go before ${pair.id} fires${left}; shorten long, or add a faster pair.`,
    ),
  ];
}

/** The pairs that follow from the period fit objectives and periods of the usual size. */
export function lintDefaults(id: string, slo: Slo): Finding[] {
  if (slo.alerts !== undefined) return [];
  const told = (pairs: readonly AlertPair[]): string =>
    listWords(pairs.map((pair) => `${pair.id} (${numberWords(pair.factor, 3)}x)`));
  const pairs = alertPairs(slo);
  const never = pairs.filter(({ factor }) => !(1 / (1 - slo.objective) > factor));
  // At 1 the slowest default of a month tells of a budget that just does not last: that is what it is for.
  const early = pairs.filter(({ factor }) => factor < 1);
  const path = ['slos', id];
  const findings: Finding[] = [];
  if (never.length > 0) {
    const text = `has no alerts of its own, and of the default ones ${told(never)} can never fire at an objective of ${percentWords(slo.objective)}; write alerts.`;
    findings.push(warning('default_alerts', [...path, 'objective'], text));
  }
  if (early.length > 0) {
    const text = `has no alerts of its own, and of the default ones for a period of ${formatDuration(slo.period)} ${told(early)} ${early.length === 1 ? 'fires' : 'fire'} while the budget would last; write alerts.`;
    findings.push(warning('default_alerts', [...path, 'period'], text));
  }
  return findings;
}
