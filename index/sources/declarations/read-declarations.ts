import path from 'node:path';
import ts from 'typescript';
import type { Access } from '../../api-doc.js';
import type { ShapeGraph } from '../shape-draft.js';
import { declaredRoots } from './declared-roots.js';
import { type DeclarationProgram, declarationProgram } from './program.js';
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
  types.table.finish();
  return {
    graph: { definitions: types.table.definitions, notes: types.values.notes, roots: found.roots },
    access: found.access,
    inputs: source.files,
    files: source.program
      .getSourceFiles()
      .filter((file) => source.isOwn(file))
      .map((file) => ({
        file: path.normalize(file.fileName),
        skipped: [...syntaxErrors(source, file), ...missingModules(source, file)],
      })),
  };
}

function syntaxErrors(source: DeclarationProgram, file: ts.SourceFile): { line: number; why: string }[] {
  return source.syntaxErrors(file).map((it) => ({
    line: lineOf(file, it.start),
    why: `syntax error: ${ts.flattenDiagnosticMessageText(it.messageText, ' ')}`,
  }));
}

/** Modules that declarations take their types from and that are not there. Code may do without. */
function missingModules(source: DeclarationProgram, file: ts.SourceFile): { line: number; why: string }[] {
  if (/\.[cm]?jsx?$/i.test(file.fileName)) return [];
  return file.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    // Imported for its effects, of which a declaration has none.
    if (ts.isImportDeclaration(statement) && !statement.importClause) return [];
    const { moduleSpecifier } = statement;
    if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return [];
    if (source.checker.getSymbolAtLocation(moduleSpecifier)) return [];
    const line = lineOf(file, moduleSpecifier.getStart(file));
    return [{ line, why: `${moduleSpecifier.text} cannot be found, so what comes from it is not known` }];
  });
}

function lineOf(file: ts.SourceFile, position: number): number {
  return file.getLineAndCharacterOfPosition(position).line + 1;
}
