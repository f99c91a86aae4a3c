import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { ModelError } from '../../../index/services/model-error.js';
import type { ChatModel } from '../../../server/models/chat-model.js';
import { type Asked, edited, generated, libraryFrom } from '../../support/generated.js';
import { scriptedModel } from '../../support/scripted-model.js';
import { SHOP } from './shop.js';

// biome-ignore lint/suspicious/noTemplateCurlyInString: models write templates into plain texts.
const TEMPLATE = 'Too late for ${order.orderId}';
const BANNER = 'Show the banner "Saved" in green for 3 seconds.';

describe('generation with a model', () => {
  let library: ApiLibrary;
  before(async () => {
    library = await libraryFrom({ declarations: SHOP });
  });

  const structured = (
    requirement: string,
    text: string,
    plan: unknown,
    more: Partial<Asked> = {},
  ): Promise<string> =>
    edited({
      library,
      requirement,
      text,
      ...more,
      settings: { engine: 'structured', ...more.settings },
      models: { generate: scriptedModel(JSON.stringify(plan)) },
    });

  describe('that fills in a plan', () => {
    it('is printed in the style of the file', async () => {
      const plan = {
        steps: [
          {
            call: 'Shop.showBanner',
            args: { text: 'Saved', options: { kind: 'success', duration: 3000 } },
            subtask: 1,
          },
        ],
      };
      assert.equal(
        await structured(BANNER, 'function run() {<|>}\n', plan, { settings: { stepComments: true } }),
        `function run() {
  // Show the banner "Saved" in green for 3 seconds.
  Shop.showBanner('Saved', { kind: 'success', duration: 3000 });
}
`,
      );
    });

    it('has branches, loops, handlers, functions and source text', async () => {
      const plan = {
        steps: [
          { call: 'Shop.findCustomer', args: { email: { js: 'email' } }, as: 'customer' },
          { if: 'customer === null', do: [{ return: 'null' }] },
          { js: 'let count = 0' },
          { call: 'Shop.listOrders', args: { warehouse: 'north' }, as: 'orders' },
          {
            for: 'order',
            of: 'orders.filter((it) => !it.paid)',
            do: [
              {
                try: [
                  { call: 'Shop.cancelOrder', args: { orderId: { js: 'order.orderId' } } },
                  { js: 'count += 1' },
                ],
                codes: ['E_SHIPPED'],
                catch: [{ call: 'Shop.showBanner', args: { text: TEMPLATE } }],
              },
            ],
          },
          {
            call: 'Shop.onStockChange',
            args: {
              article: 'a1',
              listener: {
                params: ['level'],
                do: [{ call: 'Shop.showBanner', args: { text: { js: 'String(level.pieces)' } } }],
              },
            },
            as: 'stop',
          },
          { return: '{ count, stop }' },
        ],
      };
      assert.equal(
        await structured(
          'Cancel the open orders of warehouse "north".',
          'async function run(email) {<|>}\n',
          plan,
        ),
        `async function run(email) {
  const customer = await Shop.findCustomer(email);
  if (customer === null) {
    return null;
  }
  let count = 0;
  const orders = await Shop.listOrders('north');
  for (const order of orders.filter((it) => !it.paid)) {
    try {
      await Shop.cancelOrder(order.orderId);
      count += 1;
    } catch (err) {
      if (err.code !== 'E_SHIPPED') {
        throw err;
      }
      Shop.showBanner(\`Too late for \${order.orderId}\`);
    }
  }
  const stop = Shop.onStockChange('a1', (level) => {
    Shop.showBanner(String(level.pieces));
  });
  return { count, stop };
}
`,
      );
    });

    it('may use a result behind the branch that named it', async () => {
      const plan = {
        steps: [
          {
            try: [{ call: 'Shop.placeOrder', args: { customer: 'Ann', pieces: 2 }, as: 'order' }],
            codes: ['E_SOLD_OUT'],
            catch: [{ return: 'null' }],
          },
          { call: 'Shop.printInvoice', args: { orderId: { js: 'order.orderId' } } },
        ],
      };
      assert.equal(
        await structured(
          'Place an order of 2 pieces for "Ann" and print the invoice.',
          'async function run() {<|>}\n',
          plan,
        ),
        `async function run() {
  let order;
  try {
    order = await Shop.placeOrder({ customer: 'Ann', pieces: 2 });
  } catch (err) {
    if (err.code !== 'E_SOLD_OUT') {
      throw err;
    }
    return null;
  }
  await Shop.printInvoice(order.orderId);
}
`,
      );
    });

    it('calls methods on handles, and waits for callbacks', async () => {
      const plan = {
        steps: [
          { call: 'Shop.openTill', args: { till: 'main' }, as: 'till' },
          { call: 'Shop.openTill().book', on: 'till', args: { amount: 500 } },
          { call: 'Shop.openTill().close', on: 'till', args: {} },
          { call: 'Shop.scanLabel', args: {}, as: 'label' },
          { return: 'label.code' },
        ],
      };
      assert.equal(
        await structured(
          'Open the till "main", book 500 cents and scan the label of a parcel.',
          'async function run() {<|>}\n',
          plan,
        ),
        `async function run() {
  const till = await Shop.openTill('main');
  await till.book(500);
  await till.close();
  const label = await new Promise((resolve, reject) => {
    Shop.scanLabel({ success: resolve, fail: reject });
  });
  return label.code;
}
`,
      );
    });

    it('gets a form that knows the retrieved APIs and nothing else', async () => {
      const model = scriptedModel('{"steps": []}');
      const { refusal } = await generated({
        library,
        requirement: BANNER,
        settings: { engine: 'structured' },
        models: { generate: model },
      });
      assert.match(refusal ?? '', /^no API in .* fits/);
      const schema = JSON.stringify(model.asked[0]?.options.schema?.schema);
      const { $defs } = (model.asked[0]?.options.schema?.schema ?? {}) as {
        $defs: { step: { anyOf: Form[] } };
      };
      const forms = $defs.step.anyOf;
      const banner = forms.find((it) => it.properties.call?.const === 'Shop.showBanner');
      const js = { $ref: '#/$defs/js' };
      assert.deepEqual(banner?.properties.args, {
        type: 'object',
        properties: {
          text: { anyOf: [{ type: 'string' }, js] },
          options: {
            anyOf: [
              {
                type: 'object',
                properties: {
                  kind: { anyOf: [{ enum: ['success', 'warning', 'failure'] }, js] },
                  duration: { anyOf: [{ type: 'number' }, js] },
                },
                required: [],
                additionalProperties: false,
              },
              js,
            ],
          },
        },
        required: ['text'],
        additionalProperties: false,
      });
      const listed = [...(model.asked[0]?.messages[1]?.content ?? '').matchAll(/<api name="([^"]+)"/g)].map(
        (it) => it[1],
      );
      const called = forms.flatMap((it) => it.properties.call?.const ?? []);
      assert.deepEqual([...new Set(called)], listed);
      assert.ok(!schema.includes('fileForm'), schema);
    });
  });

  describe('that writes code', () => {
    const free = (answers: readonly string[], text: string, more: Partial<Asked> = {}) =>
      generated({
        library,
        requirement: BANNER,
        text,
        ...more,
        settings: { engine: 'free', ...more.settings },
        models: { generate: scriptedModel(...answers) },
      });

    for (const answer of [
      "Shop.showBanner('Saved');",
      "Sure!\n```js\nShop.showBanner('Saved');\n```\nThis shows it.",
      "```\nasync function run() {\n  Shop.showBanner('Saved');\n}\n\nrun();\n```",
      "```javascript\nimport { Shop } from 'shop';\nexport async function run() {\n    Shop.showBanner('Saved');\n}\n```",
      "<think>hm</think>```js\nconst run = () => {\n  Shop.showBanner('Saved');\n};\n```",
    ]) {
      it(`as ${JSON.stringify(answer)}`, async () => {
        const { edited: text, outcome, refusal } = await free([answer], 'function run() {<|>}\n');
        assert.equal(text, "function run() {\n  Shop.showBanner('Saved');\n}\n", refusal);
        assert.equal(outcome, 'accepted');
      });
    }

    it('is made async where it waits', async () => {
      const { edited: text } = await free(
        ["const o = await Shop.findCustomer('a@b.example');\nreturn o?.email;"],
        'function run() {<|>}\n',
      );
      assert.equal(
        text,
        "async function run() {\n  const o = await Shop.findCustomer('a@b.example');\n  return o?.email;\n}\n",
      );
    });
  });

  describe('whose answer is wrong', () => {
    const wrong = (answers: readonly string[], more: Partial<Asked> = {}) => {
      const generate = scriptedModel(...answers);
      const asked = generated({
        library,
        requirement: BANNER,
        text: 'function run() {<|>}\n',
        ...more,
        settings: { engine: 'free', repairRounds: 1, ...more.settings },
        models: { generate },
      });
      return asked.then((generation) => ({ ...generation, asked: generate.asked }));
    };

    it('is asked again with what was found and the signature', async () => {
      const {
        outcome,
        edited: text,
        asked,
      } = await wrong([
        "Shop.showBanner('Saved', { colour: 'green' });",
        "Shop.showBanner('Saved', { kind: 'success' });",
      ]);
      assert.equal(outcome, 'repaired-by-model');
      assert.match(text ?? '', /kind: 'success'/);
      const said = asked[1]?.messages.at(-1)?.content ?? '';
      assert.match(said, /unknown-property: .*colour/);
      assert.match(said, /<api name="Shop.showBanner">/);
    });

    it('is repaired by rule where that is certain', async () => {
      const { outcome, edited: text } = await wrong([
        "Shop.showBanner('Saved', { duratoin: 3000 });",
        "Shop.showBanner('Saved', { duratoin: 3000 });",
      ]);
      assert.equal(outcome, 'repaired-by-rule');
      assert.match(text ?? '', /duration: 3000/);
    });

    it('is not taken while a name in it means nothing', async () => {
      const bad = 'Shop.showBanner(nowhere);';
      const { outcome, refusal, edit } = await wrong([bad, bad]);
      assert.deepEqual([outcome, edit], ['refused', undefined]);
      assert.match(refusal ?? '', /nothing is called nowhere/);
      const marked = await wrong([bad, bad], { settings: { onInvalid: 'mark' } });
      assert.equal(marked.outcome, 'marked');
      assert.match(marked.note ?? '', /needs a look: nothing is called nowhere/);
    });

    it('is not taken with a part left out that could not be read', async () => {
      const plan = (...steps: unknown[]) => JSON.stringify({ steps });
      const banner = { call: 'Shop.showBanner', args: { text: 'Saved' } };
      for (const bad of [plan({ if: '(', do: [banner] }), plan({ js: 'let = ;' }, banner)]) {
        const { outcome, edit } = await wrong([bad, bad], { settings: { engine: 'structured' } });
        assert.deepEqual([outcome, edit], ['refused', undefined]);
      }
    });

    it('is not asked again for what was broken in the file before', async () => {
      const { outcome, asked } = await wrong(["Shop.showBanner('Saved');"], {
        text: 'const x = ;\nfunction run() {<|>}\n',
      });
      assert.deepEqual([outcome, asked.length], ['accepted', 1]);
    });

    it('is refused, or marked if the settings say so', async () => {
      const bad = "Shop.showFlag('Saved');";
      const { outcome, refusal, edit } = await wrong([bad, bad]);
      assert.equal(outcome, 'refused');
      assert.match(refusal ?? '', /does not pass the check/);
      assert.equal(edit, undefined);
      const { edited: text, diagnostics } = await wrong([bad, bad], { settings: { onInvalid: 'mark' } });
      assert.match(text ?? '', /\/\/ epigen: unknown-api: .*\n {2}Shop\.showFlag/);
      assert.equal(diagnostics[0]?.marked, true);
    });

    for (const bad of [
      "const { showBanner } = Shop;\nshowBanner('Saved', 1, 2, 3);",
      "Shop['show' + 'Banner'](1);",
      'const f = Math.random() > 2 ? Shop.showBanner : Shop.askCustomer;\nf(1, 2, 3);',
      'Shop.showBanner.call(null, 7);',
      'globalThis.Shop.showBanner(7);',
      "eval('Shop.nothing()');",
      'const s = Shop;\ns.nothing();',
      "Reflect.get(Shop, 'nothing')();",
      "(await import('shop')).nothing();",
      '[Shop.showBanner][0](7);',
      '// epigen-disable-next-line\nShop.nothing();',
      '/* epigen-disable */\nShop.showBanner({});',
      "const key = 'nothing';\nShop[key]();",
      "new Function('return Shop.nothing()')();",
    ]) {
      it(`never lets pass ${JSON.stringify(bad)}`, async () => {
        const { refusal } = await wrong([bad, bad]);
        assert.match(refusal ?? '', /does not pass the check/);
        const marked = await wrong([bad, bad], { settings: { onInvalid: 'mark' } });
        // What evades the checker is refused all the same, since no mark could stand above every call of it.
        assert.ok(marked.refusal !== undefined || marked.diagnostics.some((it) => it.marked), marked.edited);
      });
    }

    it('and no code at all is replaced by the offline engine’s, and that is said', async () => {
      for (const answer of ['I cannot help with that.', '', '```\n```']) {
        const { outcome, engine, note, edited: text } = await wrong([answer, answer]);
        assert.equal(outcome, 'replaced', answer);
        assert.equal(engine, 'offline');
        assert.match(note ?? '', /offline engine's answer, since script:model failed: its answer is no code/);
        assert.match(text ?? '', /Shop\.showBanner\('Saved', \{ kind: 'success', duration: 3000 \}\)/);
      }
    });

    it('and a model that fails is replaced as well', async () => {
      const failing = scriptedModel(new ModelError('unreachable', 'nobody answers', 'm', 'start it'));
      const { note, code } = await generated({
        library,
        requirement: BANNER,
        settings: { engine: 'structured' },
        models: { generate: failing },
      });
      assert.match(note ?? '', /nobody answers\. To mend it: start it/);
      assert.match(code, /showBanner/);
    });
  });

  it('splits with one model and plans by rule, or the other way round', async () => {
    const decompose = scriptedModel(
      '{"subtasks":[{"text":"Find the customer with the mail address \\"a@b.example\\".","needs":"","yields":""},{"text":"Invite the customer to the club.","needs":"","yields":""}]}',
    );
    const seen: string[][] = [];
    const { steps, code } = await generated({
      library,
      requirement: 'get a@b.example into our club',
      settings: {},
      models: { decompose },
    });
    assert.equal(steps.length, 2, JSON.stringify(seen));
    assert.match(code, /findCustomer\('a@b.example'\)[\s\S]*inviteCustomer/);
    assert.match(
      decompose.asked[0]?.messages[1]?.content ?? '',
      /<requirement>\nget a@b\.example into our club\n<\/requirement>/,
    );
  });

  it('goes on by rule where the splitting model fails', async () => {
    const decompose = scriptedModel('no idea', 'still none');
    const { note, code } = await generated({
      library,
      requirement: BANNER,
      settings: {},
      models: { decompose },
    });
    assert.match(note ?? '', /subtasks are made by rule, since the model failed/);
    assert.match(code, /showBanner/);
  });

  it('lets a model order what was found', async () => {
    const rerank = scriptedModel((asked) =>
      /showBanner/.test(asked.messages[1]?.content ?? '') ? '{"names":["Shop.showBanner"]}' : '{"names":[]}',
    );
    const { steps } = await generated({
      library,
      requirement: BANNER,
      settings: { engine: 'structured' },
      models: {
        rerank,
        generate: scriptedModel('{"steps":[{"call":"Shop.showBanner","args":{"text":"Saved"}}]}'),
      },
    });
    assert.deepEqual(
      steps[0]?.apis.map((it) => it.name),
      ['Shop.showBanner'],
    );
  });

  describe('that orders what was found', () => {
    const subtasks = ['Show the banner "Saved".', 'Print the invoice of an order.'];
    const decompose = () => scriptedModel(JSON.stringify({ subtasks: subtasks.map((text) => ({ text })) }));

    it('may say that nothing fits, and then no code is asked for', async () => {
      const rerank = scriptedModel('{"names":[]}', '{"names":[]}');
      const { code, refusal, outcome, steps } = await generated({
        library,
        requirement: BANNER,
        settings: { engine: 'structured' },
        models: { decompose: decompose(), rerank, generate: scriptedModel() },
      });
      assert.deepEqual([code, outcome], ['', 'refused']);
      assert.match(refusal ?? '', /no API/i);
      assert.deepEqual(
        steps.map((it) => it.apis),
        [[], []],
      );
    });

    it('keeps what it leaves out from the one that writes code', async () => {
      const choices = ['{"names":["Shop.showBanner"]}', '{"names":[]}'];
      const generate = scriptedModel('{"steps":[{"call":"Shop.showBanner","args":{"text":"Saved"}}]}');
      const requirement = 'Show the banner "Saved" and print the invoice of an order.';
      const listed = async (rerank?: ReturnType<typeof scriptedModel>) => {
        const model = rerank ? generate : scriptedModel('{"steps":[]}');
        const models = { decompose: decompose(), generate: model, ...(rerank && { rerank }) };
        await generated({ library, requirement, settings: { engine: 'structured' }, models });
        return model.asked[0]?.messages.map((it) => it.content).join('\n') ?? '';
      };
      assert.match(await listed(), /<api name="Shop\.printInvoice">/);
      const prompt = await listed(scriptedModel(...choices));
      assert.match(prompt, /<api name="Shop\.showBanner">/);
      assert.doesNotMatch(prompt, /<api name="Shop\.printInvoice">/);
    });

    it('is asked about a single proposal as well', async () => {
      const seen = scriptedModel('{"names":["Shop.showBanner"]}');
      const [only = ''] = library.names().filter((it) => it === 'Shop.showBanner');
      await generated({
        library: {
          ...library,
          search: async (text) => (await library.search(text, 40)).filter((it) => it.name === only),
        },
        requirement: BANNER,
        settings: { engine: 'structured' },
        models: {
          rerank: seen,
          generate: scriptedModel('{"steps":[{"call":"Shop.showBanner","args":{"text":"Saved"}}]}'),
        },
      });
      assert.equal(seen.asked.length, 1);
    });
  });

  describe('whose budget is used up', () => {
    const wrong = '{"steps":[{"call":"Shop.showBanner","args":{"text":"Saved","colour":"green"}}]}';
    const asked = (settings: Asked['settings'], models: Asked['models'] = {}) =>
      generated({
        library,
        requirement: BANNER,
        settings: { engine: 'structured', ...settings },
        ...{ models },
      });

    it('is repaired by rule rather than by the model, and that is said', async () => {
      const generate = scriptedModel(wrong);
      const { note, outcome } = await asked({ maxTokens: 10, onInvalid: 'mark' }, { generate });
      assert.equal(generate.asked.length, 1);
      assert.match(note ?? '', /not asked to repair .*tokens of the generation are used up \(15 of 10\)/);
      assert.notEqual(outcome, 'replaced');
    });

    it('is the offline engine’s answer where there is none of the model', async () => {
      const decompose = scriptedModel('{"subtasks":[{"text":"Show the banner."}]}');
      const { note, outcome, code } = await asked(
        { maxTokens: 10 },
        { decompose, generate: scriptedModel() },
      );
      assert.deepEqual([outcome, /showBanner/.test(code)], ['replaced', true]);
      assert.match(note ?? '', /used up .*raise generation\.maxTokens/);
    });

    it('by a model that says nothing is broken off', async () => {
      const silent: ChatModel = {
        label: 'silent',
        identity: 'silent',
        ask: (_, { signal } = {}) =>
          new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
      };
      // The timer alone keeps no program running.
      const running = setTimeout(() => {}, 10_000);
      const { note, outcome } = await asked({ timeoutMs: 50 }, { generate: silent });
      clearTimeout(running);
      assert.equal(outcome, 'replaced');
      assert.match(note ?? '', /the time of the generation is used up \(0\.05 s\).*generation\.timeoutMs/);
    });
  });

  it('looks at what it needs of a library, once, however large that is', async () => {
    const more = Array.from({ length: 20_000 }, (_, at) => `Shop.extra${at}`);
    const searched: string[] = [];
    let read = 0;
    const large: ApiLibrary = {
      ...library,
      names: () => [...library.names(), ...more],
      find: (name) => {
        if (name.startsWith('Shop.extra')) read++;
        return library.find(name);
      },
      search: (text, k) => {
        searched.push(`${k} ${text}`);
        return library.search(text, k);
      },
    };
    const generate = scriptedModel('{"steps":[]}');
    await generated({
      library: large,
      requirement: 'Open the till "Main" and close it.',
      settings: { engine: 'structured' },
      models: { decompose: scriptedModel('{"subtasks":[{"text":"Open the till \\"Main\\"."}]}'), generate },
    });
    assert.match(generate.asked[0]?.messages.at(-1)?.content ?? '', /HANDLE\.close/);
    assert.deepEqual(searched, [...new Set(searched)]);
    // A sample tells which words are frequent, and the first hundreds which categories there are.
    assert.ok(read <= 1000, String(read));
  });
});

interface Form {
  readonly properties: { readonly call?: { readonly const: string }; readonly args?: unknown };
}
