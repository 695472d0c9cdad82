import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSession } from '../../electron/engine/store/openSession.ts';
import type { Session } from '../../electron/engine/store/session.ts';
import { verifySession } from '../../electron/engine/store/verify.ts';
import type { LedgerFact, LedgerRow } from '../../shared/model/ledgerRow.ts';
import { expectMany } from '../help/expectMany.ts';
import { createFolder } from './createFolder.ts';
import { createSession } from './createSession.ts';

// The ledger against a plain list: what is written is there, in its order, for good; nothing else ever is.

interface Model {
  readonly facts: LedgerFact[];
}

interface Real {
  readonly path: string;
  session: Session;
}

type LedgerCommand = fc.Command<Model, Real>;

const bodyOf = (row: LedgerRow): LedgerFact => ({ at: row.at, actor: row.actor, kind: row.kind, body: row.body });

function expectSame({ facts }: Model, { session }: Real): void {
  const rows = session.readLedger();
  expect(rows.map(bodyOf)).toEqual(facts);
  rows.forEach(({ seq, prev }, place) => {
    expect([seq, prev]).toEqual([place + 1, rows[place - 1]?.hash ?? '0'.repeat(64)]);
  });
}

class Append implements LedgerCommand {
  private readonly facts: readonly LedgerFact[];

  constructor(facts: readonly LedgerFact[]) {
    this.facts = facts;
  }

  check = (): boolean => true;

  run(model: Model, real: Real): void {
    const rows = real.session.appendFacts(this.facts);
    model.facts.push(...this.facts);
    expect(rows.map(bodyOf)).toEqual(this.facts);
    expectSame(model, real);
  }

  toString = (): string => `append ${this.facts.length}`;
}

/** All of them or none: one that cannot be written takes the others with it. */
class AppendBad implements LedgerCommand {
  check = (): boolean => true;

  run(model: Model, real: Real): void {
    const good = { at: 1, actor: { role: 'sre', name: 'Ben' }, kind: 'note.written', body: { text: 'Good.' } };
    const bad = { ...good, body: { text: 1n as unknown as string } };
    expect(() => real.session.appendFacts([good, bad])).toThrow();
    expectSame(model, real);
  }

  toString = (): string => 'append what cannot be written';
}

class Reopen implements LedgerCommand {
  check = (): boolean => true;

  run(model: Model, real: Real): void {
    real.session.close();
    real.session = openSession(real.path, { mode: 'resume', now: () => 0 });
    expectSame(model, real);
  }

  toString = (): string => 'reopen';
}

class ReadRange implements LedgerCommand {
  private readonly fromSeq: number;
  private readonly toSeq: number;

  constructor(fromSeq: number, toSeq: number) {
    this.fromSeq = fromSeq;
    this.toSeq = toSeq;
  }

  check = (): boolean => true;

  run(model: Model, { session }: Real): void {
    const { fromSeq, toSeq } = this;
    expect(session.readLedger({ fromSeq, toSeq }).map(bodyOf)).toEqual(
      model.facts.slice(fromSeq - 1, Math.max(0, toSeq)),
    );
    const toAt = model.facts[toSeq]?.at;
    if (toAt === undefined) return;
    expect(session.readLedger({ toAt }).map(bodyOf)).toEqual(model.facts.filter(({ at }) => at <= toAt));
  }

  toString = (): string => `read ${this.fromSeq} to ${this.toSeq}`;
}

/** By whoever has the file and SQL. */
class Tamper implements LedgerCommand {
  private readonly sql: string;

  constructor(sql: string) {
    this.sql = sql;
  }

  check = ({ facts }: Readonly<Model>): boolean => facts.length > 0;

  run(model: Model, real: Real): void {
    const other = new Database(real.path);
    try {
      expect(() => other.exec(this.sql)).toThrow();
    } finally {
      other.close();
    }
    expectSame(model, real);
  }

  toString = (): string => this.sql;
}

class Verify implements LedgerCommand {
  check = (): boolean => true;

  run({ facts }: Model, { path }: Real): void {
    const { faults, counts } = verifySession(path);
    expect([faults, counts?.ledgerRows]).toEqual([[], facts.length]);
  }

  toString = (): string => 'verify';
}

const fact: fc.Arbitrary<LedgerFact> = fc.record({
  at: fc.integer({ min: 0, max: 2_000_000_000_000 }),
  actor: fc.record({ role: fc.constantFrom('system', 'sre', 'commander'), name: fc.string({ minLength: 1 }) }),
  kind: fc.constantFrom('note.written', 'role.taken', 'vote.cast', 'order.placed'),
  body: fc.dictionary(
    fc.string().filter((key) => key !== '__proto__'),
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.integer())),
    { noNullPrototype: true },
  ),
});

const commands = fc.commands(
  [
    fc.array(fact, { minLength: 1, maxLength: 4 }).map((facts) => new Append(facts)),
    fc.array(fact, { minLength: 10, maxLength: 20 }).map((facts) => new Append(facts)),
    fc.constant(new AppendBad()),
    fc.constant(new Reopen()),
    fc
      .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 60 }))
      .map(([from, to]) => new ReadRange(from, to)),
    fc
      .constantFrom(
        "UPDATE ledger SET body = '{}' WHERE seq = 1",
        'DELETE FROM ledger WHERE seq = 1',
        'DELETE FROM ledger',
        'REPLACE INTO ledger SELECT * FROM ledger WHERE seq = 1',
      )
      .map((sql) => new Tamper(sql)),
    fc.constant(new Verify()),
  ],
  { maxCommands: 12 },
);

test('any commands leave the ledger as a plain list says, also after being reopened', () => {
  const folder = createFolder();
  let sessions = 0;
  const begin = (): Real => {
    const path = join(folder, `${(sessions += 1)}.holdpoint`);
    return { path, session: createSession(path) };
  };
  let real = begin();
  expectMany(
    'ledger',
    fc.property(commands, (steps) => {
      // A file is used until it is long: making one takes longer than all that is done to it.
      let known = real.session.readLedger();
      if (known.length > 120) {
        real.session.close();
        real = begin();
        known = [];
      }
      fc.modelRun(() => ({ model: { facts: known.map(bodyOf) }, real }), steps);
    }),
    2_000,
  );
  real.session.close();
});
