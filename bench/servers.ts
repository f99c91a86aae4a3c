import path from 'node:path';

/** A language server to measure. */
export interface Server {
  readonly name: string;
  /** Arguments of `node`. */
  readonly args: readonly string[];
  /** Diagnostics are asked for (`textDocument/diagnostic`) instead of published. */
  readonly pull?: boolean;
  /** Writes things to standard error that are no trouble. */
  readonly isNoisy?: boolean;
  readonly initializationOptions?: unknown;
}

const HERE = import.meta.dirname;
const peer = (...parts: string[]): string => path.join(HERE, 'node_modules', ...parts);

export const EPIGEN: Server = {
  name: 'EpiGEN',
  args: [path.join(HERE, '../dist/server/language-server.js'), '--stdio'],
};

/** A bare process with vscode-languageserver that parses with tree-sitter and does nothing else. */
export const FLOOR: Server = { name: 'floor', args: [path.join(HERE, 'floor-server.mjs')] };

/** typescript-language-server with TypeScript 5.9. */
export const TYPESCRIPT: Server = {
  name: 'TypeScript 5.9',
  args: [peer('typescript-language-server/lib/cli.mjs'), '--stdio'],
  initializationOptions: {
    tsserver: { path: peer('typescript/lib/tsserver.js') },
    disableAutomaticTypingAcquisition: true,
  },
};

/** TypeScript 7's own, native server. */
export const NATIVE: Server = {
  name: 'TypeScript 7',
  args: [peer('typescript-native/bin/tsc'), '--lsp', '--stdio'],
  pull: true,
  isNoisy: true,
};

export const SERVERS: readonly Server[] = [FLOOR, EPIGEN, TYPESCRIPT, NATIVE];
