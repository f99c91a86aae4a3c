import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { epigen, epigenOk, jsonLines, writeFiles } from '../support/cli.js';
import { fenceAfter, OWNER_PAGE } from '../support/documentation-page.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const DECLARATIONS = `declare namespace App {
  /** Shows a short text. @param text - What to show, at most 60 characters. @example App.toast('Hi'); */
  function toast(text: string): void;
  function wipe(): void;
  /** Waits. @param timeout - How long. @example App.wait(3); */
  function wait(timeout: number): void;
}
`;
const INDEX = ['index', 'app.d.ts', '--library', 'App', '--access', 'global:App'];

describe('what index reports to the owner of a library', () => {
  const folder = temporaryFolder();
  const index = (...more: string[]) => epigenOk(folder, ...INDEX, ...more);
  const json = (...more: string[]) => jsonLines(index('--json', ...more))[0] as Record<string, unknown>;

  before(() => writeFiles(folder, { 'app.d.ts': DECLARATIONS }));

  it('is a summary of the gaps, also when nothing has changed', () => {
    const summary = `  gaps in the documentation (--gaps lists all, with what to do):
    no-description: 1 API: App.wipe
    no-unit: 1 API: App.wait
    no-example: 1 API: App.wipe
`;
    assert.ok(index().endsWith(summary));
    const second = index();
    assert.match(second, /0 added, 0 changed, 0 removed, 3 unchanged/);
    assert.ok(second.endsWith(summary));
  });

  it('is each gap with its place and what to do, with --gaps', () => {
    const lines = index('--gaps').trimEnd().split('\n').slice(-3);
    assert.deepEqual(lines, [
      'app.d.ts:4: App.wipe: there is no description, only the name is searched: say in one sentence what it does (no-description)',
      'app.d.ts:4: App.wipe: there is no example, one is made from the parameters: show a call as programs make it: @example, or api_exp in JSON (no-example)',
      'app.d.ts:6: App.wait: no unit is read for timeout: write "in milliseconds" or @unit ms (no-unit)',
    ]);
  });

  it('is each contract as the file of corrections names it, with --contracts', () => {
    assert.equal(
      index('--contracts').trimEnd().split('\n').at(-1),
      'app.d.ts:3: App.toast: text length {"maximum":60,"of":"characters"}: "What to show, at most 60 characters."',
    );
  });

  it('is the number of APIs by kind in JSON, and the lists that are asked for', () => {
    assert.deepEqual(json().gaps, { 'no-description': 1, 'no-unit': 1, 'no-example': 1 });
    const { gaps, gapList, contractList } = json('--gaps', '--contracts');
    assert.deepEqual(gaps, { 'no-description': 1, 'no-unit': 1, 'no-example': 1 });
    const [, , gap] = gapList as { kind: string; file: string }[];
    assert.deepEqual(
      { ...gap, file: gap?.file.endsWith('app.d.ts') },
      {
        kind: 'no-unit',
        api: 'App.wait',
        paths: ['timeout'],
        what: 'no unit is read for timeout',
        todo: 'write "in milliseconds" or @unit ms',
        file: true,
        line: 6,
      },
    );
    const [contract] = contractList as { name: string; api: string; maximum: number }[];
    assert.deepEqual([contract?.api, contract?.name, contract?.maximum], ['App.toast', 'text length', 60]);
    assert.equal('gapList' in json(), false);
  });

  it('is what the page for owners says of its example, before and after the corrections', () => {
    writeFiles(folder, { 'desk.d.ts': fenceAfter(OWNER_PAGE, '`--contracts` lists') });
    const command = fenceAfter(OWNER_PAGE, '`--contracts` lists', 1).replace(/^epigen /, '');
    const run = () => epigenOk(folder, ...command.split(' ')).trimEnd();
    const before = fenceAfter(OWNER_PAGE, '`--contracts` lists', 2);
    const after = fenceAfter(OWNER_PAGE, 'The same command then prints');
    assert.ok(run().endsWith(`\n${before}`));
    writeFiles(folder, { 'epigen.contracts.json': fenceAfter(OWNER_PAGE, 'The limit does not always hold') });
    const corrected = run();
    assert.ok(corrected.endsWith(`\n${after}`), corrected);
    assert.doesNotMatch(corrected, /skipped/);
    rmSync(join(folder, 'epigen.contracts.json'));
  });

  it('is that there are none', () => {
    const [first = '', second = '', third = ''] = DECLARATIONS.split('\n');
    writeFiles(folder, { 'app.d.ts': [first, second, third, '}'].join('\n') });
    assert.match(index(), /\n {2}no gaps in the documentation\n$/);
    assert.match(index('--gaps'), /\n {2}no gaps in the documentation\n$/);
    assert.deepEqual(json('--gaps').gapList, []);
  });

  it('is an error for a flag that does not exist', () => {
    const { code, err } = epigen(folder, ...INDEX, '--gap');
    assert.equal(code, 2);
    assert.match(err, /--gaps/);
  });
});
