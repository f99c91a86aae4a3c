// The floor: what any language server on Node pays. It keeps documents, parses them again with tree-sitter after each
// change, and publishes one diagnostic that depends on the text; it answers hovers with a constant.

import Parser from 'tree-sitter';
import JavaScript from 'tree-sitter-javascript';
import { createConnection, ProposedFeatures, TextDocumentSyncKind } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
const parser = new Parser();
parser.setLanguage(JavaScript);
let document;
let tree;

connection.onInitialize(() => ({
  capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental, hoverProvider: true },
}));
connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
  document = TextDocument.create(uri, languageId, version, text);
  tree = parser.parse(text, null, { bufferSize: text.length * 2 + 2 });
  publish();
});
connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
  for (const change of contentChanges) {
    const startIndex = document.offsetAt(change.range.start);
    const oldEndIndex = document.offsetAt(change.range.end);
    TextDocument.update(document, [change], textDocument.version);
    const newEndIndex = startIndex + change.text.length;
    tree.edit({
      startIndex,
      oldEndIndex,
      newEndIndex,
      startPosition: pointOf(change.range.start),
      oldEndPosition: pointOf(change.range.end),
      newEndPosition: pointOf(document.positionAt(newEndIndex)),
    });
  }
  const text = document.getText();
  tree = parser.parse(text, tree, { bufferSize: text.length * 2 + 2 });
  publish();
});
connection.onHover(() => ({ contents: 'floor' }));
connection.listen();

function pointOf({ line, character }) {
  return { row: line, column: character };
}

function publish() {
  const zero = { line: 0, character: 0 };
  const message = `${document.version} ${tree.rootNode.hasError}`;
  connection.sendDiagnostics({
    uri: document.uri,
    version: document.version,
    diagnostics: [{ range: { start: zero, end: zero }, message }],
  });
}
