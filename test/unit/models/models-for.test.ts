import assert from 'node:assert/strict';
import { modelsFor } from '../../../server/models/models-for.js';
import { defaultSettings, type Settings } from '../../../server/settings.js';
import { scriptedProvider } from '../../support/scripted-provider.js';

const A = { provider: 'ollama', model: 'a' };
const B = { provider: 'ollama', model: 'b' };

describe('the models that code is made with', () => {
  const labels = async (models: Settings['models'], engine: Settings['generation']['engine']) => {
    const opened = await modelsFor({ ...defaultSettings('/w'), models }, engine);
    return Object.fromEntries(Object.entries(opened).map(([step, model]) => [step, model?.label]));
  };

  it('are none by default, and for the offline engine only one that splits', async () => {
    assert.deepEqual(await labels({}, 'offline'), {});
    assert.deepEqual(await labels({ generate: A, rerank: A }, 'offline'), {});
    assert.deepEqual(await labels({ decompose: B, generate: A }, 'offline'), { decompose: 'ollama:b' });
  });

  it('split with the model that writes code, unless the settings say who splits', async () => {
    assert.deepEqual(await labels({ generate: A }, 'free'), { decompose: 'ollama:a', generate: 'ollama:a' });
    assert.deepEqual(await labels({ generate: A, decompose: 'offline' }, 'free'), { generate: 'ollama:a' });
    assert.deepEqual(await labels({ generate: A, decompose: B, rerank: B }, 'structured'), {
      decompose: 'ollama:b',
      generate: 'ollama:a',
      rerank: 'ollama:b',
    });
  });

  it('know for the next generation what they learned of their service', async () => {
    const provider = await scriptedProvider();
    try {
      const schema = { name: 'answer', description: 'An answer.', schema: { type: 'object' } };
      const ask = async (content: string) => {
        const generate = { provider: 'openai', model: 'm', baseUrl: provider.baseUrl };
        const models = await modelsFor({ ...defaultSettings('/w'), models: { generate } }, 'structured');
        return (await models.generate?.ask([{ role: 'user', content }], { schema }))?.text;
      };
      provider.script({ status: 400, body: '{"error":{"message":"no response_format"}}' }, '{"a":1}');
      assert.equal(await ask('One?'), '{"a":1}');
      provider.script('{"a":2}');
      assert.equal(await ask('Two?'), '{"a":2}');
      assert.equal(provider.requests.length, 3);
    } finally {
      await provider.close();
    }
  });
});
