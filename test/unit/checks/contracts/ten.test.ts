import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ApiLibrary } from '../../../../index/library.js';
import { checkText } from '../../../../server/checks/check.js';
import { libraryOf } from './library.js';
import { renamed } from './renamed.js';

const FILE = 'test/w-library/hx.d.ts';

/** Ten mistakes in plausible code: the line of each is the one that ends with its code. */
const PLANTED = `
async function pay() {
  return HX.verifyBiometric({
    reason: 'Pay',
    timeout: -500, // contract-range
  });
}

async function titleOf() {
  const info = HX.getDeviceInfo();
  return \`Runs on \${info}\`; // unawaited-result
}

async function help() {
  await HX.openWebview({ url: 'http://intranet.example.com/help' }); // contract-format
}

function record() {
  const MINUTE = 60 * 1000;
  return HX.createAudioRecorder({ maxDuration: 20 * MINUTE }); // contract-range
}

async function profile() {
  HX.showLoading({ text: 'One moment' }); // contract-pair
  const user = await HX.getUserInfo();
  if (!user) {
    return undefined;
  }
  HX.hideLoading();
  return user;
}

function saved() {
  HX.showTips('Saved', 2); // deprecated-api
}

async function orders() {
  const response = await HX.fetch('/api/orders', {
    header: { Accept: 'application/json' }, // unknown-property
  });
  return response.json();
}

function keep(text) {
  HX.setStorage({ key: 'draft', value: text }); // unawaited-result
}

async function upload(file) {
  return HX.uploadFile({ filePath: file, timeout: 30 }); // contract-unit
}

async function direct() {
  return window.fetch('/api/orders'); // contract-bypass
}
`;

/** What the documentation of the library does not say, its owner states. */
const CORRECTIONS = {
  apis: { 'HX.setStorage': { add: [{ kind: 'awaited', sentence: 'Await it before the page closes.' }] } },
  bypass: { fetch: 'HX.fetch' },
};

/** Other words for what the documentation says. Each must be there to be replaced. */
const REWORDED: readonly (readonly [string, string])[] = [
  ['Absolute `https` address.', 'Where the page is; must be an https URL.'],
  [
    'Length in milliseconds after which recording stops by itself. Range: 1000 to 600000.',
    'Recording stops after this many ms, which must be between 1000 and 600000.',
  ],
  ['Hides the loading indicator opened by showLoading.', 'Takes the loading indicator away.'],
  [
    'Shows a blocking loading indicator over the current page.',
    'Shows a blocking loading indicator over the current page. Call hideLoading afterwards.',
  ],
  ['Use showToast, whose duration is in milliseconds.', 'Replaced by showToast.'],
  [
    'Saves a value in the local storage of the app.',
    'Saves a value in the local storage of the app. The returned promise must be awaited.',
  ],
  [
    'Sends an HTTP request through the corporate gateway.',
    'Sends an HTTP request through the corporate gateway. Use this instead of `window.fetch`.',
  ],
  ['options.timeout - Time limit in milliseconds.', 'options.timeout - Gives up after so long (in ms).'],
];

describe('ten mistakes that types do not express', () => {
  const declarations = readFileSync(FILE, 'utf8').replaceAll('\r\n', '\n');
  const { code, declarations: other } = renamed(declarations, 'HX');
  const reworded = REWORDED.reduce((text, [before, after]) => {
    assert.ok(text.includes(before), before);
    return text.replaceAll(before, after);
  }, declarations);

  function expected(text: string): string[] {
    const lines = text.split('\n').flatMap((it, at) => {
      const word = /\/\/ ([\w-]+)$/.exec(it)?.[1];
      return word === undefined ? [] : [`${at + 1} ${word}`];
    });
    assert.equal(lines.length, 10);
    return lines;
  }

  function found(text: string, library: ApiLibrary): string[] {
    return checkText(text, [library]).problems.map((it) => `${it.range.start.line + 1} ${it.code}`);
  }

  it('are found, all ten and nothing else', async () => {
    const library = await libraryOf('HX', declarations, { libraries: { HX: CORRECTIONS } });
    assert.deepEqual(found(PLANTED, library), expected(PLANTED));
  });

  it('are found whatever the library and its names are', async () => {
    const { HX: own } = { HX: CORRECTIONS };
    const corrections = JSON.parse(code(JSON.stringify(own.apis))) as object;
    const library = await libraryOf('Quill', other, {
      libraries: { Quill: { apis: corrections, bypass: { fetch: code(own.bypass.fetch) } } },
    });
    const text = code(PLANTED);
    assert.ok(!/\b(?:HX|timeout|showLoading|uploadFile)\b/.test(text));
    assert.deepEqual(found(text, library), expected(PLANTED));
  });

  it('are found when the documentation says it in other words, and no owner helps', async () => {
    const library = await libraryOf('HX', reworded);
    assert.deepEqual(found(PLANTED, library), expected(PLANTED));
    const both = renamed(reworded, 'HX');
    const quill = await libraryOf('Quill', both.declarations);
    assert.deepEqual(found(both.code(PLANTED), quill), expected(PLANTED));
  });

  it('nothing is found in the examples of the documentation', async () => {
    for (const text of [declarations, reworded]) {
      const library = await libraryOf(
        'HX',
        text,
        text === declarations ? { libraries: { HX: CORRECTIONS } } : undefined,
      );
      const examples = library.names().flatMap((name) => {
        const api = library.find(name);
        return api?.examples ?? (api ? [api.exp] : []);
      });
      assert.ok(examples.length > 90);
      for (const example of examples) {
        const own = checkText(example, [library]).problems.filter((it) => it.code.startsWith('contract-'));
        assert.deepEqual(own, [], example);
      }
    }
  });
});
