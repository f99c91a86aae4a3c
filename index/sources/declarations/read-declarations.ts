import path from 'node:path';
import ts from 'typescript';
import type { Access } from '../../api-doc.js';
import type { ShapeGraph } from '../shape-draft.js';
import { declaredRoots } from './declared-roots.js';
import { declarationProgram } from './program.js';
import { TypeFlattener } from './type-flattener.js';

/** What the declarations of a library come to. */
export interface DeclarationReading {
  readonly graph: ShapeGraph;
  readonly access: Access;
  /** Files that the reading depends on, TypeScript's own left out. */
  readonly inputs: readonly string[];
  /** Own files, with what could not be read in them. */
  readonly files: readonly {
    readonly file: string;
    readonly skipped: readonly { line: number; why: string }[];
  }[];
}

/**
 * Reads declarations, TypeScript and JavaScript with JSDoc through TypeScript's checker.
 *
 * @param entries - Absolute paths of the files that a program would import or load.
 * @param isOwnFile - Whether a file belongs to the library rather than to one of its dependencies.
 * @param access - As the user gave it; derived from the declarations if absent.
 * @param moduleName - Module specifier for modules that do not name themselves.
 * Throws an `EpigenError` if a global is asked for that the files do not declare.
 */
export function readDeclarations(
  entries: readonly string[],
  isOwnFile: (file: string) => boolean,
  access: Access | undefined,
  moduleName: string,
): DeclarationReading {
  const source = declarationProgram(entries, isOwnFile);
  const types = new TypeFlattener(source);
  const files = entries.flatMap((file) => source.program.getSourceFile(file) ?? []);
  const found = declaredRoots(source, types, files, access, moduleName);
  types.finish();
  return {
    graph: { definitions: types.definitions, notes: types.notes, roots: found.roots },
    access: found.access,
    inputs: source.files,
    files: source.program
      .getSourceFiles()
      .filter((file) => source.isOwn(file))
      .map((file) => ({ file: path.normalize(file.fileName), skipped: syntaxErrors(source.program, file) })),
  };
}

function syntaxErrors(program: ts.Program, file: ts.SourceFile): { line: number; why: string }[] {
  return program.getSyntacticDiagnostics(file).map((it) => ({
    line: file.getLineAndCharacterOfPosition(it.start).line + 1,
    why: ts.flattenDiagnosticMessageText(it.messageText, ' '),
  }));
}
