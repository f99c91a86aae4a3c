import assert from 'node:assert/strict';
import { modelsFor } from '../../../server/models/models-for.js';
import { defaultSettings, type Settings } from '../../../server/settings.js';

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
});
