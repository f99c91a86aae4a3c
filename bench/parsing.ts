import Parser from 'tree-sitter';
import JavaScript from 'tree-sitter-javascript';
import { Samples } from './figures.js';
import { TOGGLED, WRONG } from './workspace.js';

/** What tree-sitter alone takes, in this process, to parse a document again after each of `count` edits, in ms. */
export function measureParsing(document: string, count: number): Samples {
  const parser = new Parser();
  parser.setLanguage(JavaScript as unknown as Parser.Language);
  const startIndex = document.indexOf(TOGGLED);
  const row = document.slice(0, startIndex).split('\n').length - 1;
  const column = startIndex - document.lastIndexOf('\n', startIndex) - 1;
  const point = (length: number) => ({ row, column: column + length });
  const parse = (text: string, old?: Parser.Tree) =>
    parser.parse(text, old, { bufferSize: text.length * 2 + 2 });

  const samples = new Samples();
  let tree = parse(document);
  let [present, next] = [TOGGLED, WRONG];
  for (let n = 0; n < count; n++) {
    const text = document.replace(TOGGLED, next);
    const began = performance.now();
    tree.edit({
      startIndex,
      oldEndIndex: startIndex + present.length,
      newEndIndex: startIndex + next.length,
      startPosition: point(0),
      oldEndPosition: point(present.length),
      newEndPosition: point(next.length),
    });
    tree = parse(text, tree);
    if (n >= 4) samples.add(performance.now() - began);
    [present, next] = [next, present];
  }
  return samples;
}
