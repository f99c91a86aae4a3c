import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assertWholeJourney, project, root, travel } from '../journey.js';

const plugin = join(root, 'clients/neovim');

function neovim(script: string) {
  const startup = ['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '--cmd', `set rtp+=${plugin}`];
  return {
    program: 'nvim',
    args: [...startup, '-c', `luafile ${join(import.meta.dirname, script)}`],
  };
}

/** What newer.lua saw the plugin call. */
interface Calls {
  readonly configured: string;
  readonly enabled: readonly string[];
  readonly filetypes: readonly string[];
  readonly settings: unknown;
  readonly root: string;
  readonly requests: readonly { client: string; method: string; params: unknown }[];
  readonly offered: string;
  readonly shown: string;
  readonly health: readonly string[];
}

describe('Neovim', function () {
  this.timeout(200_000);
  const folder = project();

  it('goes from misuse and requirements to checked code', () => {
    const report = travel(folder, neovim('journey.lua'), 'whole');
    assertWholeJourney(report);
    assert.match(report.health ?? '', /OK: server \d+\.\d+\.\d+, started by /);
    assert.match(report.health ?? '', /OK: library HX \d/);
  });

  it('gets nowhere without a server that works', () => {
    const report = travel(folder, neovim('journey.lua'), 'broken');
    assert.match(report.error ?? '', /timed out waiting for diagnostics/);
  });

  it('uses what Neovim 0.11 has, as far as that can be seen in an older one', () => {
    const file = join(folder, 'app.js');
    const out = join(folder, 'calls.json');
    const { program, args } = neovim('newer.lua');
    const env = { ...process.env, EPIGEN_FILE: file, EPIGEN_OUT: out };
    const run = spawnSync(program, args, { cwd: folder, encoding: 'utf8', timeout: 60_000, env });
    assert.equal(run.status, 0, run.stderr);
    const calls = JSON.parse(readFileSync(out, 'utf8')) as Calls;
    assert.equal(calls.configured, 'epigen');
    assert.deepEqual(calls.enabled, ['epigen']);
    assert.ok(calls.filetypes.includes('javascript'));
    assert.deepEqual(calls.settings, { epigen: { store: 'elsewhere' } });
    assert.equal(calls.root, folder);

    assert.deepEqual(
      calls.requests.map(({ client, method }) => `${client} ${method}`),
      ['epigen workspace/executeCommand', 'epigen epigen/search', 'epigen workspace/symbol'],
    );
    assert.deepEqual(calls.requests[0]?.params, {
      command: 'epigen.generate',
      arguments: [pathToFileURL(file).href, null, 5],
    });
    assert.equal(calls.offered, 'Lib.find: Finds a thing');
    assert.equal(calls.shown, 'file:///lib.d.ts');
    assert.equal(calls.health[0], 'start: EpiGEN');
    assert.ok(calls.health.includes('error: no-such-server is not an executable'));
    assert.ok(calls.health.some((it) => it.startsWith('warn: ts_ls runs too')));
  });
});
