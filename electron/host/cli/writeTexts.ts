import type { CommandIo } from './command.ts';

/** So much text is gathered before it is written. */
const blockLength = 65_536;

/** Writes a text that comes in pieces, however long, no faster than it is read. */
export async function writeTexts(texts: Iterable<string>, io: CommandIo): Promise<void> {
  let block = '';
  for (const text of texts) {
    block += text;
    if (block.length < blockLength) continue;
    io.out(block);
    block = '';
    await io.drained();
  }
  io.out(block);
}
