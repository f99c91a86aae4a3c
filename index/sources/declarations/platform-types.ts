import ts from 'typescript';
import type { DeclarationProgram } from './program.js';
import { isHiddenName, isMethodLike } from './symbols.js';

/** The types of the language and the platform, as opposed to those of the library and what it builds on. */
export class PlatformTypes {
  private readonly language = new Map<string, ts.Symbol>();
  private readonly known = new Map<ts.Symbol, boolean>();

  constructor(private readonly source: DeclarationProgram) {
    const { program, checker } = source;
    const library = program.getSourceFiles().find((file) => program.isSourceFileDefaultLibrary(file));
    if (!library) return;
    for (const symbol of checker.getSymbolsInScope(library, ts.SymbolFlags.Interface)) {
      if (symbol.declarations?.some((it) => isOfLanguage(source, it))) this.language.set(symbol.name, symbol);
    }
  }

  /** An interface of the platform stays one when the library adds to it, as `Window` with a global. */
  has(symbol: ts.Symbol): boolean {
    const known = this.known.get(symbol);
    if (known !== undefined) return known;
    const answer =
      symbol.declarations?.some((it) => this.source.isPlatform(it.getSourceFile())) ||
      this.isRestated(symbol);
    this.known.set(symbol, answer);
    return answer;
  }

  /** An interface that only repeats the language's, for a platform with a JavaScript of its own: `Base.Date`. */
  private isRestated(symbol: ts.Symbol): boolean {
    const model = symbol.flags & ts.SymbolFlags.Interface ? this.language.get(symbol.name) : undefined;
    return model !== undefined && restates(symbol, model);
  }
}

/** Whether an interface says nothing but what another says, and most of that. */
function restates(symbol: ts.Symbol, model: ts.Symbol): boolean {
  const own = namedMembers(symbol);
  const others = namedMembers(model);
  return (
    own.some(isMethodLike) &&
    own.filter(isMethodLike).length * 2 >= others.filter(isMethodLike).length &&
    own.every((it) => others.some((other) => other.name === it.name))
  );
}

function namedMembers(symbol: ts.Symbol): ts.Symbol[] {
  return [...(symbol.members?.values() ?? [])].filter((it) => !isHiddenName(it.name));
}

/** The browser's names, such as `Request`, are everybody's; a library's own are hardly the browser's. */
function isOfLanguage(source: DeclarationProgram, declaration: ts.Declaration): boolean {
  const file = declaration.getSourceFile();
  return source.program.isSourceFileDefaultLibrary(file) && !/lib\.dom\./.test(file.fileName);
}
