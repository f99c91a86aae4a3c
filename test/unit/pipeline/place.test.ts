import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { edited, generated, libraryFrom } from '../../support/generated.js';
import { SHOP } from './shop.js';

const PRINT = 'Print the invoice of the order "7".';
const BANNER = 'Show a banner "Hi".';

describe('the place of generated code', () => {
  let library: ApiLibrary;
  before(async () => {
    library = await libraryFrom({ declarations: SHOP });
  });

  const at = (text: string, requirement = PRINT): Promise<string> => edited({ library, requirement, text });

  it('is an empty body', async () => {
    assert.equal(
      await at('async function run() {<|>}\n'),
      "async function run() {\n  await Shop.printInvoice('7');\n}\n",
    );
  });

  it('is the line after a comment, indented as the comment', async () => {
    assert.equal(
      await at('async function run() {\n    if (ready) {\n        /* print */<|>\n    }\n}\n'),
      "async function run() {\n    if (ready) {\n        /* print */\n        await Shop.printInvoice('7');\n    }\n}\n",
    );
  });

  it('is a line further down where its own comment would go on with the one above', async () => {
    const commented = (text: string): Promise<string> =>
      edited({ library, requirement: PRINT, text, settings: { stepComments: true } });
    const code = `// Print the invoice of the order "7".\n  await Shop.printInvoice('7');`;
    assert.equal(
      await commented('async function run() {\n  // print<|>\n}\n'),
      `async function run() {\n  // print\n\n  ${code}\n}\n`,
    );
    assert.equal(
      await commented('async function run() {\r\n  start(); // now\r\n  // print<|>\r\n}\r\n'),
      `async function run() {\n  start(); // now\n  // print\n\n  ${code}\n}\n`.replaceAll('\n', '\r\n'),
    );
    assert.equal(
      await commented('async function run() {\n  /* print */<|>\n}\n'),
      `async function run() {\n  /* print */\n  ${code}\n}\n`,
    );
  });

  it('pushes what follows the comment to the next line', async () => {
    assert.equal(
      await at('async function run() {\n  /* print */<|> done();\n}\n'),
      "async function run() {\n  /* print */\n  await Shop.printInvoice('7');\n   done();\n}\n",
    );
  });

  it('is behind a block comment of several lines', async () => {
    assert.equal(
      await at('async function run() {\n  /*\n   * print\n   */<|>\n}\n'),
      "async function run() {\n  /*\n   * print\n   */\n  await Shop.printInvoice('7');\n}\n",
    );
  });

  it('is a marked comment, which goes away', async () => {
    assert.equal(
      await at('async function run() {\n  start();\n  // @insert<|>\n  stop();\n}\n'),
      "async function run() {\n  start();\n  await Shop.printInvoice('7');\n  stop();\n}\n",
    );
  });

  it('is a TypeScript function, whose result becomes a promise', async () => {
    const typed = (text: string): Promise<string> =>
      edited({ library, requirement: 'Print the invoice of the order.', text, name: 'test.ts' });
    assert.equal(
      await typed('function run(orderId: string): void {<|>}\n'),
      'async function run(orderId: string): Promise<void> {\n  await Shop.printInvoice(orderId);\n}\n',
    );
    assert.equal(
      await typed('const run = (orderId: string): Promise<void> => {<|>};\n'),
      'const run = async (orderId: string): Promise<void> => {\n  await Shop.printInvoice(orderId);\n};\n',
    );
  });

  it('in TypeScript is checked as TypeScript', async () => {
    const text = 'async function run(orderId: number) {<|>}\n';
    const asked = {
      library,
      requirement: 'Print the invoice of the order `orderId`.',
      text,
      name: 'test.ts',
    };
    assert.match((await generated(asked)).refusal ?? '', /'orderId' must be string, but this is number/);
  });

  it('keeps tabs and CRLF', async () => {
    assert.equal(
      await at('class A {\r\n\tasync run() {\r\n\t\tthis.b();\r\n\t\t/* print */<|>\r\n\t}\r\n}\r\n'),
      "class A {\r\n\tasync run() {\r\n\t\tthis.b();\r\n\t\t/* print */\r\n\t\tawait Shop.printInvoice('7');\r\n\t}\r\n}\r\n",
    );
  });

  it('keeps double quotes and leaves semicolons out', async () => {
    assert.equal(
      await at('const a = "b"\nlog(a)\nasync function run() {<|>}\n'),
      'const a = "b"\nlog(a)\nasync function run() {\n  await Shop.printInvoice("7")\n}\n',
    );
  });

  it('makes the function around it async where the code waits, and only there', async () => {
    assert.equal(
      await at('function run() {<|>}\n'),
      "async function run() {\n  await Shop.printInvoice('7');\n}\n",
    );
    assert.equal(
      await at('function run() {<|>}\n', BANNER),
      "function run() {\n  Shop.showBanner('Hi');\n}\n",
    );
    assert.equal(
      await at('const run = (a) => {<|>};\n'),
      "const run = async (a) => {\n  await Shop.printInvoice('7');\n};\n",
    );
    assert.equal(
      await at('export default {\n  methods: {\n    run() {<|>},\n  },\n};\n'),
      "export default {\n  methods: {\n    async run() {\n      await Shop.printInvoice('7');\n    },\n  },\n};\n",
    );
    assert.equal(
      await at('class A {\n  static run() {<|>}\n}\n'),
      "class A {\n  static async run() {\n    await Shop.printInvoice('7');\n  }\n}\n",
    );
  });

  it('makes the innermost function async', async () => {
    assert.equal(
      await at('function run() {\n  list.forEach((it) => {<|>});\n}\n'),
      "function run() {\n  list.forEach(async (it) => {\n    await Shop.printInvoice('7');\n  });\n}\n",
    );
  });

  it('runs in a function of its own where the one around it cannot wait', async () => {
    for (const head of ['constructor()', 'get value()', '*run()'])
      assert.equal(
        await at(`class A {\n  ${head} {<|>}\n}\n`),
        `class A {\n  ${head} {\n    (async () => {\n      await Shop.printInvoice('7');\n    })();\n  }\n}\n`,
      );
  });

  it('waits at the top of a module, and in a function of its own at the top of a script', async () => {
    assert.equal(
      await at("import './a.js';\n// print\n<|>\n"),
      "import './a.js';\n// print\n\nawait Shop.printInvoice('7');\n",
    );
    assert.equal(
      await at('start();\n<|>'),
      "start();\n\n(async () => {\n  await Shop.printInvoice('7');\n})();",
    );
    assert.equal(
      await at("start()\nrun('a')\n<|>"),
      "start()\nrun('a')\n\n;(async () => {\n  await Shop.printInvoice('7')\n})()",
    );
  });

  it('can be a file that has syntax errors elsewhere', async () => {
    assert.equal(
      await at('async function run() {<|>}\nconst a = (;\n', BANNER),
      "async function run() {\n  Shop.showBanner('Hi');\n}\nconst a = (;\n",
    );
  });
});
