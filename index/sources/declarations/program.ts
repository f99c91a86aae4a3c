import path from 'node:path';
import ts from 'typescript';

/** A TypeScript program over the files of a library, and what the other parts need to know of it. */
export interface DeclarationProgram {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  /** Whether the file is one of the sources, so that its declarations become records. */
  isOwn(file: ts.SourceFile): boolean;
  /** Whether the file belongs to the language or the platform: TypeScript's libraries and `@types/node`. */
  isPlatform(file: ts.SourceFile): boolean;
  syntaxErrors(file: ts.SourceFile): readonly ts.DiagnosticWithLocation[];
  /** Files that the program read, apart from TypeScript's own libraries. Absolute paths. */
  readonly files: readonly string[];
}

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  skipLibCheck: true,
  esModuleInterop: true,
  resolveJsonModule: false,
  allowJs: true,
  checkJs: false,
  maxNodeModuleJsDepth: 0,
  ignoreDeprecations: '6.0',
};

const DOM = ['lib.dom.d.ts', 'lib.dom.iterable.d.ts'];

/**
 * Makes a program over the given files (absolute paths of declarations, TypeScript or JavaScript).
 *
 * The types of the browser are only loaded if a source mentions a name that is not declared otherwise: with them a
 * library's own `Notification` or `Request` would be merged with the browser's.
 *
 * @param isOwnFile - Whether a file belongs to the library rather than to one of its dependencies.
 */
export function declarationProgram(
  files: readonly string[],
  isOwnFile: (file: string) => boolean,
): DeclarationProgram {
  const needsNode = files.some((file) => usesNode(ts.sys.readFile(file) ?? ''));
  const code = files.some((file) => /\.[cm]?jsx?$/i.test(file));
  const options: ts.CompilerOptions = {
    ...OPTIONS,
    types: needsNode ? ['node'] : [],
    // A package of plain JavaScript is followed through its own files.
    maxNodeModuleJsDepth: code ? 3 : 0,
    // Only Node's own rules tell CommonJS from modules in code.
    // They would take every file for a module; a plain script is one that declares globals.
    ...(code
      ? {
          module: ts.ModuleKind.NodeNext,
          moduleResolution: ts.ModuleResolutionKind.NodeNext,
          moduleDetection: ts.ModuleDetectionKind.Auto,
        }
      : {}),
  };
  const parsed = new Map<string, ts.SourceFile | undefined>();
  const plain = describe(createProgram(files, options, parsed), isOwnFile);
  if (!mentionsUndeclared(plain)) return plain;
  return describe(
    createProgram(files, { ...options, lib: [...(options.lib ?? []), ...DOM] }, parsed),
    isOwnFile,
  );
}

function createProgram(
  files: readonly string[],
  options: ts.CompilerOptions,
  parsed: Map<string, ts.SourceFile | undefined>,
): ts.Program {
  const host = ts.createCompilerHost(options, true);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) => {
    if (!parsed.has(name)) parsed.set(name, read(name, ...rest));
    return parsed.get(name);
  };
  const [first] = files;
  // Type packages are looked up from the library's folder, not from where the process happens to run.
  if (first !== undefined) host.getCurrentDirectory = () => path.dirname(first);
  return ts.createProgram([...files], options, host);
}

function describe(program: ts.Program, isOwnFile: (file: string) => boolean): DeclarationProgram {
  const own = new Map<string, boolean>();
  return {
    program,
    checker: program.getTypeChecker(),
    isOwn(file) {
      const known = own.get(file.fileName);
      if (known !== undefined) return known;
      const answer = !isPlatform(program, file) && isOwnFile(path.normalize(file.fileName));
      own.set(file.fileName, answer);
      return answer;
    },
    isPlatform: (file) => isPlatform(program, file),
    syntaxErrors: (file) => program.getSyntacticDiagnostics(file),
    files: program
      .getSourceFiles()
      .filter((file) => !program.isSourceFileDefaultLibrary(file))
      .map((file) => path.normalize(file.fileName)),
  };
}

/** Whether an own file names a type that nothing declares. */
function mentionsUndeclared(source: DeclarationProgram): boolean {
  const unknownName = (name: ts.Node): boolean =>
    ts.isIdentifier(name) &&
    name.text !== 'const' &&
    name.text !== 'globalThis' &&
    !source.checker.getSymbolAtLocation(name)?.declarations?.length;
  const visit = (node: ts.Node): boolean => {
    if (ts.isTypeReferenceNode(node) && unknownName(node.typeName)) return true;
    if (ts.isExpressionWithTypeArguments(node) && unknownName(node.expression)) return true;
    if (ts.isTypeQueryNode(node) && unknownName(node.exprName)) return true;
    return ts.forEachChild(node, visit) ?? false;
  };
  return source.program
    .getSourceFiles()
    .some((file) => source.isOwn(file) && (visit(file) || jsDocTypes(file).some(visit)));
}

/** Types in JSDoc are no children of the code they describe. */
function jsDocTypes(file: ts.SourceFile): ts.Node[] {
  if (!/\.[cm]?jsx?$/i.test(file.fileName)) return [];
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    found.push(...ts.getJSDocCommentsAndTags(node));
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
}

function isPlatform(program: ts.Program, file: ts.SourceFile): boolean {
  return (
    program.isSourceFileDefaultLibrary(file) ||
    /[\\/]node_modules[\\/](?:@types[\\/]node|undici-types)[\\/]/.test(file.fileName)
  );
}

/** Whether a text refers to Node's own types, which are then loaded if they are installed. */
function usesNode(text: string): boolean {
  return /\bNodeJS\.|\bBuffer\b|<reference types="node"|from ['"](?:node:|(?:buffer|child_process|crypto|dns|events|fs|http|https|net|os|path|stream|tls|url|util|zlib)['"])|require\(['"](?:node:|(?:events|fs|http|stream|util)['"])/.test(
    text,
  );
}
