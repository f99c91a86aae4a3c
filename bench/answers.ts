import type { Position } from 'vscode-languageserver/node';
import { BenchClient } from './client.js';
import { table } from './figures.js';
import type { Server } from './servers.js';
import { createWorkspace } from './workspace.js';

/** What is asked of each server on the same file; `|` is the cursor. */
const QUESTIONS: readonly (readonly [what: string, method: string, script: string])[] = [
  ['hover on an option key', 'textDocument/hover', "HX.showToast({ msg: 'a', dura|tion: 1500 });"],
  ['hover on the value of an option', 'textDocument/hover', "HX.showToast({ msg: 'a', type: '|s' });"],
  ['hover on an option with a range', 'textDocument/hover', "HX.generateQRCode('x', { si|ze: 256 });"],
  ['hover on a property of a result', 'textDocument/hover', 'HX.getUserInfo().then((u) => u.user|Id);'],
  ['signature help in an option', 'textDocument/signatureHelp', "HX.showToast({ msg: 'a', duration: | });"],
  ['completion of members', 'textDocument/completion', 'HX.|'],
  ['completion of option keys', 'textDocument/completion', "HX.showToast({ msg: 'a', | });"],
  ["completion of an option's value", 'textDocument/completion', "HX.showToast({ msg: 'a', type: | });"],
  ['completion of words that mean an API', 'textDocument/completion', 'askForDate|'],
];

/** What the servers answer to the same questions, in short, as a table. */
export async function compareAnswers(servers: readonly Server[]): Promise<string> {
  const workspace = createWorkspace();
  const rows = QUESTIONS.map(([what, , script]) => [`${what}: \`${script.replace('|', '‸')}\``]);
  try {
    const text = `HX.showToast(1);\n${QUESTIONS.map(([, , script]) => `async () => {\n  ${script.replace('|', '')}\n};\n`).join('')}`;
    const lines = text.split('\n');
    for (const server of servers) {
      const { client } = await BenchClient.start(server, workspace.folder);
      await client.open(text, (found) => found.some((it) => it.range.start.line === 0));
      for (const [at, [, method, script]] of QUESTIONS.entries()) {
        const line = lines.indexOf(`  ${script.replace('|', '')}`);
        const position: Position = { line, character: 2 + script.indexOf('|') };
        const { answer, bytes } = await client.ask(method, position);
        rows[at]?.push(inShort(answer, bytes).replaceAll('|', '\\|'));
      }
      await client.stop();
    }
  } finally {
    workspace.remove();
  }
  return table(['', ...servers.map((it) => it.name)], rows);
}

interface Answer {
  readonly contents?: unknown;
  readonly signatures?: readonly Signature[];
  readonly activeParameter?: number;
  readonly items?: readonly { readonly label: string }[];
}

interface Signature {
  readonly label: string;
  readonly parameters?: readonly { readonly label: string | [number, number] }[];
  readonly activeParameter?: number;
}

/** One line of an answer. */
function inShort(answer: unknown, bytes: number): string {
  if (answer === null || answer === undefined) return 'nothing';
  const { contents, signatures, activeParameter, items } = answer as Answer;
  if (contents !== undefined) return quoted(textOf(contents));
  if (signatures) {
    const [first] = signatures;
    const label = first?.parameters?.[first.activeParameter ?? activeParameter ?? 0]?.label;
    return `marks ${quoted(Array.isArray(label) ? (first?.label.slice(...label) ?? '') : String(label))}`;
  }
  const list = items ?? (answer as { label: string }[]);
  const names = list.slice(0, 4).map((it) => `\`${it.label}\``);
  return `${list.length} items, ${(bytes / 1024).toFixed(1)} KB: ${names.join(', ')}${list.length > 4 ? ', …' : ''}`;
}

function textOf(contents: unknown): string {
  if (Array.isArray(contents)) return contents.map(textOf).join(' ');
  if (typeof contents === 'string') return contents;
  return (contents as { value?: string }).value ?? '';
}

function quoted(text: string): string {
  const flat = text
    .replace(/```\w*/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return flat.length > 320 ? `${flat.slice(0, 319)}…` : flat;
}
