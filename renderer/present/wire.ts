import type { WireSnapshot } from '../../shared/contract/wireRoom.ts';

/** The parts of a picture that components pass to each other, as they crossed the process. */
export type Judged = NonNullable<WireSnapshot['judged']>;
export type People = NonNullable<WireSnapshot['room']>;
export type Poll = People['polls']['polls'][number];
export type Vote = Poll['votes'][number];
export type Ramp = People['ramp'];
export type RampCell = Ramp['cells'][number];
export type AttentionEntry = People['attention']['entries'][number];
export type RunbookStep = People['runbook']['phases'][number]['steps'][number];
export type DeskProposal = People['desks']['proposals'][number];
export type TriggerReading = Judged['triggers'][number];
export type IndicatorReading = Judged['indicators'][string][number];
export type SloReading = Judged['slos'][string][number];
export type ForecastReading = Judged['forecasts'][string];
export type ExperimentReading = Judged['experiments'][string];
