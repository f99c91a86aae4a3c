import { meaningOf, share } from '../requirement/meaning.js';
import { spaced } from '../retrieval/match-slot.js';
import {
  elementOf,
  isAnything,
  isBoolean,
  isFunction,
  isNothing,
  members,
  propertiesOf,
} from '../retrieval/shapes.js';
import { readCondition } from './conditions.js';
import { partsOf } from './known-values.js';
import { nounOf, singular } from './names.js';
import type { Expression } from './plan.js';
import type { KnownResult } from './site.js';

const LITERAL =
  /\b(?:return|returns|give|gives|yield|yields|back|simply|and|then|with)\s+(?:just |only |simply )?(null|true|false|undefined|-?\d+(?:\.\d+)?(?!\s*\w))|返回\s*(null|true|false|undefined|-?\d+)|^(null|true|false|undefined|-?\d+)\b/i;
const EMPTY_LIST = /(?:return|give back|gives?)\s+an? empty (?:list|array)|返回空(?:数组|列表)/i;
const COUNT = /\b(?:number|count|how many|amount)\b|数量|个数|条数|多少|几/i;
const WHETHER = /\b(?:whether|true (?:if|when|only)|if so|yes or no)\b|是否|能否|有没有/i;
const STOPPER =
  /\b(?:function|callback|something|handle|way)\b.{0,40}\b(?:stop|end|cancel|unsubscribe|close|disconnect|detach|puts? an end)|(?:stop|end|cancel|unsubscrib|退订|取消|停止|断开|结束).{0,20}(?:function|函数)|用来.{0,10}(?:停|断|取消|结束).*函数/i;

/** The literal that a text says to return: `return null`, `返回 false`; undefined if it names none. */
export function literalReturn(text: string): Expression | undefined {
  const match = LITERAL.exec(text);
  const literal = match?.[1] ?? match?.[2] ?? match?.[3];
  if (literal && !/\b(?:true|false)\s+(?:if|when|only)/i.test(text))
    return { kind: 'code', code: literal.toLowerCase() };
  if (EMPTY_LIST.test(text)) return { kind: 'list', elements: [] };
  return undefined;
}

/**
 * The value a text asks to give back, from results of earlier actions: a test, a count, a part of a result, one part of
 * each element, or the whole of the last one. Undefined if there is nothing to give back.
 */
export function readReturn(text: string, results: readonly KnownResult[]): Expression | undefined {
  const useful = results.filter((it) => !isNothing(it.type));
  if (useful.length === 0) return undefined;
  const reversed = [...useful].reverse();

  if (STOPPER.test(text)) {
    const stopper = reversed.find((it) => isFunction(it.type, it.library));
    if (stopper) return { kind: 'result', action: stopper.action, path: stopper.path };
  }
  if (WHETHER.test(text)) {
    const condition = readCondition(text, useful);
    if (condition?.test === 'true') return condition.value;
    if (condition) return { kind: 'test', condition };
    const yesNo = reversed.find((it) => isBoolean(it.type, it.library));
    if (yesNo) return { kind: 'result', action: yesNo.action, path: yesNo.path };
    for (const result of reversed) {
      const [only, ...others] = partsOf(result.type, result.library).filter((it) =>
        isBoolean(it.type, result.library),
      );
      if (only && others.length === 0)
        return { kind: 'result', action: result.action, path: [...result.path, ...only.path] };
    }
  }
  if (COUNT.test(text)) {
    const list = listPart(reversed);
    if (list) return { kind: 'result', action: list.action, path: [...list.path, 'length'] };
  }
  return bestPart(text, useful);
}

function listPart(results: readonly KnownResult[]): { action: number; path: string[] } | undefined {
  for (const result of results) {
    for (const part of partsOf(result.type, result.library)) {
      if (elementOf(part.type, result.library))
        return { action: result.action, path: [...result.path, ...part.path] };
    }
  }
  return undefined;
}

/** What a result is called, by what it is about. */
function nounIn({ about }: KnownResult): string {
  const [name = ''] = about.split('.');
  return nounOf(name) || name;
}

function bestPart(text: string, results: readonly KnownResult[]): Expression | undefined {
  const said = meaningOf(text.replace(/^\W*(?:return|give back|hand back|返回)/i, ''));
  let best: { expression: Expression; score: number } | undefined;
  const offer = (expression: Expression, score: number): void => {
    if (!best || score > best.score) best = { expression, score };
  };
  results.forEach((result, order) => {
    const recency = 0.3 * ((order + 1) / results.length);
    const parts = partsOf(result.type, result.library);
    const about = 0.3 * share(said, meaningOf(result.about));
    for (const part of parts) {
      const value: Expression = {
        kind: 'result',
        action: result.action,
        path: [...result.path, ...part.path],
      };
      if (part.path.length === 0) {
        offer(
          value,
          recency +
            about +
            (parts.length === 1 ? 0.35 : 0.1) +
            (isAnything(part.type, result.library) ? 0.2 : 0),
        );
      } else {
        const name = part.path[0] ?? '';
        const close = share(meaningOf(spaced(name)), said) + 0.6 * share(meaningOf(part.doc ?? ''), said);
        const only =
          parts.length === 2 && members(part.type, result.library).every((it) => it.kind === 'primitive')
            ? 0.4
            : 0;
        offer(value, recency + about + 0.7 * close + only);
      }
      const element = elementOf(part.type, result.library);
      if (!element) continue;
      for (const property of propertiesOf(element, result.library)) {
        const close = share(meaningOf(spaced(property.name)), said);
        // A plural asks for one part of every element.
        const plural = new RegExp(
          `\\b${property.name}s\\b|\\b\\w*(?:names|ids|titles|paths|texts|addresses|identifiers)\\b|所有|全部|列表|们`,
          'i',
        ).test(text);
        if (close < 0.5 || !plural) continue;
        offer(
          {
            kind: 'each',
            list: value,
            item: singular(part.path.at(-1) ?? nounIn(result)),
            path: [property.name],
          },
          recency + about + 0.8 * close + 0.2,
        );
      }
    }
  });
  return best?.expression;
}
