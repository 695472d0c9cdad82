import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareScores } from '../../shared/judge/score/compareScores.ts';
import { scoreSession } from '../../shared/judge/score/scoreSession.ts';
import type { RoomFact, RoomRow } from '../../shared/model/room/roomFact.ts';
import type { ScoreReading } from '../../shared/model/scoreReading.ts';
import { scoreReading } from '../../shared/model/scoreReading.ts';
import type { Transition } from '../../shared/model/transition.ts';
import { buildTimeline, momentMs } from '../../electron/engine/source/simulator/timeline.ts';
import { readLaunch, t0Ms } from '../help/makeRecording.ts';

const { scenario, plan } = readLaunch(join(import.meta.dirname, '../golden/rehearsed-cell'));
const timeline = buildTimeline(scenario, plan);
const us = { market: 'US' };

/** What the rules did: US fires at T+2m18s, the takeovers at T+4m19s, and the call follows. */
const transitions: readonly Transition[] = [
  change(138, 'trigger', 'burns', us, 'ok', 'firing'),
  change(138, 'call', 'call', {}, 'GO', 'ROLLBACK'),
  change(200, 'trigger', 'burns', us, 'firing', 'handled'),
  change(200, 'call', 'call', {}, 'ROLLBACK', 'GO'),
  change(254, 'trigger', 'stolen', {}, 'ok', 'pending'),
  change(259, 'trigger', 'stolen', {}, 'pending', 'firing'),
  change(259, 'call', 'call', {}, 'GO', 'HOLD'),
];

function change(
  atS: number,
  kind: Transition['kind'],
  id: string,
  cell: Transition['cell'],
  from: string,
  to: string,
): Transition {
  return { at: t0Ms + atS * 1000, kind, id, cell, from, to, why: '' };
}

function row(atS: number, role: string, fact: RoomFact): RoomRow {
  return { ...fact, seq: atS + 1000, at: t0Ms + atS * 1000, actor: { role, name: role } };
}

const back = (atS: number, role: string, cell: Readonly<Record<string, string>> = us): RoomRow =>
  row(atS, role, {
    kind: 'order.placed',
    body: { order: `o${atS}`, does: 'rollback', cells: [{ cell, from: 0.05, to: 0 }], actuator: 'manual' },
  });

const on = (atS: number): RoomRow =>
  row(atS, 'commander', {
    kind: 'order.placed',
    body: { order: `o${atS}`, does: 'advance', cells: [{ cell: us, from: 0, to: 0.05 }], actuator: 'manual' },
  });

function score(rows: readonly RoomRow[], lastS = 660, happened = transitions, isLived = true): ScoreReading {
  const judged = { firstMs: t0Ms - 59_000, lastMs: t0Ms + lastS * 1000 };
  const told = scoreSession({
    ...{ plan, scenario, transitions: happened, rows, isLived, judged, t0At: t0Ms },
    momentMs: (moment) => momentMs(moment, timeline),
  });
  return scoreReading.parse(told);
}

const burns = (rows: readonly RoomRow[]) => score(rows).complications[0];

test('a complication is told with when it began, was to be seen, fired, was acknowledged, decided and acted on', () => {
  const seen = row(150, 'sre', { kind: 'trigger.acknowledged', body: { trigger: 'burns', cell: us } });
  expect(burns([seen, back(160, 'sre')])).toMatchObject({
    ...{ incident: 'us-burns', beganAt: t0Ms + 120_000, visibleAt: t0Ms + 138_000, firedAt: t0Ms + 138_000 },
    ...{ found: 'found', call: { right: 'ROLLBACK', outcome: 'right' } },
    acknowledged: { at: t0Ms + 150_000, role: 'sre' },
    decided: { at: t0Ms + 160_000 },
    acted: { at: t0Ms + 160_000 },
    answer: { outcome: 'right', role: 'sre' },
  });
});

test.each([
  ['nobody does anything', [], 'none'],
  ['it comes after its time', [back(300, 'sre')], 'late'],
  ['it is another cell that goes back', [back(160, 'sre', { market: 'UK' })], 'none'],
  ['the room does it and nobody looks', [back(170, 'system')], 'none'],
  [
    'the room does it and somebody acknowledges',
    [row(150, 'sre', { kind: 'trigger.acknowledged', body: { trigger: 'burns', cell: us } }), back(170, 'system')],
    'right',
  ],
  [
    'somebody keeps the room from it first',
    [
      row(145, 'sre', { kind: 'countdown.vetoed', body: { trigger: 'burns', cell: us, reason: 'No' } }),
      back(160, 'sre'),
    ],
    'wrong',
  ],
  [
    'the launch goes on meanwhile',
    [
      row(145, 'commander', {
        kind: 'order.placed',
        body: { order: 'up', does: 'advance', cells: [{ cell: us, from: 0.05, to: 0.5 }], actuator: 'manual' },
      }),
    ],
    'wrong',
  ],
] as const)('a rollback is right, and where %s the answer is another', (_what, rows, outcome) => {
  expect(burns(rows)?.answer?.outcome).toBe(outcome);
});

test('a call that the room ended by its answer before it is asked for was right', () => {
  const quick = transitions.map((one) => (one.at === t0Ms + 200_000 ? { ...one, at: t0Ms + 139_000 } : one));
  const never = transitions.filter(({ to }) => to !== 'ROLLBACK');
  const callIn = (happened: readonly Transition[]) => score([back(138, 'sre')], 660, happened).complications[0]?.call;
  expect(callIn(quick)).toMatchObject({ outcome: 'right', rightSince: t0Ms + 138_000 });
  expect(callIn(never)).toMatchObject({ outcome: 'wrong', rightSince: null });
});

test.each([
  ['the cell went back before', [back(125, 'system')], true, 'averted'],
  ['nobody was ever let in', [], true, 'averted'],
  ['another cell went back', [back(125, 'system', { market: 'UK' })], true, 'averted'],
  ['the cell went back after its deadline', [back(151, 'sre')], true, 'missed'],
  ['the cell went on again', [back(125, 'sre'), on(128)], true, 'missed'],
  [
    'the rollback was cancelled, and the next found users there',
    [
      back(125, 'sre'),
      row(126, 'sre', { kind: 'order.cancelled', body: { order: 'o125', reason: 'No' } }),
      back(400, 'sre'),
    ],
    true,
    'missed',
  ],
  ['the world does not answer the room', [back(125, 'sre')], false, 'missed'],
] as const)('a trigger that is silent: where %s', (_what, rows, isLived, found) => {
  const { complications, triggers } = score(rows, 660, [], isLived);
  expect(complications[0]?.found).toBe(found);
  expect([triggers.averted, triggers.missed]).toEqual(found === 'averted' ? [1, 1] : [0, 2]);
});

test('nobody is missing where there was nothing to answer, and what looks at everybody is not averted', () => {
  const { answers, calls, complications } = score([back(125, 'system')], 660, []);
  expect(complications[0]).toMatchObject({ found: 'averted', answer: null, call: null });
  expect(complications[1]).toMatchObject({ found: 'missed', answer: { outcome: 'none' } });
  expect([answers.none, calls.right + calls.wrong]).toEqual([1, 1]);
});

test('what lies after the end of the session is not held against anybody', () => {
  const early = score([], 130);
  expect(early.complications.map(({ answer }) => answer?.outcome)).toEqual(['unjudged', 'unjudged']);
  expect(early.complications[1]).toMatchObject({ call: { outcome: 'unjudged' } });
});

test('a hold while nothing is the matter is needless, and nobody is named', () => {
  const hold = row(10, 'commander', { kind: 'ramp.held', body: { scope: { launch: true }, reason: 'To be safe' } });
  const { needlessDeeds, roles } = score([hold]);
  expect(needlessDeeds).toMatchObject([{ role: 'commander', kind: 'ramp.held' }]);
  expect(roles.map(({ role, alarms, load }) => [role, alarms, load])).toEqual([
    ['commander', 1, 'good'],
    ['sre', 1, 'good'],
  ]);
  expect(JSON.stringify(score([hold]))).not.toContain('"name":"commander"');
});

test('two sessions are compared at the T-0 of each', () => {
  const one = score([back(160, 'sre')]);
  const other = { ...score([back(170, 'sre')]), t0At: t0Ms + 60_000 };
  const compared = compareScores({ name: 'a', score: one }, { name: 'b', score: other });
  expect(compared.complications[0]).toMatchObject({
    one: { fired: 138_000, acted: 160_000, answer: 'right' },
    other: { fired: 78_000, acted: 110_000, answer: 'right' },
  });
});
