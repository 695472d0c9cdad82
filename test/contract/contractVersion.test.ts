import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { canonicalJson } from '../../shared/base/canonicalJson.ts';
import { contract } from '../../shared/contract/contract.ts';
import { clientMessage, hostMessage } from '../../shared/contract/messages.ts';

/**
 * What crosses a process, as one digest for each version. The last is the one in force: while it has not been shipped its
 * digest may change in place; once it has, the next version stands below it.
 */
const digests: Readonly<Record<number, string>> = {
  1: '2430d5bcf1564b148c1339505c2b04d0b6fc4543c66dcc6d77ad168254074417',
};

test('the contract is what its version says', () => {
  const { version } = contract;
  const digest = createHash('sha256').update(canonicalJson(toDocument())).digest('hex');
  expect(Math.max(...Object.keys(digests).map(Number))).toBe(version);
  expect(
    digest,
    `What crosses a process has changed. If version ${version} of the contract has been shipped, step \`version\` in shared/contract/contract.ts and write the new digest under the new number; if it has not, put this digest in its place: ${digest}`,
  ).toBe(digests[version]);
});

/** Everything as JSON Schema: what goes in as it is given, what comes out as it is told. */
function toDocument(): unknown {
  const given = (schema: z.ZodType): unknown => z.toJSONSchema(schema, { io: 'input' });
  const told = (schema: z.ZodType): unknown => z.toJSONSchema(schema, { io: 'output' });
  const each = (table: object, toOne: (value: z.ZodType) => unknown): unknown =>
    Object.fromEntries(Object.entries(table).map(([name, schema]) => [name, toOne(schema as z.ZodType)]));
  const pairs = (table: Readonly<Record<string, { readonly args: z.ZodType; readonly answer: z.ZodType }>>): unknown =>
    Object.fromEntries(
      Object.entries(table).map(([name, { args, answer }]) => [name, { args: given(args), answer: told(answer) }]),
    );
  const document = {
    version: contract.version,
    commands: each(contract.commands, given),
    commandEnvelope: given(z.strictObject(contract.commandEnvelope)),
    commandOutcome: told(contract.commandOutcome),
    controls: pairs(contract.controls),
    queries: pairs(contract.queries),
    streams: each(contract.streams, told),
    refusals: contract.refusals,
    failures: contract.failures,
    messages: { client: given(clientMessage), host: told(hostMessage) },
  };
  return JSON.parse(JSON.stringify(document));
}
