import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { FactBody } from '../../../shared/model/room/roomFact.ts';
import { deskFacts } from '../../../shared/model/room/deskFacts.ts';

export type Proposal = FactBody<'desk.proposed'>;

/** What people wanted while their desk was cut off, beside the session, until the others have been told. */
export class ProposalFile {
  private readonly path: string;
  private kept: readonly Proposal[];

  /** Beside the session at `sessionPath`. */
  constructor(sessionPath: string) {
    this.path = `${sessionPath}-proposals.json`;
    this.kept = existsSync(this.path) ? read(this.path) : [];
  }

  get all(): readonly Proposal[] {
    return this.kept;
  }

  /** On the disk when it returns. One command is kept once. */
  add(proposal: Proposal): void {
    if (this.kept.some(({ asked }) => asked === proposal.asked)) return;
    this.write([...this.kept, proposal]);
  }

  remove(asked: string): void {
    this.write(this.kept.filter((one) => one.asked !== asked));
  }

  private write(proposals: readonly Proposal[]): void {
    if (proposals.length === 0) rmSync(this.path, { force: true });
    else {
      const draft = `${this.path}.new`;
      const file = openSync(draft, 'w', 0o600);
      try {
        writeSync(file, JSON.stringify(proposals));
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(draft, this.path);
    }
    this.kept = proposals;
  }
}

function read(path: string): Proposal[] {
  try {
    return deskFacts['desk.proposed'].array().parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new Error(`${path} is not what a desk keeps there: move it away, and begin again.`);
  }
}
