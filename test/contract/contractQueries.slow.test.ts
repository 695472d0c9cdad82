import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { toWholeRoom } from '../../electron/engine/snapshot/toWholeRoom.ts';
import { lintText } from '../../shared/judge/lint/lintText.ts';
import { contract, type QueryArgs, type QueryName } from '../../shared/contract/contract.ts';
import { ContractDesk } from './contractDesk.ts';
import { done } from './giveCommands.ts';
import { transports } from './transports.ts';

const desk = new ContractDesk();
afterEach(() => desk.tidy());
afterAll(() => desk.end());

describe.each(transports)('over %s', (_kind, serve) => {
  test('every query is answered with what its schema says', async () => {
    const opened = await desk.open(serve);
    const client = await desk.connect(opened);
    const { engine, served } = opened;
    await engine.seek(desk.first + 300);
    const file = await served.upload('drill.txt', Buffer.from('It was drilled.'));
    await done(client, 'sre', { kind: 'role.take', args: { role: 'sre' } });
    const [attached = 0] = await done(client, 'sre', { kind: 'evidence.attach', args: { evidence: 'drill', file } });
    const asked: { readonly [Name in QueryName]: QueryArgs<Name> } = {
      'room.now': {},
      'room.at': { tick: desk.first + 60 },
      'session.read': {},
      'plan.read': {},
      'plan.lint': {},
      'series.list': {},
      'series.read': { lines: [0, 1], fromBucket: desk.first, toBucket: desk.first + 300, points: 50 },
      'readings.read': {
        subjects: [{ kind: 'slo', slo: 'checkout' }],
        fromBucket: desk.first,
        toBucket: desk.first + 300,
        points: 50,
      },
      'transitions.read': {},
      'ledger.read': {},
      'overlay.list': {},
      'overlay.read': {},
      'rehearsal.read': {},
      'rehearsal.score': {},
      'rehearsal.compare': {},
      'scenarios.read': {},
      'rehearsal.opening': {},
      'sources.read': {},
      'quarantine.read': {},
      'samples.read': { indicator: 'errors' },
      'gaps.read': {},
      'events.read': { event: 'deploy.finished', withinMs: 1_800_000, tick: desk.first + 300 },
      'posture.read': {},
      'evidence.read': { row: attached },
      'plan.numbers': {},
      'plan.whatIf': { rule: Object.keys(engine.plan.triggers)[0] ?? '', toTick: desk.first + 300 },
      'plan.sweep': { sweep: 'none.for=1s..2s:1s', toTick: desk.first + 300 },
      'sweep.cancel': { sweep: 'none.for=1s..2s:1s', toTick: desk.first + 300 },
    };
    expect(Object.keys(asked).sort()).toEqual(Object.keys(contract.queries).sort());
    const answers = new Map<string, unknown>();
    for (const [name, args] of Object.entries(asked)) {
      answers.set(name, await client.query(name as QueryName, args));
      if (name !== 'room.now') continue;
      // What is on the disk grows by itself.
      const room = toWholeRoom(engine.snapshot());
      const durableLine = expect.any(Number) as number;
      expect(answers.get(name)).toEqual({ ...room, state: { ...room.state, durableLine } });
    }
    expect(answers.get('session.read')).toMatchObject({ kind: 'replay', writable: true, notice: null });
    expect(answers.get('plan.read')).toMatchObject({ digest: desk.plan.digest, text: desk.plan.text });
    const found = lintText(desk.plan.text, 'plan').map(({ file: _file, ...finding }) => finding);
    expect(found.length).toBeGreaterThan(0);
    expect(answers.get('plan.lint')).toEqual({ row: 0, total: found.length, findings: found });
    expect(answers.get('evidence.read')).toMatchObject({
      row: { seq: attached, body: { file: { name: 'drill.txt', bytes: 15, sha256: file } } },
    });
    expect(Buffer.from(engine.session.readFile(file) ?? []).toString()).toBe('It was drilled.');
  });

  test('a second of the past comes whole, equal to what was shown, with and without what people did in it', async () => {
    const opened = await desk.open(serve);
    const client = await desk.connect(opened);
    const { engine } = opened;
    await engine.seek(desk.first + 60);
    const before = await client.query('room.now', {});
    const [taken = 0] = await done(client, 'sre', { kind: 'role.take', args: { role: 'sre' } });
    const after = await client.query('room.now', {});
    await engine.seek(desk.first + 200);
    const then = await client.query('room.at', { tick: desk.first + 60 });
    expect([then.judged, then.room]).toEqual([after.judged, after.room]);
    const without = await client.query('room.at', { tick: desk.first + 60, toSeq: taken - 1 });
    expect([without.judged, without.room?.roles]).toEqual([before.judged, before.room?.roles]);
    await expect(client.query('room.at', { tick: desk.first + 201 })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('series come as columns of the steps that were asked for, with gaps as gaps', async () => {
    const opened = await desk.open(serve);
    const client = await desk.connect(opened);
    const { engine } = opened;
    engine.play(Infinity);
    await engine.ended;
    const { series, total } = await client.query('series.list', { limit: 3 });
    expect(series.map(({ id }) => id)).toEqual([0, 1, 2]);
    expect(total).toBe(engine.session.readSeries().length);
    const ids = [0, 1, 2];
    const range = { fromBucket: desk.first - 600, toBucket: desk.first + 600 };
    const read = await client.query('series.read', { lines: ids, points: 100, ...range });
    const same = engine.session.readSeriesRollUp({ lines: ids.map((id) => [id]), maxPoints: 100, ...range });
    expect(read).toMatchObject({ fromBucket: same.fromBucket, stepSeconds: same.stepSeconds, steps: same.steps });
    for (const [index, line] of read.lines.entries()) {
      expect(line.series).toEqual([ids[index]]);
      expect(line.n).toEqual([...(same.columns[index]?.n ?? [])]);
      expect(line.max).toEqual(Array.from(same.columns[index]?.max ?? [], (one) => (Number.isNaN(one) ? null : one)));
      expect(line.min.every((value, step) => (value === null) === (line.n[step] === 0))).toBe(true);
    }
    expect(read.lines.some(({ n }) => n.includes(0))).toBe(true);
    const ask = (args: QueryArgs<'series.read'>): Promise<unknown> => client.query('series.read', args);
    const short = { fromBucket: 0, toBucket: 10, points: 2 };
    await expect(ask({ ...short, lines: [total] })).rejects.toMatchObject({ code: 'not_found' });
    await expect(ask({ ...short, lines: [0], toBucket: 0 })).rejects.toMatchObject({ code: 'bad_args' });
    await expect(ask({ ...short, lines: ids, points: 4001 })).rejects.toMatchObject({ code: 'bad_args' });
    const most = Array.from({ length: 64 }, (_none, id) => id);
    await expect(ask({ ...short, lines: most, points: 4000 })).rejects.toMatchObject({ code: 'bad_args' });
  });

  test('transitions and the ledger come page by page, from either end', async () => {
    const opened = await desk.open(serve);
    const client = await desk.connect(opened);
    const { engine } = opened;
    await engine.seek(desk.first + 10);
    await done(client, 'sre', { kind: 'role.take', args: { role: 'sre' } });
    for (let index = 0; index < 7; index += 1) {
      await done(client, 'sre', { kind: 'note.write', args: { text: `Note ${index}.` } });
    }
    engine.play(Infinity);
    await engine.ended;
    const all = engine.session.readTransitions();
    const paged: unknown[] = [];
    for (let after = -1; ;) {
      const { firstPlace, transitions } = await client.query('transitions.read', { after, limit: 5 });
      if (transitions.length === 0) break;
      paged.push(...transitions);
      after = firstPlace + transitions.length - 1;
    }
    expect(paged).toEqual(all);
    const newest = await client.query('transitions.read', { limit: 3 });
    expect(newest).toMatchObject({ total: all.length, firstPlace: all.length - 3, transitions: all.slice(-3) });
    const older = await client.query('transitions.read', { limit: 3, before: newest.firstPlace });
    expect(older.transitions).toEqual(all.slice(-6, -3));
    const last = await client.query('ledger.read', { limit: 4 });
    const rows = engine.session.readLedger();
    expect(last).toEqual({ rows: rows.slice(-4), lastSeq: rows.length });
    expect((await client.query('ledger.read', { fromSeq: 2, limit: 2 })).rows).toEqual(rows.slice(1, 3));
    expect((await client.query('ledger.read', { fromSeq: 2, toSeq: 2 })).rows).toEqual(rows.slice(1, 2));
  });
});
