import { Command, CommanderError } from 'commander';
import { programVersion } from '../../index/program-version.js';
import { checkCommand } from './check.js';
import { corpusCommand } from './corpus.js';
import { doctorCommand } from './doctor.js';
import { evalCommand } from './eval.js';
import { generateCommand } from './generate.js';
import { indexCommand } from './index-library.js';
import { initCommand } from './init.js';
import { lspCommand } from './lsp.js';
import type { Done } from './options.js';
import { note, printError } from './output.js';
import { searchCommand } from './search.js';
import { tuneCommand } from './tune.js';
import { usageError } from './usage-error.js';

const DESCRIPTION =
  'Turns requirements into checked calls of your private JavaScript API library, and checks the calls you write.';

/** The commands, in the order in which one needs them. What they do is loaded only when they run. */
const COMMANDS = [
  initCommand,
  indexCommand,
  searchCommand,
  tuneCommand,
  generateCommand,
  checkCommand,
  corpusCommand,
  evalCommand,
  lspCommand,
  doctorCommand,
];

/**
 * Runs a command line (without node and script) and returns the exit code: 0 done, 1 done with findings of severity
 * `error`, 2 could not be done. Errors are printed to stderr.
 */
export async function run(argv: readonly string[]): Promise<number> {
  endQuietlyOnClosedPipe();
  let exitCode = 0;
  const program = createProgram((code) => {
    exitCode = code;
  });
  if (argv.length === 0) {
    note(program.helpInformation());
    return 2;
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Help and version come as exceptions too.
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    if (!isHelpOfGroup(error)) printError(error);
    return 2;
  }
}

/** A group of commands without one of them has printed its help, which says all. */
function isHelpOfGroup(error: unknown): boolean {
  return error instanceof CommanderError && error.code === 'commander.help';
}

function createProgram(done: Done): Command {
  const program = new Command('epigen')
    .description(DESCRIPTION)
    .version(programVersion(), '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText(
      'after',
      '\nExit codes: 0 done; 1 done, with findings of severity error; 2 could not be done.\nepigen COMMAND --help explains a command and shows examples.',
    );
  for (const command of COMMANDS) program.addCommand(command(done));
  for (const command of withSubcommands(program)) {
    command
      .showSuggestionAfterError(true)
      .configureHelp({ helpWidth: 110 })
      // What commander would print is printed by `run`, in the form of all errors.
      .configureOutput({ outputError: () => {} })
      .exitOverride((error) => {
        throw error.exitCode === 0 || isHelpOfGroup(error) ? error : usageError(error, command);
      });
  }
  return program;
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

/** `epigen search … | head -1` closes the pipe before all is written, which is no failure. */
function endQuietlyOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
