import { createContext } from 'svelte';
import type { RoomState } from '../state/room.svelte.ts';
import type { TimelineState } from '../state/timeline.svelte.ts';
import { say } from './say.ts';
import { calendarBands, callSpans, gapBands, holdBands, ledgerMarks, triggerMarks } from './timelineMarks.ts';

export const [getStory, setStory] = createContext<Story>();

/** What has happened in the session so far, read once for the timeline, every chart and the keys that go between events. */
export class Story {
  private readonly room: RoomState;
  private readonly timeline: TimelineState;

  readonly spans = $derived.by(() => {
    const { firstMs, nowMs } = this.timeline;
    return callSpans(this.transitions, firstMs ?? nowMs, nowMs);
  });
  readonly marks = $derived.by(() => {
    const { plan } = this.room;
    return [...(plan === undefined ? [] : triggerMarks(this.transitions, plan)), ...ledgerMarks(this.rows)];
  });
  /** Maintenance and peaks, as the plan has them. */
  readonly calendar = $derived.by(() => (this.room.plan === undefined ? [] : calendarBands(this.room.plan)));
  readonly holds = $derived.by(() =>
    holdBands(this.rows, this.timeline.nowMs).map(({ name, of, ...band }) => ({
      ...band,
      of,
      name: name === '' ? say(of === 'clock' ? 'replay.held' : 'replay.rampHeld') : name,
    })),
  );
  readonly gaps = $derived.by(() => gapBands(this.timeline.gaps.answer?.gaps ?? [], this.timeline.nowMs));
  /** Every second at which something happened, in order. */
  readonly instants = $derived.by(() =>
    [...this.marks.map(({ atMs }) => atMs), ...this.spans.map(({ fromMs }) => fromMs)].sort((a, b) => a - b),
  );

  constructor(room: RoomState, timeline: TimelineState) {
    this.room = room;
    this.timeline = timeline;
  }

  get transitions() {
    return this.timeline.transitions.answer?.transitions ?? [];
  }

  private get rows() {
    return this.timeline.ledger.answer?.rows ?? [];
  }
}
