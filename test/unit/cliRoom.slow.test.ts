import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Ran } from '../help/runHoldpoint.ts';
import { callHoldpoint } from '../help/runHoldpoint.ts';
import { createSession } from '../store/createSession.ts';
import { serveRoom, type ServedRoom, t0 } from '../help/servedRoom.ts';

let room: ServedRoom;
const boss = 'boss:A';
const sre = 'sre:B';
const chief = 'chief:C';
const usCard = ['--cell', 'market=US,method=card'];

beforeAll(async () => {
  room = await serveRoom();
});

/** A command that must be done; its rows, and what it says. */
async function done(who: string, ...argv: string[]): Promise<{ readonly row: number; readonly says: string }> {
  const { exitCode, stdout, stderr } = await room.run(who, ...argv);
  expect([exitCode, stderr]).toEqual([0, '']);
  const [, row, says] = /^Rows? (?:.* )?(\d+): (.*)\n$/.exec(stdout) ?? [];
  expect(row).toBeDefined();
  return { row: Number(row), says: says ?? '' };
}

function refused(ran: Ran, exitCode: number): string {
  expect([ran.exitCode, ran.stdout]).toEqual([exitCode, '']);
  expect(ran.stderr).toMatch(/^[^\n]+\n$/);
  return ran.stderr;
}

async function json(...argv: string[]) {
  const ran = await room.run(undefined, ...argv, '--json');
  expect([ran.exitCode, ran.stderr]).toEqual([0, '']);
  return JSON.parse(ran.stdout);
}

test('a launch is run from a terminal', async () => {
  // Roles.
  expect(refused(await room.run(boss, 'note', 'Who am I?'), 1)).toContain('take the role first');
  expect((await done(boss, 'take')).says).toBe('A has taken the role boss.');
  expect(refused(await room.run('boss:D', 'take'), 1)).toContain('is held by A');
  await done(sre, 'take');
  await done(chief, 'take');

  // A poll, from votes to the decision.
  await room.seek(t0 - 290);
  expect((await done(boss, 'poll', 'open', 'final')).says).toBe('the poll final is open.');
  expect((await done(sre, 'vote', 'final', 'go')).says).toBe('sre (B) says go in the poll final.');
  await done(boss, 'vote', 'final', 'go-if', '--condition', 'somebody watches the vault');
  const decision = ['decide', 'final', '--choice', 'go', '--rationale', 'All is cool.'];
  const dissent = ['--dissent', 'chief:too early', '--follows', 'sre@T+2h:watch: the vault'];
  const condition = ['--condition', 'somebody watches the vault'];
  expect(refused(await room.run(boss, ...decision, ...dissent, ...condition), 2)).toContain('call again with --yes');
  const both = [...decision, ...dissent, ...condition, '--dissent', 'none', '--yes'];
  expect(refused(await room.run(boss, ...both), 2)).toContain('--dissent none says that nobody objects');
  const { row, says: decided } = await done(boss, ...decision, ...dissent, ...condition, '--yes');
  expect(decided).toBe('the poll final is decided: go. Strong objections? chief: too early.');
  for (const [objections, says] of [
    [[], 'not asked'],
    [['--dissent', 'none'], 'asked: none'],
  ] as const) {
    const other = ['decide', '--question', `Objections ${says}?`, '--choice', 'Yes', '--rationale', 'So.', '--yes'];
    expect((await done(boss, ...other, ...objections)).says).toContain(`Yes. Strong objections? ${says}.`);
    expect((await room.run(undefined, 'poll')).stdout).toContain(`(Strong objections? ${says})`);
  }
  const { rows } = await json('ledger', '--from', String(row));
  expect(rows[0]).toMatchObject({
    seq: row,
    actor: { role: 'boss', name: 'A' },
    kind: 'decision.recorded',
    body: {
      choice: 'go',
      conditions: ['somebody watches the vault'],
      dissent: [{ role: 'chief', says: 'too early' }],
      follows: [{ owner: 'sre', says: 'watch: the vault', dueAt: (t0 + 7200) * 1000 }],
    },
  });

  // The clock, and what goes with it.
  await done(boss, 'hold', '--reason', 'a look at the vault');
  expect((await room.run(undefined, 'status')).stdout).toContain('a look at the vault');
  expect((await done(boss, 'resume')).says).toContain('the clock goes on');
  expect((await done(boss, 'recycle', '--to', 'T-6m', '--reason', 'once more')).says).toContain('stands at T-6m');
  expect((await json('call')).tMs).toBe(-360_000);
  await done(boss, 'resume');
  expect((await done(sre, 'step', 'freeze', '--note', 'by all sites')).says).toBe('the step freeze is done.');
  await done(boss, 'step', 'looked', '--skip', '--reason', 'no time');
  await done(sre, 'milestone', 'frozen');
  await done(sre, 'note', 'The vault is cool.', '--at', 'T-6m');
  expect(refused(await room.run(sre, 'note', 'Soon.', '--at', 'T+6h'), 1)).toContain('still to come');

  // Evidence, which somebody else accepts.
  const file = join(room.folder, 'drill report.txt');
  writeFileSync(file, 'It took 40 s.');
  const attached = await done(sre, 'attach', 'drill', file);
  expect(attached.says).toMatch(/^drill report\.txt is attached to drill: pass\./);
  expect(attached.says).toContain(`It counts when somebody else accepts it: holdpoint approve ${attached.row}.`);
  expect(refused(await room.run(sre, 'attach', 'dril', file), 1)).toContain('it asks for drill, report');

  // A waiver, which somebody else grants.
  const waiver = await done(sre, 'waive', 'cool', '--until', 'T+2h', '--reason', 'the sensor is new');
  expect(waiver.says).toContain(`holdpoint approve ${waiver.row}`);
  await done(chief, 'approve', String(waiver.row));
  expect((await room.run(undefined, 'status')).stdout).toContain('cool is waived until T+2h');
  await done(boss, 'waive', String(waiver.row), '--end', '--reason', 'the sensor is well');
  const other = await done(sre, 'waive', 'cool', '--until', 'T+3h', '--reason', 'still new');
  expect((await done(chief, 'refuse', String(other.row), '--reason', 'no')).says).toContain('is refused');
  expect(refused(await room.run(boss, 'approve', '1'), 1)).toContain('proposes nothing');
  expect(refused(await room.run(boss, 'approve', '9999'), 1)).toContain('The ledger has no row 9999');

  // The ramp.
  await room.seek(t0 + 60);
  expect(refused(await room.run(boss, 'advance', ...usCard), 2)).toMatch(/^Advance US card from 0 % to 1 %\? Nobody/);
  const order = await done(boss, 'advance', ...usCard, '--yes');
  expect(order.says).toContain('US card from 0 % to 1 %');
  expect((await done(sre, 'confirm', '--yes')).says).toContain('advance-US-card');
  expect((await done(boss, 'hold', '--wave', 'cards', '--reason', 'wait')).says).toContain('the wave cards is held');
  expect(refused(await room.run(boss, 'advance', ...usCard, '--yes'), 1)).toContain('Nothing was advanced');
  await done(boss, 'resume', '--wave', 'cards');
  expect(refused(await room.run(boss, 'resume', '--wave', 'cards'), 1)).toContain('No hold is on there');
  await room.seek(t0 + 70);
  const proposal = await done(boss, 'advance', ...usCard, '--override', 'seen enough');
  expect(refused(await room.run(chief, 'approve', String(proposal.row)), 2)).toMatch(
    /^Advance US card from 1 % to 5 %, against what is in the way/,
  );
  expect(refused(await room.run(boss, 'approve', String(proposal.row), '--yes'), 1)).toContain('somebody else');
  expect((await done(chief, 'approve', String(proposal.row), '--yes')).says).toContain('US card from 1 % to 5 %');
  await room.seek(t0 + 80);
  await done(sre, 'confirm', '--yes', '--note', 'seen on the board');

  // Orders that are called off, or let fewer users in.
  const ukCard = ['--cell', 'market=UK,method=card'];
  await done(boss, 'advance', ...ukCard, '--to', '5%', '--yes');
  const [waiting] = (await json('status')).room.ramp.orders;
  expect(waiting).toMatchObject({ state: 'placed', says: 'UK card to 5 %' });
  await done(boss, 'cancel', waiting.order, '--reason', 'not yet', '--yes');
  const narrowed = await done(boss, 'narrow', ...usCard, '--only', 'tier=gold,silver', '--reason', 'care', '--yes');
  expect(narrowed.says).toContain('narrow US card');
  await done(sre, 'confirm', '--yes');

  // A trigger that may act, and somebody who stops it.
  await done(boss, 'arm', 'burns', 'act', '--reason', 'nobody is here at night');
  await done(boss, 'launch', '--yes');
  await room.seek(t0 + 612);
  expect((await room.run(undefined, 'status')).stdout).toMatch(/burns US card {2}firing[\s\S]*rolls back in \d+ s/);
  expect((await done(sre, 'ack', 'burns', '--note', 'looking')).says).toBe(
    'sre (B) has acknowledged burns in US card.',
  );
  await done(boss, 'veto', 'burns', '--reason', 'the gauge is broken');
  expect((await done(boss, 'reset', 'burns', '--reason', 'looked at')).says).toBe('burns in US card is handled.');
  expect(refused(await room.run(boss, 'rollback', ...usCard, '--to', '0%', '--reason', 'after all'), 2)).toMatch(
    /^Roll US card back from 5 % to 0 %\?/,
  );
  expect((await done(boss, 'rollback', ...usCard, '--to', '0%', '--reason', 'after all', '--yes')).says).toContain(
    'US card from 5 % to 0 %',
  );
  await room.seek(t0 + 620);
  await done(sre, 'confirm', '--yes');
  await done(sre, 'shelve', 'burns', '--until', 'T+30m', '--reason', 'known');
  await done(sre, 'shelve', 'burns', '--end', '--reason', 'no longer');

  // The end of the day.
  expect((await room.run(undefined, 'update')).stdout).toContain('A ramp, 14:10 UTC');
  expect(refused(await room.run(boss, 'scrub', '--reason', 'x'), 2)).toMatch(/^Scrub A ramp: is it over for today\?/);
  expect(refused(await room.run(boss, 'retire', 'nobody', '--reason', 'x', '--yes'), 1)).toContain('ever been heard');
  await done(boss, 'update', 'All is well again.', '--copy');
  await done(sre, 'handover', 'E', '--note', 'watch US cards');
  expect(refused(await room.run(sre, 'note', 'Still me?'), 1)).toContain('is held by E');
  await done('sre:E', 'leave');

  const status = (await room.run(undefined, 'status')).stdout;
  for (const line of status.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect((await callHoldpoint(['call', '--room', room.address])).stdout).toMatch(/^(?:GO|HOLD|NO-GO|ROLLBACK) {2}T/);
});

test('--json is the outcome or the reading, and one document', async () => {
  const call = await json('call');
  expect(['GO', 'HOLD', 'NO-GO', 'ROLLBACK']).toContain(call.call);
  expect(await json('status')).toMatchObject({ judged: { call: call.call }, room: { isStaffed: true } });
  expect((await json('poll')).polls[0].poll).toBe('final');
  const given = await room.run(boss, 'note', 'In JSON.', '--id', 'note-in-json', '--json');
  const outcome = JSON.parse(given.stdout);
  expect(outcome).toMatchObject({ id: 'note-in-json', kind: 'done', rows: [expect.any(Number)] });
  // The same command again is the same row.
  const again = await room.run(boss, 'note', 'In JSON.', '--id', 'note-in-json', '--json');
  expect(JSON.parse(again.stdout).rows).toEqual(outcome.rows);
  const not = await room.run(boss, 'take', '--json');
  expect(not.exitCode).toBe(1);
  expect(JSON.parse(not.stdout)).toMatchObject({ kind: 'refused', refusal: { code: 'already_done' } });
  expect(not.stderr).toContain('holds Incident commander already');
});

test('nobody acts on the past, and everybody can go back to now', async () => {
  expect((await room.run(undefined, 'seek', 'T+1m')).stdout).toBe('The room shows 2026-03-30T14:01:00Z.\n');
  expect(refused(await room.run(boss, 'note', 'Then.'), 1)).toContain('the past cannot decide');
  expect((await room.run(undefined, 'status')).stdout).toContain('The room shows the past');
  await room.run(undefined, 'seek', 'now');
  await done(boss, 'note', 'Now.');
  expect((await room.run(undefined, 'play', '0')).stdout).toBe('The session stands.\n');
});

test('any second comes back on a page, with what people had done by then and without what came later', async () => {
  await done(boss, 'note', 'Seen later only.');
  const { stdout } = await room.run(undefined, 'status', '--json');
  const now = JSON.parse(stdout) as {
    readonly judged: { readonly at: number };
    readonly room: { readonly seq: number };
  };
  const at = new Date(now.judged.at - 1000).toISOString();
  const then = await room.run(undefined, 'status', '--at', at, '--json');
  expect(then.exitCode, then.stderr).toBe(0);
  const whole = JSON.parse(then.stdout) as typeof now;
  expect(whole.judged.at).toBe(now.judged.at - 1000);
  expect(whole.room.seq).toBeLessThan(now.room.seq);
  expect((await room.run(undefined, 'status', '--at', at)).stdout).toContain('Ramp');
  expect(refused(await room.run(undefined, 'status', '--at', 'T+20d'), 1)).toContain('judged');
});

test('the posture board says which service lacks what', async () => {
  const { stdout, exitCode } = await room.run(undefined, 'posture');
  expect(exitCode).toBe(0);
  // What waits for somebody is not missing.
  expect(stdout).toMatch(/^service +File\ncheckout +open\nvault +missing\n/);
  expect(stdout).toContain('drill (sre): awaits acceptance by SRE on duty, other than B');
  const { posture } = JSON.parse((await room.run(undefined, 'posture', '--json')).stdout) as {
    posture: { rows: object[] };
  };
  expect(posture.rows).toMatchObject([{ service: 'checkout' }, { service: 'vault' }]);
});

test('evidence of an earlier session is carried into the room, and read anew', async () => {
  const earlier = join(room.folder, 'earlier.holdpoint');
  const session = createSession(earlier);
  const sha256 = session.keepFile(Buffer.from('Drilled in March.'));
  const body = (evidence: string) => ({
    evidence,
    file: { name: 'march.txt', bytes: 17, sha256 },
    reading: { verdict: 'pass', says: 'It is there.', madeAt: null, facts: {} },
  });
  const actor = { role: 'sre', name: 'B' };
  session.appendLedger({ at: 1000, actor, kind: 'evidence.attached', body: body('drill') });
  session.appendLedger({ at: 1000, actor, kind: 'evidence.attached', body: body('unknown') });
  session.close();
  const { exitCode, stdout, stderr } = await room.run(boss, 'carry', earlier);
  expect(stdout, stderr).toContain('march.txt is attached to drill: pass.');
  expect(stderr).toContain('asks for no evidence unknown');
  expect(exitCode).toBe(1);
});

test('evidence of a folder is carried into the room: each file for the piece that it is named after', async () => {
  const papers = join(room.folder, 'papers');
  mkdirSync(papers);
  writeFileSync(join(papers, 'report.txt'), 'Reported in May.');
  writeFileSync(join(papers, 'stranger.txt'), 'Nobody asked.');
  writeFileSync(join(papers, '.hidden'), 'x');
  const { exitCode, stdout, stderr } = await room.run(boss, 'carry', papers);
  expect(stdout, stderr).toContain('report.txt is attached to report: pass.');
  expect(stderr).toContain('asks for no evidence stranger');
  expect(stderr).not.toContain('hidden');
  expect(exitCode).toBe(1);
});

test('what others wrote cannot move the cursor', async () => {
  await done(boss, 'note', 'red \u001b[31m\u202e');
  const { stdout } = await room.run(undefined, 'ledger', '--last', '1');
  expect(stdout).toContain('red \\u001b[31m\\u202e');
  const hold = await done(boss, 'hold', '--reason', '\u001b[2Jgone');
  expect((await room.run(undefined, 'status')).stdout).not.toContain('\u001b');
  expect(hold.row).toBeGreaterThan(0);
});

test.each<[string, string[], string]>([
  ['no reason', ['rollback', '--ramp'], 'Say why with --reason'],
  ['no scope', ['advance'], 'Say of what'],
  ['two scopes', ['advance', '--ramp', '--wave', 'cards'], 'Give one of'],
  ['no percentage', ['advance', '--ramp', '--to', '5'], '--to is a percentage'],
  ['too many percent', ['advance', '--ramp', '--to', '101%'], '--to is a percentage'],
  ['no cell', ['rollback', '--cell', 'US', '--reason', 'x'], 'is no cell'],
  ['no vote', ['vote', 'final', 'nogo'], 'did you mean no-go?'],
  ['no instant', ['note', 'x', '--at', 'noon'], '--at is an instant'],
  ['no row', ['approve', 'first'], 'a number'],
  ['no id of a command', ['note', 'x', '--id', 'short'], '--id is 8 to 64'],
  [
    'an option weighed by what is none',
    ['decide', 'final', '--choice', 'a', '--rationale', 'x', '--option', 'a: b | fun: c'],
    '--option weighs',
  ],
  ['no id of the plan', ['waive', 'a b', '--until', 'T+1h', '--reason', 'x'], 'write an id of the plan'],
  ['a watched document', ['status', '--watch', '--json'], 'leave one out'],
  [
    'a wrong dissent',
    ['decide', 'final', '--choice', 'go', '--rationale', 'x', '--dissent', 'sre'],
    '--dissent is a role',
  ],
])('a wrong call is told before anything is done: %s', async (_what, argv, says) => {
  const who = argv[0] === 'status' ? undefined : boss;
  expect(refused(await room.run(who, ...argv), 2)).toContain(says);
});

test('a room that cannot be reached, or does not let one in, is told without its key', async () => {
  const key = 'k'.repeat(43);
  const unserved = await callHoldpoint(['call', '--room', `http://127.0.0.1:1/#${key}`]);
  expect(refused(unserved, 3)).toContain('Nobody serves a room at http://127.0.0.1:1');
  const stranger = await callHoldpoint(['call', '--room', `http://127.0.0.1:${room.host.port}/#${key}`]);
  expect(refused(stranger, 3)).toContain('does not know this key');
  const misnamed = await callHoldpoint(['call', '--room', room.address.replace('127.0.0.1', '127.1.0.1')]);
  expect(misnamed.exitCode).toBe(3);
  for (const address of ['', 'holdpoint', 'ftp://127.0.0.1/#x', `http://127.0.0.1:${room.host.port}/`]) {
    expect((await callHoldpoint(['call', `--room=${address}`])).exitCode).toBe(2);
  }
  for (const { stderr } of [unserved, stranger, misnamed]) expect(stderr).not.toContain(key);
});
