import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../../index/library.js';
import { checkText } from '../../../../server/checks/check.js';
import { libraryOf } from './library.js';

const DECLARATIONS = `declare namespace Bell {
  interface Line {
    /** Sends a text. */ send(text: string): void;
    /** Ends the line. */ close(): void;
  }
  interface Alarm {
    /** When it rings, in epoch milliseconds. */ at: number;
    /** Length in seconds. */ length: number;
  }
  /**
   * Rings.
   * @param options.tone - Name of the tone, at most 8 characters.
   * @param options.wait - Time before it rings, in milliseconds.
   * @param options.pause - Time between two strokes, in milliseconds.
   * @param options.volume - Loudness, between 1 and 10.
   * @param options.colour - Colour as \`#RRGGBB\`.
   * @param options.hook - Called over https, must be an https URL.
   * @param options.tags - Labels, at most 3.
   * @param options.from - Begin of the period.
   * @param options.to - End of the period. \`from\` and \`to\` must be given together.
   */
  function ring(options: {
    tone?: string; wait?: number; pause?: number; volume?: number; colour?: string; hook?: string; tags?: string[];
    from?: string; to?: string;
    /** @pattern ^[A-Z]{3}$ */
    code?: string;
    /** @minimum 0 */
    delay?: number;
  }): void;
  /**
   * Looks somebody up.
   * @param who - Either \`id\` of a person or \`name\` of one.
   */
  function find(who: { id?: string; name?: string; deep?: boolean }): Promise<string>;
  /** Saves what has changed. The promise must be awaited. */
  function save(text: string): Promise<void>;
  /** Reads a text. */
  function read(key: string): Promise<string>;
  /** Whether somebody is there. */
  function isThere(): Promise<boolean>;
  /** The next alarm. */
  function next(): Promise<Alarm>;
  /** Opens a line, which must be closed with \`close\`. */
  function open(name: string): Line;
  /** Listens. Call the returned function when you are done. */
  function listen(callback: (text: string) => void): () => void;
  /** Shows a spinner. Call stop afterwards. */
  function spin(text?: string): void;
  /** Hides the spinner. */
  function stop(): void;
  /** Gets a resource. Use this instead of \`window.fetch\`. */
  function get(url: string): Promise<string>;
}
`;

describe('contracts of a call', () => {
  let library: ApiLibrary;

  before(async () => {
    library = await libraryOf('Bell', DECLARATIONS);
  });

  /** Codes with 1-based lines, and the texts after the first fix. */
  function found(text: string): string[] {
    return checkText(text, [library]).problems.map((it) => `${it.range.start.line + 1} ${it.code}`);
  }

  function fixed(text: string, at = 0): string | undefined {
    const edits = checkText(text, [library]).problems[0]?.fixes?.[at]?.edits;
    if (!edits) return undefined;
    const lines = text.split('\n');
    const offset = ({ line, character }: { line: number; character: number }) =>
      lines.slice(0, line).reduce((sum, it) => sum + it.length + 1, 0) + character;
    return edits
      .toSorted((a, b) => offset(b.range.start) - offset(a.range.start))
      .reduce(
        (it, edit) => it.slice(0, offset(edit.range.start)) + edit.newText + it.slice(offset(edit.range.end)),
        text,
      );
  }

  const WRONG: readonly (readonly [string, string, string?])[] = [
    // Ranges.
    ['Bell.ring({ volume: 11 });', '1 contract-range', 'Bell.ring({ volume: 10 });'],
    ['Bell.ring({ volume: 0 });', '1 contract-range', 'Bell.ring({ volume: 1 });'],
    ['const loud = 5 * 3;\nBell.ring({ volume: loud });', '2 contract-range'],
    ['Bell.ring({\n  tone: "a",\n  volume: 11,\n});', '3 contract-range'],
    ['const options = { volume: 11 };\nBell.ring(options);', '2 contract-range'],
    ['const loud = { volume: 11 };\nBell.ring({ ...loud, tone: "a" });', '2 contract-range'],
    ['Bell.ring({ volume: quiet ? 5 : 12 });', '1 contract-range'],
    ['Bell.ring.call(null, { volume: 11 });', '1 contract-range'],
    ['const { ring } = Bell;\nring({ volume: 11 });', '2 contract-range'],
    ['Bell.ring({ delay: -1 });', '1 contract-range', 'Bell.ring({ delay: 0 });'],
    ['Bell.ring({ wait: -100 });', '1 contract-range'],
    // Lengths.
    ['Bell.ring({ tone: "a very long name" });', '1 contract-length'],
    ['Bell.ring({ tone: `a very long name ${x}` });', '1 contract-length'],
    ['Bell.ring({ tone: "a very " + "long name" });', '1 contract-length'],
    ['Bell.ring({ tags: ["a", "b", "c", "d"] });', '1 contract-length'],
    ['Bell.ring({ tags: ["a", "b", "c", "d", ...more] });', '1 contract-length'],
    // Patterns and formats.
    ['Bell.ring({ code: "abc" });', '1 contract-pattern'],
    [
      'Bell.ring({ hook: "http://a.example" });',
      '1 contract-format',
      'Bell.ring({ hook: "https://a.example" });',
    ],
    [
      'Bell.ring({ hook: `http://${host}/x` });',
      '1 contract-format',
      'Bell.ring({ hook: `https://${host}/x` });',
    ],
    ["const BASE = 'http://a.example';\nBell.ring({ hook: BASE + path });", '2 contract-format'],
    ["Bell.ring({ colour: '#f00' });", '1 contract-format', "Bell.ring({ colour: '#ff0000' });"],
    // Units.
    ['Bell.ring({ wait: 5 });', '1 contract-unit', 'Bell.ring({ wait: 5000 });'],
    ['Bell.ring({ wait: 45 });', '1 contract-unit', 'Bell.ring({ wait: 45000 });'],
    ['Bell.ring({ pause: 2 });', '1 contract-unit', 'Bell.ring({ pause: 2000 });'],
    [
      'function f(waitSeconds) { Bell.ring({ wait: waitSeconds }); }',
      '1 contract-unit',
      'function f(waitSeconds) { Bell.ring({ wait: waitSeconds * 1000 }); }',
    ],
    [
      'async function f() { const { length } = await Bell.next(); Bell.ring({ wait: length }); }',
      '1 contract-unit',
      'async function f() { const { length } = await Bell.next(); Bell.ring({ wait: length * 1000 }); }',
    ],
    [
      'async function f() { const alarm = await Bell.next(); Bell.ring({ wait: alarm.length }); }',
      '1 contract-unit',
    ],
    // Options.
    ["Bell.find({ id: '1', name: 'a' });", '1 contract-exclusive', "Bell.find({ id: '1' });"],
    ['Bell.find({ deep: true });', '1 contract-exclusive'],
    ["Bell.ring({ from: 'a' });", '1 contract-together'],
    // Promises.
    [
      "async function f() {\n  Bell.save('x');\n}",
      '2 unawaited-result',
      "async function f() {\n  await Bell.save('x');\n}",
    ],
    ['async function f() { list.forEach((it) => Bell.save(it)); }', '1 unawaited-result'],
    ["async function f() { ready && Bell.save('x'); }", '1 unawaited-result'],
    ["async function f() { const saved = Bell.save('x'); }", '1 unawaited-result'],
    ["async function f() { return `a ${Bell.read('k')}`; }", '1 unawaited-result'],
    ["async function f() { const k = Bell.read('k'); return 'a ' + k; }", '1 unawaited-result'],
    ["async function f() { return Bell.read('k') === 'x'; }", '1 unawaited-result'],
    ['async function f() { if (Bell.isThere()) return 1; }', '1 unawaited-result'],
    ['async function f() { return !Bell.isThere(); }', '1 unawaited-result'],
    ["async function f() { return JSON.parse(Bell.read('k')); }", '1 unawaited-result'],
    // Handles.
    ["function f() { const line = Bell.open('a'); line.send('x'); }", '1 contract-unclosed'],
    [
      "function f() {\n  const line = Bell.open('a');\n  if (!ok) return;\n  line.close();\n}",
      '2 contract-unclosed',
    ],
    [
      "function f() {\n  const line = Bell.open('a');\n  if (!ok) {\n    return;\n  }\n  line.close();\n}",
      '2 contract-unclosed',
      "function f() {\n  const line = Bell.open('a');\n  if (!ok) {\n    line.close();\n    return;\n  }\n  line.close();\n}",
    ],
    ['function f() { Bell.listen(show); }', '1 contract-unclosed'],
    ['function f() { const off = Bell.listen(show); if (off) go(); }', '1 contract-unclosed'],
    // What the library replaces.
    ["fetch('/a');", '1 contract-bypass', "Bell.get('/a');"],
    ["window.fetch('/a');", '1 contract-bypass', "Bell.get('/a');"],
    ['globalThis.fetch("/a");', '1 contract-bypass', 'Bell.get("/a");'],
    // Pairs.
    ['function f() {\n  Bell.spin();\n  if (a) return;\n  Bell.stop();\n}', '2 contract-pair'],
    ['function f() { Bell.spin(); if (a) throw new Error("x"); Bell.stop(); }', '1 contract-pair'],
    ['function f() { Bell.spin(); if (a) Bell.stop(); }', '1 contract-pair'],
    ['async function f() { Bell.spin(); await work(); }', '1 contract-pair'],
    [
      'async function f() { Bell.spin(); try { await work(); Bell.stop(); } catch (error) { report(error); } }',
      '1 contract-pair',
    ],
    [
      'function f() { for (const a of list) { Bell.spin(); if (a) continue; Bell.stop(); } }',
      '1 contract-pair',
    ],
    ['function f() { Bell.spin(); while (a) { if (b) return; } Bell.stop(); }', '1 contract-pair'],
    [
      'function f(k) { Bell.spin(); switch (k) { case 1: Bell.stop(); break; case 2: return; default: Bell.stop(); } }',
      '1 contract-pair',
    ],
    ['function f(k) { Bell.spin(); switch (k) { case 1: Bell.stop(); } }', '1 contract-pair'],
    [
      'function f() { outer: for (;;) { Bell.spin(); for (;;) { if (a) break outer; Bell.stop(); } } }',
      '1 contract-pair',
    ],
    [
      'function f() { try { Bell.spin(); if (a) return; Bell.stop(); } finally { log(); } }',
      '1 contract-pair',
    ],
    ['const f = () => { Bell.spin(); if (a) return; Bell.stop(); };', '1 contract-pair'],
    ['class A { f() { Bell.spin(); if (a) return; Bell.stop(); } }', '1 contract-pair'],
  ];

  for (const [text, expected, repaired] of WRONG) {
    it(`reports ${text.replaceAll('\n', ' ')}`, () => {
      assert.deepEqual(found(text), [expected]);
      if (repaired !== undefined) assert.equal(fixed(text), repaired);
    });
  }

  const RIGHT: readonly string[] = [
    'Bell.ring({ volume: 10 }); Bell.ring({ volume: 1 });',
    'Bell.ring({ volume });',
    'let loud = 3; loud = 11; Bell.ring({ volume: loud });',
    'Bell.ring({ ...options, wait: 500 });',
    'Bell.ring({ tone: "12345678" });',
    'Bell.ring({ tone: `${name}` });',
    'Bell.ring({ tags: ["a", "b", "c"] });',
    'Bell.ring({ tags: [...more] });',
    'Bell.ring({ code: "ABC" });',
    'Bell.ring({ code });',
    'Bell.ring({ hook: `${base}/x` });',
    'Bell.ring({ hook: "https://" + host });',
    'Bell.ring({ hook: `ht${x}` });',
    "Bell.ring({ colour: '#ff0000' });",
    'Bell.ring({ pause: 50 });',
    'Bell.ring({ wait: 0 }); Bell.ring({ wait: 250 });',
    'function f(waitMs) { Bell.ring({ wait: waitMs }); }',
    'async function f() { const { length } = await Bell.next(); Bell.ring({ wait: length * 1000 }); }',
    "Bell.find({ id: '1' }); Bell.find({ name: 'a', id: undefined });",
    'Bell.find({ deep: true, ...who });',
    "Bell.ring({ from: 'a', to: 'b' }); Bell.ring({ from: 'a', ...period });",
    "async function f() { await Bell.save('x'); }",
    "function f() { return Bell.save('x'); }",
    "const f = () => Bell.save('x');",
    "function f() { void Bell.save('x'); }",
    "function f() { Bell.save('x').then(go, stop); }",
    'async function f() { await Promise.all(list.map((it) => Bell.save(it))); }',
    "async function f() { const saved = Bell.save('x'); await saved; }",
    "async function f() { const k = Bell.read('k'); return 'a ' + (await k); }",
    "async function f() { const k = Bell.read('k'); if (k) await k; }",
    'async function f() { if (await Bell.isThere()) return 1; }',
    "function f() { const line = Bell.open('a'); line.send('x'); line.close(); }",
    "function f() { const line = Bell.open('a'); try { line.send('x'); } finally { line.close(); } }",
    "function f() { return Bell.open('a'); }",
    "function f() { const line = Bell.open('a'); return line; }",
    "function f() { const line = Bell.open('a'); use(line); }",
    "function f() { this.line = Bell.open('a'); }",
    "function f() { const line = Bell.open('a'); onEnd(() => line.close()); }",
    "function f() { const line = Bell.open('a'); return { send: (it) => line.send(it), close: () => line.close() }; }",
    'function f() { const off = Bell.listen(show); return off; }',
    'function f() { const off = Bell.listen(show); go(); off(); }',
    'function f() { useEffect(() => Bell.listen(show)); }',
    "function fetch() {}\nfetch('/a');",
    "import { fetch } from 'x';\nfetch('/a');",
    "api.fetch('/a');",
    'function f() { Bell.spin(); work(); Bell.stop(); }',
    'function f() { Bell.spin(); }',
    'function begin() { Bell.spin(); count(); }\nfunction end() { Bell.stop(); }',
    'async function f() { Bell.spin(); try { await work(); if (a) return; } finally { Bell.stop(); } }',
    'async function f() { Bell.spin(); try { await work(); } catch (error) { report(error); } Bell.stop(); }',
    'async function f() { Bell.spin(); try { await work(); Bell.stop(); } catch (error) { Bell.stop(); throw error; } }',
    'function f() { Bell.spin(); return work().finally(() => Bell.stop()); }',
    'function f() { Bell.spin(); return work().finally(Bell.stop); }',
    'function f() { const done = () => Bell.stop(); Bell.spin(); work(done); }',
    'function f() { Bell.spin(); if (a) return done(); Bell.stop(); }\nfunction done() { Bell.stop(); }',
    'function f() { if (a) Bell.spin(); work(); if (a) Bell.stop(); }',
    'function f() { if (a) return; Bell.spin(); Bell.stop(); }',
    'function f() { Bell.spin(); if (a) { Bell.stop(); return; } Bell.stop(); }',
    'function f() { Bell.spin(); if (a) { Bell.stop(); } else { Bell.stop(); } }',
    'function f() { Bell.spin(); a ? Bell.stop() : later(Bell.stop); }',
    'function f() { for (const a of list) { if (!a) continue; Bell.spin(); Bell.stop(); } }',
    'function f() { Bell.spin(); while (true) { if (a) break; } Bell.stop(); }',
    'function f(k) { Bell.spin(); switch (k) { case 1: case 2: Bell.stop(); break; default: Bell.stop(); } }',
    "import { hideAll } from './ui.js';\nfunction f() { Bell.spin(); if (a) return hideAll(); Bell.stop(); }",
    'class A { f() { Bell.spin(); if (a) return this.end(); Bell.stop(); } end() { Bell.stop(); } }',
    'Bell.spin(); work();',
  ];

  for (const text of RIGHT) {
    it(`accepts ${text.replaceAll('\n', ' ')}`, () => {
      assert.deepEqual(found(text), []);
    });
  }

  it('comes to an end, whatever is written', () => {
    const doubled = (operator: string) =>
      Array.from({ length: 60 }, (_, at) => `const a${at} = a${at + 1} ${operator} a${at + 1};`).join('\n');
    const texts = [
      'const a = a * a;\nBell.ring({ volume: a });',
      'const a = a + a;\nBell.ring({ hook: a });',
      `${doubled('*')}\nconst a60 = 2;\nBell.ring({ volume: a0 });`,
      `${doubled('+')}\nconst a60 = 'x';\nBell.ring({ hook: a0 });`,
      `function f() { ${'for (;;) { '.repeat(40)} Bell.spin(); if (a) return; Bell.stop(); ${'}'.repeat(40)} }`,
      `function f() { Bell.spin(); if (a) Bell.stop(); ${'try { '.repeat(20)} return; ${'} finally { if (a) return; if (b) return; }'.repeat(20)} }`,
    ];
    for (const text of texts) checkText(text, [library]);
  });

  it('says what the documentation says, and where a path is left', () => {
    const text = 'function f() {\n  Bell.spin();\n  if (a) return;\n  Bell.stop();\n}';
    const [problem] = checkText(text, [library]).problems;
    assert.match(problem?.message ?? '', /^Bell\.spin: Bell\.stop must follow on every path/);
    assert.match(problem?.message ?? '', /Documented: "Call stop afterwards\."$/);
    assert.deepEqual(
      problem?.related?.map((it) => it.range.start),
      [{ line: 2, character: 9 }],
    );
  });

  it('counts what was read from prose less than what a tag states', () => {
    const severities = checkText('Bell.ring({ delay: -1 });\nBell.ring({ volume: 11 });', [library]);
    assert.deepEqual(
      severities.problems.map((it) => it.severity),
      ['warning', 'information'],
    );
  });
});
