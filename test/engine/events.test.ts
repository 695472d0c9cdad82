import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { whyReading } from '../../renderer/why/whyReading.ts';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { planDigest } from '../../electron/engine/judgementDigest.ts';
import { createHandlers } from '../../electron/host/serve/createHandlers.ts';
import { judgedReading } from '../../shared/model/judgedReading.ts';
import { openTestSession, startEngine } from '../help/driveEngine.ts';
import { recordingOfLines } from '../help/lineRecording.ts';
import { planOf } from '../help/roomDesk.ts';
import { scratchFolder } from '../help/runHoldpoint.ts';

const t0 = Date.UTC(2026, 2, 30, 14) / 1000;
const text = `
format: holdpoint/plan@1
launch: { id: events, name: Events, t0: 2026-03-30T14:00:00Z }
dimensions: { market: [US, UK] }
indicators: { heat: { kind: gauge, gauge: { metric: heat } } }
triggers:
  deployed:
    scope: { each: [market] }
    when: { event: deploy.finished, where: { service: [vault] }, within: 1m }
    arm: advise
    does: { review: true }
`;
const plan = planOf(text);
let seq = 0;
const deploy = (second: number, labels: object): string =>
  JSON.stringify({
    t: (t0 + second) * 1000,
    source: 'argo',
    seq: (seq += 1),
    kind: 'event',
    type: 'deploy.finished',
    labels,
    text: `Deployed at ${second}`,
  });
const heat = (second: number): string =>
  JSON.stringify({
    t: (t0 + second) * 1000,
    source: 'test',
    seq: second,
    kind: 'gauge',
    metric: 'heat',
    labels: {},
    value: 1,
  });
let engine: Engine;

beforeAll(async () => {
  const deploys = new Map([
    [10, deploy(10, { service: 'vault' })],
    [80, deploy(80, { service: 'vault', market: 'UK' })],
    [90, deploy(90, { service: 'shop' })],
    [100, deploy(100, { service: 'vault', market: 'US' })],
    [110, deploy(110, { service: 'vault' })],
  ]);
  const lines = Array.from({ length: 130 }, (_none, second) => [heat(second), deploys.get(second) ?? []].flat()).flat();
  const given = { plan, text, digest: planDigest(text) };
  const session = openTestSession(join(scratchFolder(), 'events.holdpoint'), 'create', given);
  engine = startEngine(session, given, recordingOfLines(lines), Infinity);
  await engine.ended;
});
afterAll(() => engine.close());

test('the events that a rule counts are told as the judge finds them: of its service, its cell and its window', async () => {
  const judged = judgedReading.parse(JSON.parse(JSON.stringify(engine.roomAt(t0 + 120).judged)));
  const ground = { plan, judged, people: null, pairs: [] };
  const reading = whyReading({ kind: 'trigger', trigger: 'deployed', cell: { market: 'US' } }, ground);
  const [counted] = reading?.parts.flatMap(({ events }) => events ?? []) ?? [];
  if (counted === undefined) throw new Error('It counts no events.');
  expect(reading?.parts[0]?.formulas[0]?.words).toBe('how many deploy.finished in 1m');
  const { queries } = createHandlers(engine, 'looks');
  const asked = { ...counted, where: counted.where, tick: t0 + 120 };
  const answer = await queries['events.read'](asked, { role: undefined });
  expect(answer.events.map((event) => event.text)).toEqual(['Deployed at 110', 'Deployed at 100']);
  expect(answer.total).toBe(2);
  const early = await queries['events.read']({ ...asked, tick: t0 + 60 }, { role: undefined });
  expect(early.events.map(({ labels }) => labels)).toEqual([{ service: 'vault' }]);
  expect(reading?.why).toContain('2');
});
