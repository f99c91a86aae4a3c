import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LspClient } from '../support/lsp-client.js';
import { HX, LspWorkspace } from '../support/lsp-workspace.js';

/** EPIGEN_SOAK scales the length; 1 is what CI runs. */
const SCALE = Number(process.env.EPIGEN_SOAK ?? 1);
const EDITS = Math.round(2_000 * SCALE);
const COMPARE_EVERY = 250;
const SEEDS = (process.env.EPIGEN_SEED ?? '1,2,3').split(',').map(Number);

const APP = resolve(import.meta.dirname, '../w-library/app');

/** What people type, and what they should not. */
const SNIPPETS = [
  "HX.showToast({ msg: 'Saved' });\n",
  "HX.showToast({ mgs: 'typo' });\r\n",
  'const user = await HX.getUserInfo();\n',
  '// @requirement show a toast "done"\n',
  '/** unfinished comment ',
  '*/',
  '`template ${',
  '}',
  '{',
  '(',
  ')',
  ';\n',
  '\r',
  '\r\n',
  '"',
  "'",
  '\u{1F600}',
  '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}',
  '消息提示',
  '\uFEFF',
  'if (x) {\n',
  'x'.repeat(3_000),
  '.',
  'HX.',
  '/',
];

/** A small generator with a seed (mulberry32), so that a failure can be run again. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

function appFile(index: number): string {
  const files = readdirSync(APP, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .sort();
  return readFileSync(join(APP, files[index % files.length] ?? ''), 'utf8');
}

describe(`replay of ${EDITS} random edits`, function () {
  this.timeout(1_800_000);
  let workspace: LspWorkspace;
  let client: LspClient;

  before(async () => {
    workspace = new LspWorkspace();
    workspace.write({ libraries: [HX] });
    client = await LspClient.start({ folder: workspace.folder });
    await client.libraries();
  });
  after(async () => {
    assert.equal(await client.stop(), 0, 'it was the same process all the time');
    workspace.remove();
  });

  for (const seed of SEEDS) {
    it(`seed ${seed}: an edited document has the findings of one opened anew`, async () => {
      const next = random(seed);
      const uri = await client.open(`replay-${seed}.js`, appFile(seed));
      for (let i = 1; i <= EDITS; i++) {
        const document = client.document(uri);
        const length = document.getText().length;
        const start = next(length + 1);
        // Mostly typing, some deletions; now and then a large one, so that the file does not only grow.
        const removed = next(4) === 0 ? next(next(10) === 0 ? 2_000 : 20) : 0;
        const newText = next(3) === 0 ? '' : (SNIPPETS[next(SNIPPETS.length)] ?? '');
        await client.edit(uri, [
          {
            range: {
              start: document.positionAt(start),
              end: document.positionAt(Math.min(length, start + removed)),
            },
            newText,
          },
        ]);
        if (i % COMPARE_EVERY === 0 || i === EDITS) await compare(uri, seed, i);
        // Back to sound code from time to time: broken files alone would test little.
        if (i % (2 * COMPARE_EVERY) === 0) await client.replace(uri, appFile(seed + i));
      }
      await client.close(uri);
    });
  }

  async function compare(uri: string, seed: number, edits: number): Promise<void> {
    const edited = await client.diagnostics(uri);
    const cold = await client.open(`cold-${seed}-${edits}.js`, client.text(uri));
    const fresh = await client.diagnostics(cold);
    await client.close(cold);
    client.published.length = 0;
    assert.deepEqual(edited, fresh, `seed ${seed}, after ${edits} edits`);
  }
});
