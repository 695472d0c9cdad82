import type { LedgerNews } from '../ledgerDoor.ts';

/** Greetings come again in a second: of a desk that takes none, more than this are left out. */
const mostGreetings = 100;

/** What came over a link and waits to be taken. Whoever brings entries is held back until they are; greetings are not kept long. */
export class LedgerMail {
  private readonly waiting: { readonly news: LedgerNews; readonly taken: () => void }[] = [];
  private failedBy: Error | undefined;
  private bell = Promise.withResolvers<void>();

  /** Resolves when it was taken. */
  put(news: LedgerNews): Promise<void> {
    return new Promise((taken) => {
      this.waiting.push({ news, taken });
      this.bell.resolve();
    });
  }

  greet(body: Uint8Array): void {
    if (this.waiting.length < mostGreetings) void this.put({ kind: 'greeting', body });
  }

  get failure(): Error | undefined {
    return this.failedBy;
  }

  /** What is there is still taken; then it is thrown. */
  fail(error: Error): void {
    this.failedBy ??= error;
    this.bell.resolve();
  }

  async *take(): AsyncGenerator<LedgerNews, never, undefined> {
    for (;;) {
      const next = this.waiting.shift();
      if (next !== undefined) {
        next.taken();
        yield next.news;
      } else if (this.failedBy === undefined) {
        await this.bell.promise;
        this.bell = Promise.withResolvers();
      } else throw this.failedBy;
    }
  }
}
