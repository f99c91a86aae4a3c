// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are code.
import assert from 'node:assert/strict';
import { closedAt } from '../../../server/analysis/unfinished-text.js';

describe('code that is just being typed is closed at the cursor', () => {
  /** The text up to the cursor, and with everything closed; `_` is the name that is not typed yet. */
  const cases: readonly (readonly [text: string, closed: string])[] = [
    ['f(', 'f(_)'],
    ['f([{', 'f([{_} ] )'],
    ['f({ a: [1', 'f({ a: [1_] } )'],
    ['f()', 'f()_'],
    ["f('a", "f('a' )"],
    ["f('a'", "f('a'_)"],
    ['f("a\\"b', 'f("a\\"b" )'],
    ['f(`a', 'f(`a` )'],
    ['f(`a${b', 'f(`a${b_} ` )'],
    ['f(`a${b}c', 'f(`a${b}c` )'],
    ['f(`a${`b', 'f(`a${`b` } ` )'],
    ['f(`a\\`b', 'f(`a\\`b` )'],
    ['f(`\\${', 'f(`\\${` )'],
    ['f(// a (', 'f(// a (_)'],
    ['f(// a (\n[', 'f(// a (\n[_] )'],
    ['f(/* ( */ [', 'f(/* ( */ [_] )'],
    ['f(/* (', 'f(/* (_)'],
    ['f(a / b[', 'f(a / b[_] )'],
    ['f(/[(]/.x[', 'f(/[(]/.x[_] )'],
    ['f(/a\\/(/.x[', 'f(/a\\/(/.x[_] )'],
    ['f(/a(', 'f(/a(_) )'],
    ['x = /(/; f(', 'x = /(/; f(_)'],
    ['return /(/.test(', 'return /(/.test(_)'],
    ['a / b / c(', 'a / b / c(_)'],
    ["f('a\n", "f('a\n_)"],
    ["f('a\nb(", "f('a\nb(_) )"],
    ['f(]', 'f(]_'],
    [')f(', ')f(_)'],
    ['}{', '}{_}'],
    ['f("a\'b"[', 'f("a\'b"[_] )'],
    ["f('it\\'s'[", "f('it\\'s'[_] )"],
    ['x /= (', 'x /= (_)'],
    ['typeof /(/[', 'typeof /(/[_]'],
    ['f(a, /[/(]/, [', 'f(a, /[/(]/, [_] )'],
    ['f(`a`[', 'f(`a`[_] )'],
    ['f(`${a}`[', 'f(`${a}`[_] )'],
    ['f(`${ {a: 1', 'f(`${ {a: 1_} } ` )'],
    ['/* */ f(', '/* */ f(_)'],
    ['// x\nf(', '// x\nf(_)'],
    ['f(/(/', 'f(/(/_)'],
    ['f(/(\n[', 'f(/(\n[_] ) )'],
  ];
  for (const [text, closed] of cases) {
    it(JSON.stringify(text), () => assert.equal(closedAt(`${text}) rest`, text.length, '_'), closed));
  }

  it('a name that is there needs no other one', () => assert.equal(closedAt('f(x', 3, ''), 'f(x)'));
});
