import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Candidate } from '../../../index/library.js';
import { rankerFor } from '../../../index/search/memory-ranker.js';
import { readLibrary } from '../../../index/sources/read-library.js';

const FOLDER = fileURLToPath(new URL('../../w-library', import.meta.url));

interface Task {
  readonly lang: 'en' | 'zh';
  readonly apis: readonly string[];
  readonly steps: readonly string[];
}

describe('search in the example library', () => {
  let search: (text: string, k: number) => Promise<Candidate[]>;

  before(async () => {
    const reading = await readLibrary([join(FOLDER, 'hx.d.ts')], {
      cwd: FOLDER,
      name: 'HX',
      access: { kind: 'global', path: 'HX' },
    });
    search = rankerFor(reading);
  });

  const checkFirst = (query: string, expected: string) =>
    it(`'${query}' finds ${expected}`, async () =>
      assert.equal((await search(query, 1))[0]?.name, `HX.${expected}`));

  checkFirst('show a short message that goes away by itself', 'showToast');
  checkFirst('upload a file', 'uploadFile');
  checkFirst('uploading files to the server', 'uploadFile');
  checkFirst('showActionSheet', 'showActionSheet');
  checkFirst('scan a bar code', 'scanCode');
  checkFirst('上传文件', 'uploadFile');
  checkFirst('扫描二维码', 'scanCode');
  checkFirst('下载文件', 'downloadFile');

  it('gives what fits a higher score than what does not, in both languages', async () => {
    const best = async (query: string) => (await search(query, 1))[0]?.score ?? 0;
    assert.ok((await best('upload a file')) > 2 * (await best('bake a cake in the oven')));
    assert.ok((await best('上传文件')) > 2 * (await best('烤一个蛋糕')));
    assert.equal(await best('🙂'), 0);
  });

  it('puts a deprecated API behind, but finds it', async () => {
    const names = (await search('scan a QR code with the camera', 5)).map(({ name }) => name);
    assert.ok(names.indexOf('HX.scanCode') < names.indexOf('HX.scanQRCode'), names.join(' '));
  });

  it('keeps scores between 0 and 1', async () => {
    for (const { score } of await search(
      'showToast: Shows a short text message that disappears on its own',
      500,
    )) {
      assert.ok(score > 0 && score <= 1, String(score));
    }
  });

  it('is not thrown off by a query of any length', async () =>
    assert.equal((await search('upload a file '.repeat(20_000), 3)).length, 3));

  it('finds the APIs of the steps of the development tasks', async () => {
    const tasks = readFileSync(join(FOLDER, 'tasks.dev.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line): Task => JSON.parse(line));
    const floors = { en: { 5: 0.93, 10: 0.97 }, zh: { 5: 0.85, 10: 0.9 } };
    for (const lang of ['en', 'zh'] as const) {
      for (const k of [5, 10] as const) {
        const recall = await stepRecall(
          tasks.filter((task) => task.lang === lang),
          k,
        );
        console.log(`      recall@${k} of gold steps, ${lang}: ${(100 * recall).toFixed(1)} %`);
        assert.ok(recall >= floors[lang][k], `${lang} recall@${k} ${recall}`);
      }
    }
  });

  /** Share of the tasks' APIs that are among the best `k` of at least one of the task's steps. */
  async function stepRecall(tasks: readonly Task[], k: number): Promise<number> {
    let found = 0;
    let wanted = 0;
    for (const task of tasks) {
      const proposed = new Set<string>();
      for (const step of task.steps) for (const { name } of await search(step, k)) proposed.add(name);
      wanted += task.apis.length;
      found += task.apis.filter((api) => proposed.has(`HX.${api}`)).length;
    }
    return found / wanted;
  }
});
