import type { EntryNumber, LedgerLink } from '../../electron/engine/desks/ledgerDoor.ts';

/** What a desk does with the link to the shared ledger, without a session: keeps what it reads, and appends behind it. */
export class LedgerReader {
  readonly link: LedgerLink;
  /** As they came. */
  readonly kept: { readonly number: EntryNumber; readonly id: string; readonly text: string }[] = [];
  readonly greetings: string[] = [];
  /** `joined`, and `cutOff` with its sentence, without repeats. */
  readonly states: string[] = [];
  /** The sentence with which reading ended. */
  ended: string | undefined;
  private readonly stop = new AbortController();
  private readonly running: Promise<void>;
  private waiting: { readonly is: () => boolean; readonly resolve: () => void }[] = [];

  constructor(link: LedgerLink, after: EntryNumber = 0) {
    this.link = link;
    this.running = this.run(after);
  }

  get last(): EntryNumber {
    return this.kept.at(-1)?.number ?? 0;
  }

  get isJoined(): boolean {
    return this.states.at(-1) === 'joined';
  }

  /** Resolves when it is so. */
  async until(is: () => boolean): Promise<void> {
    if (is()) return;
    await new Promise<void>((resolve) => this.waiting.push({ is, resolve }));
  }

  has(id: string): boolean {
    return this.kept.some((entry) => entry.id === id);
  }

  /** Behind whatever is first, until it is read: over breaks, and under one id. Resolves with the answers that came. */
  async say(text: string, id = text): Promise<string[]> {
    const answers: string[] = [];
    while (!this.has(id)) {
      await this.until(() => this.isJoined);
      const after = this.last;
      const { kind } = await this.link.append(Buffer.from(text), id, after);
      answers.push(kind);
      if (kind === 'kept') await this.until(() => this.has(id));
      else if (kind === 'behind') await this.until(() => this.last > after);
      else await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return answers;
  }

  /** `<name>-1` to `<name>-<count>`, in turn. */
  async sayAll(name: string, count: number): Promise<string[]> {
    const answers: string[] = [];
    for (let index = 1; index <= count; index += 1) answers.push(...(await this.say(`${name}-${index}`)));
    return answers;
  }

  async close(): Promise<void> {
    this.stop.abort();
    await this.running;
    await this.link.close();
  }

  private async run(after: EntryNumber): Promise<void> {
    try {
      for await (const news of this.link.read(after, this.stop.signal)) {
        if (news.kind === 'entries') {
          for (const { number, id, body } of news.entries) {
            this.kept.push({ number, id, text: Buffer.from(body).toString() });
          }
        } else if (news.kind === 'greeting') this.greetings.push(Buffer.from(news.body).toString());
        else this.tell(news.kind === 'joined' ? 'joined' : `cutOff: ${news.text}`);
        this.look();
      }
    } catch (error) {
      this.ended = (error as Error).message;
      this.look();
    }
  }

  private tell(state: string): void {
    if (this.states.at(-1) !== state) this.states.push(state);
  }

  private look(): void {
    for (const one of this.waiting.filter(({ is }) => is())) one.resolve();
    this.waiting = this.waiting.filter(({ is }) => !is());
  }
}
