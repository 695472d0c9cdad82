/** Label names to label values, as a sample carries them. */
export type Labels = Readonly<Record<string, string>>;

/**
 * One stream of samples of one kind from one source. Two sources that report the same metric and labels are two
 * series: their gauges add up, and the silence of one is seen.
 *
 * `id` is the place in the order of first appearance in the recording, so it is the same after every restart.
 */
export interface Series {
  readonly id: number;
  readonly source: string;
  readonly kind: 'count' | 'latency' | 'gauge';
  readonly metric: string;
  readonly labels: Labels;
}
