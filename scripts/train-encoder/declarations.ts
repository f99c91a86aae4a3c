import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** What the documentation of one declaration says. */
export interface Documented {
  /** Qualified name. */
  readonly name: string;
  readonly text: string;
  /** Names and texts of `@param`. */
  readonly parameters: readonly (readonly [string, string])[];
  readonly returns: string;
  readonly examples: readonly string[];
}

/** Folders with copies for old compilers, and dependencies. */
const SKIPPED = /^(?:node_modules|ts\d.*)$/;

/** The documented declarations in a `.d.ts` file or in all those of a folder, in the order of the file names. */
export function* documented(path: string): Generator<Documented> {
  for (const file of declarationFiles(path)) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    yield* inNode(source, [], source);
  }
}

function* declarationFiles(path: string): Generator<string> {
  if (statSync(path).isFile()) {
    if (/\.d\.[mc]?ts$/.test(path)) yield path;
    return;
  }
  for (const name of readdirSync(path).sort())
    if (!SKIPPED.test(name)) yield* declarationFiles(join(path, name));
}

function* inNode(node: ts.Node, scope: readonly string[], source: ts.SourceFile): Generator<Documented> {
  if (ts.isSourceFile(node) || ts.isModuleBlock(node)) {
    for (const statement of node.statements) yield* inNode(statement, scope, source);
    return;
  }
  if (ts.isModuleDeclaration(node)) {
    const inner =
      ts.isStringLiteral(node.name) || node.name.text === 'global' ? scope : [...scope, node.name.text];
    if (inner.length > 0) yield* docOf(node, inner, source);
    if (node.body) yield* inNode(node.body, inner, source);
    return;
  }
  if (ts.isVariableStatement(node)) {
    for (const declaration of node.declarationList.declarations) {
      if (!ts.isIdentifier(declaration.name)) continue;
      const inner = [...scope, declaration.name.text];
      yield* docOf(node, inner, source);
      yield* inType(declaration.type, inner, source);
    }
    return;
  }
  const name = nameOf(node);
  if (name === undefined) return;
  const inner = [...scope, name];
  if (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)) {
    yield* docOf(node, inner, source);
    for (const member of node.members) yield* inNode(member, inner, source);
  } else if (ts.isTypeAliasDeclaration(node)) {
    yield* docOf(node, inner, source);
    yield* inType(node.type, inner, source);
  } else if (ts.isPropertySignature(node) || ts.isPropertyDeclaration(node) || ts.isGetAccessor(node)) {
    yield* docOf(node, inner, source);
    yield* inType(node.type, inner, source);
  } else if (
    ts.isFunctionDeclaration(node) ||
    ts.isMethodSignature(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isEnumMember(node)
  ) {
    yield* docOf(node, inner, source);
  }
}

/** The members of object types, also among alternatives. */
function* inType(
  type: ts.TypeNode | undefined,
  scope: readonly string[],
  source: ts.SourceFile,
): Generator<Documented> {
  if (!type) return;
  if (ts.isTypeLiteralNode(type)) for (const member of type.members) yield* inNode(member, scope, source);
  else if (ts.isIntersectionTypeNode(type) || ts.isUnionTypeNode(type)) {
    for (const each of type.types) yield* inType(each, scope, source);
  }
}

function nameOf(node: ts.Node): string | undefined {
  const name = ts.getNameOfDeclaration(node as ts.Declaration);
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name))
    ? name.text
    : undefined;
}

function* docOf(node: ts.Node, scope: readonly string[], source: ts.SourceFile): Generator<Documented> {
  const doc = ts.getJSDocCommentsAndTags(node).findLast(ts.isJSDoc);
  if (!doc) return;
  let text = textOf(doc.comment);
  const parameters: [string, string][] = [];
  const examples = (doc.getText(source).match(/```[\s\S]*?```/g) ?? []).map((it) =>
    it.replace(/^\s*\*\s?/gm, ''),
  );
  let returns = '';
  for (const tag of doc.tags ?? []) {
    const comment = textOf(tag.comment);
    if (ts.isJSDocParameterTag(tag)) {
      parameters.push([tag.name.getText(source), clean(comment).replace(/^\s*-\s*/, '')]);
    } else if (ts.isJSDocReturnTag(tag)) returns = clean(comment);
    else if (tag.tagName.text === 'example') examples.push(comment);
    else if (ts.isJSDocDeprecatedTag(tag) && text.trim() === '') text = comment;
    else if (/^(?:remarks|description|summary)$/.test(tag.tagName.text)) text += `\n\n${comment}`;
  }
  text = clean(text);
  if (text !== '' || parameters.length > 0 || returns !== '')
    yield { name: scope.join('.'), text, parameters, returns, examples: examples.slice(0, 3) };
}

function textOf(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  return ts.getTextOfJSDocComment(comment) ?? '';
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  '#39': "'",
};

/** Documentation as plain paragraphs, one a line, without code, links, HTML and labels that say nothing. */
function clean(text: string): string {
  return text
    .replace(/\r/g, '')
    .replace(/```[\s\S]*?(?:```|$)/g, ' ')
    .replace(/^\s*\[(?:[^\][]|\[[^\]]*\])*\]\(https?:[^)]*\)\s*$/gm, ' ')
    .replace(/!\[[^\]]*\]\([^)]*\)/g, ' ')
    .replace(/\[([^\]]*)\]\((?:[^()]|\([^)]*\))*\)/g, '$1')
    .replace(
      /\{@(?:link|linkcode|linkplain)\s+([^}|\s]+)(?:\s*\|?\s*([^}]*))?\}/g,
      (_, target, label) => label || target,
    )
    .replace(/<\/(?:p|li|note|important|ul|ol|div|h\d|dt|dd)>/gi, '\n\n')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/?[a-zA-Z][^<>]{0,300}>/g, '')
    .replace(/&(#?\w+);/g, (_, entity: string) => ENTITIES[entity] ?? ' ')
    .replace(/^\s*(?:文档|平台差异说明|DOC|参考)\s*[：:].*$/gm, '')
    .replace(/\*\*(.*?)\*\*/g, '$1')
    .replace(/`/g, '')
    .replace(/^\s*(?:\*{1,4}|示例代码|代码示例|#+.*)\s*$/gm, '')
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '')
    .join('\n');
}
