import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { EpigenError } from '../../index/error.js';
import { type CommonOptions, type Done, nonEmpty, withCommonOptions } from './options.js';

interface LspOptions extends CommonOptions {
  readonly stdio?: true;
  readonly socket?: string;
  readonly nodeIpc?: true;
  readonly clientProcessId?: string;
}

/** `epigen lsp`: serves an editor until it hangs up. */
export function lspCommand(done: Done): Command {
  const command = new Command('lsp')
    .description('the language server, for editors')
    .option('--stdio', 'speak LSP over stdin and stdout (default)')
    .option('--socket <port>', 'speak LSP over a TCP connection to this port', nonEmpty)
    .option('--node-ipc', 'speak LSP over the channel of a Node.js parent process')
    // Editors add it to every server; the library that serves the connection reads it by itself.
    .addOption(new Option('--clientProcessId <pid>').hideHelp())
    .action(async (options: LspOptions) => done(await lsp(options)));
  return withCommonOptions(command, [
    'epigen lsp --stdio',
    'epigen lsp --stdio --store redis://127.0.0.1:6379 --library HX',
  ]);
}

async function lsp(options: LspOptions): Promise<number> {
  const transport = transportOf(options);
  const { startServer } = await import('../server.js');
  startServer({
    transport,
    ...(options.store !== undefined && { store: options.store }),
    ...(options.config !== undefined && { config: resolve(options.config) }),
    ...(options.library && {
      libraries: options.library.map(({ name, version }) =>
        version === undefined ? name : `${name}@${version}`,
      ),
    }),
  });
  return 0;
}

function transportOf({ stdio, socket, nodeIpc }: LspOptions): 'stdio' | 'node-ipc' | { socket: number } {
  if ([stdio, socket, nodeIpc].filter((it) => it !== undefined).length > 1) {
    throw new EpigenError(
      'several transports are named',
      'epigen lsp',
      'name one of --stdio, --socket, --node-ipc',
    );
  }
  if (nodeIpc) return 'node-ipc';
  if (socket === undefined) return 'stdio';
  const port = Number(socket);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new EpigenError(
      `"${socket}" is not a port`,
      'epigen lsp --socket',
      'name a number from 1 to 65535',
    );
  }
  return { socket: port };
}
