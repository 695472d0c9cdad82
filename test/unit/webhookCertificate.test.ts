import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import type { Delivery } from '../../electron/engine/outboxDoor.ts';
import { systemClock } from '../../electron/host/systemClock.ts';
import { createWebhookCourier } from '../../electron/host/webhook.ts';
import { answers, startAwkwardServer } from '../help/awkwardServer.ts';

const trusted = getCACertificates('default');
let server: Server | undefined;
afterEach(async () => {
  setDefaultCACertificates(trusted);
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  server = undefined;
});

test('a certificate that nobody vouches for is a failure in words', async () => {
  const { delivery, requests } = await deliverTo(selfSigned('localhost', 2000, 2049));
  expect(textOf(delivery)).toMatch(
    /^localhost:\d+ showed a certificate that this machine does not trust \(DEPTH_ZERO_SELF_SIGNED_CERT\): /,
  );
  expect(requests).toBe(0);
});

test('a certificate that this machine trusts lets the message through', async () => {
  const own = selfSigned('localhost', 2000, 2049);
  setDefaultCACertificates([...trusted, own.cert]);
  const { delivery, requests } = await deliverTo(own);
  expect(delivery).toMatchObject({ kind: 'delivered', status: 200 });
  expect(requests).toBe(1);
});

test.each([
  ['that has expired', selfSigned('localhost', 2000, 2001)],
  ['that is not valid yet', selfSigned('localhost', 2048, 2049)],
  ['for another name', selfSigned('hooks.example.org', 2000, 2049)],
])('a certificate %s gets nothing, whoever vouches for it', async (words, own) => {
  setDefaultCACertificates([...trusted, own.cert]);
  const { delivery, requests } = await deliverTo(own);
  expect(textOf(delivery)).toContain(`showed a certificate ${words}`);
  expect(requests).toBe(0);
});

test('https to what speaks plain http is a failure in words', async () => {
  const plain = await startAwkwardServer(answers(200));
  expect(textOf(await deliver(plain.url.replace('http:', 'https:')))).toContain('does not speak TLS as it should');
  await plain.close();
});

interface Identity {
  readonly cert: string;
  readonly key: string;
}

async function deliverTo(identity: Identity): Promise<{ readonly delivery: Delivery; readonly requests: number }> {
  let requests = 0;
  const listening = createServer({ ...identity }, (request, response) => {
    requests += 1;
    request.resume().on('end', () => response.end());
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const { port } = listening.address() as AddressInfo;
  return { delivery: await deliver(`https://localhost:${port}/`), requests };
}

function deliver(address: string): Promise<Delivery> {
  const courier = createWebhookCourier({ env: {}, clock: systemClock });
  return courier.deliver({ id: 'm-1', address, secret: undefined, body: {} }, 1, new AbortController().signal);
}

function textOf(delivery: Delivery): string {
  return delivery.kind === 'failed' ? delivery.text : delivery.kind;
}

/** A certificate that signs itself, as X.509 writes it: DER by hand, from the start of one year to that of another. */
function selfSigned(name: string, fromYear: number, toYear: number): Identity {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(0x30, Buffer.from('06082a8648ce3d040302', 'hex'));
  const commonName = der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from(name)));
  const subject = der(0x30, der(0x31, commonName));
  const validity = der(0x30, ...[fromYear, toYear].map((year) => der(0x18, Buffer.from(`${year}0101000000Z`))));
  const names = der(0x04, der(0x30, der(0x82, Buffer.from(name))));
  const extension = der(0x30, Buffer.from('0603551d11', 'hex'), names);
  const body = der(
    0x30,
    Buffer.from('a003020102', 'hex'),
    der(0x02, Buffer.from([1])),
    ...[algorithm, subject, validity, subject],
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, extension)),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  const text = der(0x30, body, algorithm, signature).toString('base64');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${text.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const { length } = Buffer.concat(parts);
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), ...parts]);
}
