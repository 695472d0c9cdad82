import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import type { Recording } from '../../electron/engine/source/recording.ts';
import { simulateLines } from '../../electron/engine/source/simulator/simulateLines.ts';
import { toWholeRoom } from '../../electron/engine/snapshot/toWholeRoom.ts';
import type { WireCommand, WireGiven, WireOutcome } from '../../shared/contract/commands.ts';
import { contract, type QueryArgs, type QueryName } from '../../shared/contract/contract.ts';
import { type Client, createClient } from '../../shared/contract/createClient.ts';
import { hostMessage, type HostMessage, type Transport } from '../../shared/contract/messages.ts';
import type { WireSnapshot } from '../../shared/contract/wireRoom.ts';
import { openTestSession, readTestPlan, startEngine, type TestPlan } from '../help/driveEngine.ts';
import { readLaunch } from '../help/makeRecording.ts';
import { createBriskClock, type Served, transports } from './transports.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-contract-'));
const folder = join(import.meta.dirname, '../golden/noisy-restart');
const ends: (() => Promise<unknown>)[] = [];
let plan: TestPlan;
let first = 0;
let recording: Recording;
let sessions = 0;

beforeAll(async () => {
  const { scenario, plan: own } = readLaunch(folder);
  const text = readFileSync(join(folder, 'plan.yaml'), 'utf8');
  writeFileSync(
    join(scratch, 'plan.yaml'),
    `${text}\nevidence:\n  drill: { says: Rollback drill, kind: file, service: checkout }\n`,
  );
  plan = readTestPlan(join(scratch, 'plan.yaml'));
  first = plan.plan.launch.t0 / 1000 - 119;
  const path = join(scratch, 'recording.ndjson');
  writeFileSync(path, [...simulateLines(scenario, own)].join(''));
  recording = await openRecording(path);
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => rmSync(scratch, { recursive: true }));

interface Opened {
  readonly path: string;
  readonly engine: Engine;
  readonly served: Served;
}

describe.each(transports)('over %s', (_kind, serve) => {
  async function open(may: 'acts' | 'looks' = 'acts', path?: string): Promise<Opened> {
    const own = path ?? join(scratch, `${(sessions += 1)}.holdpoint`);
    const session = openTestSession(own, path === undefined ? 'create' : 'resume', plan);
    const engine = startEngine(session, plan, recording, 0, createBriskClock());
    const served = await serve(engine, may);
    ends.push(
      () => engine.close(),
      () => served.cut(),
    );
    return { path: own, engine, served };
  }

  async function connect(served: Served): Promise<Client> {
    const client = createClient(await served.connect());
    await client.ready;
    return client;
  }

  test('an engine greets whoever speaks its version, and says whether there is a way to act', async () => {
    const acting = await open();
    expect(await createClient(await acting.served.connect()).ready).toEqual({ mayCommand: true });
    const looking = await open('looks');
    expect(await createClient(await looking.served.connect()).ready).toEqual({ mayCommand: false });
    const raw = await Raw.open(acting.served);
    raw.say({ kind: 'hello', version: contract.version + 1 });
    expect(await raw.hear()).toMatchObject({ kind: 'failure', call: null, code: 'bad_version' });
    raw.say({ kind: 'query', call: 1, name: 'room.now', args: {} });
    expect(await raw.hear()).toMatchObject({ kind: 'failure', call: 1, code: 'bad_message' });
  });

  test('every query is answered with what its schema says', async () => {
    const { engine, served } = await open();
    const client = await connect(served);
    await engine.seek(first + 300);
    const file = await served.upload('drill.txt', Buffer.from('It was drilled.'));
    await done(client, 'sre', { kind: 'role.take', args: { role: 'sre' } });
    const [attached = 0] = await done(client, 'sre', { kind: 'evidence.attach', args: { evidence: 'drill', file } });
    const asked: { readonly [Name in QueryName]: QueryArgs<Name> } = {
      'room.now': {},
      'room.at': { tick: first + 60 },
      'session.read': {},
      'plan.read': {},
      'series.list': {},
      'series.read': { series: [0, 1], fromBucket: first, toBucket: first + 300, points: 50 },
      'transitions.read': {},
      'ledger.read': {},
      'quarantine.read': {},
      'gaps.read': {},
      'posture.read': {},
      'evidence.read': { row: attached },
    };
    expect(Object.keys(asked).sort()).toEqual(Object.keys(contract.queries).sort());
    const answers = new Map<string, unknown>();
    for (const [name, args] of Object.entries(asked)) {
      answers.set(name, await client.query(name as QueryName, args));
    }
    expect(answers.get('room.now')).toEqual(toWholeRoom(engine.snapshot()));
    expect(answers.get('session.read')).toMatchObject({ kind: 'replay', writable: true, notice: null });
    expect(answers.get('plan.read')).toMatchObject({ digest: plan.digest, text: plan.text });
    expect(answers.get('evidence.read')).toMatchObject({
      row: { seq: attached, body: { file: { name: 'drill.txt', bytes: 15, sha256: file } } },
    });
    expect(Buffer.from(engine.session.readFile(file) ?? []).toString()).toBe('It was drilled.');
  });

  test('a second of the past comes whole, equal to what was shown, with and without what people did in it', async () => {
    const { engine, served } = await open();
    const client = await connect(served);
    await engine.seek(first + 60);
    const before = await client.query('room.now', {});
    const [taken = 0] = await done(client, 'sre', { kind: 'role.take', args: { role: 'sre' } });
    const after = await client.query('room.now', {});
    await engine.seek(first + 200);
    const then = await client.query('room.at', { tick: first + 60 });
    expect([then.judged, then.room]).toEqual([after.judged, after.room]);
    const without = await client.query('room.at', { tick: first + 60, toSeq: taken - 1 });
    expect([without.judged, without.room?.roles]).toEqual([before.judged, before.room?.roles]);
    await expect(client.query('room.at', { tick: first + 201 })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('series come as columns of the steps that were asked for, with gaps as gaps', async () => {
    const { engine, served } = await open();
    const client = await connect(served);
    engine.play(Infinity);
    await engine.ended;
    const { series, total } = await client.query('series.list', { limit: 3 });
    expect(series.map(({ id }) => id)).toEqual([0, 1, 2]);
    expect(total).toBe(engine.session.readSeries().length);
    const ids = [0, 1, 2];
    const read = await client.query('series.read', {
      series: ids,
      fromBucket: first - 600,
      toBucket: first + 600,
      points: 100,
    });
    const same = engine.session.readSeriesRollUp({
      series: ids,
      fromBucket: first - 600,
      toBucket: first + 600,
      maxPoints: 100,
    });
    expect(read).toMatchObject({ fromBucket: same.fromBucket, stepSeconds: same.stepSeconds, steps: same.steps });
    for (const [index, column] of read.series.entries()) {
      expect(column.n).toEqual([...(same.columns[index]?.n ?? [])]);
      expect(column.max).toEqual(Array.from(same.columns[index]?.max ?? [], (one) => (Number.isNaN(one) ? null : one)));
      expect(column.min.every((value, step) => (value === null) === (column.n[step] === 0))).toBe(true);
    }
    expect(read.series.some(({ n }) => n.includes(0))).toBe(true);
    const ask = (args: QueryArgs<'series.read'>): Promise<unknown> => client.query('series.read', args);
    const range = { fromBucket: 0, toBucket: 10, points: 2 };
    await expect(ask({ ...range, series: [total] })).rejects.toMatchObject({ code: 'not_found' });
    await expect(ask({ ...range, series: [0], toBucket: 0 })).rejects.toMatchObject({ code: 'bad_args' });
    await expect(ask({ ...range, series: ids, points: 4001 })).rejects.toMatchObject({ code: 'bad_args' });
    const most = Array.from({ length: 64 }, (_none, id) => id);
    await expect(ask({ ...range, series: most, points: 4000 })).rejects.toMatchObject({ code: 'bad_args' });
  });

  test('transitions and the ledger come page by page, from either end', async () => {
    const { engine, served } = await open();
    const client = await connect(served);
    await engine.seek(first + 10);
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

  test('a command that is done is in the ledger; one that is not is refused in words', async () => {
    const { engine, served } = await open();
    const client = await connect(served);
    expect(await give(client, 'sre', { kind: 'role.take', args: { role: 'sre' } })).toMatchObject(
      refused('not_started'),
    );
    await engine.seek(first + 10);
    const [row = 0] = await done(client, 'sre', { kind: 'role.take', args: { role: 'sre' } });
    expect(engine.session.readLedger({ fromSeq: row })[0]).toMatchObject({
      kind: 'role.taken',
      actor: { role: 'sre' },
    });
    expect(await give(client, 'sre', { kind: 'note.write', args: { text: '  ' } })).toMatchObject(
      refused('bad_request'),
    );
    expect(await give(client, 'pilot', { kind: 'note.write', args: { text: 'Me too.' } })).toMatchObject(
      refused('not_allowed'),
    );
    expect(await give(client, 'system', { kind: 'role.take', args: { role: 'sre' } })).toMatchObject(
      refused('bad_request'),
    );
    const nothing = { kind: 'evidence.attach', args: { evidence: 'drill', file: 'f'.repeat(64) } } as const;
    expect(await give(client, 'sre', nothing)).toMatchObject(refused('not_found'));
    const long = { kind: 'note.write', args: { text: 'é'.repeat(2000) } } as const;
    expect(await give(client, 'sre', long)).toMatchObject(refused('bad_request'));
  });

  test('a command that is given again under its id is the same command, also to the next engine', async () => {
    const { path, engine, served } = await open();
    const client = await connect(served);
    await engine.seek(first + 10);
    await done(client, 'sre', { kind: 'role.take', args: { role: 'sre' } });
    const given = await toGiven(client, 'sre', { kind: 'note.write', args: { text: 'Once.' } });
    const [one, other] = await Promise.all([client.command(given), client.command(given)]);
    expect(one).toMatchObject({ kind: 'done' });
    expect(other).toEqual(one);
    client.close();
    await served.cut();
    await engine.close();
    const next = await open('acts', path);
    await next.engine.seek(first + 20);
    const again = await (await connect(next.served)).command(given);
    expect(again).toMatchObject({ kind: 'done', rows: one.kind === 'done' ? one.rows : [] });
    expect(next.engine.session.readLedger().filter(({ kind }) => kind === 'note.written')).toHaveLength(1);
  });

  test('a picture from before a seek, or of another call, cannot decide', async () => {
    const { engine, served } = await open();
    const client = await connect(served);
    expect(await client.control('replay.seek', { tick: first + 60 })).toEqual({ epoch: 1, tick: first + 60 });
    await done(client, 'sre', { kind: 'role.take', args: { role: 'sre' } });
    const note: WireCommand = { kind: 'note.write', args: { text: 'Then.' } };
    const old = await toGiven(client, 'sre', note);
    expect(await client.control('replay.seek', { tick: first + 30 })).toEqual({ epoch: 2, tick: first + 30 });
    expect(await give(client, 'sre', note)).toMatchObject(refused('stale_view'));
    await client.control('replay.seek', { tick: first + 60 });
    expect(await client.command(old)).toMatchObject(refused('stale_view'));
    await done(client, 'commander', { kind: 'role.take', args: { role: 'commander' } });
    const seen = await toGiven(client, 'commander', { kind: 'clock.resume', args: {} });
    expect((await client.query('room.now', {})).judged?.call).toBe('GO');
    await done(client, 'commander', { kind: 'clock.hold', args: { reason: 'Something is odd.' } });
    expect(await client.control('replay.play', { speed: 'fastest' })).toEqual({});
    await engine.ended;
    expect(await client.query('room.now', {})).toMatchObject({ state: { speed: 'fastest' }, judged: { call: 'HOLD' } });
    expect(await client.command(seen)).toMatchObject(refused('stale_view'));
  });

  test('whoever may look cannot act, by no name', async () => {
    const { engine, served } = await open('looks');
    const client = await connect(served);
    await engine.seek(first + 10);
    expect(await give(client, 'sre', { kind: 'role.take', args: { role: 'sre' } })).toMatchObject(
      refused('not_allowed'),
    );
    await expect(client.control('replay.play', { speed: 1 })).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(client.control('replay.seek', { tick: first })).rejects.toMatchObject({ code: 'not_allowed' });
    expect(engine.state()).toMatchObject({ speed: 0, tick: first + 10 });
    expect((await client.query('room.now', {})).state.tick).toBe(first + 10);
  });

  test.each([
    ['no JSON', '{', 'bad_message'],
    ['nothing', '', 'bad_message'],
    ['a number', '7', 'bad_message'],
    ['null', 'null', 'bad_message'],
    ['a list', '[]', 'bad_message'],
    ['deep', '['.repeat(4000), 'bad_message'],
    ['an unknown kind', '{"kind":"shout"}', 'bad_message'],
    ['a member too many', '{"kind":"watch","loud":true}', 'bad_message'],
    ['a call that is none', '{"kind":"query","call":-1,"name":"room.now","args":{}}', 'bad_message'],
    ['a query that is none', '{"kind":"query","call":1,"name":"room.then","args":{}}', 'unknown_name'],
    ['a name of every object', '{"kind":"query","call":1,"name":"constructor","args":{}}', 'unknown_name'],
    ['a name of every prototype', '{"kind":"query","call":1,"name":"__proto__","args":{}}', 'unknown_name'],
    ['a control that is none', '{"kind":"control","call":1,"name":"replay.stop","args":{}}', 'unknown_name'],
    ['a speed that is none', '{"kind":"control","call":1,"name":"replay.play","args":{"speed":-1}}', 'bad_args'],
    ['a speed beyond all', '{"kind":"control","call":1,"name":"replay.play","args":{"speed":1e999}}', 'bad_args'],
    ['arguments that are none', '{"kind":"query","call":1,"name":"room.at","args":{"tick":"now"}}', 'bad_args'],
    ['no arguments', '{"kind":"query","call":1,"name":"room.now"}', 'bad_message'],
    ['a prototype', '{"kind":"query","call":1,"name":"room.now","args":{"__proto__":{"tick":1}}}', 'bad_args'],
    ['a command of nothing', '{"kind":"command","call":1,"given":null}', 'bad_args'],
    ['a long message', JSON.stringify({ kind: 'query', call: 1, name: 'x'.repeat(5000), args: {} }), 'too_large'],
    ['a long one of wide letters', JSON.stringify({ kind: 'hello', version: '€'.repeat(1400) }), 'too_large'],
  ])('%s is answered in words, and the connection goes on', async (_what, text, code) => {
    const { served } = await open();
    const raw = await Raw.open(served);
    raw.say({ kind: 'hello', version: contract.version });
    expect(await raw.hear()).toMatchObject({ kind: 'welcome' });
    raw.sayText(text);
    const answer = await raw.hear();
    expect(answer).toMatchObject({ kind: 'failure', code });
    raw.say({ kind: 'query', call: 2, name: 'plan.read', args: {} });
    expect(await raw.hear()).toMatchObject({ kind: 'answer', call: 2 });
  });

  test('an unknown command, and one in a hurry, are answered under their call', async () => {
    const { engine, served } = await open();
    await engine.seek(first + 10);
    const raw = await Raw.open(served);
    raw.say({ kind: 'hello', version: contract.version });
    await raw.hear();
    const given = { id: 'command-1', actor: { role: 'sre', name: 'A' }, on: { epoch: 1, snapshot: 0 } };
    raw.say({ kind: 'command', call: 5, given: { ...given, command: { kind: 'toString', args: {} } } });
    expect(await raw.hear()).toMatchObject({ kind: 'failure', call: 5, code: 'unknown_name' });
    raw.say({ kind: 'command', call: 6, given: { ...given, id: 'short', command: { kind: 'role.take', args: {} } } });
    expect(await raw.hear()).toMatchObject({ kind: 'failure', call: 6, code: 'bad_args' });
    raw.say({
      kind: 'command',
      call: 7,
      given: { ...given, command: { kind: 'role.take', args: { role: 'sre' }, sudo: true } },
    });
    expect(await raw.hear()).toMatchObject({ kind: 'failure', call: 7, code: 'bad_args' });
  });

  test('snapshots come numbered and the latest always; a reader that is slow misses some and has no backlog', async () => {
    const { engine, served } = await open();
    const client = await connect(served);
    const seen: WireSnapshot[] = [];
    const raw = await Raw.open(served);
    raw.say({ kind: 'hello', version: contract.version });
    await raw.hear();
    raw.say({ kind: 'watch' });
    expect(await raw.hear()).toMatchObject({ kind: 'snapshot', snapshot: { judged: null } });
    const stop = client.watch((snapshot) => seen.push(snapshot));
    for (let tick = first; tick < first + 40; tick += 1) {
      await engine.seek(tick);
      await aMoment();
    }
    while (seen.at(-1)?.state.tick !== first + 39) await aMoment();
    await client.query('session.read', {});
    const numbers = seen.map(({ number }) => number);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    const { judged, room } = toWholeRoom(engine.snapshot());
    expect(seen.at(-1)).toMatchObject({ judged, room, leftOut: [] });
    expect(seen.length).toBeGreaterThan(3);
    expect(raw.waiting).toBe(0);
    raw.say({ kind: 'seen' });
    expect(await raw.hear()).toMatchObject({ kind: 'snapshot', snapshot: { number: numbers.at(-1) } });
    stop();
    await client.query('session.read', {});
    const before = seen.length;
    await engine.seek(first + 50);
    await aMoment();
    await client.query('session.read', {});
    expect(seen).toHaveLength(before);
  });

  test('what is waiting when the engine goes away ends in words, and so does what comes after', async () => {
    const { served } = await open();
    const client = await connect(served);
    const given = await toGiven(client, 'sre', { kind: 'role.take', args: { role: 'sre' } });
    const question = client.query('room.now', {});
    const command = client.command(given);
    const asked = expect(question).rejects.toMatchObject({ code: 'engine_lost' });
    await served.cut();
    await asked;
    expect(await command).toMatchObject(refused('engine_lost'));
    await client.ended;
    await expect(client.query('room.now', {})).rejects.toMatchObject({ code: 'engine_lost' });
    expect(await client.command(given)).toMatchObject(refused('engine_lost'));
  });
});

const aMoment = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function refused(code: string): object {
  return { kind: 'refused', refusal: { code } };
}

let given = 0;

async function toGiven(client: Client, role: string, command: WireCommand): Promise<WireGiven> {
  const { number, state } = await client.query('room.now', {});
  given += 1;
  return { id: `command-${given}`, actor: { role, name: role }, on: { epoch: state.epoch, snapshot: number }, command };
}

async function give(client: Client, role: string, command: WireCommand): Promise<WireOutcome> {
  return client.command(await toGiven(client, role, command));
}

async function done(client: Client, role: string, command: WireCommand): Promise<readonly number[]> {
  const outcome = await give(client, role, command);
  if (outcome.kind !== 'done') throw new Error(`${command.kind} was refused: ${outcome.refusal.text}`);
  return outcome.rows;
}

/** A client that says what it likes. */
class Raw {
  private readonly transport: Transport;
  private readonly heard: HostMessage[] = [];
  private wake: (() => void) | undefined;

  static async open(served: Served): Promise<Raw> {
    return new Raw(await served.connect());
  }

  private constructor(transport: Transport) {
    this.transport = transport;
    transport.onMessage(
      (text) => {
        this.heard.push(hostMessage.parse(JSON.parse(text)));
        this.wake?.();
      },
      () => this.wake?.(),
    );
  }

  get waiting(): number {
    return this.heard.length;
  }

  say(message: object): void {
    this.sayText(JSON.stringify(message));
  }

  sayText(text: string): void {
    this.transport.send(text);
  }

  async hear(): Promise<HostMessage> {
    while (this.heard.length === 0) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    const [message] = this.heard.splice(0, 1);
    if (message === undefined) throw new Error('Nothing was heard.');
    return message;
  }
}
