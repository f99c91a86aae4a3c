import type { CallFacts } from './call-rule.js';
import type { Demand } from './rule.js';

const PATH = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*`;
const OBJECT = String.raw`(?:window|globalThis|self)\.(?<path>${PATH})`;
const GLOBAL = String.raw`(?:(?:the )?(?:${OBJECT}|(?:global|native|browser's(?: own)?|built-in) (?<name>${PATH})))(?:\(\))?`;
const FORMS = [
  new RegExp(
    `\\b(?:use|call) (?:this|it)(?: function| method)? (?:instead of|in place of|rather than) ${GLOBAL}`,
    'iu',
  ),
  new RegExp(
    `^(?:replaces|a replacement (?:for|of)|(?:drop-in )?replacement (?:for|of)|to be used instead of|use instead of) ${GLOBAL}`,
    'iu',
  ),
  new RegExp(`\\b(?:do not|don't|never|must not) (?:use|call) ${GLOBAL}`, 'iu'),
  new RegExp(`(?:代替|替代|取代|请勿使用|不要使用|禁止使用|而不是)\\s*${OBJECT}`, 'iu'),
  new RegExp(
    `(?:代替|替代|取代|请勿使用|不要使用|禁止使用|而不是)\\s*(?:原生|全局|浏览器(?:自带)?)的?\\s*(?<name>${PATH})`,
    'iu',
  ),
];

/** "Use this instead of window.fetch": the global that an API stands for. */
export function bypassDemand(sentence: string, _call: CallFacts): Demand<'bypass'> | undefined {
  for (const form of FORMS) {
    const { path, name } = form.exec(sentence)?.groups ?? {};
    const found = path ?? name;
    if (found !== undefined) return { kind: 'bypass', globals: [found] };
  }
  return undefined;
}
