import path from 'node:path';
import ts from 'typescript';

/** A use of something deprecated, or of a deprecated signature. */
const DEPRECATED = [6385, 6387];

/** TypeScript's own language service on the project that a folder's configuration describes. */
export class TypeService {
  readonly #service: ts.LanguageService;
  readonly #files: readonly string[];

  /** @param config - Name of the configuration in the folder. */
  constructor(folder: string, config: string) {
    const { config: json } = ts.readConfigFile(path.join(folder, config), ts.sys.readFile);
    const { fileNames, options } = ts.parseJsonConfigFileContent(json, ts.sys, folder);
    this.#files = fileNames;
    this.#service = ts.createLanguageService({
      getCompilationSettings: () => options,
      getScriptFileNames: () => fileNames,
      getScriptVersion: () => '0',
      getScriptSnapshot: (file) => {
        const text = ts.sys.readFile(file);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => folder,
      getDefaultLibFileName: (it) => ts.getDefaultLibFilePath(it),
      fileExists: ts.sys.fileExists,
      readFile: ts.sys.readFile,
      readDirectory: ts.sys.readDirectory,
      directoryExists: ts.sys.directoryExists,
    });
  }

  /** The 0-based lines of errors and of deprecated uses that it shows in a file. */
  lines(file: string): ReadonlySet<number> {
    if (!this.#files.includes(file)) throw new Error(`${file} is not in the project`);
    const found = [
      ...this.#service.getSemanticDiagnostics(file),
      ...this.#service.getSuggestionDiagnostics(file).filter((it) => DEPRECATED.includes(it.code)),
    ];
    return new Set(found.map((it) => it.file?.getLineAndCharacterOfPosition(it.start ?? 0).line ?? 0));
  }
}
