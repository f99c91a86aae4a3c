import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ApiLibrary } from '../../../index/library.js';
import { switchOffTracing } from '../../../index/services/no-tracing.js';
import { openChatModel } from '../../../server/models/open-chat-model.js';
import { apiRetriever, decomposer, generator } from '../../../server/pipeline/runnables.js';
import { libraryFrom } from '../../support/generated.js';
import { scriptedModel } from '../../support/scripted-model.js';
import { type ScriptedProvider, scriptedProvider } from '../../support/scripted-provider.js';
import { SHOP } from '../pipeline/shop.js';

const NAMES = ['LANGSMITH_TRACING_V2', 'LANGCHAIN_TRACING_V2', 'LANGSMITH_TRACING', 'LANGCHAIN_TRACING'];

describe('tracing by LangChain', () => {
  let library: ApiLibrary;
  let service: ScriptedProvider;
  let provider: ScriptedProvider;
  let saved: NodeJS.ProcessEnv;
  before(async () => {
    library = await libraryFrom({ declarations: SHOP });
    service = await scriptedProvider();
    provider = await scriptedProvider();
  });
  after(() => Promise.all([service.close(), provider.close()]));
  beforeEach(() => {
    service.requests.length = 0;
    saved = { ...process.env };
    for (const name of NAMES) delete process.env[name];
    process.env.LANGSMITH_ENDPOINT = new URL(service.baseUrl).origin;
    process.env.LANGSMITH_API_KEY = 'key';
  });
  afterEach(() => {
    process.env = saved;
  });

  it('is switched off by every name that the installed packages read', () => {
    const read = (path: string) =>
      readFileSync(new URL(`../../../node_modules/${path}`, import.meta.url), 'utf8');
    const inCore = [...read('@langchain/core/dist/utils/callbacks.js').matchAll(/"(\w*TRACING\w*)"/g)];
    const inLangSmith = [...read('langsmith/lib/env.js').matchAll(/"(TRACING\w*)"/g)].flatMap(([, name]) => [
      `LANGSMITH_${name}`,
      `LANGCHAIN_${name}`,
    ]);
    const names = new Set([...inCore.map(([, name = '']) => name), ...inLangSmith]);
    assert.deepEqual([...names].sort(), [...NAMES].sort());
    for (const name of names) process.env[name] = 'true';
    switchOffTracing();
    for (const name of names) assert.equal(process.env[name], 'false', name);
  });

  for (const name of NAMES) {
    it(`posts nothing with ${name}`, async () => {
      const free = { engine: 'free', stepComments: false, onInvalid: 'refuse' } as const;
      const code = "Shop.showBanner('Saved');";
      const uses = [
        async () => {
          provider.script('ok');
          const settings = { provider: 'openai', model: 'm', baseUrl: provider.baseUrl };
          await openChatModel(settings, {}).ask([{ role: 'user', content: 'How many?' }]);
        },
        async () => {
          const tdm = await decomposer(
            [library],
            scriptedModel('{"subtasks":[{"text":"Show the banner."}]}'),
          );
          await tdm.invoke('show it');
        },
        async () => {
          const arm = await apiRetriever([library], 1);
          await arm.invoke('Show the banner.');
        },
        async () => {
          const cgm = await generator([library], { generate: scriptedModel(code) }, free);
          await cgm.invoke('Show the banner "Saved".');
        },
      ];
      for (const use of uses) {
        for (const it of NAMES) delete process.env[it];
        process.env[name] = 'true';
        await use();
      }
      // Traces are sent in the background.
      await new Promise((resolve) => setTimeout(resolve, 500));
      assert.deepEqual(
        service.requests.map((it) => it.url),
        [],
      );
    });
  }
});
