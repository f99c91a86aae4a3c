import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const main = join(root, 'dist/server/main.js');

const FILE = `export function warn() {
  HX.showToast({ msg: 'Careful', typ: 'w' });
}

// @requirement Show a toast "Saved" for 3 seconds.
`;

interface Report {
  error?: string;
  messages: string[];
  text: string[];
  diagnostics: { line: number; code: string; message: string; source: string }[];
}

describe('Neovim', function () {
  this.timeout(120_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'epigen-neovim-'));
    copyFileSync(join(root, 'test/w-library/hx.d.ts'), join(folder, 'hx.d.ts'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
    writeFileSync(join(folder, 'app.js'), FILE);
    execFileSync(process.execPath, [main, 'index', 'hx.d.ts', '--library', 'HX'], { cwd: folder });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('goes from requirement comment to edited buffer', () => {
    const out = join(folder, 'report.json');
    const nvim = spawnSync(
      'nvim',
      [
        '--headless',
        '-u',
        'NONE',
        '-i',
        'NONE',
        '-n',
        '--cmd',
        `set rtp+=${join(root, 'clients/neovim')}`,
      ].concat(['-c', `luafile ${join(root, 'test/editors/journey.lua')}`]),
      {
        cwd: folder,
        encoding: 'utf8',
        timeout: 90_000,
        env: {
          ...process.env,
          EPIGEN_CMD: JSON.stringify([process.execPath, main, 'lsp', '--stdio']),
          EPIGEN_FILE: join(folder, 'app.js'),
          EPIGEN_LINE: '5',
          EPIGEN_OUT: out,
        },
      },
    );
    assert.equal(nvim.error, undefined, `Neovim did not run: ${nvim.error}`);
    const report = JSON.parse(readFileSync(out, 'utf8')) as Report;
    assert.equal(report.error, undefined, JSON.stringify(report, null, 1));

    const misuse = report.diagnostics.find((it) => it.line === 2);
    assert.equal(misuse?.code, 'unknown-property', JSON.stringify(report.diagnostics));
    const code = report.text.join('\n');
    assert.match(code, /HX\.showToast\(\{\s*msg: 'Saved',\s*duration: 3000\s*\}\)/);
    assert.ok(code.startsWith(FILE.trimEnd()), 'what was there stays as it was');
  });
});
