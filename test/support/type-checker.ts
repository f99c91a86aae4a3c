import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const UNUSED = 6133;

/** TypeScript as the referee: its diagnostics for the files of a folder, any of which may be given another text. */
export class TypeChecker {
  readonly files: readonly string[];
  readonly #texts = new Map<string, { text: string; version: number }>();
  readonly #service: ts.LanguageService;

  /** @param folder - Holds a `jsconfig.json`. */
  constructor(folder: string) {
    const config = ts.readConfigFile(path.join(folder, 'jsconfig.json'), (file) =>
      readFileSync(file, 'utf8'),
    );
    const { fileNames, options } = ts.parseJsonConfigFileContent(config.config, ts.sys, folder);
    this.files = fileNames.filter((file) => file.endsWith('.js'));
    for (const file of fileNames) this.#texts.set(file, { text: readFileSync(file, 'utf8'), version: 0 });
    this.#service = ts.createLanguageService({
      getCompilationSettings: () => options,
      getScriptFileNames: () => fileNames,
      getScriptVersion: (file) => String(this.#texts.get(file)?.version ?? 0),
      getScriptSnapshot: (file) => ts.ScriptSnapshot.fromString(this.text(file)),
      getCurrentDirectory: () => folder,
      getDefaultLibFileName: (it) => ts.getDefaultLibFilePath(it),
      fileExists: ts.sys.fileExists,
      readFile: ts.sys.readFile,
      readDirectory: ts.sys.readDirectory,
      directoryExists: ts.sys.directoryExists,
    });
  }

  text(file: string): string {
    return this.#texts.get(file)?.text ?? readFileSync(file, 'utf8');
  }

  /** The 0-based lines on which TypeScript reports errors, if the file had this text. */
  errorLines(file: string, text: string): readonly number[] {
    const before = this.#texts.get(file);
    this.#texts.set(file, { text, version: (before?.version ?? 0) + 1 });
    // That a variable became superfluous is not about the call.
    const found = this.#service.getSemanticDiagnostics(file).filter((it) => it.code !== UNUSED);
    const lines = found.map((it) => {
      const start = it.start ?? 0;
      return it.file ? it.file.getLineAndCharacterOfPosition(start).line : 0;
    });
    if (before) this.#texts.set(file, { text: before.text, version: (before.version ?? 0) + 2 });
    return lines;
  }
}
