import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, nkeys } from '@nats-io/transport-node';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { hastyTools, NatsDesk, testLaunch, testSubject } from '../help/natsDesk.ts';
import { hasNatsServer, type NatsServer, startNatsServer } from '../help/natsServer.ts';
import { ended, startHoldpoint } from '../help/runHoldpoint.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-nats-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const hasOpenssl = spawnSync('openssl', ['version']).error === undefined;

const user = nkeys.createUser();
const seed = Buffer.from(user.getSeed()).toString();
/** What a desk needs, and nothing else. */
const deskMay = `{
  publish: ["$JS.API.STREAM.NAMES", "$JS.API.STREAM.INFO.HOLDPOINT", "$JS.API.CONSUMER.CREATE.HOLDPOINT.>",
            "$JS.API.CONSUMER.DELETE.HOLDPOINT.*", "$JS.API.CONSUMER.MSG.NEXT.HOLDPOINT.*", "$JS.ACK.HOLDPOINT.>"],
  subscribe: ["_INBOX.>"] }`;
const users = `authorization { users: [
  { user: keeper, password: "k:e:y" },
  { user: desk, password: small, permissions: ${deskMay} },
  { user: guest, password: none, permissions: { publish: ["_NONE"], subscribe: ["_INBOX.>"] } },
  { nkey: ${user.getPublicKey()} }
] }`;

describe.skipIf(!hasNatsServer)('coming in to a real NATS server', () => {
  let server: NatsServer;
  let desks: NatsDesk[] = [];
  afterEach(async () => {
    for (const desk of desks) await desk.cut();
    desks = [];
    await server.kill();
  });

  /** The state that a desk comes to with this in its environment. */
  const comeIn = async (env: Record<string, string>, before = 'env:NATS_DESK@'): Promise<string> => {
    const desk = new NatsDesk(`nats://${before}127.0.0.1:${server.port}`, { tools: { ...hastyTools, env } });
    desks.push(desk.join());
    await desk.until(() => desk.states.length > 1);
    return desk.states[1] ?? '';
  };
  /** Everything that the gateway says until it has come in or given up. */
  const makeStream = async (
    env: Record<string, string>,
    { before = 'env:NATS_KEEPER@', scheme = 'nats', until = 'Ctrl-C' } = {},
  ): Promise<string> => {
    const recording = join(scratch, 'one.ndjson');
    writeFileSync(recording, `{"t":1774879200000,"source":"gw-1","kind":"mark"}\n`);
    const to = `${scheme}://${before}localhost:${server.port}/${testLaunch}`;
    const program = startHoldpoint(['gateway', recording, '--to', to, '--make-stream'], { env });
    const end = ended(program);
    program.stdout.on('data', (text: Buffer) => {
      if (text.toString().includes(until)) program.kill('SIGINT');
    });
    const { stdout, stderr } = await end;
    return `${stdout}${stderr}`;
  };

  test('by a password, a key or what is allowed and no more; who is not let in is told why', async () => {
    server = await startNatsServer(join(scratch, 'users'), users);
    const shown = `nats://localhost:${server.port}/${testLaunch}`;
    expect(await makeStream({ NATS_KEEPER: 'keeper:k:e:y' })).toContain(`is put into the stream at ${shown}\n`);
    expect(await comeIn({ NATS_DESK: 'keeper:k:e:y' })).toBe('open');
    expect(await comeIn({ NATS_DESK: seed })).toBe('open');
    expect(await comeIn({ NATS_DESK: 'desk:small' })).toBe('open');
    const small = desks.at(-1);
    const keeper = await connect({ servers: `127.0.0.1:${server.port}`, user: 'keeper', pass: 'k:e:y' });
    await jetstream(keeper).publish(testSubject, '[{"seq":1}]');
    await small?.until(() => small.kept.length === 1);
    const manager = await jetstreamManager(keeper);
    const readAcknowledged = async (): Promise<number[]> => {
      const consumers = await manager.consumers.list('HOLDPOINT').next();
      return consumers.map(({ ack_floor }) => ack_floor.stream_seq);
    };
    await expect.poll(readAcknowledged).toEqual([1, 1, 1]);
    await keeper.close();
    expect(await comeIn({ NATS_DESK: 'desk:wrong' })).toBe(
      'broken: The server does not let us in: look at the credentials in the environment variable NATS_DESK.',
    );
    expect(await comeIn({}, '')).toBe(
      'broken: The server asks who we are: name a variable with the credentials, as nats://env:NAME@host:4222.',
    );
    expect(await comeIn({ NATS_DESK: 'guest:none' })).toBe(
      'broken: This user may not publish to $JS.API.STREAM.NAMES: ask whoever keeps the server to allow it.',
    );
    expect(await makeStream({ NATS_KEEPER: 'desk:small' }, { until: 'nothing that it says' })).toContain(
      `This user may not publish to ${testSubject}: ask whoever keeps the server to allow it.`,
    );
  });

  test('by a token', async () => {
    server = await startNatsServer(join(scratch, 'token'), 'authorization { token: "s3cret" }');
    await makeStream({ NATS_KEEPER: 's3cret' });
    expect(await comeIn({ NATS_DESK: 's3cret' })).toBe('open');
    expect(await comeIn({ NATS_DESK: 'other' })).toContain('does not let us in');
  });

  test('a server without JetStream says so', async () => {
    server = await startNatsServer(join(scratch, 'plain'), 'authorization { token: t }\njetstream: disabled');
    expect(await comeIn({ NATS_DESK: 't' })).toBe(
      'broken: The server keeps no streams: start it with --jetstream, or ask whoever keeps it to turn JetStream on.',
    );
  });

  test.skipIf(!hasOpenssl)('over TLS: with the name of its authority, and not without', async () => {
    const [key, cert] = [join(scratch, 'key.pem'), join(scratch, 'cert.pem')];
    const argv = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost'.split(
      ' ',
    );
    spawnSync('openssl', [...argv, '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert]);
    server = await startNatsServer(join(scratch, 'tls'), `tls { cert_file: "${cert}", key_file: "${key}" }`);
    const encrypted = { before: '', scheme: 'nats+tls' };
    const trusting = await makeStream({ NODE_EXTRA_CA_CERTS: cert }, encrypted);
    expect(trusting).toContain(`is put into the stream at nats+tls://localhost:${server.port}/${testLaunch}\n`);
    expect(await makeStream({}, encrypted)).toBe(
      "The server's certificate is not trusted here (DEPTH_ZERO_SELF_SIGNED_CERT): name its authority's file in NODE_EXTRA_CA_CERTS.\n",
    );
  });
});
