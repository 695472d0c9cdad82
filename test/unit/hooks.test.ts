import { expect, test } from 'vitest';
import { readAlerts } from '../../electron/import/wire/alertmanager.ts';
import { readCloudEvent } from '../../electron/import/wire/cloudEvent.ts';

const nowMs = 1774879200000;
const event = { specversion: '1.0', id: '1', source: '/ci/shop', type: 'dev.cd.deploy finished' };

test('a CloudEvent is an event of the timeline, with its attributes as labels', () => {
  const told = {
    ...event,
    time: '2026-03-30T16:00:01.5+02:00',
    subject: 'ledger',
    stage: 2,
    data: { message: 'Done', id: 7 },
  };
  expect(readCloudEvent(told, nowMs)).toEqual({
    key: '["/ci/shop","1"]',
    sample: {
      ...{ t: nowMs + 1500, source: '_ci_shop', kind: 'event', type: 'dev.cd.deploy_finished', text: 'Done' },
      ...{ labels: { subject: 'ledger', stage: '2' }, data: { message: 'Done', id: 7 } },
    },
  });
  expect(readCloudEvent(event, nowMs)).toMatchObject({ sample: { t: nowMs, text: 'dev.cd.deploy finished' } });
});

test.each([
  [{ ...event, specversion: '0.3' }, 'It is no CloudEvent of version 1.0: specversion says which.'],
  [{ ...event, id: undefined }, 'A CloudEvent has no id or no source.'],
  [{ ...event, type: '' }, 'A CloudEvent has no type, or one of more than 128 characters.'],
  [{ ...event, time: 'today' }, 'The time of a CloudEvent is not as in 2026-03-30T14:00:00Z.'],
  [
    { ...event, note: 'x'.repeat(257) },
    'A CloudEvent has more than 16 attributes, or one of more than 256 characters.',
  ],
  ['text', 'It is no CloudEvent of version 1.0: specversion says which.'],
])('what is no CloudEvent is said', (told, says) => {
  expect(readCloudEvent(told, nowMs)).toBe(says);
});

test('data that is too deep or too long is left out, and says so', () => {
  let deep: unknown = 1;
  for (let level = 0; level < 100_000; level += 1) deep = [deep];
  for (const data of [deep, { a: 'x'.repeat(70_000) }]) {
    expect(readCloudEvent({ ...event, data }, nowMs)).toMatchObject({
      sample: { data: 'Left out: deeper or longer than is kept.' },
    });
  }
});

test('each alert is an event at the instant at which it began or ended', () => {
  const alert = {
    ...{
      labels: { alertname: 'Slow', market: 'US' },
      annotations: { summary: 'Payments are slow' },
      fingerprint: 'f1',
    },
    ...{ startsAt: '2026-03-30T14:00:01Z', endsAt: '2026-03-30T14:05:00Z' },
  };
  const alerts = [
    { ...alert, status: 'firing' },
    { ...alert, status: 'resolved' },
    { ...alert, status: 'odd' },
  ];
  const read = readAlerts({ version: '4', alerts });
  expect(read).toMatchObject([
    { sample: { t: nowMs + 1000, type: 'alert.firing', text: 'Payments are slow', labels: { alertname: 'Slow' } } },
    { sample: { t: nowMs + 300_000, type: 'alert.resolved', source: 'alertmanager' } },
    'An alert is neither firing nor resolved.',
  ]);
  expect(new Set(read.map((one) => (typeof one === 'string' ? one : one.key))).size).toBe(3);
  expect(readAlerts([])).toEqual(['It is no message of Alertmanager in version 4.']);
});
