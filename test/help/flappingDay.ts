import { expect } from 'vitest';
import { planDigest } from '../../electron/engine/judgementDigest.ts';
import type { LiveClock, LiveEvent, LiveSource, LiveTools } from '../../electron/engine/source/live/liveSource.ts';
import type { LedgerRow } from '../../shared/model/ledgerRow.ts';
import { createSeededRandom, type SeededRandom } from '../chaos/seededRandom.ts';
import { type HandClock, settle } from './handClock.ts';
import { type LiveDesk, openLiveDesk } from './liveDesk.ts';
import { livePlan } from './livePlan.ts';
import { planOf } from './roomDesk.ts';

export const daySeconds = 86_400;

/** Its window is longer than any outage here: what an outage keeps back is judged when it comes. */
const text = livePlan.text.replace('window: 30s', 'window: 5m');
const plan = { plan: planOf(text), text, digest: planDigest(text) };

/** What a test does with the link, and with whoever is at its other end. */
export interface FlappingLink {
  /** What is said in a second is there so many seconds later, while the link is well. */
  readonly behindSeconds: number;
  /** Says what is to be said in this second of the day, from 0 on. */
  second(place: number): Promise<void> | void;
  cut(outage: number): Promise<void> | void;
  mend(): Promise<void> | void;
}

type OpenSource = (tools: LiveTools) => LiveSource;

/**
 * A day of a live desk in time that the test makes, over a real link that breaks again and again, mostly for seconds.
 * Sockets and disks live by the machine's time: before a second passes, they are waited for. So it is known to the second
 * what must stand in the ledger.
 */
export class FlappingDay {
  /** Seconds in which the link was seen to break and to open, as they came about. */
  readonly broken: number[] = [];
  readonly opened: number[] = [];
  readonly desk: LiveDesk;
  private readonly clock: HandClock;
  private readonly random: SeededRandom;
  private readonly link: FlappingLink;
  /** How often the source sleeps at this moment. */
  private asleep = 0;
  /** Counts that the source has brought. */
  private brought = 0;
  private place = 0;
  private isSteady = false;

  constructor(
    path: string,
    { clock, seed, link, open }: { clock: HandClock; seed: number; link: FlappingLink; open: OpenSource },
  ) {
    this.clock = clock;
    this.random = createSeededRandom(seed);
    this.link = link;
    const source = this.counted(
      open({ plan: plan.plan, clock: this.watched(), random: () => this.random.next(), env: {} }),
    );
    this.desk = openLiveDesk(path, 'create', plan, [{ name: 'link-1', source }], clock);
  }

  async live(): Promise<void> {
    await this.settled();
    this.noteOpening();
    while (this.place < daySeconds) {
      await this.catchUp();
      await this.pass(this.random.between(30, 900));
      this.isSteady = false;
      await this.link.cut(this.broken.length);
      await until(() => this.state === 'broken');
      this.broken.push(this.second);
      await this.pass(this.random.chance(0.8) ? this.random.between(1, 20) : this.random.between(20, 90));
      await this.link.mend();
      while (this.state !== 'open') await this.pass(1);
    }
    await this.catchUp();
    await this.pass(5);
  }

  /** Until what was said is there; from then on it is waited for in every second. */
  private async catchUp(): Promise<void> {
    while (!this.isThere(this.link.behindSeconds - 1)) {
      await this.pass(1);
      for (let turns = 0; turns < 20; turns += 1) await machineTurn();
    }
    this.isSteady = true;
  }

  /** But for the newest. */
  private isThere(butSeconds: number): boolean {
    return this.brought >= Math.min(this.place - butSeconds, daySeconds);
  }

  private counted(source: LiveSource): LiveSource {
    const count = (event: LiveEvent): void => {
      if (event.kind !== 'frame') return;
      this.brought += event.samples.filter((sample) => Buffer.from(sample).includes('"requests"')).length;
    };
    return {
      address: source.address,
      async *read(after, signal) {
        for await (const event of source.read(after, signal)) {
          count(event);
          yield event;
        }
      },
      acknowledge: (position) => source.acknowledge(position),
    };
  }

  private watched(): LiveClock {
    return {
      nowMs: () => this.clock.nowMs(),
      steadyMs: () => this.clock.steadyMs(),
      sleep: async (ms, signal) => {
        this.asleep += 1;
        await this.clock.sleep(ms, signal);
        this.asleep -= 1;
      },
    };
  }

  private get state(): string | undefined {
    return this.desk.stream.readings()[0]?.state;
  }

  private get second(): number {
    return Math.floor(this.clock.nowMs() / 1000);
  }

  private async pass(seconds: number): Promise<void> {
    for (let left = seconds; left > 0; left -= 1) {
      if (this.place < daySeconds) await this.link.second(this.place);
      this.place += 1;
      const before = this.state;
      await this.clock.pass(1000, 1);
      // The second is judged, and its rows are written, before anything else happens.
      await until(() => this.desk.engine.state().headTick === this.second);
      await this.settled();
      if (this.isSteady) await until(() => this.isThere(this.link.behindSeconds));
      if (before !== 'open') this.noteOpening();
    }
  }

  private noteOpening(): void {
    if (this.state === 'open') this.opened.push(this.second);
  }

  /** The link is open, or it waits to be tried again: nothing is under way. */
  private async settled(): Promise<void> {
    await until(() => this.state === 'open' || this.asleep > 0);
  }
}

/** By the machine's time, for as long as it takes. */
async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; !isSo(); turn += 1) await (turn < 50 ? settle(1) : machineTurn());
}

function machineTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2));
}

/** Every outage stands in the ledger, in the second in which it was noticed, and the link is open again after it. */
export function expectEveryOutage({ broken, opened, desk }: FlappingDay): void {
  const rows = desk.engine.session.readLedger().filter(({ kind }) => kind.startsWith('link.'));
  const secondsOf = (kind: LedgerRow['kind']): number[] =>
    rows.flatMap((row) => (row.kind === kind ? [row.at / 1000] : []));
  expect(rows.map(({ kind }) => kind)).toEqual([
    'link.opened',
    ...broken.flatMap(() => ['link.broken', 'link.opened']),
  ]);
  expect(secondsOf('link.broken')).toEqual(broken.map((second) => second + 1));
  // It opens within a second: it is told with that second, or with the next.
  const told = secondsOf('link.opened').map((second, place) => second - (opened[place] ?? NaN));
  expect(told.filter((beside) => beside !== 0 && beside !== 1)).toEqual([]);
}

/** The numbers of the counts that the session keeps, in the order in which they came. */
export function keptNumbers({ desk }: FlappingDay): number[] {
  return [...desk.engine.session.readLines(1)].flatMap(({ bytes }) => {
    const line = Buffer.from(bytes).toString();
    return line.includes('"requests"') ? [Number(/"seq":(\d+)/.exec(line)?.[1])] : [];
  });
}
