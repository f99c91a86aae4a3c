import assert from 'node:assert/strict';
import type {
  CodeLens,
  DocumentLink,
  InitializeResult,
  InlayHint,
  Location,
  SemanticTokens,
  SignatureHelp,
  SymbolInformation,
} from 'vscode-languageserver/node';
import { LspClient, RESOLVING } from '../support/lsp-client.js';
import { HX, LspWorkspace } from '../support/lsp-workspace.js';

const FILE = `// @requirement Show a toast "Saved".

HX.showToast({ msg: 'a', typ: 's' });
HX.showToast({ mgs: 'b' });
`;

/**
 * One test for each capability that the server announces, by the path in the answer to `initialize` and, for lists, the
 * element. A capability without an entry here fails.
 */
const TESTS: Readonly<Record<string, (client: LspClient, uri: string) => Promise<void>>> = {
  positionEncoding: async (client, uri) => {
    const [problem] = await client.diagnostics(uri);
    assert.deepEqual(problem?.range.start, client.position(uri, 'typ'));
  },
  'textDocumentSync.openClose': async (client, uri) => {
    assert.equal((await client.diagnostics(uri)).length, 2);
    await client.close(uri);
    await client.diagnosticsWhere(uri, 'no finding', (it) => it.length === 0);
  },
  'textDocumentSync.change': async (client, uri) => {
    const start = client.position(uri, 'typ');
    const range = { start, end: client.position(uri, 'typ', 'after') };
    await client.edit(uri, [{ range, newText: 'type' }]);
    assert.equal((await client.diagnostics(uri)).length, 1);
  },
  hoverProvider: async (client, uri) => {
    const hover = await client.hover(uri, client.position(uri, 'showToast'));
    assert.match(JSON.stringify(hover?.contents), /short text message/);
  },
  'completionProvider.triggerCharacters .': async (client, uri) => {
    await client.replace(uri, 'HX.');
    const items = await client.completion(uri, { line: 0, character: 3 });
    assert.ok(items.some(({ label }) => label === 'showToast'));
  },
  "completionProvider.triggerCharacters '": async (client, uri) => {
    await client.replace(uri, "HX.showToast({ type: '' })");
    const items = await client.completion(uri, client.position(uri, "type: '", 'after'));
    assert.deepEqual(
      items.map(({ label }) => label),
      ['n', 's', 'w', 'e'],
    );
  },
  'completionProvider.triggerCharacters "': async (client, uri) => {
    await client.replace(uri, 'HX.showToast({ type: "');
    const items = await client.completion(uri, client.position(uri, 'type: "', 'after'));
    assert.deepEqual(
      items.map(({ label }) => label),
      ['n', 's', 'w', 'e'],
    );
  },
  'signatureHelpProvider.triggerCharacters (': (client, uri) =>
    helps(client, uri, 'HX.showToast(', 'options: { msg: string'),
  'signatureHelpProvider.triggerCharacters ,': (client, uri) =>
    helps(client, uri, "HX.setStorage({ key: 'a',", 'options: { key: string'),
  'signatureHelpProvider.triggerCharacters {': (client, uri) =>
    helps(client, uri, 'HX.showToast({', 'options: { msg: string'),
  'signatureHelpProvider.triggerCharacters :': (client, uri) =>
    helps(client, uri, 'HX.showToast({ duration:', 'duration?: number'),
  'signatureHelpProvider.retriggerCharacters  ': (client, uri) =>
    helps(client, uri, 'HX.showToast({ duration: ', 'duration?: number'),
  'completionProvider.resolveProvider': async (client, uri) => {
    await client.replace(uri, 'HX.showT');
    const [item] = await client.completion(uri, { line: 0, character: 8 });
    assert.ok(item && item.documentation === undefined);
    assert.match(JSON.stringify((await client.resolveItem(item)).documentation), /short text message/);
  },
  definitionProvider: async (client, uri) => {
    const place = await client.connection.sendRequest<Location>('textDocument/definition', {
      textDocument: { uri },
      position: client.position(uri, 'msg'),
    });
    assert.match(place.uri, /hx\.d\.ts$/);
    assert.ok(place.range.start.line > 60);
  },
  referencesProvider: async (client, uri) => {
    const places = await client.connection.sendRequest<Location[]>('textDocument/references', {
      textDocument: { uri },
      position: client.position(uri, 'showToast'),
      context: { includeDeclaration: false },
    });
    const own = places.filter((it) => it.uri === uri).map((it) => it.range.start.line);
    assert.deepEqual(own, [2, 3]);
  },
  documentLinkProvider: async (client, uri) => {
    await client.replace(uri, '// As {@link HX.showToast} does, but not HX.nothing.\n');
    const links = await client.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', {
      textDocument: { uri },
    });
    assert.equal(links.length, 1);
    assert.match(links[0]?.target ?? '', /^file:.*hx\.d\.ts#L\d+$/);
  },
  workspaceSymbolProvider: async (client) => {
    for (const query of ['sToast', 'short text message that disappears']) {
      const found = await client.connection.sendRequest<SymbolInformation[]>('workspace/symbol', { query });
      assert.equal(found[0]?.name, 'HX.showToast');
    }
  },
  codeLensProvider: async (client, uri) => {
    const [lens] = await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', {
      textDocument: { uri },
    });
    assert.equal(lens?.command?.title, 'Generate code');
    await client.execute(lens?.command?.command ?? '', lens?.command?.arguments ?? []);
    assert.match(client.text(uri), /showToast\(\{ msg: 'Saved' \}\)/);
  },
  inlayHintProvider: async (client, uri) => {
    const params = {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
    };
    await client.replace(uri, "HX.showToast({ msg: 'a', duration: 1500 });\n");
    const ask = () => client.connection.sendRequest<InlayHint[] | null>('textDocument/inlayHint', params);
    assert.equal(await ask(), null);
    await withSettings(client, { editor: { inlayHints: true } }, async () => {
      assert.deepEqual(
        (await ask())?.map((it) => it.label),
        [' ms', ", type: 'n'"],
      );
    });
  },
  'semanticTokensProvider.legend.tokenTypes method': (client, uri) => tokens(client, uri, 0, [0, 3, 9, 0, 1]),
  'semanticTokensProvider.legend.tokenModifiers private': (client, uri) =>
    tokens(client, uri, 0, [0, 3, 9, 0, 1]),
  'semanticTokensProvider.legend.tokenModifiers deprecated': (client, uri) =>
    tokens(client, uri, 1, [1, 3, 8, 0, 3]),
  'semanticTokensProvider.full': (client, uri) => tokens(client, uri, 1, [1, 3, 8, 0, 3]),
  'semanticTokensProvider.range': (client, uri) => tokens(client, uri, 0, [1, 3, 8, 0, 3], true),
  'workspace.workspaceFolders.supported': async (client, uri) => {
    assert.ok((await client.diagnostics(uri)).length > 0);
  },
  'workspace.workspaceFolders.changeNotifications': async () => {
    // See lsp-folders.test.ts.
  },
  'executeCommandProvider.commands epigen.regenerate': async (client, uri) => {
    await assert.rejects(client.execute('epigen.regenerate', [uri, null, 0, 0]), /Nothing was generated/);
  },
  'codeActionProvider.codeActionKinds quickfix': async (client, uri) => {
    await applies(client, uri, 'quickfix', 'typ');
    assert.match(client.text(uri), /type: 's'/);
  },
  'codeActionProvider.codeActionKinds refactor.rewrite.epigen.generate': async (client, uri) => {
    await applies(client, uri, 'refactor.rewrite.epigen.generate', '@requirement');
    assert.match(client.text(uri), /showToast\(\{ msg: 'Saved' \}\)/);
  },
  'codeActionProvider.codeActionKinds refactor': async (client, uri) => {
    await client.replace(uri, '// Show a toast "Plain".\n');
    await applies(client, uri, 'refactor', 'Show');
    assert.match(client.text(uri), /showToast\(\{ msg: 'Plain' \}\)/);
  },
  'codeActionProvider.codeActionKinds source.fixAll.epigen': async (client, uri) => {
    await applies(client, uri, 'source.fixAll.epigen', 'HX');
    assert.deepEqual(await client.diagnostics(uri), []);
  },
  'codeActionProvider.resolveProvider': async (client, uri) => {
    const [action] = await client.codeActions(uri, client.position(uri, '@requirement'), [
      'refactor.rewrite',
    ]);
    assert.ok(action && action.edit === undefined);
    assert.match(JSON.stringify((await client.resolve(action)).edit), /showToast/);
  },
  'executeCommandProvider.commands epigen.generate': async (client, uri) => {
    await client.execute('epigen.generate', [uri, client.document(uri).version, 0]);
    assert.match(client.text(uri), /showToast\(\{ msg: 'Saved' \}\)/);
  },
  'executeCommandProvider.commands epigen.plan': async (client, uri) => {
    const plan = (await client.execute('epigen.plan', [uri, 0])) as { apis: string[]; code: string };
    assert.deepEqual(plan.apis, ['HX.showToast']);
    assert.doesNotMatch(client.text(uri), /Saved' \}/);
  },
  'executeCommandProvider.commands epigen.search': async (client) => {
    const { results } = (await client.execute('epigen.search', ['show a toast', 3])) as {
      results: { name: string }[];
    };
    assert.equal(results.length, 3);
    assert.equal(results[0]?.name, 'HX.showToast');
  },
  'executeCommandProvider.commands epigen.rebuildIndex': async (client) => {
    const [run] = (await client.execute('epigen.rebuildIndex', ['HX'])) as {
      apis: number;
      changed: boolean;
    }[];
    assert.deepEqual([run?.apis, run?.changed], [97, false]);
  },
  'executeCommandProvider.commands epigen.showStatus': async (client) => {
    const status = (await client.execute('epigen.showStatus', [])) as { libraries: { name: string }[] };
    assert.equal(status.libraries[0]?.name, 'HX');
    assert.match(client.messages.at(-1) ?? '', /EpiGEN knows HX/);
  },
  'executeCommandProvider.workDoneProgress': async (client, uri) => {
    for (const [command, args] of [
      ['epigen.generate', [uri, client.document(uri).version, 0]],
      ['epigen.rebuildIndex', []],
    ] as const) {
      const params = { command, arguments: args, workDoneToken: command };
      await client.connection.sendRequest('workspace/executeCommand', params);
      const own = () =>
        client.progress.filter(({ token }) => token === command).map(({ value }) => value.kind);
      await client.until('the end of the progress', () => own().includes('end'));
      const kinds = own();
      assert.equal(kinds[0], 'begin');
      assert.equal(kinds.at(-1), 'end');
      assert.equal(kinds.filter((it) => it !== 'report').length, 2, 'it begins and ends once');
    }
  },
};

describe('what the server announces it does', function () {
  this.timeout(120_000);
  let workspace: LspWorkspace;
  let client: LspClient;
  let announced: InitializeResult;
  let opened = 0;

  before(async () => {
    workspace = new LspWorkspace();
    workspace.write({ libraries: [HX] });
    client = LspClient.spawn({ folder: workspace.folder });
    announced = await client.initialize(RESOLVING);
    await client.libraries();
  });
  after(async () => {
    assert.equal(await client.stop(), 0);
    workspace.remove();
  });

  it('each announced capability has a test, and each test a capability', () => {
    assert.deepEqual(pathsOf(announced.capabilities).sort(), Object.keys(TESTS).sort());
  });

  for (const [path, test] of Object.entries(TESTS)) {
    it(path, async () => {
      opened += 1;
      const uri = await client.open(`capability-${opened}.js`, FILE);
      await test(client, uri);
    });
  }
});

/** The tokens of a text with an API and a deprecated one, while they are switched on. */
async function tokens(
  client: LspClient,
  uri: string,
  at: number,
  expected: readonly number[],
  isRange = false,
): Promise<void> {
  await client.replace(uri, "HX.showToast({ msg: 'a' });\nHX.showTips('b');\n");
  const method = `textDocument/semanticTokens/${isRange ? 'range' : 'full'}`;
  const range = { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } };
  const params = { textDocument: { uri }, ...(isRange ? { range } : {}) };
  const ask = () => client.connection.sendRequest<SemanticTokens>(method, params);
  assert.deepEqual((await ask()).data, []);
  await withSettings(client, { editor: { semanticTokens: true } }, async () => {
    assert.deepEqual((await ask()).data.slice(at * 5, at * 5 + 5), expected);
  });
}

/** Does something with other settings of the editor. */
async function withSettings(client: LspClient, settings: unknown, act: () => Promise<void>): Promise<void> {
  const change = async (value: unknown) => {
    const seen = client.statuses.length;
    client.settings = value;
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await client.until('the new settings', () => client.statuses.length > seen);
  };
  await change(settings);
  try {
    await act();
  } finally {
    await change({});
  }
}

/** The part that signature help marks at the end of a text. */
async function helps(client: LspClient, uri: string, text: string, marked: string): Promise<void> {
  await client.replace(uri, text);
  const help = await client.connection.sendRequest<SignatureHelp>('textDocument/signatureHelp', {
    textDocument: { uri },
    position: client.position(uri, text, 'after'),
  });
  const signature = help.signatures[help.activeSignature ?? 0];
  const label = signature?.parameters?.[help.activeParameter ?? -1]?.label;
  assert.ok(typeof label === 'string' && label.startsWith(marked), `${label} is marked`);
}

/** The paths of all values that are not off; a list of texts gives one path for each text. */
function pathsOf(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, it]: [string, unknown]): string[] => {
    const path = `${prefix}${key}`;
    if (it === undefined || it === null || it === false) return [];
    if (Array.isArray(it)) return it.map((element) => `${path} ${element}`);
    const inner = typeof it === 'object' ? pathsOf(it, `${path}.`) : [];
    return inner.length > 0 ? inner : [path];
  });
}

/** Takes the code action of a kind where a text stands. */
async function applies(client: LspClient, uri: string, kind: string, at: string): Promise<void> {
  await client.diagnostics(uri);
  const actions = await client.codeActions(uri, client.position(uri, at), [kind]);
  const action = actions.find((it) => it.kind === kind);
  assert.ok(action, `no ${kind}`);
  const { edit } = action.edit ? action : await client.resolve(action);
  assert.ok(edit && (await client.apply(edit)));
}
