import { isFunction } from '../analysis/function-types.js';
import { type SyntaxDocument, withDocument } from '../syntax/syntax-document.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import type { Task } from './task.js';

/** A module that can be executed, and the name under which it exports what is to be called. */
export interface Assembled {
  readonly code: string;
  readonly entry: string;
}

/** The name that is called is exported under; no code has it by chance. */
const ENTRY = '__epigenEntry';

/**
 * The module that an answer makes of its task: a function takes the place of the context's own one of that name, statements
 * go where the context marks it, or else into a function of the task's name and parameters. Undefined if the task does not
 * say what to call, or there is no code.
 */
export function assemble({ context = '', entry }: Task, code: string): Assembled | undefined {
  if (!entry || code.trim() === '') return undefined;
  const declared = withDocument(code, functionsIn);
  const name = declared.find((it) => it.name === entry.name)?.name ?? declared.at(-1)?.name;
  const exported = (text: string, local: string): Assembled => ({
    code: `${text}\nexport { ${local} as ${ENTRY} };\n`,
    entry: ENTRY,
  });
  if (name !== undefined) {
    const own = new Set(withDocument(code, namesIn));
    return exported(`${without(context, own)}\n${code}`, name);
  }
  const mark = withDocument(context, ({ comments }) => {
    const found = comments.find((it) => it.text.includes('@insert'));
    return found && { start: found.start, end: found.end };
  });
  if (mark) return exported(context.slice(0, mark.start) + code + context.slice(mark.end), entry.name);
  const parameters = entry.params.join(', ');
  return exported(
    `${without(context, new Set([entry.name]))}\nasync function ${entry.name}(${parameters}) {\n${code}\n}`,
    entry.name,
  );
}

/** The functions that a text declares at its top, in order. */
function functionsIn(document: SyntaxDocument): { readonly name: string }[] {
  return declarationsIn(document).flatMap(({ names, node }) => {
    const value = node.type === 'variable_declarator' ? node.get('value') : node;
    return value && isFunction(value) ? names.map((name) => ({ name })) : [];
  });
}

function namesIn(document: SyntaxDocument): string[] {
  return declarationsIn(document).flatMap((it) => it.names);
}

/** A text without its top-level declarations of these names: a module declares each once. */
function without(text: string, names: ReadonlySet<string>): string {
  return withDocument(text, (document) => {
    const gone = declarationsIn(document).filter((it) => it.names.some((name) => names.has(name)));
    let rest = text;
    for (const { statement } of [...gone].reverse())
      rest = rest.slice(0, statement.start) + rest.slice(statement.end);
    return rest;
  });
}

function declarationsIn({ program }: SyntaxDocument) {
  return program.children.flatMap((statement) => {
    const inner =
      statement.type === 'export_statement' ? (statement.get('declaration') ?? statement) : statement;
    const nodes: readonly SyntaxNode[] = /^(?:lexical|variable)_declaration$/.test(inner.type)
      ? inner.children.filter((it) => it.type === 'variable_declarator')
      : [inner];
    return nodes.flatMap((node) => {
      const name = node.get('name')?.text;
      return name === undefined ? [] : [{ names: [name], node, statement }];
    });
  });
}
