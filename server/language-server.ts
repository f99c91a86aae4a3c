#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { startServer } from './server.js';

// `epigen-language-server` is `epigen lsp --stdio`, for editors that want one word and a fast start: it never loads
// the command line. Editors add options of their own (`--clientProcessId`), so unknown ones are let pass.
const { values } = parseArgs({
  strict: false,
  options: {
    stdio: { type: 'boolean' },
    'node-ipc': { type: 'boolean' },
    socket: { type: 'string' },
    store: { type: 'string' },
    config: { type: 'string' },
    library: { type: 'string', multiple: true },
    version: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (values.version === true || values.help === true) {
  const { run } = await import('./commands/program.js');
  process.exitCode = await run(['lsp', values.help === true ? '--help' : '--version']);
} else {
  serve();
}

function serve(): void {
  const port = Number(values.socket);
  const { store, config, library } = values;
  startServer({
    transport:
      values['node-ipc'] === true
        ? 'node-ipc'
        : Number.isInteger(port) && port > 0
          ? { socket: port }
          : 'stdio',
    ...(typeof store === 'string' && { store }),
    ...(typeof config === 'string' && { config }),
    ...(Array.isArray(library) && { libraries: library.filter((it) => typeof it === 'string') }),
  });
}
