// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are code.
import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { completionContext } from '../../../server/analysis/completion-context.js';
import { closeDocument, openDocument } from '../../../server/syntax/syntax-document.js';
import { goldenLibrary } from '../../support/golden/libraries.js';

describe('what two libraries offer at places of every kind', () => {
  let libraries: readonly ApiLibrary[];
  before(async () => {
    libraries = [await goldenLibrary('Corp'), await goldenLibrary('@corp/box')];
  });

  /** `|` is the cursor; the answer is `what it replaces -> kind name, …`. */
  function offered(script: string): string {
    const at = script.indexOf('|');
    const text = script.replace('|', '');
    const document = openDocument('file:///a.js', text, 1);
    try {
      const found = completionContext(document, document.lines.position(at), libraries);
      if (!found) return 'nothing';
      const start = document.lines.offset(found.range.start);
      const replaced = text.slice(start, document.lines.offset(found.range.end));
      const names = found.proposals.map((it) => `${it.kind} ${it.name}`);
      const shown = names.length > 12 ? `${names[0]}, … ${names.at(-1)} (${names.length})` : names.join(', ');
      return `${replaced} -> ${shown}`;
    } finally {
      closeDocument(document);
    }
  }

  const cases: readonly (readonly [script: string, offered: string])[] = [
    ['Corp.net.|', ' -> api ping, property kind, property limits, namespace deep'],
    ['Corp.net.deep.|', ' -> api dive'],
    ['Corp.net.limits.|', ' -> property max, property min'],
    ['Corp.net.kind.|', 'nothing'],
    ['new Corp.Cache(1).|', ' -> api get, api set, property size'],
    ['new Corp.Cache(|)', ' -> namespace Corp'],
    [
      "Corp.channel({ url: 'a' }).|",
      ' -> api open, api close, property state, api start, api peer, api listen, property limits',
    ],
    ["Corp.channel({ url: 'a' }).limits.|", ' -> property max, property min'],
    [
      "Corp.channel({ url: 'a' }).peer()?.|",
      ' -> api open, api close, property state, api start, api peer, api listen, property limits',
    ],
    [
      "Corp.channel({ url: 'a' }).peer().|",
      ' -> api open, api close, property state, api start, api peer, api listen, property limits',
    ],
    [
      "const c = Corp.channel({ url: 'a' }); c.st|",
      'st -> api open, api close, property state, api start, api peer, api listen, property limits',
    ],
    [
      "const c = Corp.channel({ url: 'a' }); x + c.st|",
      'st -> api open, api close, property state, api start, api peer, api listen, property limits',
    ],
    [
      "const c = Corp.channel({ url: 'a' }); f(c.|)",
      ' -> api open, api close, property state, api start, api peer, api listen, property limits',
    ],
    [
      "const c = Corp.channel({ url: 'a' }); [c.|]",
      ' -> api open, api close, property state, api start, api peer, api listen, property limits',
    ],
    [
      "const c = Corp.channel({ url: 'a' }); !c.|",
      ' -> api open, api close, property state, api start, api peer, api listen, property limits',
    ],
    [
      "const c = Corp.channel({ url: 'a' }); return c.|",
      ' -> api open, api close, property state, api start, api peer, api listen, property limits',
    ],
    [
      "const c = Corp.channel({ url: 'a' }); (c).|",
      ' -> api open, api close, property state, api start, api peer, api listen, property limits',
    ],
    ["const c = Corp.channel({ url: 'a' }); c[0].|", 'nothing'],
    [
      "const c = Corp.channel({ url: 'a' }); c . |",
      ' -> api open, api close, property state, api start, api peer, api listen, property limits',
    ],
    ['Corp.net..|', ' -> namespace Corp'],
    ['...|', ' -> namespace Corp'],
    ['...Co|', 'Co -> namespace Corp, export count'],
    ['Corp.level(|)', " -> value 'low', value 'mid', value 'high', namespace Corp"],
    ["Corp.level('|')", ' -> value low, value mid, value high'],
    ['Corp.level("|")', ' -> value low, value mid, value high'],
    ['Corp.level(`|`)', ' -> value low, value mid, value high'],
    ["Corp.level('lo|')", 'lo -> value low, value mid, value high'],
    ['Corp.level(lo|)', "lo -> value 'low', value 'mid', value 'high', namespace Corp"],
    ["Corp.level('low'|)", ' -> namespace Corp'],
    ["Corp.level('low', |)", ' -> namespace Corp'],
    ["Corp.level( | 'low')", " -> value 'low', value 'mid', value 'high', namespace Corp"],
    ['Corp.flag(|)', ' -> value true, value false, namespace Corp'],
    ['Corp.step(|)', ' -> value 1, value 2, value 3, namespace Corp'],
    ['Corp.num(|)', ' -> namespace Corp'],
    ["Corp.log('a', |)", ' -> namespace Corp'],
    ['Corp.timer(|)', ' -> namespace Corp'],
    ["Corp.on('|')", ' -> value data'],
    ['Corp.on(|)', " -> value 'data', namespace Corp"],
    ['Corp.maybe(|)', ' -> namespace Corp'],
    ["Corp.keep('a', |)", ' -> namespace Corp'],
    ["Corp.pair(['|'])", 'nothing'],
    ['Corp.pair([|])', ' -> namespace Corp'],
    ['Corp.draw({ | })', ' -> option kind, option radius, option width, option height'],
    ['Corp.draw({ kind: | })', " -> value 'circle', value 'box', value 'dot', namespace Corp"],
    ["Corp.draw({ kind: '|' })", ' -> value circle, value box, value dot'],
    ["Corp.draw({ kind: 'circle', | })", ' -> option radius, option width, option height'],
    ["Corp.send({ to: 'a', level: '|' })", ' -> value low, value mid, value high'],
    ["Corp.send({ level: ('|') })", ' -> value low, value mid, value high'],
    ["Corp.send({ level: x ? '|' : 'low' })", ' -> value low, value mid, value high'],
    ["Corp.send({ 'level': '|' })", ' -> value low, value mid, value high'],
    [
      'Corp.send({ ...x, | })',
      ' -> option to, option body, option level, option times, option copy, option secret',
    ],
    ['Corp.send({ to, | })', ' -> option body, option level, option times, option copy, option secret'],
    [
      "Corp.send({ to: 'a',\n|\n})",
      ' -> option body, option level, option times, option copy, option secret',
    ],
    ["Corp.send({ to: 'a'\n|\n})", ' -> option body, option level, option times, option copy, option secret'],
    ['Corp.send({ to:\n|\n})', ' -> namespace Corp'],
    [
      'Corp.send({ /* , */ | })',
      ' -> option to, option body, option level, option times, option copy, option secret',
    ],
    [
      "Corp.send({ to: 'a', // x\n | })",
      ' -> option body, option level, option times, option copy, option secret',
    ],
    ['Corp.send({ to: f(|) })', ' -> namespace Corp'],
    ['Corp.send({ secret: |})', ' -> value true, value false, namespace Corp'],
    ["Corp.send({ copy: ['|'] })", 'nothing'],
    ['Corp.send({ body() { | } })', ' -> namespace Corp'],
    [
      "Corp.send({ bo|dy: 'a' })",
      'body -> option to, option body, option level, option times, option copy, option secret',
    ],
    [
      "Corp.send({ bo| : 'a' })",
      'bo -> option to, option body, option level, option times, option copy, option secret',
    ],
    ['Corp.send({|})', ' -> option to, option body, option level, option times, option copy, option secret'],
    ['Corp.send(|{})', ' -> namespace Corp'],
    ['Corp.send({}|)', ' -> namespace Corp'],
    ['Corp.nested({ outer: { | } })', ' -> option inner'],
    ['Corp.nested({ outer: { inner: { | } } })', ' -> option leaf, option twig'],
    ["Corp.nested({ outer: { inner: { twig: '|' } } })", ' -> value low, value mid, value high'],
    ['Corp.nested({ list: [{ | }] })', ' -> option at'],
    ["Corp.hooks({ after: () => '|' })", ' -> value low, value mid, value high'],
    ["Corp.hooks({ after: () => { return '|'; } })", ' -> value low, value mid, value high'],
    [
      'Corp.hooks({ before(u) { u.| } })',
      ' -> property id, property name, property age, property phone, property boss, property tags, property born, property active, api greet, property address',
    ],
    [
      'Corp.each((u) => u.|)',
      ' -> property id, property name, property age, property phone, property boss, property tags, property born, property active, api greet, property address',
    ],
    ['Corp.both({ | })', ' -> option a, option b'],
    ['Corp.opts({ | })', ' -> option a, option b'],
    ['Corp.dict({ | })', 'nothing'],
    ['Corp.table({ | })', ' -> option title'],
    [
      '/** @type {Corp.Note} */ const n = { | };',
      ' -> option to, option body, option level, option times, option copy, option secret',
    ],
    ["/** @type {Corp.Level} */ const l = '|';", ' -> value low, value mid, value high'],
    ['const x = |', ' -> namespace Corp'],
    ['const | = 1', 'nothing'],
    ['let a|', 'nothing'],
    ['function f|() {}', 'nothing'],
    ['class A| {}', 'nothing'],
    ['import |', 'nothing'],
    ["import { send } from '@corp/box'; send(|)", ' -> api send, namespace Corp'],
    ["import box from '@corp/box'; box(1).|", ' -> api add, property items'],
    [
      "import * as b from '@corp/box'; b.|",
      ' -> api send, api count, api default, api Case, namespace tools, property LIMIT',
    ],
    ["import * as b from '@corp/box'; b.tools.|", ' -> api weigh, property unit'],
    ["import { tools } from '@corp/box'; tools.|", ' -> api weigh, property unit'],
    [
      "const b = require('@corp/box'); b.|",
      ' -> api send, api count, api default, api Case, namespace tools, property LIMIT',
    ],
    ['if (|) {}', ' -> namespace Corp'],
    ['x.|', 'nothing'],
    ["'a'.|", 'nothing'],
    ['1.5|', 'nothing'],
    ['1.|', 'nothing'],
    ['a1.|', 'nothing'],
    ['x1 = 1.|', 'nothing'],
    [
      'Corp.nearby()[0].|',
      ' -> property id, property name, property age, property phone, property boss, property tags, property born, property active, api greet, property address',
    ],
    ['Corp.nearby().|', 'nothing'],
    ['Corp.current().tags.|', 'nothing'],
    [
      'Corp.current().boss?.|',
      ' -> property id, property name, property age, property phone, property boss, property tags, property born, property active, api greet, property address',
    ],
    [
      'Corp.current().boss.|',
      ' -> property id, property name, property age, property phone, property boss, property tags, property born, property active, api greet, property address',
    ],
    [
      'Corp.current().na|me.length',
      'name -> property id, property name, property age, property phone, property boss, property tags, property born, property active, api greet, property address',
    ],
    ['Corp.current().address.city?.|', ' -> property zip'],
    ['Corp.user().|', 'nothing'],
    ['await Corp.user().|', 'nothing'],
    [
      'async () => { (await Corp.user()).| }',
      ' -> property id, property name, property age, property phone, property boss, property tags, property born, property active, api greet, property address',
    ],
    ['Corp.any({ | })', 'nothing'],
    ['Corp.mystery(|)', ' -> namespace Corp'],
    ['class A { m() { Corp.| } }', ' -> api num, … property version (96)'],
    ['class A { #|x = 1 }', 'nothing'],
    ['// | Corp', 'nothing'],
    ['/* a */| Corp', ' -> namespace Corp'],
    ['/* a |*/ Corp', 'nothing'],
    ['/** | */', 'nothing'],
    ['Corp.| // x', ' -> api num, … property version (96)'],
    ["'Corp.| '", 'nothing'],
    ['`Corp.|`', 'nothing'],
    ["Corp.level('|", ' -> value low, value mid, value high'],
    ['Corp.level("l|', 'l -> value low, value mid, value high'],
    ["Corp.send({ level: '|", ' -> value low, value mid, value high'],
    ['Corp.send({ level: |', " -> value 'low', value 'mid', value 'high', namespace Corp"],
    ['Corp.send({ |', ' -> option to, option body, option level, option times, option copy, option secret'],
    ['Corp.send(|', ' -> object { to }, namespace Corp'],
    ['Corp.|', ' -> api num, … property version (96)'],
    ['Corp.net.|\nCorp.hide()', ' -> api ping, property kind, property limits, namespace deep'],
    ['const a = Corp.|\nconst b = 1;', ' -> api num, … property version (96)'],
    ['if (Corp.|', ' -> api num, … property version (96)'],
    ['x ? Corp.|', ' -> api num, … property version (96)'],
    ['f(() => { Corp.|', ' -> api num, … property version (96)'],
    ['ü.|', 'nothing'],
    ['const ü = Corp.net; ü.|', ' -> api ping, property kind, property limits, namespace deep'],
    // Static members of a class; what is imported; values that fit.
    ['Corp.Cache.|', ' -> api shared, property limit'],
    ["import { | } from '@corp/box'", ' -> api send, api count, api Case, namespace tools, property LIMIT'],
    ["import { send, | } from '@corp/box'", ' -> api count, api Case, namespace tools, property LIMIT'],
    ["import { send, co| } from '@corp/box'", 'co -> api count, api Case, namespace tools, property LIMIT'],
    ['import { | }', ' -> api send, api count, api Case, namespace tools, property LIMIT'],
    ["import { send as | } from '@corp/box'", 'nothing'],
    ["import x from '|'", ' -> module @corp/box'],
    ["const x = require('|')", ' -> module @corp/box'],
    ["export { | } from '@corp/box'", ' -> api send, api count, api Case, namespace tools, property LIMIT'],
    ['"Co|', 'nothing'],
    ['foo("Co|', 'nothing'],
    ["foo('Co|\nbar();", 'nothing'],
    ['/Co|/', 'nothing'],
    [
      "const level = 'low'; Corp.level(|)",
      " -> value 'low', value 'mid', value 'high', variable level, namespace Corp",
    ],
    ["const a = 'x', to = 'b', n = 1; Corp.send({ to: | })", ' -> variable to, variable a, namespace Corp'],
    ['const u = Corp.current(); Corp.send({ to: | })', ' -> variable u.id, variable u.name, namespace Corp'],
    ['Corp.each(|)', ' -> function (item, index) => {}, namespace Corp'],
    ['Corp.neüt|', 'neüt -> api num, … property version (96)'],
    ['$|', '$ -> namespace Corp'],
    ['C|orp.net', 'Corp -> namespace Corp, export count, export Case'],
    ['|Corp.net', 'Corp -> namespace Corp'],
    ['Corp|.net', 'Corp -> namespace Corp'],
    ['Corp.net|', 'net -> api num, … property version (96)'],
    ['async function |', 'nothing'],
    ['async function f() { | }', ' -> namespace Corp'],
    ['var |', 'nothing'],
    ['export const |', 'nothing'],
    ['label: |', ' -> namespace Corp'],
    ['return |', ' -> namespace Corp'],
    ['x => |', ' -> namespace Corp'],
    ['(|', ' -> namespace Corp'],
    ['Corp.level(Corp.|)', ' -> api num, … property version (96)'],
    ["Corp.level(x, '|')", 'nothing'],
    ["foo('|')", 'nothing'],
    ['foo(|)', ' -> namespace Corp'],
    ['foo({ | })', 'nothing'],
    ['foo.bar({ a: | })', ' -> namespace Corp'],
  ];
  for (const [script, expected] of cases) {
    it(JSON.stringify(script), () => assert.equal(offered(script), expected));
  }

  // Of a long text only what matters is parsed again, which must not show.
  const filler = Array.from(
    { length: 240 },
    (_, at) => `function filler${at}(a) {\n  return { a, at: ${at} }; // filler\n}\r\n`,
  ).join('');
  for (const [script, expected] of cases) {
    it(`behind other code: ${JSON.stringify(script)}`, () => {
      assert.equal(offered(`${filler}${script}`), expected);
    });
  }
  it('knows what stands far before', () => {
    const script = `const c = Corp.channel({ url: 'a' });\n/** @typedef {Corp.Note} N */\n${filler}const d = c;\nd.`;
    assert.match(offered(`${script}st|\nif (`), /^st -> api open, api close/);
    assert.match(offered(`${script}a();\n/** @type {N} */ const n = { |`), /^ -> option to, option body/);
  });
});
