import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  CORRECTIONS_SCHEMA_FILE,
  correctionsJsonSchema,
  SCHEMA_FILE,
  settingsJsonSchema,
} from '../../scripts/settings-schema.js';
import { defaultSettings, findConfig, readSettings, type SettingsRequest } from '../../server/settings.js';
import { settingsSchema } from '../../server/settings-schema.js';
import { userConfigFile } from '../../server/user-settings.js';

describe('settings', () => {
  let folder: string;
  let environment: NodeJS.ProcessEnv;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'epigen-settings-')));
    // The user's own file must not decide what these tests see.
    environment = { XDG_CONFIG_HOME: join(folder, 'user') };
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (text: string, name = 'epigen.config.json') => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  const read = (request: Partial<SettingsRequest> = {}) => readSettings({ folder, environment, ...request });

  /** Reads a configuration; each problem as `underlined text -> message`. */
  async function problemsOf(text: string, request: Partial<SettingsRequest> = {}): Promise<string[]> {
    const file = write(text);
    const { problems } = await read(request);
    const document = TextDocument.create('', 'json', 0, text);
    return problems.map((problem) => {
      assert.equal(problem.file, file);
      return `${document.getText(problem.range)} -> ${problem.message}`;
    });
  }

  it('defaults apply where nothing is configured', async () => {
    assert.deepEqual(await read(), { settings: defaultSettings(folder), base: folder, problems: [] });
  });

  it('an empty configuration says the same as none', async () => {
    const file = write('{}');
    const { settings, problems } = await read();
    assert.deepEqual(problems, []);
    assert.deepEqual(settings, defaultSettings(dirname(file)));
  });

  it('is found upwards from the folder, the nearest first', () => {
    const outer = write('{}');
    const inner = write('{}', 'a/epigen.config.json');
    mkdirSync(join(folder, 'a/b/c'), { recursive: true });
    mkdirSync(join(folder, 'd'));
    assert.equal(findConfig(join(folder, 'a/b/c')), inner);
    assert.equal(findConfig(join(folder, 'd')), outer);
  });

  it('every key arrives', async () => {
    write(
      JSON.stringify({
        $schema: './schema.json',
        libraries: [{ name: 'HX', version: '2', sources: ['hx.d.ts'], access: 'global:HX' }],
        store: 'cache/index',
        embeddings: 'builtin',
        languages: ['de'],
        models: { decompose: 'offline' },
        requirement: { tags: ['want'] },
        generation: {
          engine: 'offline',
          repairRounds: 1,
          stepComments: false,
          onInvalid: 'mark',
          maxTokens: 5000,
          timeoutMs: 60_000,
        },
        editor: { codeLens: false, inlayHints: true, semanticTokens: true, inlineCompletion: true },
        profile: 'complement',
        diagnostics: { 'deprecated-api': 'off', 'type-mismatch': 'warning' },
      }),
    );
    const { settings, problems } = await read();
    assert.deepEqual(problems, []);
    assert.deepEqual(settings, {
      libraries: [{ name: 'HX', version: '2', sources: ['hx.d.ts'], access: 'global:HX' }],
      store: join(folder, 'cache', 'index'),
      embeddings: 'builtin',
      languages: ['de'],
      models: { decompose: 'offline' },
      requirement: { tags: ['want'] },
      generation: {
        engine: 'offline',
        repairRounds: 1,
        stepComments: false,
        onInvalid: 'mark',
        maxTokens: 5000,
        timeoutMs: 60_000,
      },
      editor: { codeLens: false, inlayHints: true, semanticTokens: true, inlineCompletion: true },
      profile: 'complement',
      diagnostics: { 'deprecated-api': 'off', 'type-mismatch': 'warning' },
    });
  });

  it('comments, trailing commas, CRLF and a byte order mark are fine', async () => {
    write('\uFEFF{\r\n  // the store\r\n  "store": "s",\r\n}\r\n');
    const { settings, problems } = await read();
    assert.deepEqual(problems, []);
    assert.equal(settings.store, join(folder, 's'));
  });

  it('a relative store starts at the configuration, not at the working folder', async () => {
    write('{ "store": "s" }');
    mkdirSync(join(folder, 'src'));
    const { settings, base } = await read({ folder: join(folder, 'src') });
    assert.equal(settings.store, join(folder, 's'));
    assert.equal(base, folder);
  });

  describe('a mistake is a problem at its place, and the rest applies', () => {
    it('broken JSON', async () => {
      const [problem, ...others] = await problemsOf('{\n  "store": \n}\n');
      assert.match(problem ?? '', /^} -> the configuration is not valid JSON \(value expected\)/);
      assert.deepEqual(others, []);
    });

    it('not an object', async () => {
      assert.match((await problemsOf('[1]'))[0] ?? '', /^\[1\] -> the configuration is not an object/);
    });

    it('an unknown key, with the nearest known one', async () => {
      assert.deepEqual(
        await problemsOf('{ "libaries": [], "generation": { "stepComment": true }, "store": "s" }'),
        [
          '"stepComment" -> there is no setting "generation.stepComment": did you mean "stepComments"?',
          '"libaries" -> there is no setting "libaries": did you mean "libraries"?',
        ],
      );
      assert.equal((await read()).settings.store, join(folder, 's'));
    });

    it('an unknown key that resembles none', async () => {
      assert.deepEqual(await problemsOf('{ "requirement": { "xyz": 1 } }'), [
        '"xyz" -> there is no setting "requirement.xyz": known here: tags',
      ]);
    });

    it('an unknown diagnostic code', async () => {
      assert.deepEqual(await problemsOf('{ "diagnostics": { "deprecated-apis": "off" } }'), [
        '"deprecated-apis" -> there is no setting "diagnostics.deprecated-apis": did you mean "deprecated-api"?',
      ]);
    });

    it('a value that is not allowed', async () => {
      assert.deepEqual(
        await problemsOf(
          '{ "generation": { "onInvalid": "ignore", "stepComments": false, "repairRounds": 99 } }',
        ),
        [
          '99 -> "generation.repairRounds" is too large: it must be at most 10',
          '"ignore" -> "generation.onInvalid" cannot be "ignore": write one of "refuse", "mark"',
        ],
      );
      const { settings } = await read();
      assert.equal(settings.generation.onInvalid, 'refuse');
      assert.equal(settings.generation.stepComments, false, 'what is right beside it applies');
    });

    it('a value of the wrong type', async () => {
      assert.deepEqual(await problemsOf('{ "store": 5 }'), ['5 -> "store" cannot be 5: it must be a text']);
    });

    it('a library without its required keys, beside one that is fine', async () => {
      assert.deepEqual(
        await problemsOf('{ "libraries": [{ "name": "A" }, { "name": "B", "sources": ["b.d.ts"] }] }'),
        ['{ -> "libraries[0].sources" is missing: it must be a list: [ … ]'],
      );
      assert.deepEqual((await read()).settings.libraries, [{ name: 'B', sources: ['b.d.ts'] }]);
    });

    it('an access path that cannot be understood', async () => {
      const [problem] = await problemsOf(
        '{ "libraries": [{ "name": "A", "sources": ["a"], "access": "HX" }] }',
      );
      assert.match(problem ?? '', /^"HX" -> "libraries\[0\]\.access" cannot be "HX": must be global:NAME/);
    });

    it('a tag that no comment could carry', async () => {
      const [problem] = await problemsOf('{ "requirement": { "tags": ["two words"] } }');
      assert.match(problem ?? '', /^"two words" -> "requirement\.tags\[0\]" cannot be "two words"/);
    });
  });

  it('a configuration that is not there is a problem, not an exception', async () => {
    const { problems } = await read({ file: 'nowhere.json' });
    assert.match(problems[0]?.message ?? '', /there is no such configuration/);
    assert.equal(problems[0]?.file, join(folder, 'nowhere.json'));
  });

  describe('engines and models', () => {
    it('an engine that needs a model is a configuration error without one', async () => {
      for (const engine of ['structured', 'free']) {
        assert.deepEqual(await problemsOf(`{ "generation": { "engine": "${engine}" } }`), [
          `"${engine}" -> the engine "${engine}" needs a model, and models.generate names none: write "offline" or remove the setting`,
        ]);
      }
      assert.equal((await read()).settings.generation.engine, 'offline');
    });

    it('with a model for code the engine is structured unless it is set', async () => {
      const generate = { provider: 'ollama', model: 'm' };
      write(JSON.stringify({ models: { generate } }));
      const { settings, problems } = await read();
      assert.deepEqual(problems, []);
      assert.deepEqual(settings.models, { generate });
      assert.equal(settings.generation.engine, 'structured');
      write(JSON.stringify({ models: { generate }, generation: { engine: 'free' } }));
      assert.equal((await read()).settings.generation.engine, 'free');
    });

    it('a provider that is not known', async () => {
      const [problem] = await problemsOf(
        '{ "models": { "rerank": { "provider": "oracle", "model": "m" } } }',
      );
      assert.match(
        problem ?? '',
        /there is no provider "oracle": write one of openai, anthropic, ollama, llama-cpp;/,
      );
    });

    it('a provider on another host that the settings name by its name alone', async () => {
      const text = '{ "models": { "generate": { "provider": "openai", "model": "m" } } }';
      const [problem] = await problemsOf(text);
      assert.match(problem ?? '', /models\.generate names the host "api\.openai\.com"/);
      const allowed = { ...process.env, EPIGEN_ALLOWED_HOSTS: 'api.openai.com' };
      write(text);
      assert.deepEqual((await read({ environment: allowed })).problems, []);
    });

    it('a model file outside the workspace', async () => {
      const named = (model: string) =>
        JSON.stringify({ models: { generate: { provider: 'llama-cpp', model } } });
      const outside = join(folder, '..', 'coder.gguf');
      const [problem] = await problemsOf(named(outside));
      assert.match(
        problem ?? '',
        /models\.generate\.model names ".*coder\.gguf", which lies outside .*allowedFolders/,
      );
      write(named('models/coder.gguf'));
      const { settings, problems } = await read();
      assert.deepEqual(problems, []);
      assert.deepEqual(settings.models.generate, {
        provider: 'llama-cpp',
        model: join(folder, 'models', 'coder.gguf'),
      });
    });

    it('what is neither "offline" nor a model', async () => {
      const [problem] = await problemsOf('{ "models": { "generate": { "provider": 1 } } }');
      assert.match(problem ?? '', /"models\.generate" is not a model/);
    });

    it('an embedding that there is none of, and a folder outside the workspace', async () => {
      const [problem] = await problemsOf('{ "embeddings": "word2vec:dir" }');
      assert.match(
        problem ?? '',
        /^"word2vec:dir" -> there is no embedding "word2vec:dir": write "builtin", or onnx/,
      );
      const outside = join(folder, '..', 'models');
      const [other] = await problemsOf(JSON.stringify({ embeddings: `onnx:${outside}` }));
      assert.match(
        other ?? '',
        /embeddings names ".*models", which lies outside the workspace .*allowedFolders/,
      );
      const allowed = { ...environment, EPIGEN_ALLOWED_FOLDERS: outside };
      assert.equal((await read({ environment: allowed })).settings.embeddings, `onnx:${outside}`);
      write('{ "embeddings": "onnx:models/tiny" }');
      assert.equal((await read()).settings.embeddings, `onnx:${join(folder, 'models', 'tiny')}`);
    });
  });

  describe('a workspace file may name only this machine', () => {
    const store = (location: string, request: Partial<SettingsRequest> = {}) =>
      problemsOf(JSON.stringify({ store: location }), request);

    for (const location of [
      'redis://127.0.0.1:6379',
      'redis://localhost',
      'rediss://[::1]:6380/2',
      'redis-sentinel://localhost:1,127.0.0.1:2/main',
      'redis-cluster://127.0.0.1:7000,127.0.0.2:7000',
    ]) {
      it(`${location} is fine`, async () => {
        assert.deepEqual(await store(location), []);
        assert.equal((await read()).settings.store, location);
      });
    }

    for (const [location, host] of [
      ['redis://redis.corp.example:6379', 'redis.corp.example'],
      ['redis://127.0.0.1.evil.example', '127.0.0.1.evil.example'],
      ['redis://localhost@evil.example', 'evil.example'],
      ['redis-cluster://127.0.0.1:7000,evil.example:7000', 'evil.example'],
      ['redis-sentinel://localhost,[2001:db8::1]:26379/main', '2001:db8::1'],
      ['REDIS://EVIL.example', 'evil.example'],
    ] as const) {
      it(`${location} is refused, and the message names the setting`, async () => {
        const [problem] = await store(location);
        assert.ok(problem?.includes(`store names the host "${host}"`), problem);
        assert.match(problem ?? '', /allowedHosts.*EPIGEN_ALLOWED_HOSTS/);
        assert.equal((await read()).settings.store, join(folder, '.epigen'), 'the default takes its place');
      });
    }

    it('a host that the environment allows', async () => {
      const allowed = { ...environment, EPIGEN_ALLOWED_HOSTS: 'a.example, Redis.Corp.Example' };
      assert.deepEqual(await store('redis://redis.corp.example:6379', { environment: allowed }), []);
    });

    it("a host that the user's own file allows", async () => {
      write('{ "allowedHosts": ["redis.corp.example"] }', 'user/epigen/config.json');
      assert.deepEqual(await store('redis://redis.corp.example'), []);
    });

    it("a host that the editor's user settings allow", async () => {
      assert.deepEqual(await store('redis://r.example', { allowedHosts: ['r.example'] }), []);
    });

    it('the workspace cannot allow itself a host', async () => {
      const [problem] = await problemsOf('{ "allowedHosts": ["evil.example"] }');
      assert.match(problem ?? '', /there is no setting "allowedHosts"/);
      const { problems } = await read({
        overrides: { store: 'redis://evil.example', allowedHosts: ['evil.example'] },
      });
      assert.ok(problems.some((it) => it.message.includes('store names the host "evil.example"')));
    });

    it('a broken user file is a problem in that file, and allows nothing', async () => {
      const own = write('{ "allowedHosts": "all" }', 'user/epigen/config.json');
      write('{ "store": "redis://r.example" }');
      const { problems } = await read();
      assert.equal(problems[0]?.file, own);
      assert.match(problems[1]?.message ?? '', /names the host "r\.example"/);
    });

    it('no secret comes from the workspace file', async () => {
      const [problem] = await store('redis://user:geheim@127.0.0.1');
      assert.match(problem ?? '', /the store address contains a password/);
      assert.match((await store('redis://:geheim@127.0.0.1'))[0] ?? '', /contains a password/);
    });

    it('an address that is no store, or that hides its host', async () => {
      for (const address of [
        'http://127.0.0.1',
        'redis:///0?host=evil.example',
        'redis://evil.example\\@localhost',
        'redis://localhost#@evil.example',
      ]) {
        assert.ok((await store(address))[0]?.includes(' is not a store: name a folder'), address);
      }
    });

    it('a model on another host', async () => {
      const [problem] = await problemsOf(
        '{ "models": { "generate": { "provider": "openai", "model": "m", "baseUrl": "https://x.example/v1" } } }',
      );
      assert.match(
        problem ?? '',
        /^"https:\/\/x\.example\/v1" -> models\.generate\.baseUrl names the host "x\.example"/,
      );
    });

    it('an embedding on another host', async () => {
      const [problem] = await problemsOf('{ "embeddings": "openai:m@https://x.example/v1" }');
      assert.match(problem ?? '', /embeddings names the host "x\.example"/);
    });
  });

  describe('a workspace file cannot point outside the workspace', () => {
    it('by a path', async () => {
      mkdirSync(join(folder, 'project'));
      write('{ "store": "../elsewhere" }', 'project/epigen.config.json');
      const { problems, settings } = await read({ folder: join(folder, 'project') });
      assert.match(problems[0]?.message ?? '', /lies outside the workspace/);
      assert.equal(settings.store, join(folder, 'project', '.epigen'));
    });

    it('by a link', async () => {
      mkdirSync(join(folder, 'project'));
      mkdirSync(join(folder, 'elsewhere'));
      symlinkSync(join(folder, 'elsewhere'), join(folder, 'project/link'), 'junction');
      write('{ "store": "link/index" }', 'project/epigen.config.json');
      const { problems } = await read({ folder: join(folder, 'project') });
      assert.match(problems[0]?.message ?? '', /lies outside the workspace/);
    });

    it('but anywhere in its repository', async () => {
      mkdirSync(join(folder, '.git'));
      write('{ "store": "../shared/index" }', 'packages/app/epigen.config.json');
      const { problems, settings } = await read({ folder: join(folder, 'packages/app') });
      assert.deepEqual(problems, []);
      assert.equal(settings.store, join(folder, 'packages', 'shared', 'index'));
    });
  });

  it('the store of the command line is taken as it is, and nothing is said about the other', async () => {
    write('{ "store": "redis://r.example" }');
    mkdirSync(join(folder, 'src'));
    const named = await read({ folder: join(folder, 'src'), store: 'redis://u:p@s.example' });
    assert.equal(named.settings.store, 'redis://u:p@s.example');
    assert.deepEqual(named.problems, []);
    const near = await read({ folder: join(folder, 'src'), store: '../../x' });
    assert.equal(near.settings.store, join(folder, '..', 'x'));
  });

  describe('settings from the editor', () => {
    it('win over the file, key by key', async () => {
      write('{ "generation": { "stepComments": false, "onInvalid": "mark" } }');
      const { settings } = await read({ overrides: { generation: { stepComments: true } } });
      assert.equal(settings.generation.stepComments, true);
      assert.equal(settings.generation.onInvalid, 'mark');
    });

    it('are validated too, and the problem says where it is from', async () => {
      const { problems } = await read({ overrides: { store: 3, trace: { server: 'off' } } });
      assert.deepEqual(
        problems.map((it) => [it.message, it.file]),
        [['"store" cannot be 3 (editor settings): it must be a text', undefined]],
      );
    });
  });

  it("the user's file follows XDG_CONFIG_HOME, else lies under the home folder", () => {
    assert.equal(userConfigFile({ XDG_CONFIG_HOME: '/x' }), join('/x', 'epigen', 'config.json'));
    if (process.platform !== 'win32') {
      assert.equal(userConfigFile({}), join(homedir(), '.config', 'epigen', 'config.json'));
    }
  });

  it('the defaults are those of the schema', () => {
    const { store: _, models, generation, ...defaults } = defaultSettings(folder);
    const { engine: __, ...rest } = generation;
    assert.deepEqual(settingsSchema.parse({}), { ...defaults, models, generation: rest });
  });

  it('the published JSON schema is the one that validates (npm run schema)', () => {
    assert.equal(readFileSync(SCHEMA_FILE, 'utf8').replaceAll('\r\n', '\n'), settingsJsonSchema());
    const corrections = readFileSync(CORRECTIONS_SCHEMA_FILE, 'utf8').replaceAll('\r\n', '\n');
    assert.equal(corrections, correctionsJsonSchema());
  });
});
