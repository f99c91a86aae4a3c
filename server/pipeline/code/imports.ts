import type { Need } from './callee.js';
import { quoted, type Style } from './style.js';

/** How a module of a library is already known in a file. */
export interface Imported {
  readonly module: string;
  /** Exported name -> local name; `default` and `*` for the default export and the namespace. */
  readonly names: ReadonlyMap<string, string>;
  /** Where a further name can be added between the braces (UTF-16 offset), and how names are renamed there. */
  readonly more?: { readonly at: number; readonly rename: ' as ' | ': ' };
}

/** Text to be inserted at an offset of a file. */
export interface Insert {
  readonly at: number;
  readonly text: string;
}

const IMPORT = /^[ \t]*import\s+([^'"]+?)\s+from\s+['"]([^'"\n]+)['"][ \t]*;?/dgm;
const REQUIRE =
  /^[ \t]*(?:const|let|var)\s+(\{[^}]*\}|[\w$]+)\s*=\s*require\(\s*['"]([^'"\n]+)['"]\s*\)(\.default\b)?[ \t]*;?/dgm;
const SIDE_EFFECT = /^[ \t]*import\s+['"][^'"\n]+['"][ \t]*;?/gm;

/** Reads the imports and requires of a file; declarations in other forms are not seen. */
export function importsOf(text: string): Imported[] {
  const found = new Map<string, { names: Map<string, string>; more?: Imported['more'] }>();
  const read = (match: RegExpExecArray, rename: ' as ' | ': '): void => {
    const [, clause = '', module = ''] = match;
    const known = found.get(module) ?? { names: new Map<string, string>() };
    found.set(module, known);
    const braces = /\{([^}]*)\}/.exec(clause);
    for (const item of braces?.[1]?.split(',') ?? []) {
      const [, exported, local] = /^\s*([\w$]+)(?:\s*(?:\bas\b|:)\s*([\w$]+))?\s*$/.exec(item) ?? [];
      if (exported) known.names.set(exported, local ?? exported);
    }
    const plain = clause.replace(/\{[^}]*\}/, '');
    const space = /\*\s+as\s+([\w$]+)/.exec(plain)?.[1];
    const standard = /^\s*([\w$]+)/.exec(plain)?.[1];
    if (space) known.names.set('*', space);
    if (standard) known.names.set(rename === ': ' && !match[3] ? '*' : 'default', standard);
    const from = match.indices?.[1]?.[0];
    if (braces?.[1]?.trim() && from !== undefined && !/,\s*$/.test(braces[1]))
      known.more = { at: from + braces.index + 1 + braces[1].trimEnd().length, rename };
  };
  for (const match of text.matchAll(IMPORT)) read(match, ' as ');
  for (const match of text.matchAll(REQUIRE)) read(match, ': ');
  return [...found].map(([module, { names, more }]) => ({ module, names, ...(more ? { more } : {}) }));
}

/**
 * What has to be inserted so that a file knows the exports: names go between the braces of an import it has, the rest
 * on lines of their own behind the last import. Everything stands before the offset `limit`, where the code goes.
 */
export function importInserts(
  file: string,
  limit: number,
  needs: readonly Need[],
  style: Style,
  commonJs: boolean,
): Insert[] {
  const text = file.slice(0, limit);
  const imports = importsOf(text);
  const inserts: Insert[] = [];
  const lines: string[] = [];
  for (const module of new Set(needs.map((it) => it.module))) {
    const own = needs.filter((it) => it.module === module);
    const named = own.filter((it) => isNamed(it));
    const more = imports.find((it) => it.module === module)?.more;
    if (more && named.length > 0)
      inserts.push({ at: more.at, text: named.map((it) => `, ${nameList([it], more.rename)}`).join('') });
    lines.push(...importLines(more ? own.filter((it) => !isNamed(it)) : own, style, commonJs));
  }
  if (lines.length > 0) {
    const { at, behind } = importPosition(text);
    const end = /(?:^|[\r\n])$/.test(text.slice(0, at)) ? '' : style.eol;
    inserts.push({
      at,
      text: end + lines.join(style.eol) + style.eol + (behind || file.length === at ? '' : style.eol),
    });
  }
  return inserts.sort((a, b) => a.at - b.at);
}

/** The lines that bring exports into a file without imports of their modules. */
export function importLines(needs: readonly Need[], style: Style, commonJs: boolean): string[] {
  const end = style.semicolons ? ';' : '';
  return [...new Set(needs.map((it) => it.module))].flatMap((name) => {
    const own = needs.filter((it) => it.module === name);
    const named = own.filter(isNamed);
    const module = quoted(name, style);
    const lines = own
      .filter((it) => !isNamed(it))
      .map((it) => {
        if (!commonJs) return `import ${it.local} from ${module}${end}`;
        return `const ${it.local} = require(${module})${it.export === 'default' ? '.default' : ''}${end}`;
      });
    if (named.length === 0) return lines;
    const list = nameList(named, commonJs ? ': ' : ' as ');
    lines.push(
      commonJs ? `const { ${list} } = require(${module})${end}` : `import { ${list} } from ${module}${end}`,
    );
    return lines;
  });
}

function isNamed(need: Need): boolean {
  return need.export !== 'default' && need.export !== 'module.exports';
}

function nameList(needs: readonly Need[], rename: string): string {
  return needs.map((it) => (it.export === it.local ? it.local : it.export + rename + it.local)).join(', ');
}

/** Behind the last import, else behind what must come first (byte order mark, `#!`, `'use strict'`). */
function importPosition(text: string): { at: number; behind: boolean } {
  let at = -1;
  for (const pattern of [IMPORT, SIDE_EFFECT, REQUIRE]) {
    for (const match of text.matchAll(pattern)) {
      const rest = /^[^\r\n]*(?:\r\n|\n|\r)?/.exec(text.slice(match.index + match[0].length))?.[0] ?? '';
      at = Math.max(at, match.index + match[0].length + rest.length);
    }
  }
  if (at >= 0) return { at, behind: true };
  const head =
    /^(?:\uFEFF)?(?:#![^\n]*\n)?(?:\s*['"]use strict['"];?[ \t]*(?:\r?\n|$))?/.exec(text)?.[0] ?? '';
  return { at: head.length, behind: false };
}
