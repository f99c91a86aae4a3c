import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { epigenOk, HX_DECLARATIONS, ROOT } from '../support/cli.js';
import { type ScriptedProvider, scriptedProvider } from '../support/scripted-provider.js';
import { temporaryFolder } from '../support/temporary-folder.js';

interface Result {
  readonly code: number | null;
  readonly output: string;
}

/** The package as npm packs it, beside the packages it depends on. */
describe('the package', function () {
  this.timeout(300_000);
  const folder = temporaryFolder();
  const installed = join(folder, 'node_modules', 'epigen');
  let provider: ScriptedProvider;

  const run = async (cwd: string, program: string, ...args: readonly string[]): Promise<Result> => {
    const child = spawn(program, args, { cwd });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        output += data;
      });
    const code = await new Promise<number | null>((end) => child.on('close', end));
    return { code, output };
  };

  before(async () => {
    provider = await scriptedProvider();
    const npm = process.env.npm_execpath;
    const pack = ['pack', '--pack-destination', folder];
    const packed = await (npm ? run(ROOT, process.execPath, npm, ...pack) : run(ROOT, 'npm', ...pack));
    assert.equal(packed.code, 0, packed.output);
    const { dependencies, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    mkdirSync(installed, { recursive: true });
    const archive = join(folder, `epigen-${version}.tgz`);
    const unpacked = await run(installed, 'tar', '-xzf', archive, '--strip-components=1');
    assert.equal(unpacked.code, 0, unpacked.output);
    for (const name of [...Object.keys(dependencies), '@types/node']) {
      const link = join(folder, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(ROOT, 'node_modules', name), link, 'junction');
    }
    epigenOk(folder, 'index', HX_DECLARATIONS, '--library', 'HX', '--access', 'global:HX');
  });
  after(() => provider.close());

  it('runs', async () => {
    const { code, output } = await run(
      folder,
      process.execPath,
      join(installed, 'dist/server/main.js'),
      'doctor',
    );
    assert.match(output, /library HX: .*121 records/);
    assert.equal(code, 0, output);
  });

  it('gives the three modules to programs as its documentation says', async () => {
    const page = readFileSync(join(installed, 'docs/langchain.md'), 'utf8');
    const example = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    writeFileSync(join(folder, 'example.mjs'), example.replace('http://127.0.0.1:8000/v1', provider.baseUrl));
    provider.script('{"subtasks":[{"text":"Show the success message \\"Saved\\"."}]}');
    const { code, output } = await run(folder, process.execPath, 'example.mjs');
    assert.equal(code, 0, output);
    assert.match(output, /^\[ 'Show the success message "Saved"\.' \]\n\[ 'HX\.showToast'/);
    assert.match(output, /HX\.showToast\(\{ msg: 'Saved'.* 0\n$/s);
    assert.equal(provider.unexpected(), 0);
  });

  it('gives their types', async () => {
    writeFileSync(
      join(folder, 'typed.mts'),
      `import { apiRetriever, type ChatModel, decomposer, generator, openLibraries } from 'epigen/langchain';
export async function typed(model: ChatModel): Promise<[string[], string, string, number | undefined]> {
  const { libraries } = await openLibraries('.epigen', { names: ['HX'] });
  const [document] = await (await apiRetriever(libraries)).invoke('');
  const made = await (await generator(libraries, { generate: model }, { engine: 'free' })).invoke('');
  // @ts-expect-error: a requirement is a text.
  await (await generator(libraries)).invoke(7);
  // @ts-expect-error: there is no such engine.
  await generator(libraries, {}, { engine: 'other' });
  const line: number | undefined = made.diagnostics[0]?.range.start.line;
  return [await (await decomposer(libraries, model)).invoke(''), document?.pageContent ?? '', made.code, line];
}
`,
    );
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--skipLibCheck'];
    const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
    const { code, output } = await run(folder, process.execPath, compiler, ...options, 'typed.mts');
    assert.equal(output, '');
    assert.equal(code, 0);
  });
});
