import { expect, test } from 'vitest';
import { whyReading } from '../../renderer/why/whyReading.ts';
import { planOf, RoomDesk } from '../help/roomDesk.ts';
import { pictureOf } from '../help/deskClient.ts';

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: proof, name: Proof, t0: 2026-03-30T14:00:00Z }
roles: { sre: { name: SRE on duty } }
indicators: { heat: { kind: gauge, gauge: { metric: heat } } }
criteria: { drilled: { says: Rollback was drilled, evidence: [drill], owner: sre } }
evidence: { drill: { says: Rollback drill, owner: sre, kind: drill, service: checkout, due: T-1d, expires: 30d } }
`);

test('a piece of evidence says what is asked for, until when, how it stands and which criteria wait for it', () => {
  const desk = new RoomDesk(plan);
  desk.run(2, { gauges: [{ metric: 'heat', value: 1 }] });
  const { judged, room: people } = pictureOf(desk);
  if (judged === null) throw new Error('Nothing has been judged.');
  const ground = { plan, judged, people, pairs: [] };
  const reading = whyReading({ kind: 'evidence', evidence: 'drill' }, ground);
  expect(reading).toMatchObject({ title: 'Rollback drill', says: 'of checkout', word: 'fail', mark: 'crit' });
  expect(reading?.why).toContain('missing');
  expect(reading?.attachment).toBeUndefined();
  expect(reading?.related.map(({ id, word }) => `${id} ${word}`)).toEqual(['drilled fail']);
  const facts = Object.fromEntries(reading?.facts.map(({ name, text }) => [name, text]) ?? []);
  expect(facts).toEqual({
    'why.evidenceKind': 'drill',
    'why.due': '2026-03-29 14:00',
    'why.lasts': '30d',
    'why.owner': 'SRE on duty',
  });
  expect(whyReading({ kind: 'evidence', evidence: 'nothing' }, ground)).toBeUndefined();
});
