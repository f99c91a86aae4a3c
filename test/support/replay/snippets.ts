import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Language } from '../../../server/syntax/language.js';
import type { SpecialKind } from './special-places.js';

const APP = resolve(import.meta.dirname, '../../w-library/app');

/** The files of the example library's application. */
export const appFiles: readonly string[] = readdirSync(APP, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.js'))
  .sort()
  .map((name) => readFileSync(join(APP, name), 'utf8'));

/** Top-level statements as people write them: right and wrong uses of the libraries, speaking of each other. */
const STATEMENTS = [
  "HX.showToast({ msg: 'Saved' });",
  "HX.showToast({ mgs: 'typo', duration: 'long' });",
  'HX.showToast();',
  'HX.nothingOfThisName(1);',
  'const user = await HX.getUserInfo();',
  'const user = { name: 5 };',
  'let user;',
  'HX.showToast({ msg: user.name });',
  'HX.showToast({ msg: user.nmae });',
  "const options = { msg: 'Done', duration: 2000 };",
  'const options = { msg: 12 };',
  'HX.showToast(options);',
  "options.msg = 'Changed';",
  'options = undefined;',
  "function label() { return 'Draft'; }",
  'function label() { return 3; }',
  'HX.showToast({ msg: label() });',
  "const HX = require('./fake');",
  "import { sendMail, moveMail as move } from '@corp/mail';",
  "import * as mail from '@corp/mail';",
  "sendMail({ to: 'ann@corp.example', subject: 'Minutes' });",
  "sendMail({ to: 7, subject: 'Minutes', priority: 'urgent' });",
  "mail.sendMail({ to: 'bob@corp.example' });",
  "move('m-1', 4);",
  '/** @typedef {{ msg: string }} Note */',
  '/** @typedef {{ msg: number }} Note */',
  '/** @param {Note} note */\nfunction tell(note) {\n  HX.showToast({ msg: note.msg });\n}',
  '/** @type {string} */\nlet title = label();',
  'class Desk {\n  #title = 1;\n  tell() {\n    HX.showToast({ msg: this.#title });\n  }\n}',
  `export async function save(draft) {\n  if (!draft) return;\n  const { name } = await HX.getUserInfo();\n  HX.showToast({ msg: \`Saved \${name} as \${draft.id}\` });\n}`,
  'for (const item of [1, 2, 3]) {\n  HX.showToast({ msg: item });\n}',
  'HX.getUserInfo().then((it) => HX.showToast({ msg: it.name })).catch(() => {});',
  'try {\n  await HX.getUserInfo();\n} catch (error) {\n  HX.showToast({ msg: error });\n}',
  'switch (user.name) {\n  case 1:\n    label();\n    break;\n  default:\n}',
  '// @requirement show a toast "done"',
  '/**\n * Shows a toast that says "Sent".\n */\nfunction sent() {}',
  '// Nothing of interest.',
  'const re = /[/`"]\\/+/gu;',
];

const TYPESCRIPT = [
  'interface Note { msg: string; copies?: readonly number[] }',
  'type Level = "low" | "high";',
  'const note: Note = { msg: "x" };',
  'HX.showToast({ msg: note.msg as string });',
  'HX.showToast({ msg: (await HX.getUserInfo())!.name satisfies string });',
  'function typed<T extends Note>(this: Note, it: T, n?: number): string { return it.msg; }',
  'HX.showToast({ msg: typed<Note>(note) });',
  'const listed = await load<Note>(1);',
  'enum Size { Small, Large }',
  'abstract class Base<T> { private a?: T; constructor(readonly b: number) {} abstract tell(): void }',
  'declare const later: Promise<Note>;',
  'namespace Inner { export const msg = "m"; }',
  'export function over(a: string): void;\nexport function over(a: unknown): void {}',
];

const JSX = [
  'const view = <p title={label()}>Hello {user.name}</p>;',
  'function View() {\n  return <><b onClick={() => HX.showToast({ msg: 1 })}>text and more</b></>;\n}',
];

/** Statements for a language. */
export function statements(language: Language): readonly string[] {
  if (language === 'javascript') return [...STATEMENTS, ...JSX];
  return [...STATEMENTS, ...TYPESCRIPT, ...(language === 'tsx' ? JSX : [])];
}

/** What is typed within an expression or a block. */
export const FRAGMENTS = [
  'HX.',
  'await ',
  ' ?? 1',
  '?.name',
  ', 2',
  ".replace('a', 'b')",
  ' // note',
  ' /* note */ ',
  '\n',
  '  ',
  'x',
  '!',
  'return ',
  "'text'",
  `\`\${x}\``,
  '...rest, ',
  'async () => {}',
];

/** What breaks the syntax, far beyond the place where it stands. */
export const BREAKS = [
  '{',
  '}',
  '(',
  ')',
  '[',
  '`',
  '${',
  "'",
  '"',
  '/*',
  '*/',
  '/',
  '<',
  '\\',
  '=>',
  'class ',
  'if (',
  '<p>',
];

/** Statements that are, or have in them, what is counted wrongly. */
export const SPECIAL: Readonly<Record<SpecialKind, readonly string[]>> = {
  surrogates: [
    "HX.showToast({ msg: '\u{1F600}' });",
    "const \u{20BB7} = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}'; // \u{1D4D7}",
  ],
  cjk: [
    "HX.showToast({ msg: '消息提示', 时长: 3 });",
    '// @requirement 显示提示「完成」。',
    'const 用户 = label();',
  ],
  crlf: ['label();\r\nlabel();', 'const s = `one\r\ntwo`;', '/* a\r\n b */\r\nHX.showToast({ msg: 3 });'],
  'lone CR': ['label();\rlabel();', 'const s = `one\rtwo`;', '// comment\rHX.showToast({ msg: 3 });'],
  BOM: ['\uFEFFlabel();', "HX.showToast({ \uFEFFmsg: '\uFEFF' });"],
  template: [
    `HX.showToast({ msg: \`\${user.name} has \${[1, 2].map((n) => \`<\${n}>\`).join()}\` });`,
    `const page = \`\n  \${label()}\n\\\` \\\${\n\`;`,
  ],
  'long line': [
    `const list = [${'10, '.repeat(400)}];`,
    `HX.showToast({ msg: '${'ab '.repeat(500)}', wrong: 1 });`,
  ],
};
