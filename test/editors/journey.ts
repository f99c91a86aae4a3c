import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../support/temporary-folder.js';

export const root = resolve(import.meta.dirname, '../..');
const main = join(root, 'dist/server/main.js');

const FILE = `export async function warn() {
  HX.showToast({ msg: 'Careful', typ: 'w' });
}

export async function save() {
  // @requirement Show a toast "Saved" for 3 seconds.
}

export async function discard() {
  // @requirement Ask whether to delete the draft; if confirmed, remove "draft" from the storage.
}

export async function finish() {
  // @requirement Hide the loading indicator.
}
`;

const FIXED = FILE.replace('typ:', 'type:');
const TOAST = `"Saved" for 3 seconds.

  // Show a toast "Saved" for 3 seconds.
  await HX.showToast({ msg: 'Saved', duration: 3000 });
`;

/** What a user saw and what stood in the buffer, one step after the other. */
interface Report {
  readonly error?: string;
  readonly messages: readonly string[];
  readonly diagnostics: readonly string[];
  readonly hover: string;
  readonly completion: readonly string[];
  readonly completed: string;
  readonly fixed: string;
  readonly generated: string;
  readonly plan: string;
  readonly planned: string;
  readonly final: string;
  readonly offered: readonly (readonly string[])[];
  readonly declaration: string;
  /** Neovim's `:checkhealth`. */
  readonly health?: string;
}

interface Editor {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** The server as users start it, and one that ends at once. */
const SERVERS = {
  whole: [process.execPath, main, 'lsp', '--stdio'],
  broken: [process.execPath, '-e', 'process.exit(1)', 'lsp', '--stdio'],
};

/** A folder with the file and an index of its library, made before the tests of a suite and removed after them. */
export function project(): string {
  const folder = temporaryFolder();
  before(() => {
    copyFileSync(join(root, 'test/w-library/hx.d.ts'), join(folder, 'hx.d.ts'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
    const libraries = [{ name: 'HX', sources: ['hx.d.ts'], access: 'global:HX' }];
    writeFileSync(join(folder, 'epigen.config.json'), JSON.stringify({ libraries }));
    writeFileSync(join(folder, 'app.js'), FILE);
    execFileSync(process.execPath, [main, 'index'], { cwd: folder, stdio: 'pipe' });
  });
  return folder;
}

/**
 * Runs a journey in an editor, in a copy of the project that is the home directory too, and returns what it reports. Fails
 * if the editor does not run or reports nothing.
 */
export function travel(
  project: string,
  { program, args, env }: Editor,
  server: keyof typeof SERVERS,
): Report {
  const folder = mkdtempSync(join(tmpdir(), 'epigen-editor-'));
  try {
    cpSync(project, folder, { recursive: true });
    const out = join(folder, 'report.json');
    const run = spawnSync(program, args, {
      cwd: folder,
      encoding: 'utf8',
      timeout: 150_000,
      env: {
        ...process.env,
        ...env,
        HOME: folder,
        XDG_CONFIG_HOME: join(folder, '.config'),
        EPIGEN_CMD: JSON.stringify(SERVERS[server]),
        EPIGEN_FILE: join(folder, 'app.js'),
        EPIGEN_OUT: out,
        // A broken server is known to be broken sooner.
        EPIGEN_WAIT: server === 'broken' ? '3000' : '30000',
      },
    });
    assert.equal(run.error, undefined, `${program} did not run: ${run.error}`);
    assert.ok(existsSync(out), `${program} reported nothing: ${run.stdout}${run.stderr}`);
    const report = JSON.parse(readFileSync(out, 'utf8')) as Report;
    if (report.error === undefined) {
      writeFileSync(join(folder, 'app.js'), report.final);
      // Throws where the checker finds an error in what the editor ends with.
      execFileSync(process.execPath, [main, 'check', 'app.js'], { cwd: folder, stdio: 'pipe' });
    }
    return report;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Asserts what every editor has to show on the journey. */
export function assertWholeJourney(report: Report): void {
  assert.equal(report.error, undefined, JSON.stringify(report, null, 1));

  // An error by itself; the settings of the journey make it a warning.
  const misuse = "warning: HX.showToast: 'options' has no property 'typ'. Did you mean 'type'?";
  assert.ok(report.diagnostics.includes(misuse), report.diagnostics.join('\n'));
  assert.match(report.hover, /showToast\(options: \{/);
  assert.match(report.hover, /Shows a short text message that disappears on its own/);
  assert.ok(report.completion.includes('showToast'), report.completion.join(', '));
  assert.match(report.completed, /^HX\.showToast/);

  assert.equal(report.fixed, FIXED);
  const withToast = FIXED.replace('"Saved" for 3 seconds.\n', TOAST);
  assert.equal(report.generated, withToast);

  assert.match(report.plan, /^Plan: Ask whether to delete the draft;/);
  assert.match(report.plan, /^1\. Ask whether to delete the draft\.$/m);
  assert.match(report.plan, /^ {3}-> HX\.showConfirm +Asks the user a yes-or-no question/m);
  assert.match(report.plan, /^ {3}or HX\.requestPermission /m);
  assert.match(report.plan, /^ {2}const \{ confirmed \} = await HX\.showConfirm\(/m);
  assert.match(report.plan, /^Checked: nothing found\.$/m);
  const planned = report.plan.match(/^Code:\n([\s\S]*?)\n\n/m)?.[1] ?? assert.fail('the plan has no code');
  // The plan indents the code by two spaces, as the functions of the file do.
  const discarding = '"draft" from the storage.\n';
  assert.equal(report.planned, withToast.replace(discarding, `${discarding}\n${planned}\n`));

  assert.match(
    report.final,
    /indicator\.\n\n {2}\/\/ Hide the loading indicator\.\n {2}HX\.hideLoading\(\);\n\}\n$/,
  );
  assert.ok(report.offered.flat().some((it) => it.startsWith('HX.pickDate')));
  assert.match(report.declaration, /function pickDate\(/);
  assert.ok(
    report.messages.some((it) => /^epigen: build \S+ with 97 APIs, nothing new$/i.test(it)),
    report.messages.join('\n'),
  );
}
