import ts from 'typescript';
import type { CallableNote } from '../shape-draft.js';
import { documentationOf, mergedDocumentation } from './js-doc.js';
import { positionOf } from './position.js';
import type { DeclarationProgram } from './program.js';

/** Documentation and place of something that can be called; undefined where it is not declared anywhere. */
export function callableNote(source: DeclarationProgram, symbol: ts.Symbol): CallableNote | undefined {
  const type = source.checker.getTypeOfSymbol(symbol);
  const called = [...type.getCallSignatures(), ...type.getConstructSignatures()].flatMap(
    (it) => it.declaration ?? [],
  );
  // A class may be documented at the class and at its constructor: the class says what it is.
  const declarations = [...(symbol.declarations ?? []), ...called];
  const own = declarations.filter((it) => source.isOwn(it.getSourceFile()));
  const candidates = own.length > 0 ? own : declarations;
  const documented = candidates.find((it) => documentationOf(it).description !== '');
  const place = documented ?? candidates[0];
  if (!place) return undefined;
  const declaredName = ts.getNameOfDeclaration(symbol.valueDeclaration ?? place);
  const also = (symbol.declarations ?? [])
    .filter((it) => ts.isFunctionDeclaration(it) && it.getSourceFile() !== place.getSourceFile())
    .filter((it) => own.includes(it))
    .map(positionOf);
  return {
    documentation: mergedDocumentation(candidates.map((it) => documentationOf(it))),
    source: positionOf(place),
    own: own.length > 0,
    ...(also.length > 0 ? { also } : {}),
    ...(declaredName && ts.isIdentifier(declaredName) ? { declaredName: declaredName.text } : {}),
  };
}
