import type { Position, Range } from 'vscode-languageserver-types';
import type { TypeShape } from '../../../index/type-shape.js';
import { isFunction } from '../../analysis/function-types.js';
import { closeDocument, openDocument, type SyntaxDocument } from '../../syntax/syntax-document.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import type { GenerationRequest } from '../generation.js';
import type { ScopeVariable } from '../plan/site.js';

/** The function that generated statements will stand in. Offsets are UTF-16 positions in the file. */
export interface EnclosingFunction {
  readonly name: string;
  readonly async: boolean;
  /** Where `async ` goes to make it so; undefined where the language forbids it (constructors, accessors, generators). */
  readonly asyncAt?: number;
  /** The type that TypeScript states for its result, `: ` not included, unless it is a promise already. */
  readonly result?: { readonly start: number; readonly end: number };
  readonly parameters: readonly string[];
  /** The JSDoc comment before it, '' if there is none. */
  readonly doc: string;
}

/** What the pipeline knows of the place the code goes to. */
export interface Site {
  readonly variables: readonly ScopeVariable[];
  /** Names that new declarations must not take. */
  readonly taken: ReadonlySet<string>;
  readonly enclosing?: EnclosingFunction;
  /** The file has imports or exports, so that `await` may stand outside of functions. */
  readonly esModule: boolean;
  readonly commonJs: boolean;
}

/** Reads scope and surroundings of the insertion point; without a file there is only the wanted function's own scope. */
export function readSite(request: GenerationRequest): Site {
  const own = (request.entry?.params ?? []).map(parameterName).filter((it) => it !== '');
  const parameters = own.map((name): ScopeVariable => ({ name, parameter: true }));
  const { file } = request;
  if (!file) return { variables: parameters, taken: new Set(own), esModule: true, commonJs: false };

  const document = openDocument(file.uri, file.text, 0);
  try {
    const at = document.lines.offset(startOf(file.target));
    const inner = 'body' in file.target ? at + 1 : at;
    const scope = scopeAt(document, inner);
    const enclosing = scope.function && describe(scope.function, document);
    const docTypes = parameterTypes(enclosing?.doc ?? '');
    const visible = scope.variables.map((it) => {
      const type = docTypes.get(it.name) ?? it.type;
      return { name: it.name, parameter: it.parameter, ...(type ? { type } : {}) };
    });
    const names = new Set(visible.map((it) => it.name));
    const added = parameters.filter((it) => !names.has(it.name));
    return {
      variables: [...visible, ...added],
      taken: new Set([...names, ...own, ...scope.declared]),
      ...(enclosing ? { enclosing } : {}),
      esModule: document.program.children.some((it) => /^(?:import|export)_statement$/.test(it.type)),
      commonJs: /\brequire\s*\(|\bmodule\.exports\b|\bexports\./.test(file.text),
    };
  } finally {
    closeDocument(document);
  }
}

export function startOf(target: NonNullable<GenerationRequest['file']>['target']): Position {
  if ('after' in target) return target.after;
  return ('body' in target ? target.body : target.replace).start;
}

export function rangeOfTarget(target: NonNullable<GenerationRequest['file']>['target']): Range {
  if ('after' in target) return { start: target.after, end: target.after };
  return 'body' in target ? target.body : target.replace;
}

function parameterName(text: string): string {
  return /^\s*(?:\.\.\.)?\s*([A-Za-z_$][\w$]*)/.exec(text)?.[1] ?? '';
}

interface Scope {
  readonly variables: readonly ScopeVariable[];
  /** Everything declared in the enclosing function and in the file's scope, visible or not. */
  readonly declared: readonly string[];
  readonly function?: SyntaxNode;
}

function scopeAt(document: SyntaxDocument, offset: number): Scope {
  const variables: ScopeVariable[] = [];
  const declared: string[] = [];
  let enclosing: SyntaxNode | undefined;
  for (let node: SyntaxNode | null = innermost(document.program, offset); node; node = node.parent) {
    if (isFunction(node)) {
      enclosing ??= node;
      for (const name of parametersOf(node)) variables.push({ name, parameter: true });
    }
    for (const statement of node.children) {
      for (const { name, type } of declarations(statement)) {
        declared.push(name);
        // Inside a function what comes later is not there yet.
        if (statement.end <= offset || !enclosing)
          variables.push({ name, parameter: false, ...(type ? { type } : {}) });
      }
    }
  }
  const seen = new Set<string>();
  return {
    variables: variables.filter((it) => !seen.has(it.name) && seen.add(it.name)),
    declared,
    ...(enclosing ? { function: enclosing } : {}),
  };
}

/** The deepest node that strictly holds the offset. */
function innermost(node: SyntaxNode, offset: number): SyntaxNode {
  for (const child of node.children)
    if (child.start < offset && offset < child.end) return innermost(child, offset);
  return node;
}

function* declarations(statement: SyntaxNode): Generator<{ name: string; type?: TypeShape }> {
  switch (statement.type) {
    case 'export_statement':
      for (const child of statement.children) yield* declarations(child);
      break;
    case 'lexical_declaration':
    case 'variable_declaration':
      for (const declarator of statement.children) {
        if (declarator.type !== 'variable_declarator') continue;
        const target = declarator.get('name');
        const value = declarator.get('value');
        const type = value && literalType(value);
        if (target?.type === 'identifier') yield { name: target.text, ...(type ? { type } : {}) };
        else if (target) for (const name of patternNames(target)) yield { name };
      }
      break;
    case 'function_declaration':
    case 'class_declaration':
    case 'generator_function_declaration': {
      const name = statement.get('name');
      // Functions are no values that an argument could be.
      if (name) yield { name: name.text, type: { kind: 'function', signatures: [] } };
      break;
    }
    case 'import_statement':
      for (const name of importedNames(statement)) yield { name };
      break;
    default:
      break;
  }
}

function* importedNames(node: SyntaxNode): Generator<string> {
  if (node.type === 'import_specifier') {
    const name = node.get('alias') ?? node.get('name');
    if (name) yield name.text;
    return;
  }
  if (node.type === 'identifier') yield node.text;
  else for (const child of node.children) yield* importedNames(child);
}

function parametersOf(node: SyntaxNode): string[] {
  const single = node.get('parameter');
  if (single) return patternNames(single);
  return (node.get('parameters')?.children ?? []).flatMap(patternNames);
}

function patternNames(node: SyntaxNode): string[] {
  switch (node.type) {
    case 'identifier':
    case 'shorthand_property_identifier_pattern':
      return [node.text];
    case 'assignment_pattern':
    case 'object_assignment_pattern':
      return patternNames(node.get('left') ?? node);
    case 'pair_pattern': {
      const value = node.get('value');
      return value ? patternNames(value) : [];
    }
    default:
      return node.children.flatMap(patternNames);
  }
}

/** The shape of a literal; undefined for anything whose type is not plain to see. */
function literalType(node: SyntaxNode, depth = 3): TypeShape | undefined {
  switch (node.type) {
    case 'string':
    case 'template_string':
      return { kind: 'primitive', name: 'string' };
    case 'number':
      return { kind: 'primitive', name: 'number' };
    case 'true':
    case 'false':
      return { kind: 'primitive', name: 'boolean' };
    case 'array': {
      const [first] = node.children;
      const element = first && depth > 0 ? literalType(first, depth - 1) : undefined;
      return { kind: 'array', element: element ?? { kind: 'unknown' } };
    }
    case 'object':
      return {
        kind: 'object',
        properties: node.children.flatMap((pair) => {
          const key = pair.get('key');
          const value = pair.get('value');
          const type = value && depth > 0 ? literalType(value, depth - 1) : undefined;
          return key
            ? [{ name: key.text.replace(/^['"]|['"]$/g, ''), type: type ?? { kind: 'unknown' as const } }]
            : [];
        }),
      };
    case 'arrow_function':
    case 'function_expression':
      return { kind: 'function', signatures: [] };
    default:
      return undefined;
  }
}

function describe(node: SyntaxNode, document: SyntaxDocument): EnclosingFunction {
  const head = node.text.slice(0, Math.max(0, (node.get('body')?.start ?? node.end) - node.start));
  const isAsync = /^(?:static\s+)?async\b/.test(head);
  const method = node.type === 'method_definition';
  const forbidden =
    /generator/.test(node.type) ||
    /^(?:static\s+)?\*/.test(head) ||
    (method && (/^(?:static\s+)?(?:get|set)\s+[\w$'"[#]/.test(head) || /^constructor\b/.test(head)));
  const declared =
    node.get('name')?.text ??
    (node.parent?.type === 'variable_declarator' ? (node.parent.get('name')?.text ?? '') : '');
  const after = method && /^static\s+/.exec(head)?.[0].length;
  return {
    name: declared,
    async: isAsync,
    ...(forbidden || isAsync ? {} : { asyncAt: node.start + (after || 0) }),
    ...resultOf(node),
    parameters: parametersOf(node),
    doc: docBefore(node, document),
  };
}

function resultOf({ annotation }: SyntaxNode): Pick<EnclosingFunction, 'result'> {
  const type = annotation && /^:\s*(?!Promise\b)(?=\S)/.exec(annotation.text);
  return type ? { result: { start: annotation.start + type[0].length, end: annotation.end } } : {};
}

/** The JSDoc comment directly before the statement that holds the function. */
function docBefore(node: SyntaxNode, document: SyntaxDocument): string {
  let start = node.start;
  for (let outer: SyntaxNode | null = node; outer; outer = outer.parent) {
    if (
      !/^(?:variable_declarator|lexical_declaration|variable_declaration|export_statement|pair|assignment_expression|expression_statement|function_declaration|function_expression|arrow_function|method_definition)$/.test(
        outer.type,
      )
    )
      break;
    start = outer.start;
  }
  const comment = document.comments.findLast((it) => it.end <= start);
  if (!comment?.text.startsWith('/**') || document.text.slice(comment.end, start).trim() !== '') return '';
  return comment.text;
}

const JSDOC_TYPES: Readonly<Record<string, TypeShape>> = {
  string: { kind: 'primitive', name: 'string' },
  number: { kind: 'primitive', name: 'number' },
  boolean: { kind: 'primitive', name: 'boolean' },
};

/** Simple types of `@param {string} name`; others are left to the checker. */
function parameterTypes(doc: string): Map<string, TypeShape> {
  const types = new Map<string, TypeShape>();
  for (const [, type = '', name = ''] of doc.matchAll(/@param\s+\{([^}]*)\}\s+\[?([\w$]+)/g)) {
    const element = /^(\w+)\[\]$|^Array<(\w+)>$/.exec(type.trim());
    const plain = JSDOC_TYPES[type.trim()];
    const inner = element && JSDOC_TYPES[element[1] ?? element[2] ?? ''];
    if (plain) types.set(name, plain);
    else if (inner) types.set(name, { kind: 'array', element: inner });
  }
  return types;
}

/** Whether the function's JSDoc promises a result: `@returns` with a type that is not void. */
export function promisesResult(doc: string): boolean {
  const type = /@returns?\s+\{([^\n]*)\}/
    .exec(doc)?.[1]
    ?.replace(/^Promise<(.*)>$/, '$1')
    .trim();
  return type !== undefined && !/^(?:void|undefined|never)?$/.test(type);
}
