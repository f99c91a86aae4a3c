import ts from 'typescript';
import { type Parameter, type Signature, type TypeShape, UNKNOWN } from '../../type-shape.js';
import { type Documentation, statedDefault } from '../documentation.js';
import { optionDocs, withPropertyDocs } from '../property-docs.js';
import { intersectionOf, withoutUndefined } from '../shapes.js';
import { documentationOf } from './js-doc.js';
import { isAnyNode, isOpenMapped } from './symbols.js';
import type { TypeFlattener } from './type-flattener.js';

/** Turns the call and construct signatures of a type into Signatures. */
export class SignatureReader {
  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly types: TypeFlattener,
  ) {}

  ofType(type: ts.Type): readonly Signature[] {
    const constructors = new Set(type.getConstructSignatures().map((it) => it.getDeclaration()));
    return distinct([
      // A constructor function of JavaScript can be called without `new` as well, but is not meant to be.
      ...type
        .getCallSignatures()
        .flatMap((it) => (constructors.has(it.getDeclaration()) ? [] : [this.read(it)])),
      ...type
        .getConstructSignatures()
        .flatMap((it) => (isPublic(it) ? [{ ...this.read(it), construct: true as const }] : [])),
    ]);
  }

  private read(signature: ts.Signature): Signature {
    const declaration = signature.declaration as ts.SignatureDeclaration | undefined;
    const documentation = declaration && documentationOf(declaration);
    const { parameters: typeParameters } = this.types.table.typeParameters(signature.getTypeParameters());
    const tagged = taggedNames(declaration);
    const returnsDoc = documentation?.returns;
    return {
      ...(typeParameters ? { typeParameters } : {}),
      parameters: signature.parameters.flatMap((it, index) =>
        this.parameters(it, tagged[index], documentation),
      ),
      returns: this.returns(signature, declaration),
      ...(returnsDoc ? { returnsDoc } : {}),
    };
  }

  /** One parameter; several where a rest parameter is declared as a tuple. */
  private parameters(
    symbol: ts.Symbol,
    tagged: string | undefined,
    documentation: Documentation | undefined,
  ): Parameter[] {
    const declaration = symbol.valueDeclaration;
    const parameter = declaration && ts.isParameter(declaration) ? declaration : undefined;
    const inJsDoc = declaration && ts.isJSDocParameterTag(declaration) ? declaration : undefined;
    const rest =
      parameter?.dotDotDotToken !== undefined ||
      inJsDoc?.typeExpression?.type.kind === ts.SyntaxKind.JSDocVariadicType;
    const optional =
      !rest &&
      ((parameter && isUntypedCode(parameter.parent)) ||
        (parameter && this.checker.isOptionalParameter(parameter)) ||
        (inJsDoc && isOptionalTag(inJsDoc)));
    // A destructured parameter has no name of its own.
    const name = symbol.name.startsWith('__') ? (tagged ?? 'options') : symbol.name;
    const type = this.parameterType(symbol, parameter, optional === true);

    if (rest && type.kind === 'tuple') {
      return type.elements.map((element, index) => ({
        name: element.name ?? `${name}${index + 1}`,
        type:
          element.rest && element.type.kind !== 'array'
            ? { kind: 'array', element: element.type }
            : element.type,
        ...(element.optional ? { optional: true } : {}),
        ...(element.rest ? { rest: true } : {}),
      }));
    }
    const doc = documentation?.params.get(name) ?? documentation?.params.get(symbol.name);
    const initial =
      parameter?.initializer && isPlainValue(parameter.initializer)
        ? parameter.initializer.getText()
        : undefined;
    const value = documentation?.defaults?.get(name) ?? statedDefault(doc) ?? initial;
    return [
      {
        name,
        type: documentation
          ? withPropertyDocs(type, name, documentation.params, documentation.defaults)
          : type,
        ...(optional ? { optional: true } : {}),
        ...(rest ? { rest: true } : {}),
        ...(doc ? { doc } : {}),
        ...(value !== undefined ? { default: value } : {}),
        ...(documentation ? optionDocs(type, name, documentation.params) : {}),
      },
    ];
  }

  private parameterType(
    symbol: ts.Symbol,
    declaration: ts.ParameterDeclaration | undefined,
    optional: boolean,
  ): TypeShape {
    const type = this.checker.getTypeOfSymbol(symbol);
    if (type.flags & (ts.TypeFlags.IndexedAccess | ts.TypeFlags.Index | ts.TypeFlags.Conditional)) {
      return this.types.constraintShape(type);
    }
    const certain = certainParts(type);
    if (certain) return intersectionOf(certain.map((it) => this.types.shapeOf(it)));
    if (type.isIntersection()) {
      const parts = type.types.map((it) => this.types.shapeOf(it));
      const known = parts.filter((it) => it.kind !== 'unknown');
      // An argument must fit what is known of it, whatever the rest is.
      if (known.length > 0 && known.length < parts.length)
        return { kind: 'intersection', types: [...known, UNKNOWN] };
    }
    if (declaration?.type && !(symbol.flags & ts.SymbolFlags.Transient)) {
      return this.types.shapeOfNode(declaration.type);
    }
    if (type.flags & ts.TypeFlags.Any) {
      const written = declaration && (declaration.type ?? ts.getJSDocType(declaration));
      // Nothing is written, so nothing is known; an explicit `any` accepts everything.
      if (declaration && !written) return UNKNOWN;
      // A name that cannot be found is no `any` of the author's.
      if (written && !isAnyNode(written) && !isLooseObject(written)) return UNKNOWN;
    }
    return optional ? withoutUndefined(this.types.shapeOf(type)) : this.types.shapeOf(type);
  }

  private returns(signature: ts.Signature, declaration: ts.SignatureDeclaration | undefined): TypeShape {
    const type = this.checker.getReturnTypeOfSignature(signature);
    const node = declaration?.type;
    // Inferred from code that says nothing: not known, which is less than `any`.
    if (!node)
      return type.flags & ts.TypeFlags.Any && !hasJsDocReturn(declaration)
        ? UNKNOWN
        : this.types.shapeOf(type);
    if (ts.isTypePredicateNode(node))
      return { kind: 'primitive', name: node.assertsModifier ? 'void' : 'boolean' };
    // An instantiated signature shares its declaration with the generic one, whose node must not be used.
    const declared = this.checker.getSignatureFromDeclaration(declaration);
    return declared === signature && type === this.checker.getTypeFromTypeNode(node)
      ? this.types.shapeOfNode(node)
      : this.types.shapeOf(type);
  }
}

/** Declarations that are merged may repeat a signature. */
function distinct(signatures: readonly Signature[]): readonly Signature[] {
  if (signatures.length < 2) return signatures;
  const withoutWords = (key: string, value: unknown): unknown =>
    key === 'doc' || key === 'returnsDoc' ? undefined : value;
  const seen = new Set<string>();
  return signatures.filter((it) => seen.size < seen.add(JSON.stringify(it, withoutWords)).size);
}

/** `T & { [K in Exclude<keyof T, keyof Options>]: never }` is at least a T, whatever a call makes of the rest. */
function certainParts(type: ts.Type): readonly ts.Type[] | undefined {
  if (!type.isIntersection()) return undefined;
  const parts = type.types.filter((it) => it.getProperties().length > 0 || !isOpenMapped(it));
  return parts.length > 0 && parts.length < type.types.length ? parts : undefined;
}

function isPublic(signature: ts.Signature): boolean {
  const { declaration } = signature;
  if (!declaration || !ts.isConstructorDeclaration(declaration)) return true;
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return (ts.getCombinedModifierFlags(declaration) & hidden) === 0;
}

/** The top-level names of `@param` tags in order, for parameters that are destructured in the declaration. */
function taggedNames(declaration: ts.SignatureDeclaration | undefined): string[] {
  if (!declaration) return [];
  return ts
    .getJSDocTags(declaration)
    .filter(ts.isJSDocParameterTag)
    .flatMap((tag) => (ts.isIdentifier(tag.name) ? [tag.name.text] : []));
}

function isOptionalTag(tag: ts.JSDocParameterTag): boolean {
  return tag.isBracketed || tag.typeExpression?.type.kind === ts.SyntaxKind.JSDocOptionalType;
}

/** TypeScript takes every parameter of JavaScript that documents none of its types for optional. */
function isUntypedCode(declaration: ts.SignatureDeclaration): boolean {
  if (!ts.isFunctionLike(declaration) || isTypeSyntax(declaration)) return false;
  if (!/\.[cm]?jsx?$/i.test(declaration.getSourceFile().fileName)) return false;
  return !ts.getJSDocType(declaration) && !ts.getJSDocTags(declaration).some(ts.isJSDocParameterTag);
}

/** A function type, which says all there is to say even if it stands in JavaScript. */
function isTypeSyntax(declaration: ts.SignatureDeclaration): boolean {
  return (
    ts.isFunctionTypeNode(declaration) ||
    ts.isConstructorTypeNode(declaration) ||
    ts.isMethodSignature(declaration) ||
    ts.isCallSignatureDeclaration(declaration) ||
    ts.isConstructSignatureDeclaration(declaration) ||
    ts.isJSDocFunctionType(declaration)
  );
}

function hasJsDocReturn(declaration: ts.SignatureDeclaration | undefined): boolean {
  return declaration !== undefined && ts.getJSDocReturnType(declaration) !== undefined;
}

function isPlainValue(node: ts.Expression): boolean {
  return (
    ts.isLiteralExpression(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand))
  );
}

/** In JavaScript `Object` and `object` say no more than `any`. */
function isLooseObject(node: ts.TypeNode): boolean {
  return ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName) && node.typeName.text === 'Object';
}
