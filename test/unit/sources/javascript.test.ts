import assert from 'node:assert/strict';
import type { Access } from '../../../index/api-doc.js';
import type { LibraryReading } from '../../../index/library-reading.js';
import { checkRecords, names, readText, record, typeText } from './fixture.js';

/** How each callable is imported: `open: open named`. */
function imports(reading: LibraryReading): string[] {
  const text = (access: Access): string =>
    access.kind === 'global' ? access.path : `${access.export ?? '(the module)'} ${access.style}`;
  return reading.apis.filter((api) => !api.member).map((api) => `${api.name}: ${text(api.access)}`);
}

describe('JavaScript with JSDoc', () => {
  it('reads functions, arrow functions and default exports of a module', () =>
    checkRecords(
      {
        'lib.js': `
/** Sends a mail. And more.
 * @param {string} to - Whom.
 * @param {{ copy?: boolean, tags: string[] }} [options] - How.
 * @returns {Promise<number>} The id.
 */
export async function send(to, options) { return 1; }
/** Adds.
 * @param {number} a
 * @param {number} [b=2] */
export const add = (a, b = 2) => a + b;
/** Not exported under this name. */
function hidden() {}
export { hidden as shown };
export default function main() {}
`,
      },
      `
      send (to: string, options?: { copy?: boolean; tags: string[] }) => Promise<number> // Sends a mail
      add (a: number, b?: number) => number // Adds
      shown () => void // Not exported under this name
      main () => void
      `,
    ));

  it('reads texts, defaults and results from the tags', async () => {
    const reading = await readText(
      `
/**
 * Shows it.
 * @param {Object} options - What.
 * @param {string} options.msg - The text.
 * @param {number} [options.duration=2000] - Milliseconds.
 * @param {Object[]} options.items - Lines.
 * @param {string} options.items[].id - Of the line.
 * @param {...string} rest - More.
 * @returns {boolean} Whether it fits.
 * @throws {RangeError} E_LONG - The text is too long.
 * @deprecated Use hide.
 * @since 1.2.0
 * @example show({ msg: 'a', items: [] });
 */
export function show(options, ...rest) { return true; }
export function hide() {}
`,
      'lib.js',
    );
    const show = record(reading, 'show');
    assert.equal(
      show.des,
      'Shows it. Parameters: options (object, required): What. options.msg (string, required): The text. options.duration (number, optional): Milliseconds. options.items (object[], required): Lines. options.items.id (string, required): Of the line. ...rest (string[], optional): More. Returns: boolean. Whether it fits. Errors: E_LONG - The text is too long. Deprecated: Use hide.',
    );
    const [options] = show.signatures[0]?.parameters ?? [];
    assert.ok(options?.type.kind === 'object');
    assert.equal(options.type.properties[1]?.default, '2000');
    assert.deepEqual(show.deprecated, { message: 'Use hide.', replacement: 'hide' });
    assert.deepEqual(
      [show.since, show.exp, show.source.line],
      ['1.2.0', "show({ msg: 'a', items: [] });", 16],
    );
  });

  it('reads @typedef and @callback into the type table', async () => {
    const reading = await readText(
      `
/**
 * @typedef {Object} Options
 * @property {string} msg - The text.
 * @property {number} [duration=2000] - Milliseconds.
 * @property {'a' | 'b'} kind
 */
/**
 * @callback Done
 * @param {Error | null} error
 * @param {string} [value]
 * @returns {void}
 */
/**
 * @param {Options} options
 * @param {Done} done
 */
export function show(options, done) {}
/** @typedef {{ id: number, next?: Item }} Item */
/**
 * @param {Item} item
 * @returns {Item[]} */
export function walk(item) { return []; }
`,
      'lib.js',
    );
    assert.equal(typeText(reading, 'Options'), "{ msg: string; duration?: number; kind: 'a' | 'b' }");
    assert.equal(typeText(reading, 'Done'), '(error: Error | null, value?: string) => void');
    assert.equal(typeText(reading, 'Item'), '{ id: number; next?: Item }');
    assert.equal(reading.unknownTypes, 0);
  });

  it('reads @overload and @template', () =>
    checkRecords(
      {
        'lib.js': `
/**
 * Gets by name.
 * @overload
 * @param {string} name
 * @returns {string}
 */
/**
 * @overload Gets by index.
 * @param {number} index
 * @returns {number}
 */
/**
 * @param {string | number} a
 * @returns {string | number}
 */
export function get(a) { return a; }
/**
 * @template T, R
 * @param {T[]} items
 * @param {(item: T) => R} fn
 * @returns {R[]}
 */
export function map(items, fn) { return items.map(fn); }
`,
      },
      `
      get (name: string) => string // Gets by name
      get (index: number) => number
      map (items: T[], fn: (item: T) => R) => R[]
      `,
    ));

  it('reads classes: constructor, statics, inherited members, nothing private', () =>
    checkRecords(
      {
        'lib.mjs': `
class Base {
  /** @param {string} name */
  on(name) { return this; }
}
/** A client. */
export class Client extends Base {
  /** @param {string} url */
  constructor(url) { super(); this.url = url; }
  /** @returns {Client} */
  static create() { return new Client(''); }
  /**
   * Pings.
   * @returns {Promise<boolean>} */
  async ping() { return true; }
  #secret() {}
  /** @private */
  _inner() {}
  /** @protected */
  _below() {}
}
`,
      },
      `
      Client new (url: string) => Client // A client
      Client.create () => Client
        Client.ping () => Promise<boolean> // Pings
        Client.on (name: string) => Client
      `,
    ));

  it('takes a constructor function for a class', () =>
    checkRecords(
      {
        'lib.js': `
/**
 * A queue.
 * @constructor
 * @param {number} size
 */
function Queue(size) { this.size = size; }
/** @param {string} x
 * @returns {boolean} */
Queue.prototype.put = function (x) { return true; };
module.exports = { Queue };
`,
      },
      `
      Queue new (size: number) => Queue // A queue
        Queue.put (x: string) => boolean
      `,
    ));

  it('reads module.exports as an object, and exports.x', async () => {
    const reading = await readText(
      `
/** @param {string} path
 * @returns {Handle} */
function open(path) { return new Handle(path); }
class Handle { /** @returns {string} */ read() { return ''; } }
module.exports = { open, VERSION: '1' };
/** Closes. */
module.exports.close = function () {};
`,
      'lib.js',
    );
    assert.deepEqual(imports(reading), ['open: open commonjs', 'close: close commonjs']);
    assert.deepEqual(names(reading, 'members'), ['open().read']);
    const other = await readText('exports.a = (x) => {};\nexports.deep = { go() {} };', 'lib.js');
    assert.deepEqual(imports(other), ['a: a named', 'deep.go: deep named']);
  });

  it('names what hangs on a module that is itself callable after the module', async () => {
    const made = await readText(
      `
/** @param {string} a */
function make(a) {}
/** @param {number} n */
make.turn = function (n) {};
module.exports = make;
`,
      'lib.js',
    );
    assert.deepEqual(imports(made), ['make: (the module) commonjs', 'make.turn: (the module) commonjs']);
    const built = await readText('export default class Client { static make() {} ping() {} }', 'lib.mjs');
    assert.deepEqual(imports(built), ['Client: default default', 'Client.make: default default']);
    assert.deepEqual(names(built, 'members'), ['Client.ping']);
    const object = await readText('function open() {}\nexport default { open, close() {} };', 'lib.mjs');
    assert.deepEqual(imports(object), ['lib.open: default default', 'lib.close: default default']);
  });

  it('follows re-exports and types of other files', () =>
    checkRecords(
      {
        'lib.mjs': `
export * from './a.mjs';
export * as b from './b.mjs';
export { default as c } from './c.mjs';
`,
        'a.mjs': `
/** @param {import('./b.mjs').Options} o */
export function a(o) {}
`,
        'b.mjs': `
/** @typedef {{ x: number }} Options */
/** @param {Options} o */
export function run(o) {}
`,
        'c.mjs': `
/** @param {string} s */
export default function (s) {}
`,
      },
      `
      b.run (o: Options) => void
      c (s: string) => void
      a (o: Options) => void
      `,
    ));

  it('reads scripts: global objects with later additions, and what is set on window', async () => {
    await checkRecords(
      {
        'lib.js': `
var K = {
  /** Opens.
   * @param {string} a */
  open: function (a) {},
};
/** @param {boolean} x */
K.later = function (x) {};
K.sub = {};
K.sub.go = function () {};
`,
      },
      `
      K.open (a: string) => void // Opens
      K.later (x: boolean) => void
      K.sub.go () => void
      `,
      'global:K',
    );
    await checkRecords(
      {
        'lib.js': `
(function () {
  /** Opens.
   * @param {string} a */
  function open(a) {}
  class Box { fill() {} }
  window.K = { open: open, Box: Box };
})();
`,
      },
      `
      K.open (a: string) => void // Opens
      K.Box new () => Box
        Box.fill () => void
      `,
    );
  });

  it('reads a bundle for all module systems', () =>
    checkRecords(
      {
        'lib.js': `
(function (root, factory) {
  if (typeof module === 'object' && module.exports) module.exports = factory();
  else root.K = factory();
})(this, function () {
  /** Opens.
   * @param {string} a */
  function open(a) {}
  return { open: open };
});
`,
      },
      'K.open (a: string) => void // Opens',
      'global:K',
    ));

  it('knows nothing of parameters that no tag describes, and leaves them optional', async () => {
    const reading = await readText('export function run(a, b = 1) { return a; }', 'lib.js');
    assert.deepEqual(record(reading, 'run').signatures, [
      {
        parameters: [
          { name: 'a', type: { kind: 'unknown' }, optional: true },
          { name: 'b', type: { kind: 'primitive', name: 'number' }, optional: true, default: '1' },
        ],
        returns: { kind: 'unknown' },
      },
    ]);
    assert.deepEqual([reading.parameters, reading.unknownTypes], [2, 1]);
  });
});
