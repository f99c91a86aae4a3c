import ts from 'typescript';

/** TypeScript, strict with `checkJs`, on scripts that use one library; the declarations are parsed once. */
export class FixReferee {
  readonly #service: ts.LanguageService;
  #name = '/script.js';
  #text = '';
  #version = 0;

  constructor(declarations: string) {
    const text = `${declarations}\ndeclare const console: { log(...values: unknown[]): void };\n`;
    const options: ts.CompilerOptions = {
      allowJs: true,
      checkJs: true,
      strict: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      moduleDetection: ts.ModuleDetectionKind.Force,
      lib: ['lib.es2023.d.ts'],
      types: [],
    };
    const texts = (file: string) =>
      file === '/lib.d.ts' ? text : file === this.#name ? this.#text : undefined;
    this.#service = ts.createLanguageService({
      getCompilationSettings: () => options,
      getScriptFileNames: () => ['/lib.d.ts', this.#name],
      getScriptVersion: (file) => (file === this.#name ? String(this.#version) : '0'),
      getScriptSnapshot: (file) => {
        const text = texts(file) ?? ts.sys.readFile(file);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => '/',
      getDefaultLibFileName: (it) => ts.getDefaultLibFilePath(it),
      fileExists: (file) => texts(file) !== undefined || ts.sys.fileExists(file),
      readFile: (file) => texts(file) ?? ts.sys.readFile(file),
    });
  }

  /** The errors of a script as `line: message`. */
  errors(text: string, extension = 'js'): string[] {
    this.#open(text, extension);
    const found = [
      ...this.#service.getSyntacticDiagnostics(this.#name),
      ...this.#service.getSemanticDiagnostics(this.#name),
    ];
    return found
      .filter((it) => it.category === ts.DiagnosticCategory.Error)
      .map((it) => {
        const line = it.file?.getLineAndCharacterOfPosition(it.start ?? 0).line ?? 0;
        return `${line + 1}: ${ts.flattenDiagnosticMessageText(it.messageText, ' ')}`;
      });
  }

  /** Where the expression, pattern or import that a place belongs to begins and ends: what a fix may change. */
  whole(text: string, offset: number, extension = 'js'): { readonly start: number; readonly end: number } {
    this.#open(text, extension);
    const file = this.#service.getProgram()?.getSourceFile(this.#name);
    if (!file) throw new Error('no file');
    let node: ts.Node = file;
    for (let inner: ts.Node | undefined = file; inner; ) {
      node = inner;
      inner = ts.forEachChild(node, (it) =>
        it.getStart(file) <= offset && offset < it.end ? it : undefined,
      );
    }
    while (node.parent && (!isBoundary(node.parent) || isMethodName(node))) node = node.parent;
    return { start: node.getStart(file), end: node.end };
  }

  #open(text: string, extension: string): void {
    const name = `/script.${extension}`;
    if (text === this.#text && name === this.#name) return;
    this.#text = text;
    this.#name = name;
    this.#version += 1;
  }
}

/** Whether a node names a method of an object literal, which is part of that. */
function isMethodName({ parent }: ts.Node): boolean {
  return ts.isMethodDeclaration(parent) && ts.isObjectLiteralExpression(parent.parent);
}

/** What holds expressions without being part of one. */
function isBoundary(node: ts.Node): boolean {
  return (
    (ts.isStatement(node) && !ts.isImportDeclaration(node)) ||
    ts.isFunctionLike(node) ||
    ts.isSourceFile(node) ||
    ts.isVariableDeclarationList(node) ||
    ts.isClassElement(node) ||
    ts.isTemplateSpan(node)
  );
}
