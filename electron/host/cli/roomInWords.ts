import { cellKey, cellWords } from '../../../shared/judge/selector.ts';
import type { JudgedAt } from '../../../shared/judge/snapshot.ts';
import type { EngineSnapshot } from '../../../shared/model/engineSnapshot.ts';
import type { Plan } from '../../../shared/model/plan.ts';
import { printable } from '../../../shared/model/problem.ts';
import type { Transition } from '../../../shared/model/transition.ts';
import type { CommandIo } from './command.ts';
import { styleOf } from './paint.ts';
import { showTClock } from './showTimes.ts';

const longest = 160;

/** The room on a terminal: a line for each change, and under them one line with the clock and the call. */
export class RoomInWords {
  private readonly plan: Plan;
  private readonly io: CommandIo;
  private readonly fromTick: number;
  private isStatusShown = false;

  /** Changes before `fromS` seconds against T-0 are not told. */
  constructor(plan: Plan, io: CommandIo, fromS: number) {
    this.plan = plan;
    this.io = io;
    this.fromTick = plan.launch.t0 / 1000 + fromS;
  }

  /** How things stand where the launch is joined. */
  begin({ state, judged }: EngineSnapshot<JudgedAt>): void {
    if (state.tick === undefined || judged === undefined) return;
    const { paint } = this.io;
    const clock = showTClock(state.tick * 1000, this.plan.launch.t0).padEnd(12);
    this.io.out(`${clock} the call is ${paint(styleOf(judged.call), judged.call)}\n`);
    for (const reason of judged.reasons) this.io.out(`${' '.repeat(12)} ${printable(reason, longest)}\n`);
  }

  hear(tick: number, transitions: readonly Transition[]): void {
    if (tick <= this.fromTick) return;
    for (const transition of transitions) this.tell(transition);
  }

  /** Redraws the status line; nothing where nobody watches. */
  show({ state, judged }: EngineSnapshot<JudgedAt>): void {
    if (!this.io.isTerminal || state.tick === undefined || judged === undefined) return;
    const firing = judged.triggers.filter((one) => one.state === 'firing').length;
    const { paint } = this.io;
    const clock = showTClock(state.tick * 1000, this.plan.launch.t0).padEnd(12);
    const call = paint(styleOf(judged.call), judged.call);
    const rules = firing === 0 ? '' : ` · ${firing} firing`;
    const reason = judged.reasons[0] === undefined ? '' : ` · ${printable(judged.reasons[0], 90)}`;
    this.io.err(`\r\x1b[K${clock} ${call}${rules}${reason}`);
    this.isStatusShown = true;
  }

  end(): void {
    this.clear();
  }

  private tell({ at, kind, id, cell, from, to, why }: Transition): void {
    const { paint } = this.io;
    this.clear();
    const clock = showTClock(at, this.plan.launch.t0).padEnd(12);
    const rule = kind === 'call' ? 'the call' : `${id}${cellKey(cell) === '' ? '' : `, ${cellWords(cell)}`}`;
    this.io.out(`${clock} ${rule}: ${from} to ${paint(styleOf(to), to)}. ${printable(why, longest)}\n`);
  }

  private clear(): void {
    if (this.isStatusShown) this.io.err('\r\x1b[K');
    this.isStatusShown = false;
  }
}
