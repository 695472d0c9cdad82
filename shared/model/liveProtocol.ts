import { telemetryJsonSchema } from './sample.ts';

const position = {
  description: 'How far a stream was read, in the words of whoever sends it. Given back as it came.',
  anyOf: [
    { type: 'string', maxLength: 256 },
    { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  ],
};
const said = (name: string, value: object): object => ({
  type: 'object',
  properties: { [name]: value },
  required: [name],
  additionalProperties: false,
});

/** JSON Schema (2020-12) of what goes over a live WebSocket: `resume` and `ack` to the sender, frames from it. */
export function liveJsonSchema(): Record<string, unknown> {
  const { $schema, ...sample } = telemetryJsonSchema();
  return {
    $schema,
    title: 'holdpoint/live@1',
    description: 'A message of the live protocol. The receiver says resume first, then ack; the sender sends frames.',
    anyOf: [{ $ref: '#/$defs/resume' }, { $ref: '#/$defs/ack' }, { $ref: '#/$defs/frame' }],
    $defs: {
      position,
      resume: said('resume', { anyOf: [{ $ref: '#/$defs/position' }, { type: 'null' }] }),
      ack: said('ack', { $ref: '#/$defs/position' }),
      frame: {
        description: 'Samples in the order in which they happened to be known, and a mark with pos as the last.',
        type: 'array',
        items: { $ref: '#/$defs/sample' },
      },
      sample,
    },
  };
}
