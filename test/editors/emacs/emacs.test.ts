import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { assertWholeJourney, project, root, travel } from '../journey.js';

const sources = join(root, 'clients/emacs');

function emacs(client: 'eglot' | 'lsp') {
  return {
    program: 'emacs',
    args: ['-Q', '--batch', '-L', sources, '-l', join(import.meta.dirname, 'journey.el')],
    env: { EPIGEN_CLIENT: client },
  };
}

describe('Emacs', function () {
  this.timeout(200_000);
  const folder = project();
  const compiled = temporaryFolder();

  it('compiles the package without a warning', () => {
    // The compiled file would be loaded instead of the source by whoever works on it.
    copyFileSync(join(sources, 'epigen.el'), join(compiled, 'epigen.el'));
    const strict = ['--eval', '(setq byte-compile-error-on-warn t)'];
    const args = ['-Q', '--batch', ...strict, '-f', 'batch-byte-compile', 'epigen.el'];
    const run = spawnSync('emacs', args, { cwd: compiled, encoding: 'utf8', timeout: 60_000 });
    assert.equal(run.status, 0, run.stderr);
  });

  for (const client of ['eglot', 'lsp'] as const) {
    it(`goes from misuse and requirements to checked code with ${client}`, () => {
      const report = travel(folder, emacs(client), 'whole');
      assertWholeJourney(report);
      assert.match(report.messages.at(-1) ?? '', /^EpiGEN knows HX \d.* engine offline\)\.$/);
    });
  }

  it('gets nowhere with eglot without a server that works', () => {
    assert.match(travel(folder, emacs('eglot'), 'broken').error ?? '', /Server died|exited/i);
  });

  it('gets nowhere with lsp-mode without a server that works', () => {
    const { error } = travel(folder, emacs('lsp'), 'broken');
    assert.match(error ?? '', /Timed out waiting for diagnostics/);
  });
});
