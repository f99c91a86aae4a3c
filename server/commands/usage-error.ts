import type { Command, CommanderError } from 'commander';
import { EpigenError } from '../../index/error.js';

/** What the command line could not be understood for, in the form of every other error. */
export function usageError(error: CommanderError, command: Command): EpigenError {
  const [first = '', ...others] = error.message.split('\n');
  const name = commandPath(command);
  const suggestion = /\(Did you mean (?:one of )?(.*?)\?\)/.exec(others.join(' '))?.[1];
  const [what, reason] = splitReason(first.replace(/^error: /, '').replace(/\.$/, ''));
  const remedy = suggestion
    ? `did you mean ${suggestion}? ${name} --help shows what there is`
    : [reason, `${name} --help shows what there is`].filter((it) => it !== '').join('; ');
  return new EpigenError(what, name, remedy, { cause: error });
}

/** Commander writes "argument 'x' is invalid. It must be …": the second sentence is what to do. */
function splitReason(message: string): [what: string, reason: string] {
  const end = message.indexOf(' is invalid. ');
  return end < 0
    ? [message, '']
    : [message.slice(0, end + ' is invalid'.length), message.slice(end + ' is invalid. '.length)];
}

function commandPath(command: Command): string {
  return command.parent ? `${commandPath(command.parent)} ${command.name()}` : command.name();
}
