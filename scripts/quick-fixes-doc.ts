// Writes docs/quick-fixes.md, the table of what is offered for each diagnostic code: npm run docs
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FIX_DECLARATIONS } from '../test/support/fix-declarations.js';

const ROOT = join(import.meta.dirname, '..');
export const QUICK_FIXES_FILE = join(ROOT, 'docs', 'quick-fixes.md');
/** The cases that the checker and TypeScript are asked about in the tests. */
const CASES = join(ROOT, 'test', 'fixtures', 'quick-fixes.json');

interface FixCase {
  readonly script: string;
  readonly fixes: readonly { readonly title: string; readonly certain?: true; readonly after: string }[];
}

/** The document as it is published. */
export function quickFixesDoc(): string {
  const { global } = JSON.parse(readFileSync(CASES, 'utf8')) as {
    global: Record<string, readonly FixCase[]>;
  };
  const sections = Object.entries(global).map(([code, cases]) => {
    // What stands on several lines does not fit into a table.
    const rows = cases.flatMap(({ script, fixes }) => {
      if (script.includes('\n')) return [];
      if (fixes.length === 0) return [row(script, '–', '', '')];
      return fixes.map(({ title, certain, after }) => row(script, title, certain ? 'yes' : '', after));
    });
    return `## ${code}\n\n| code | fix | certain | after it |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return `# Quick fixes

What is offered for each [diagnostic](diagnostics.md). A fix that is certain repairs what is there whatever its author meant: editors
prefer it, \`source.fixAll.epigen\` applies it, and so does the generator to its own code. The others are proposals. What
they write to be typed over is a tab stop where the editor takes edits with tab stops. Where nothing would be right, nothing is offered.

After each of them TypeScript reports nothing, no value that must be given is empty, and nothing changes outside of the expression
but \`async\` before a function and a name in an import. \`npm run docs\` writes this table anew, from the cases that
\`test/unit/checks/fixes.test.ts\` asks the checker about, and \`fixes-referee.test.ts\` TypeScript.

${sections.join('\n')}
The scripts call this library:

\`\`\`ts${FIX_DECLARATIONS}\`\`\`
`;
}

function row(...cells: readonly string[]): string {
  const [script = '', title = '', certain = '', after = ''] = cells;
  const shown = [code(script), title, certain, after === '' ? '' : code(after)];
  return `| ${shown.map((it) => it.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** Code in which there may be backticks. */
function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(QUICK_FIXES_FILE, quickFixesDoc());
