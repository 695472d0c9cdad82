import type { IngestCounters } from '../../shared/model/ingestCounters.ts';
import type { Labels } from '../../shared/model/series.ts';
import type { ScoreReading } from '../../shared/model/scoreReading.ts';
import type { SessionKind } from '../../shared/model/session.ts';

/**
 * Everything that a review says, as plain data: what `--json` prints, and what every page is made of. Texts are as people
 * and plans wrote them; each writer makes them safe for its own format. Instants are epoch ms, absent values are null.
 */
export interface ReviewData {
  readonly format: 'holdpoint/review@1';
  /** Set for a rehearsal: no page of it may be mistaken for the real launch. */
  readonly watermark: 'REHEARSAL' | null;
  readonly launch: {
    readonly id: string;
    readonly name: string;
    readonly org: string | null;
    /** The T-0 against which T is counted: the one that came, where lift-off was confirmed. */
    readonly t0At: number;
    readonly plannedT0At: number;
    readonly liftOffAt: number | null;
    readonly window: { readonly opensAt: number; readonly closesAt: number } | null;
    readonly value: { readonly perOrder: number; readonly currency: string } | null;
  };
  readonly plan: { readonly digest: string };
  readonly session: { readonly kind: SessionKind; readonly createdBy: string };
  /** The judged seconds; null when none was. */
  readonly seconds: { readonly firstAt: number; readonly lastAt: number } | null;
  readonly counters: IngestCounters;
  /** How a rehearsal went; null for everything else. */
  readonly score: ScoreReading | null;
  /** What the plan calls its roles. */
  readonly roleNames: Readonly<Record<string, string>>;
  /** Samples that never came. */
  readonly gaps: readonly ReviewGap[];
  /** Gaps that closed again, because what was missing only came late. */
  readonly gapsClosed: number;
  /** How things stood at the end; null when no second was judged. */
  readonly end: {
    readonly call: string;
    readonly scopes: readonly string[];
    readonly reasons: readonly string[];
  } | null;
  /** The call over time: each span with what it said. */
  readonly calls: readonly CallSpan[];
  readonly firings: readonly Firing[];
  /** Triggers in the order of the plan, so that each can be named without it. */
  readonly triggers: readonly {
    readonly id: string;
    readonly name: string;
    readonly severity: string | null;
    readonly arm: Arm;
  }[];
  readonly criteria: readonly CriterionEnd[];
  readonly calendar: readonly { readonly says: string; readonly fromAt: number; readonly toAt: number }[];
  readonly entries: readonly TimelineEntry[];
  readonly decisions: readonly Decision[];
  readonly waivers: readonly Waiver[];
  readonly orders: readonly Order[];
  readonly evidence: readonly EvidencePiece[];
  readonly notes: readonly Note[];
  readonly updates: readonly StatusUpdate[];
  readonly money: readonly Loss[];
  readonly proof: Proof;
  readonly charts: readonly Chart[];
  readonly latencies: {
    /** From here to the last second; null where none was judged. */
    readonly fromAt: number | null;
    readonly rows: readonly Latency[];
  };
}

/** One latency over the launch, in ms. */
export interface Latency {
  /** The indicators that measure it. */
  readonly ids: readonly string[];
  readonly says: string;
  readonly n: number;
  readonly mean: number;
  /** Null: in a bucket without an upper bound. */
  readonly quantiles: readonly { readonly q: number; readonly value: number | null }[];
  readonly slowest: number;
  /** False where some came in buckets: then quantiles are upper bounds. */
  readonly isExact: boolean;
}

/** What a trigger asks for, which gives it its level: a rollback, a hold, or a look. */
export type Arm = 'advise' | 'hold' | 'act';

export interface Person {
  readonly role: string;
  /** As the plan calls the role; its id where it does not. */
  readonly roleName: string;
  readonly name: string;
}

export interface ReviewGap {
  readonly source: string;
  readonly epoch: string;
  readonly fromSeq: number;
  readonly toSeq: number;
  /** The arrival that showed it. */
  readonly openedAt: number;
}

export interface CallSpan {
  readonly fromAt: number;
  readonly toAt: number;
  readonly call: string;
  readonly why: string;
}

/** A trigger in one cell, from when it fired to when it no longer did. */
export interface Firing {
  readonly trigger: string;
  readonly name: string;
  readonly cell: Labels;
  readonly fromAt: number;
  /** Null: it was still firing at the end. */
  readonly toAt: number | null;
  readonly value: number | null;
  readonly n: number | null;
  readonly why: string;
  readonly loss: Loss | null;
}

/** Orders that failed, and what they were worth at most: some buyers try again. */
export interface Loss {
  readonly says: string;
  readonly failed: number;
  readonly of: number;
  /** Null where the plan does not say what an order is worth. */
  readonly worth: { readonly amount: number; readonly currency: string } | null;
}

export interface CriterionEnd {
  readonly id: string;
  readonly cell: Labels;
  readonly says: string;
  readonly owner: string | null;
  readonly required: boolean;
  readonly state: string;
  readonly since: number | null;
  readonly why: string;
}

export type EntryGroup = 'call' | 'trigger' | 'criterion' | 'people' | 'system' | 'gap';

/** One line of the timeline. */
export interface TimelineEntry {
  readonly at: number;
  /** Rows that the store signs by itself carry the time of the wall, not of the session. */
  readonly isWallTime: boolean;
  readonly group: EntryGroup;
  /** A ledger kind, or `call`, `trigger`, `criterion` and `gap`. */
  readonly kind: string;
  /** The row of the ledger, where it is one. */
  readonly row: number | null;
  readonly by: Person | null;
  /** The rule, where it is one. */
  readonly id: string | null;
  readonly cell: Labels;
  /** The new state, where something changed: what gives the line its mark. */
  readonly state: string | null;
  readonly text: string;
}

/** Roles are called as the plan calls them. */
export interface Vote {
  readonly voter: string;
  readonly name: string | null;
  readonly vote: string | null;
  readonly option: string | null;
  readonly at: number | null;
  readonly isFresh: boolean;
  readonly stale: string | null;
  readonly reason: string | null;
  readonly condition: string | null;
}

export interface Decision {
  readonly row: number;
  readonly at: number;
  readonly by: Person;
  readonly question: string;
  readonly options: readonly {
    readonly id: string;
    readonly says: string;
    readonly money: string | null;
    readonly compliance: string | null;
    readonly customers: string | null;
    readonly risk: string | null;
    readonly evidence: string | null;
  }[];
  readonly choice: string;
  readonly conditions: readonly string[];
  readonly rationale: string;
  /** Null where nobody was asked for objections. */
  readonly dissent: readonly { readonly role: string; readonly says: string }[] | null;
  readonly follows: readonly { readonly owner: string; readonly says: string; readonly dueAt: number | null }[];
  readonly votes: readonly Vote[];
  readonly criteria: readonly {
    readonly id: string;
    readonly cell: Labels;
    readonly state: string;
    readonly says: string;
  }[];
  /** The room on which it was taken. */
  readonly room: {
    readonly tickAt: number;
    readonly snapshot: number;
    readonly call: string;
    readonly reasons: readonly string[];
    readonly firing: readonly string[];
  };
  /** The call some minutes later, for whoever asks how it went. */
  readonly after: { readonly at: number; readonly call: string } | null;
}

export interface Waiver {
  readonly row: number;
  readonly at: number;
  readonly criterion: string;
  readonly says: string;
  readonly cell: Labels;
  readonly reason: string;
  readonly untilAt: number;
  readonly by: Person;
  readonly state: 'proposed' | 'granted' | 'refused' | 'ended';
  readonly answeredBy: Person | null;
  readonly answer: string | null;
}

export interface Order {
  readonly row: number;
  readonly order: string;
  readonly at: number;
  readonly by: Person;
  readonly text: string;
  readonly state: string;
  readonly attempts: readonly { readonly at: number; readonly outcome: string; readonly text: string }[];
}

export interface EvidencePiece {
  readonly row: number;
  readonly at: number;
  readonly by: Person;
  readonly evidence: string;
  readonly says: string;
  readonly file: { readonly name: string; readonly bytes: number; readonly sha256: string };
  readonly verdict: string;
  readonly reading: string;
  readonly state: 'attached' | 'accepted' | 'rejected';
  readonly answeredBy: Person | null;
  readonly answer: string | null;
}

export interface Note {
  readonly row: number;
  readonly at: number;
  readonly by: Person;
  readonly text: string;
  readonly aboutAt: number | null;
  readonly corrects: number | null;
  readonly correctedBy: number | null;
}

export interface StatusUpdate {
  readonly row: number;
  readonly at: number;
  readonly by: Person;
  readonly text: string;
  readonly delivery: string;
}

/** Whether the session is whole, in words. */
export interface Proof {
  readonly isWhole: boolean | null;
  readonly says: readonly string[];
  readonly checkpoint: { readonly seq: number; readonly hash: string; readonly publicKey: string } | null;
}

/** Columns over the session's time, a value a step; null where nothing was heard. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  readonly says: string;
  readonly unit: 'percent' | 'ms' | 'a second' | 'number' | 'times';
  readonly fromAt: number;
  readonly stepMs: number;
  readonly lines: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
  readonly limits: readonly { readonly name: string; readonly value: number; readonly side: 'over' | 'under' }[];
  /** When rules that look at it fired. */
  readonly fired: readonly { readonly fromAt: number; readonly toAt: number; readonly arm: Arm }[];
}
