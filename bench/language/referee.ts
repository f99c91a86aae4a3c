import path from 'node:path';
import ts from 'typescript';
import type { LibrarySpec } from './libraries.js';

/** What a checker says of a line. Lines are 0-based. */
export interface Report {
  readonly line: number;
  readonly code: string;
  readonly message: string;
  /** Where it begins, in UTF-16 units from the start of the text. */
  readonly offset?: number;
}

/** TypeScript, strict with `checkJs`, for scripts that use one library. The declarations are parsed once. */
export class Referee {
  readonly #service: ts.LanguageService;
  readonly #script: string;
  #text = '';
  #version = 0;

  /**
   * @param folder - Holds `node_modules`. Absolute path.
   * @param extension - Of the script: `js`, `ts`, `tsx`.
   */
  constructor(spec: LibrarySpec, folder: string, extension = 'js') {
    this.#script = path.join(folder, `differential-script.${extension}`);
    const files = [...(spec.files ?? []).map((it) => path.join(folder, it)), this.#script];
    const options: ts.CompilerOptions = {
      allowJs: true,
      checkJs: true,
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      moduleDetection: ts.ModuleDetectionKind.Force,
      lib: [...spec.lib],
      types: [...(spec.types ?? [])],
      jsx: ts.JsxEmit.Preserve,
      paths: Object.fromEntries(
        Object.entries(spec.paths ?? {}).map(([module, file]) => [module, [path.join(folder, file)]]),
      ),
    };
    this.#service = ts.createLanguageService({
      getCompilationSettings: () => options,
      getScriptFileNames: () => files,
      getScriptVersion: (file) => (file === this.#script ? String(this.#version) : '0'),
      getScriptSnapshot: (file) => {
        const text = file === this.#script ? this.#text : ts.sys.readFile(file);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => folder,
      getDefaultLibFileName: (it) => ts.getDefaultLibFilePath(it),
      fileExists: (file) => file === this.#script || ts.sys.fileExists(file),
      readFile: (file) => (file === this.#script ? this.#text : ts.sys.readFile(file)),
      readDirectory: ts.sys.readDirectory,
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
      ...(ts.sys.realpath ? { realpath: ts.sys.realpath } : {}),
    });
  }

  /** The errors of a script, without those that are not about calls. */
  errors(text: string): Report[] {
    this.#text = text;
    this.#version++;
    const found = [
      ...this.#service.getSyntacticDiagnostics(this.#script),
      ...this.#service.getSemanticDiagnostics(this.#script),
    ];
    return found
      .filter((it) => it.category === ts.DiagnosticCategory.Error && !isElsewhere(it.code))
      .map((it) => ({
        line: it.file?.getLineAndCharacterOfPosition(it.start ?? 0).line ?? 0,
        offset: it.start ?? 0,
        code: `TS${it.code}`,
        message: ts.flattenDiagnosticMessageText(it.messageText, '\n'),
      }));
  }

  /** The types, as TypeScript writes them, of the first arguments of calls of a function: offset of an argument -> type. */
  typesOfArguments(text: string, callee: string): ReadonlyMap<number, string> {
    this.errors(text);
    const program = this.#service.getProgram();
    const file = program?.getSourceFile(this.#script);
    const found = new Map<number, string>();
    if (!program || !file) return found;
    const checker = program.getTypeChecker();
    const flags =
      ts.TypeFormatFlags.NoTruncation |
      ts.TypeFormatFlags.UseSingleQuotesForStringLiteralType |
      ts.TypeFormatFlags.UseFullyQualifiedType;
    const visit = (node: ts.Node): void => {
      const [argument] = ts.isCallExpression(node) ? node.arguments : [];
      if (argument && ts.isCallExpression(node) && node.expression.getText(file) === callee) {
        const type = checker.typeToString(checker.getTypeAtLocation(argument), argument, flags);
        found.set(argument.getStart(file), type);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    return found;
  }

  dispose(): void {
    this.#service.dispose();
  }
}

/**
 * Complaints about an implicit `any` (numbers of their own, but one of them is how TypeScript reports an unknown
 * member in brackets), and about conditions that always have the same outcome.
 */
function isElsewhere(code: number): boolean {
  return (code >= 7005 && code <= 7061 && code !== 7053) || code === 2774 || code === 2869 || code === 2871;
}
