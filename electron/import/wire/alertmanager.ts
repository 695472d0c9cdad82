import { sampleLimits } from '../../../shared/model/sample.ts';
import { dataOf, readTime, type ToldEvent } from './cloudEvent.ts';
import { listAt, member, textAt, toTree, type Tree } from './jsonTree.ts';
import { toName } from './wireName.ts';

const longestText = 1000;

/**
 * What Alertmanager's webhook tells (version 4): one event for each alert, `alert.firing` or `alert.resolved`, at the
 * instant at which it began or ended. Or a sentence for each that cannot be one.
 */
export function readAlerts(value: unknown): (ToldEvent | string)[] {
  const told = toTree(value);
  if (textAt(told, 'version') !== '4' || !Array.isArray(member(told, 'alerts'))) {
    return ['It is no message of Alertmanager in version 4.'];
  }
  return listAt(told, 'alerts').map((one) => readAlert(toTree(one)));
}

function readAlert(alert: Tree): ToldEvent | string {
  const status = textAt(alert, 'status');
  if (status !== 'firing' && status !== 'resolved') return 'An alert is neither firing nor resolved.';
  const startsAt = textAt(alert, 'startsAt');
  const t = readTime(status === 'firing' ? startsAt : textAt(alert, 'endsAt'));
  if (t === undefined) return 'An alert does not say when.';
  const labels = readLabels(toTree(member(alert, 'labels')));
  if (labels === undefined) return 'An alert has more than 16 labels, or one of more than 256 characters.';
  const notes = toTree(member(alert, 'annotations'));
  const text =
    textAt(notes, 'summary') || textAt(notes, 'description') || `${labels['alertname'] ?? 'An alert'} is ${status}`;
  const url = textAt(alert, 'generatorURL');
  const sample = {
    ...{ t, source: 'alertmanager', kind: 'event' as const, type: `alert.${status}`, labels },
    ...{ text: text.slice(0, longestText), ...dataOf({ annotations: notes, ...(url === '' ? {} : { url }) }) },
  };
  return { sample, key: JSON.stringify([textAt(alert, 'fingerprint') || labels, status, startsAt]) };
}

function readLabels(told: Tree): Record<string, string> | undefined {
  const labels: [string, string][] = [];
  for (const key of Object.keys(told)) {
    const [name, value] = [toName(key), textAt(told, key)];
    if (name === undefined || value.length > sampleLimits.labelValueLength) return undefined;
    labels.push([name, value]);
  }
  return labels.length > sampleLimits.labels ? undefined : Object.fromEntries(labels);
}
