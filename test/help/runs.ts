/** How often a property is tried: in full by `npm test`, a fifth as often by `npm run check`, which has a minute for all. */
export function runs(full: number): number {
  return process.env['HOLDPOINT_CHECK'] === undefined ? full : Math.ceil(full / 5);
}
