import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { edited, generated, libraryFrom } from '../../support/generated.js';
import { SHOP } from './shop.js';

describe('code for a requirement', () => {
  let library: ApiLibrary;
  before(async () => {
    library = await libraryFrom({ declarations: SHOP });
  });

  /** The statements for a requirement in the body of an async function. */
  async function body(requirement: string, parameters = ''): Promise<string> {
    const text = `async function run(${parameters}) {<|>}\n`;
    const result = await edited({ library, requirement, text });
    return (
      /^async function run\([^)]*\) \{\n([\s\S]*)\n\}\n$/.exec(result)?.[1]?.replace(/^ {2}/gm, '') ?? result
    );
  }

  it('puts values where their words, formats and units say', async () => {
    assert.equal(
      await body(
        'Place an order of 3 pieces for the customer "Ann" with the note "Ring twice", by express, it expires after 2 minutes.',
      ),
      "await Shop.placeOrder({ customer: 'Ann', pieces: 3, note: 'Ring twice', express: true, ttl: 120 });",
    );
  });

  it('chooses members of enumerations by their documentation', async () => {
    assert.equal(
      await body('Show a yellow banner "Almost sold out" for 3 seconds.'),
      "Shop.showBanner('Almost sold out', { kind: 'warning', duration: 3000 });",
    );
  });

  it('counts what an earlier call listed', async () => {
    assert.equal(
      await body('List the orders of the warehouse "North" and show a banner with how many there are.'),
      `const orders = await Shop.listOrders('North');\nShop.showBanner(\`\${orders.length}\`);`,
    );
  });

  it('passes results on', async () => {
    assert.equal(
      await body('Place an order for the customer "Ann", then print 2 copies of the invoice.'),
      "const { orderId } = await Shop.placeOrder({ customer: 'Ann' });\nawait Shop.printInvoice(orderId, 2);",
    );
  });

  it('takes parameters of the function', async () => {
    assert.equal(
      await body('Print the invoice of the order.', 'orderId'),
      'await Shop.printInvoice(orderId);',
    );
  });

  it('asks whether to do something instead of doing it', async () => {
    assert.equal(
      await body(
        'Ask the customer whether to cancel the order. If he agrees, cancel the order `orderId`.',
        'orderId',
      ),
      [
        "const { agreed } = await Shop.askCustomer('Cancel the order?');",
        'if (agreed) {',
        '  await Shop.cancelOrder(orderId);',
        '}',
      ].join('\n'),
    );
  });

  it('guards what a condition governs', async () => {
    assert.equal(
      await body(
        'Ask the customer the question "Cancel the order?". If he agrees, cancel the order `orderId`, otherwise show a banner "Kept".',
        'orderId',
      ),
      [
        "const { agreed } = await Shop.askCustomer('Cancel the order?');",
        'if (agreed) {',
        '  await Shop.cancelOrder(orderId);',
        '} else {',
        "  Shop.showBanner('Kept');",
        '}',
      ].join('\n'),
    );
  });

  it('tests for what may be missing', async () => {
    assert.equal(
      await body(
        'Find the customer with the mail address `email`. If there is none, show a red banner "Unknown".',
        'email',
      ),
      [
        'const customer = await Shop.findCustomer(email);',
        'if (customer === null) {',
        "  Shop.showBanner('Unknown', { kind: 'failure' });",
        '}',
      ].join('\n'),
    );
  });

  it('takes nothing out of what may not be there', async () => {
    assert.equal(
      await body('Find the customer with the mail address `email` and return the customer id.', 'email'),
      'const customer = await Shop.findCustomer(email);\nreturn customer?.customerId;',
    );
    assert.equal(
      await body(
        'Find the customer with the mail address `email`. Then invite the customer to the club.',
        'email',
      ),
      [
        'const customer = await Shop.findCustomer(email);',
        'if (customer !== null) {',
        '  await Shop.inviteCustomer(customer.customerId);',
        '}',
      ].join('\n'),
    );
    assert.equal(
      await body(
        'Find the customer with the mail address `email`. If there is none, return false. Then invite the customer to the club.',
        'email',
      ),
      [
        'const customer = await Shop.findCustomer(email);',
        'if (customer === null) {',
        '  return false;',
        '}',
        'await Shop.inviteCustomer(customer.customerId);',
      ].join('\n'),
    );
  });

  it('handles failures, all of them or the documented one', async () => {
    assert.equal(
      await body('Cancel the order `orderId`. If that fails, show a banner "Try again".', 'orderId'),
      [
        'try {',
        '  await Shop.cancelOrder(orderId);',
        '} catch {',
        "  Shop.showBanner('Try again');",
        '}',
      ].join('\n'),
    );
    assert.equal(
      await body('Cancel the order `orderId`. If it has been shipped already, return false.', 'orderId'),
      [
        'try {',
        '  await Shop.cancelOrder(orderId);',
        '} catch (err) {',
        "  if (err.code !== 'E_SHIPPED') {",
        '    throw err;',
        '  }',
        '  return false;',
        '}',
      ].join('\n'),
    );
  });

  it('does in any case what is to be done in any case', async () => {
    assert.equal(
      await body('Cancel the order `orderId`. In any case show a banner "Done".', 'orderId'),
      ['try {', '  await Shop.cancelOrder(orderId);', '} finally {', "  Shop.showBanner('Done');", '}'].join(
        '\n',
      ),
    );
  });

  it('returns what is asked for', async () => {
    assert.equal(
      await body('Place an order for the customer `name` and return the total.', 'name'),
      'const { total } = await Shop.placeOrder({ customer: name });\nreturn total;',
    );
    assert.equal(
      await body('List the open orders of the warehouse "North" and return how many there are.'),
      "const orders = await Shop.listOrders('North');\nreturn orders.length;",
    );
    assert.equal(
      await body('List the open orders of the warehouse "North" and return all order ids.'),
      "const orders = await Shop.listOrders('North');\nreturn orders.map((order) => order.orderId);",
    );
  });

  it('loops over a list', async () => {
    assert.equal(
      await body('List the open orders of the warehouse "North". For each order print the invoice.'),
      [
        "const orders = await Shop.listOrders('North');",
        'for (const order of orders) {',
        '  await Shop.printInvoice(order.orderId);',
        '}',
      ].join('\n'),
    );
  });

  it('puts what an event triggers into its handler', async () => {
    assert.equal(
      await body('Watch the stock of the article "A-17" and show a banner "Stock changed" every time.'),
      ["Shop.onStockChange('A-17', () => {", "  Shop.showBanner('Stock changed');", '});'].join('\n'),
    );
  });

  it('calls methods of what an earlier call returned', async () => {
    assert.equal(
      await body(
        'Open the till "North". Whenever a payment comes in, show a banner "Paid". Then book 500 cents and return the receipt.',
      ),
      [
        "const till = await Shop.openTill('North');",
        'till.onPayment(() => {',
        "  Shop.showBanner('Paid');",
        '});',
        'const { receipt } = await till.book(500);',
        'return receipt;',
      ].join('\n'),
    );
  });

  it('calls no method without its object', async () => {
    const { apis } = await generated({ library, requirement: 'Book an amount of 500 cents.' });
    assert.deepEqual(apis, []);
  });

  it('makes fields of a dictionary of variables', async () => {
    assert.equal(
      await body('File the form "VAT" at the tax office with the field `amount`.', 'amount'),
      "await Shop.fileForm('VAT', { amount });",
    );
  });

  it('leaves failures alone that nobody says what to do about', async () => {
    assert.equal(
      await body('Cancel the order `orderId`. If that fails, the sky turns green.', 'orderId'),
      'await Shop.cancelOrder(orderId);\n// epigen: handle: If that fails, the sky turns green',
    );
    assert.equal(
      await body('Cancel the order `orderId`. If that fails, ignore it.', 'orderId'),
      'try {\n  await Shop.cancelOrder(orderId);\n} catch {\n}',
    );
  });

  it('does not do without asking what a condition nobody can test governs', async () => {
    assert.match(
      await body(
        'Print the invoice of the order `orderId`. If the moon is full, show a banner "Boo".',
        'orderId',
      ),
      /\/\/ epigen: check: If the moon is full\n/,
    );
  });

  it('names nothing that is out of sight', async () => {
    const code = await body('Place an order for the customer "Ann". In any case print the invoice.');
    assert.equal(
      code,
      [
        'try {',
        "  await Shop.placeOrder({ customer: 'Ann' });",
        '} finally {',
        "  const orderId = ''; // epigen: fill in: Identifier of the order",
        '  await Shop.printInvoice(orderId);',
        '}',
      ].join('\n'),
    );
  });

  it('goes by the records that the store has now', async () => {
    const [changed] = await library.fetch(['Shop.printInvoice']);
    assert.ok(changed);
    const [signature] = changed.signatures;
    const [first] = signature?.parameters ?? [];
    assert.ok(signature && first);
    const api = { ...changed, signatures: [{ ...signature, parameters: [first] }] };
    const find = (name: string) => (name === api.name ? api : library.find(name));
    const fresh = {
      ...library,
      find,
      fetch: async (names: readonly string[]) => names.map(find).filter((it) => it !== undefined),
    };
    const requirement = 'Print 2 copies of the invoice of the order "7".';
    assert.equal((await generated({ library, requirement })).code, "await Shop.printInvoice('7', 2);");
    assert.equal((await generated({ library: fresh, requirement })).code, "await Shop.printInvoice('7');");
  });

  it('waits for APIs that report to callbacks', async () => {
    assert.equal(
      await body('Scan the label of the parcel and return the code.'),
      [
        'const { code } = await new Promise((resolve, reject) => {',
        '  Shop.scanLabel({ success: resolve, fail: reject });',
        '});',
        'return code;',
      ].join('\n'),
    );
  });

  it('understands Chinese', async () => {
    assert.equal(
      await body('打印订单 orderId 的发票，打印 2 份。如果失败，返回 false。', 'orderId'),
      ['try {', '  await Shop.printInvoice(orderId, 2);', '} catch {', '  return false;', '}'].join('\n'),
    );
  });

  it('leaves what nobody said to the developer, with the right type', async () => {
    assert.equal(
      await body('Find a customer.'),
      "const email = ''; // epigen: fill in: Mail address of the customer\nawait Shop.findCustomer(email);",
    );
  });

  it('does not take names that are in use', async () => {
    const text =
      'const orders = [];\nasync function run(email) {\n  const customer = 1;\n  <|>\n  return customer;\n}\n';
    const result = await edited({
      library,
      requirement: 'List the open orders of the warehouse "A" and return how many there are.',
      text,
    });
    assert.match(result, /const orders2 = await Shop\.listOrders\('A'\);\n {2}return orders2\.length;/);
  });

  it('tells what no API stands for, beside what is called', async () => {
    assert.equal(
      await body('Print the invoice of the order `orderId` and water the flowers.', 'orderId'),
      'await Shop.printInvoice(orderId);\n// epigen: no API fits: water the flowers',
    );
    const { steps } = await generated({
      library,
      requirement: 'Print the invoice of the order "7" and water the flowers.',
    });
    assert.deepEqual(
      steps.map((it) => it.apis[0]?.name),
      ['Shop.printInvoice', undefined],
    );
  });

  it('writes step comments if they are wanted', async () => {
    const { code } = await generated({
      library,
      requirement: 'Print the invoice of the order "7", then show a banner "Printed".',
      settings: { stepComments: true },
    });
    assert.equal(
      code,
      '// Print the invoice of the order "7".\nawait Shop.printInvoice(\'7\');\n// Show a banner "Printed".\nShop.showBanner(\'Printed\');',
    );
  });

  it('writes the whole function that is wanted', async () => {
    const { code, apis } = await generated({
      library,
      requirement: 'Find the customer by mail address and return the customer id.',
      entry: { name: 'customerOf', params: ['email'] },
    });
    assert.deepEqual(apis, ['Shop.findCustomer']);
    assert.match(
      code,
      /^export async function customerOf\(email\) \{\n {2}const .*await Shop\.findCustomer\(email\);\n[\s\S]*\n\}$/,
    );
  });

  it('gives the same code for the same request', async () => {
    const requirement =
      'Place an order for the customer "Ann", print the invoice and show a green banner "Done".';
    const first = await generated({ library, requirement, text: 'function run() {<|>}\n' });
    for (let count = 0; count < 3; count++)
      assert.deepEqual(await generated({ library, requirement, text: 'function run() {<|>}\n' }), first);
  });
});
