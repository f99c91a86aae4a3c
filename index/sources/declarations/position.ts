import path from 'node:path';
import ts from 'typescript';
import type { SourcePosition } from '../../api-doc.js';

/** Where the name of a declaration stands; the declaration's start if it has none. */
export function positionOf(declaration: ts.Node): SourcePosition {
  const file = declaration.getSourceFile();
  const name = ts.getNameOfDeclaration(declaration as ts.Declaration) ?? declaration;
  const { line, character } = file.getLineAndCharacterOfPosition(name.getStart(file));
  return { file: path.normalize(file.fileName), line: line + 1, column: character + 1 };
}
