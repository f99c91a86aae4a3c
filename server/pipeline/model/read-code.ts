import type { ApiLibrary } from '../../../index/library.js';
import { isFunction } from '../../analysis/function-types.js';
import { withoutThoughts } from '../../models/reply-json.js';
import { withDocument } from '../../syntax/syntax-document.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import type { Need } from '../code/callee.js';
import { importsOf } from '../code/imports.js';
import type { Draft } from '../finish.js';
import { statementFacts, unknownNames } from './source-text.js';

/** What a model's code came to. */
export interface CodeReading {
  readonly draft: Draft;
  /** Each as a sentence, for the model. */
  readonly mistakes: readonly string[];
  /** The model said that no API fits. */
  readonly nothingFits: boolean;
}

export interface CodeSite {
  readonly libraries: readonly ApiLibrary[];
  /** The name of the function that the code goes into or that is wanted. */
  readonly functionName: string;
  /** Names that the code may speak of. */
  readonly known: ReadonlySet<string>;
  /** Names that are declared around the place already. */
  readonly taken: ReadonlySet<string>;
  /** The file that the code goes into; '' if there is none. */
  readonly fileText: string;
  readonly uri: string;
}

/** Reads statements out of an answer: those of a fenced block, out of a function around them, without imports. */
export function readCode(answer: string, site: CodeSite): CodeReading {
  const text = blockIn(withoutThoughts(answer)).replace(/\r\n?/g, '\n').trim();
  const nothingFits = /^\/\/\s*no API fits\b/i.test(text) && text.split('\n').length <= 2;
  const empty: Draft = { code: '', awaits: false, returns: false, needs: [] };
  if (text === '' || nothingFits) {
    return { draft: empty, mistakes: text === '' ? ['there is no code in the answer'] : [], nothingFits };
  }
  const parsed = withDocument(
    text,
    (document) => ({
      broken: document.hasErrors,
      ...taken(document.program, document.text, site),
    }),
    site.uri,
  );
  if (parsed.broken) {
    const what = /[{}();]/.test(text) ? 'the code does not parse' : 'the answer is no code';
    return { draft: empty, mistakes: [what], nothingFits: false };
  }
  const { code, mistakes } = parsed;
  const facts = statementFacts(code, site.uri);
  const unknown = unknownNames(facts, new Set([...site.known, ...parsed.needs.map((it) => it.local)]));
  const draft = { code, awaits: facts.awaits, returns: facts.returns, needs: parsed.needs };
  return {
    draft,
    mistakes: [
      ...mistakes,
      ...(unknown.length > 0
        ? [`nothing is called ${unknown.join(' or ')} there: declare it or use what is there`]
        : []),
    ],
    nothingFits: false,
  };
}

/** The longest fenced block, else the whole answer. */
function blockIn(answer: string): string {
  const blocks = [...answer.matchAll(/```[^\n`]*\n([\s\S]*?)(?:```|$)/g)].map(([, code = '']) => code);
  return blocks.sort((a, b) => b.length - a.length)[0] ?? answer;
}

interface Taken {
  readonly code: string;
  readonly needs: readonly Need[];
  readonly mistakes: readonly string[];
}

function taken(program: SyntaxNode, text: string, site: CodeSite): Taken {
  const mistakes: string[] = [];
  const kept: string[] = [];
  let body: string | undefined;
  const imports: string[] = [];
  const statements = program.children;
  const functions = statements.map(functionIn);
  const wanted =
    functions.find((it) => it && it.name === site.functionName) ??
    // A function alone is the code's own frame, whatever it is called.
    (site.functionName !== '' && statements.filter((it) => it.type !== 'import_statement').length === 1
      ? functions.find((it) => it !== undefined)
      : undefined);
  for (const [index, statement] of statements.entries()) {
    const it = functions[index];
    if (statement.type === 'import_statement' || isRequire(statement)) imports.push(statement.text);
    else if (it && it === wanted) body = bodyOf(it.node);
    else if (isStart(statement, wanted?.name)) continue;
    else if (wanted && isThereAlready(statement, site)) continue;
    else kept.push(withComments(statement, statements[index - 1], text));
  }
  const needs = needsOf(imports, site, mistakes);
  const code = [...kept, ...(body === undefined ? [] : [body])].join('\n').trim();
  return { code: withoutExports(code), needs, mistakes };
}

interface NamedFunction {
  readonly name: string;
  readonly node: SyntaxNode;
}

function functionIn(statement: SyntaxNode): NamedFunction | undefined {
  const inner = statement.type === 'export_statement' ? statement.children.at(-1) : statement;
  if (!inner) return undefined;
  if (isFunction(inner)) return { name: inner.get('name')?.text ?? '', node: inner };
  const declarator = inner.first('variable_declarator');
  const value = declarator?.get('value');
  if (!declarator || !value || !isFunction(value)) return undefined;
  return { name: declarator.get('name')?.text ?? '', node: value };
}

/** The statements of a function, moved to the left. */
function bodyOf(node: SyntaxNode): string {
  const body = node.get('body');
  if (!body) return '';
  if (body.type !== 'statement_block') return `return ${body.text};`;
  const lines = body.text
    .slice(1, -1)
    .replace(/^[ \t]*\n/, '')
    .trimEnd()
    .split('\n');
  const indents = lines.filter((it) => it.trim() !== '').map((it) => /^[ \t]*/.exec(it)?.[0].length ?? 0);
  const least = Math.min(...indents, 80);
  return lines.map((it) => it.slice(least)).join('\n');
}

/** A statement with the comments directly before it. */
function withComments(statement: SyntaxNode, before: SyntaxNode | undefined, text: string): string {
  const lead = text.slice(before?.end ?? 0, statement.start).trim();
  return lead.startsWith('//') || lead.startsWith('/*') ? `${lead}\n${statement.text}` : statement.text;
}

/** `run().catch(…)`: a call that merely starts the function. */
function isStart(statement: SyntaxNode, name: string | undefined): boolean {
  if (!name || statement.type !== 'expression_statement') return false;
  return new RegExp(`^(?:await\\s+|void\\s+)?${name.replace(/\$/g, '\\$')}\\s*\\(`).test(statement.text);
}

/** A declaration that the file has and the answer repeats. */
function isThereAlready(statement: SyntaxNode, site: CodeSite): boolean {
  const inner = statement.type === 'export_statement' ? statement.children.at(-1) : statement;
  const names = /declaration$/.test(inner?.type ?? '')
    ? [inner?.get('name')?.text, ...(inner?.children ?? []).map((it) => it.get('name')?.text)]
    : [];
  const declared = names.filter((it) => it !== undefined);
  return declared.length > 0 && declared.every((it) => site.taken.has(it));
}

function isRequire(statement: SyntaxNode): boolean {
  return /^(?:const|let|var)\s+[^=]+=\s*require\(\s*['"][^'"]+['"]\s*\)/.test(statement.text);
}

/** What the answer imports of the libraries; other imports only where the file has them. */
function needsOf(imports: readonly string[], site: CodeSite, mistakes: string[]): Need[] {
  const modules = new Set(site.libraries.flatMap((it) => Object.keys(it.roots.modules)));
  const there = importsOf(site.fileText);
  const needs: Need[] = [];
  for (const { module, names } of importsOf(imports.join('\n'))) {
    for (const [exported, local] of names) {
      const known = there.find((it) => it.module === module)?.names.get(exported);
      if (known === local) continue;
      // A library that is a global needs none, whatever the answer imports.
      if (site.libraries.some((it) => local in it.roots.globals)) continue;
      if (modules.has(module))
        needs.push({ module, export: exported === '*' ? 'module.exports' : exported, local });
      else mistakes.push(`${module} must not be imported: use what is there`);
    }
  }
  for (const text of imports) {
    if (/^import\s*['"]/.test(text)) mistakes.push('modules must not be imported for their effects');
  }
  return needs;
}

function withoutExports(code: string): string {
  return code.replace(/^export\s+(?:default\s+)?(?=(?:async\s+)?function|const|let|class)/gm, '');
}
