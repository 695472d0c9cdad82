import type { Steps } from '../../shared/base/steps.ts';

/** Other work of this kind than the last so many is given up: whoever asked for it has asked for something else since. */
const mostUnderWay = 3;
/** So many answers are remembered. */
const mostKept = 16;

/** After so long others have their turn: as many works as may be under way together keep them waiting for 15 ms. */
const sliceMs = 5;

/** What a piece of work says where it may be left for a while, as often as it likes. */
export type Turn = (progress?: { readonly done: number; readonly of: number }) => Promise<void>;

/** Does the steps, and lets others have their turn between them. */
export async function takeTurns<Result>(steps: Steps<Result>, turn: Turn): Promise<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await turn();
  }
}

export type WorkState<Answer> =
  | { readonly state: 'working'; readonly done: number; readonly of: number }
  | { readonly state: 'done'; readonly answer: Answer };

interface Job {
  done: number;
  of: number;
  isGivenUp: boolean;
  answer: { readonly value: unknown } | undefined;
  failure: { readonly error: unknown } | undefined;
}

class GivenUp extends Error {}

/**
 * Questions whose answers take seconds. They are worked at in slices, so that everything else goes on meanwhile, and are
 * asked again until they are answered: the newest few go on, the others are given up.
 */
export class LongWork {
  private readonly breathe: (afterMs: number) => Promise<void>;
  /** What was asked for last stands last. */
  private readonly jobs = new Map<string, Job>();

  /** `breathe` lets everything else that is due happen first, where nothing else has happened for so long. */
  constructor(breathe: (afterMs: number) => Promise<void>) {
    this.breathe = breathe;
  }

  /** Where the work under this key stands; it is begun where nobody has asked before. Throws what it came to grief with. */
  ask<Answer>(key: string, begin: (turn: Turn) => Promise<Answer>): WorkState<Answer> {
    const job = this.jobs.get(key) ?? this.begin(begin);
    this.jobs.delete(key);
    if (job.failure !== undefined) throw job.failure.error;
    this.jobs.set(key, job);
    this.tidy();
    if (job.answer === undefined) return { state: 'working', done: job.done, of: job.of };
    return { state: 'done', answer: job.answer.value as Answer };
  }

  /** What was found under this key; undefined where it is not at hand. */
  find(key: string): unknown {
    return this.jobs.get(key)?.answer?.value;
  }

  cancel(key: string): boolean {
    const job = this.jobs.get(key);
    if (job === undefined || job.answer !== undefined) return false;
    job.isGivenUp = true;
    return this.jobs.delete(key);
  }

  private begin<Answer>(begin: (turn: Turn) => Promise<Answer>): Job {
    const job: Job = { done: 0, of: 1, isGivenUp: false, answer: undefined, failure: undefined };
    void this.run(job, begin);
    return job;
  }

  private async run<Answer>(job: Job, begin: (turn: Turn) => Promise<Answer>): Promise<void> {
    try {
      await this.breathe(0);
      const value = await begin(async (progress) => {
        Object.assign(job, progress);
        await this.breathe(sliceMs);
        if (job.isGivenUp) throw new GivenUp();
      });
      job.answer = { value };
    } catch (error) {
      if (!(error instanceof GivenUp)) job.failure = { error };
    }
  }

  private tidy(): void {
    const open = [...this.jobs].filter(([, { answer, failure }]) => answer === undefined && failure === undefined);
    for (const [key] of open.slice(0, Math.max(0, open.length - mostUnderWay))) this.cancel(key);
    for (const key of [...this.jobs.keys()].slice(0, Math.max(0, this.jobs.size - mostKept))) this.jobs.delete(key);
  }
}
