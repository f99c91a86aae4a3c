import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..');
const MAIN = path.join(ROOT, 'dist/server/main.js');

/** Shape of a document: functions of ten lines, or as many statements one after the other. */
export type Layout = 'functions' | 'flat';

/** The words that the measurements look for and change in a document. */
export const TOGGLED = "duration: 1500, type: 's'";
export const WRONG = "duration: 'no', type: 's'";

/** A folder with the example library, indexed, that all servers can work in. */
export function createWorkspace(): { folder: string; remove(): void } {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'epigen-bench-')));
  for (const name of ['hx.d.ts', 'env.d.ts'])
    copyFileSync(path.join(ROOT, 'test/w-library', name), path.join(folder, name));
  const compilerOptions = {
    checkJs: true,
    strict: true,
    noImplicitAny: false,
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    moduleDetection: 'force',
    lib: ['es2022'],
    types: [],
    noEmit: true,
  };
  writeFileSync(
    path.join(folder, 'jsconfig.json'),
    JSON.stringify({ compilerOptions, include: ['*.js', '*.d.ts'] }),
  );
  // A document that is not on the disk would not belong to the project.
  writeFileSync(path.join(folder, 'open.js'), '');
  runEpigen(folder, 'index', 'hx.d.ts', '--library', 'HX', '--access', 'global:HX');
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Runs the built command line; returns what it printed. Throws when it fails. */
export function runEpigen(folder: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`epigen ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** A JavaScript document of `lines` lines that uses the library correctly, with one call in the middle to toggle. */
export function documentOf(lines: number, layout: Layout): string {
  const body = (n: number): string[] => [
    `  const user = await HX.getUserInfo();`,
    `  const key = \`draft-\${user.userId}-${n}\`;`,
    `  const ok = await HX.showConfirm({ title: 'Save', content: \`Save \${key}?\` });`,
    `  if (!ok.confirmed) return null;`,
    `  await HX.setStorage({ key, value: { name: user.name, at: ${n} } });`,
    `  await HX.showToast({ msg: 'Saved', duration: ${1000 + n}, type: 's' });`,
    `  // The caller wants the key.`,
    `  return key;`,
  ];
  const text: string[] = [];
  for (let n = 0; text.length < lines - 2; n++) {
    if (layout === 'functions') text.push(`export async function step${n}() {`, ...body(n), '}');
    else text.push(`const line${n} = await HX.getStorage('key-${n}');`);
  }
  text.length = Math.max(4, lines - 2);
  if (layout === 'functions') while (text.length > 0 && text.at(-1) !== '}') text.pop();
  const middle =
    layout === 'functions' ? text.indexOf('}', Math.floor(text.length / 2)) + 1 : Math.floor(text.length / 2);
  text.splice(
    middle,
    0,
    'export async function toggled() {',
    `  await HX.showToast({ msg: 'Saved', ${TOGGLED} });`,
    '}',
  );
  return `${text.join('\n')}\n`;
}
