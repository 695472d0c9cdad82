/** Where a command writes. Texts are written as they are: whole lines bring their own line end. */
export interface Io {
  /** Standard output: the one thing that was asked for. */
  out(text: string): void;
  /** Standard error: problems, and progress where `isTerminal`. */
  err(text: string): void;
  /** True when standard error is a terminal, so that somebody is watching. */
  isTerminal: boolean;
}
