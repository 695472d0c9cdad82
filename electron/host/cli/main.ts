import { boundHeap } from './boundHeap.ts';
import { CallError, type Command, type CommandIo, Refusal } from './command.ts';
import { commands } from './commands.ts';
import { showCommandHelp, showHelp, unknownCommand } from './help.ts';
import { openIo } from './openIo.ts';
import { readVersion } from './readVersion.ts';

/** Runs `holdpoint` with these words and resolves with the exit code. Rejects only where a part of it is not installed. */
export async function main(argv: string[]): Promise<number> {
  boundHeap();
  return runCommand(argv, openIo());
}

/** The same with the streams of whoever calls. */
export async function runCommand(argv: string[], io: CommandIo): Promise<number> {
  const [name = 'open', ...rest] = argv;
  if (name === '--help' || name === '-h' || name === 'help') {
    const about = commands.find((command) => command.name === rest[0]);
    io.out(about === undefined ? showHelp(commands) : showCommandHelp(about));
    return 0;
  }
  if (name === '--version' || name === '-v') {
    io.out(`holdpoint ${readVersion()}\n`);
    return 0;
  }
  const command = commands.find((one) => one.name === name);
  if (command === undefined) {
    io.err(`${unknownCommand(name, commands)}\n`);
    return 2;
  }
  if (asksForHelp(rest)) {
    io.out(showCommandHelp(command));
    return 0;
  }
  try {
    const run = await command.load();
    return await run(rest, io);
  } catch (error) {
    return await explain(error, command, io);
  }
}

function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end < 0 ? argv : argv.slice(0, end)).some((word) => word === '--help' || word === '-h');
}

async function explain(error: unknown, command: Command, io: CommandIo): Promise<number> {
  const debug = (process.env['HOLDPOINT_DEBUG'] ?? '') !== '';
  if (debug && error instanceof Error) io.err(`${error.stack ?? error.message}\n`);
  if (error instanceof CallError) {
    io.err(`${error.message} Call it as: ${command.usage}\n`);
    return 2;
  }
  if (error instanceof Refusal) {
    io.err(`${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') throw error;
  const { toFailure } = await import('./failure.ts');
  const failure = toFailure(error);
  if (failure !== undefined) {
    io.err(`${failure.text}\n`);
    return failure.exitCode;
  }
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  io.err(
    `holdpoint ${command.name} met a fault of its own (${what}): ` +
      `${debug ? 'report the lines above' : 'call it again with HOLDPOINT_DEBUG=1 and report what that prints'}, with your version (holdpoint --version).\n`,
  );
  return 3;
}
