import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { apiRetriever, decomposer, generator } from '../../../server/pipeline/runnables.js';
import { libraryFrom } from '../../support/generated.js';
import { scriptedModel } from '../../support/scripted-model.js';
import { SHOP } from './shop.js';

describe('the pipeline as parts of LangChain', () => {
  let library: ApiLibrary;
  before(async () => {
    library = await libraryFrom({ declarations: SHOP });
  });

  it('TDM is a Runnable', async () => {
    const tdm = await decomposer([library], scriptedModel('{"subtasks":[{"text":"Show the banner."}]}'));
    assert.deepEqual(await tdm.invoke('show it'), ['Show the banner.']);
  });

  it('ARM is a retriever', async () => {
    const arm = await apiRetriever([library], 2);
    const [document] = await arm.invoke('Print the invoice of an order.');
    assert.equal(document?.metadata.name, 'Shop.printInvoice');
    assert.match(document?.pageContent ?? '', /^Prints the invoice of an order\./);
  });

  it('CGM is a Runnable', async () => {
    const settings = { engine: 'free', stepComments: false, onInvalid: 'refuse' } as const;
    const models = { generate: scriptedModel("Shop.showBanner('Saved');") };
    const cgm = await generator([library], models, settings);
    assert.equal((await cgm.invoke('Show the banner "Saved".')).code, "Shop.showBanner('Saved');");
  });
});
