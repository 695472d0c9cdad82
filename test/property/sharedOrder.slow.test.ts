import { expect, test } from 'vitest';
import { type DeskEntry, readDeskEntry } from '../../electron/engine/desks/deskEntry.ts';
import { type Said, SharedOrder } from '../../electron/engine/desks/sharedOrder.ts';
import { type ModelLink, ModelLedger } from '../help/modelLedger.ts';

const runs = 3000;
const steps = 120;
const names = ['seattle', 'dublin', 'bangalore'];
const roles = ['lead', 'sre'];

/** The same numbers for the same seed. */
function seeded(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822507) + 0x6d2b79f5) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 4294967296;
  };
}

/** One desk: its copy of the ledger, who holds what by it, and what it was told of its own sayings. */
class ModelDesk {
  readonly name: string;
  readonly link: ModelLink;
  readonly rows: { readonly id: string; readonly text: string }[] = [];
  readonly holders = new Map<string, string>();
  readonly told: { readonly what: string; readonly said: Said }[] = [];
  readonly lasting: string[] = [];
  readonly stop = new AbortController();
  readonly order: SharedOrder;
  readonly running: Promise<void>;
  isJoined = false;
  /** A role that was taken while somebody held it. */
  twice = 0;

  constructor(name: string, ledger: ModelLedger, random: () => number) {
    this.name = name;
    this.link = ledger.open();
    const clock = { steadyMs: () => 0, sleep: () => Promise.resolve() };
    this.order = new SharedOrder({ link: this.link, clock, random }, 0, {
      isReady: () => true,
      adopt: ({ id, body }) => {
        const entry = readDeskEntry(body);
        for (const { kind, body: said } of entry.facts) {
          const text = `${kind} ${JSON.stringify(said)} ${entry.actor.name}`;
          this.rows.push({ id, text });
          if (kind === 'role.taken') {
            if (this.holders.has(said.role)) this.twice += 1;
            this.holders.set(said.role, entry.actor.name);
          } else if (kind === 'role.left') this.holders.delete(said.role);
        }
        return Promise.resolve([this.rows.length]);
      },
      turn: (isJoined) => (this.isJoined = isJoined),
      greeted: () => undefined,
    });
    this.running = this.order.run(this.stop.signal);
  }

  /** Somebody here takes a role that nobody holds, as far as this desk knows; or leaves the one that is held. */
  ask(role: string, person: string): void {
    const actor = { role, name: person };
    void this.order
      .say((): DeskEntry | undefined => {
        const holder = this.holders.get(role);
        if (holder !== undefined && holder !== person) return undefined;
        const kind = holder === undefined ? 'role.taken' : 'role.left';
        return { desk: this.name, at: 1, actor, facts: [{ kind, body: { role } }], row: this.rows.length + 1 };
      }, false)
      .then((said) => this.told.push({ what: person, said }));
  }

  /** Something that must be in the ledger in the end, once. */
  report(text: string): void {
    this.lasting.push(text);
    const actor = { role: 'system', name: 'holdpoint' };
    const facts = [{ kind: 'note.written', body: { text } }] as const;
    void this.order.say(() => ({ desk: this.name, at: 1, actor, facts, row: this.rows.length + 1 }), true);
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
}

async function runModel(seed: number): Promise<{ readonly ledger: ModelLedger; readonly desks: ModelDesk[] }> {
  const random = seeded(seed);
  const ledger = new ModelLedger();
  const desks = names.map((name) => new ModelDesk(name, ledger, random));
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  for (let step = 0; step < steps; step += 1) {
    const desk = pick(desks);
    const chance = random();
    if (chance < 0.22) desk.ask(pick(roles), `${desk.name}-${step}`);
    else if (chance < 0.3) desk.report(`${desk.name} ${step}`);
    else if (chance < 0.36) desk.link.cut();
    else if (chance < 0.44) desk.link.heal();
    else if (chance < 0.72) desk.link.deliver();
    else desk.link.land(pick(['kept', 'kept', 'kept', 'answerLost', 'lost']));
    await settle();
  }
  for (const { link } of desks) link.heal();
  for (let rounds = 0; rounds < 2000; rounds += 1) {
    await settle();
    if (desks.every(({ link, order }) => !link.isBusy && order.waiting === 0)) break;
    for (const { link } of desks) {
      link.deliver();
      link.land('kept');
    }
  }
  for (const { stop, running } of desks) {
    stop.abort();
    await running;
  }
  return { ledger, desks };
}

test(`${runs} seeded runs with links cut, appends lost and answers lost: one order, one holder a role, each thing said once`, async () => {
  let [kept, unsaid, dropped, fought] = [0, 0, 0, 0];
  for (let seed = 1; seed <= runs; seed += 1) {
    const { ledger, desks } = await runModel(seed);
    const why = `seed ${seed}`;
    const [first] = desks;
    const ids = ledger.entries.map(({ id }) => id);
    expect(new Set(ids).size, why).toBe(ids.length);
    for (const desk of desks) {
      expect(desk.rows, why).toEqual(first?.rows);
      expect(
        desk.rows.map(({ id }) => id),
        why,
      ).toEqual(ids);
      expect(desk.twice, why).toBe(0);
      expect(desk.order.waiting, why).toBe(0);
      const texts = desk.rows.map(({ text }) => text);
      for (const text of desk.lasting) {
        expect(texts.filter((one) => one.includes(`"${text}"`)).length, `${why}: ${text}`).toBe(1);
      }
      for (const { what, said } of desk.told) {
        const times = texts.filter((one) => one.endsWith(` ${what}`)).length;
        if (said.kind === 'kept') expect(times, `${why}: ${what}`).toBe(1);
        if (said.kind === 'dropped') expect(times, `${why}: ${what}`).toBe(0);
        if (said.kind === 'unsaid') expect(times, `${why}: ${what}`).toBeLessThanOrEqual(1);
        if (said.kind === 'kept') kept += 1;
        else if (said.kind === 'unsaid') unsaid += 1;
        else dropped += 1;
        if (said.kind === 'unsaid' && times === 1) fought += 1;
      }
    }
  }
  // Every way that it can go was gone.
  expect(Math.min(kept, unsaid, dropped, fought)).toBeGreaterThan(100);
});
