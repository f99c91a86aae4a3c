import ts from 'typescript';

/** The language's own declarations, parsed once. */
const languageFiles = new Map<string, ts.SourceFile>();

/** The 0-based lines on which TypeScript, strict, reports errors in a script (`js`, `ts`, `tsx`) that uses these declarations. */
export function errorLines(declarations: string, script: string, extension = 'js'): number[] {
  const name = `/script.${extension}`;
  const files = new Map([
    ['/lib.d.ts', declarations],
    [name, script],
  ]);
  const options: ts.CompilerOptions = {
    allowJs: true,
    jsx: ts.JsxEmit.Preserve,
    checkJs: true,
    strict: true,
    noImplicitAny: false,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleDetection: ts.ModuleDetectionKind.Force,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, languageVersion) => {
    const text = files.get(name);
    if (text !== undefined) return ts.createSourceFile(name, text, languageVersion, true);
    const parsed = languageFiles.get(name) ?? read(name, languageVersion);
    if (parsed) languageFiles.set(name, parsed);
    return parsed;
  };
  host.fileExists = (name) => files.has(name) || ts.sys.fileExists(name);
  const program = ts.createProgram([...files.keys()], options, host);
  return program.getSemanticDiagnostics(program.getSourceFile(name)).map((it) => {
    return it.file?.getLineAndCharacterOfPosition(it.start ?? 0).line ?? 0;
  });
}
