// The main job on one screen: indexes a library, starts the real server over stdio, opens a file, asks for the code
// action at its requirement comment, applies the edit. Exits 1 when the edit did not happen.
//
//   npm run demo
//   npm run demo -- --library FILE_OR_PACKAGE --access global:NAME --requirement "what you want"
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createTwoFilesPatch } from 'diff';
import type { Diagnostic } from 'vscode-languageserver/node';
import type { PlanAnswer } from '../server/features/generation.js';
import { LspClient } from '../test/support/lsp-client.js';

const ROOT = join(import.meta.dirname, '..');
const MAIN = join(ROOT, 'dist', 'server', 'main.js');
const GENERATE = 'refactor.rewrite.epigen.generate';

/** What the demo runs on. */
interface Scene {
  readonly source: string;
  readonly index: readonly string[];
  readonly text: string;
}

async function main(): Promise<void> {
  const scene = readScene();
  title('Build');
  node(join(ROOT, 'scripts', 'build.mjs'));

  const folder = mkdtempSync(join(tmpdir(), 'epigen-demo-'));
  try {
    title(`Index ${scene.source}`);
    const store = join(folder, '.epigen');
    node(MAIN, 'index', scene.source, ...scene.index, '--store', store);
    await runInEditor(scene.text, folder, store);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readScene(): Scene {
  const { values } = parseArgs({
    options: { library: { type: 'string' }, access: { type: 'string' }, requirement: { type: 'string' } },
  });
  const { library, access, requirement } = values;
  const text =
    requirement === undefined && library === undefined
      ? readFileSync(join(ROOT, 'examples', 'app.js'), 'utf8')
      : `// @requirement ${(requirement ?? '').replace(/\s+/g, ' ')}\n`;
  if (library === undefined) {
    const source = join(ROOT, 'test', 'w-library', 'hx.d.ts');
    return { source, index: ['--library', 'HX', '--access', 'global:HX'], text };
  }
  if (requirement === undefined) fail('--library needs --requirement: what should the code do?');
  return { source: library, index: access === undefined ? [] : ['--access', access], text };
}

/** Plays the editor: opens the file, asks for the action, applies its edit, looks at the diagnostics. */
async function runInEditor(text: string, folder: string, store: string): Promise<void> {
  const client = await LspClient.start({ folder, args: ['--store', store] });
  try {
    await client.libraries();
    const uri = await client.open('app.js', text);
    const before = await client.diagnostics(uri);
    const position = client.position(uri, '@requirement');

    title(`Plan for line ${position.line + 1}`);
    const params = { textDocument: { uri }, position };
    showPlan(await client.connection.sendRequest<PlanAnswer>('epigen/plan', params));

    const action = (await client.codeActions(uri, position, [GENERATE])).find((it) => it.kind === GENERATE);
    if (!action) fail('the server offers no code action at the requirement comment');
    title(`Code action: ${action.title}`);
    const { edit } = await client.resolve(action);
    if (!edit || !(await client.apply(edit)) || client.text(uri) === text) fail('the edit did not happen');
    const patch = createTwoFilesPatch('app.js', 'app.js', text, client.text(uri), 'before', 'after');
    console.log(patch.replace(/^=+\n/, '').trimEnd());

    title('Diagnostics');
    showDiagnostics('before', before);
    showDiagnostics('after', await client.diagnostics(uri));
    await client.stop();
  } finally {
    client.kill();
  }
}

function showPlan({ requirement, steps, apis }: PlanAnswer): void {
  console.log(requirement);
  for (const [index, step] of steps.entries()) {
    console.log(`  ${index + 1}. ${step.text}  ->  ${step.apis[0]?.name ?? 'no API'}`);
  }
  console.log(`  calls ${apis.join(', ') || 'nothing'}`);
}

function showDiagnostics(when: string, diagnostics: readonly Diagnostic[]): void {
  console.log(`${when}: ${diagnostics.length === 0 ? 'none' : ''}`);
  for (const { range, code, message } of diagnostics) {
    console.log(`  app.js:${range.start.line + 1}:${range.start.character + 1} ${code}: ${message}`);
  }
}

function title(text: string): void {
  console.log(`\n== ${text}`);
}

function node(script: string, ...args: string[]): void {
  const { status, error } = spawnSync(process.execPath, [script, ...args], {
    stdio: 'inherit',
    // Relative sources start where the user is, also under npm run.
    cwd: process.env.INIT_CWD ?? process.cwd(),
  });
  if (error) throw error;
  if (status !== 0) fail(`${basename(script)} ended with ${status}`);
}

/** Ends the demo as failed; by an exception, so that the server is stopped and the folder removed on the way. */
function fail(why: string): never {
  throw new Error(why);
}

try {
  await main();
} catch (error) {
  console.error(`\ndemo: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
