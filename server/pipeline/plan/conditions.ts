import { meaningOf, share, similarity } from '../requirement/meaning.js';
import { readValues } from '../requirement/values.js';
import { spaced } from '../retrieval/match-slot.js';
import { admitsNull, elementOf, enumMembers, isBoolean, isNullable, members } from '../retrieval/shapes.js';
import { partsOf } from './known-values.js';
import type { Condition, Expression } from './plan.js';
import type { KnownResult } from './site.js';

const NEGATIVE =
  /\b(?:not|no|n't|isn't|aren't|wasn't|doesn't|didn't|hasn't|without|unless|fails?|failed|declines?|refuses?|denies|denied|turned down|says no|offline|disconnected|unavailable|unreachable|invalid|absent)\b|n't\b|不|没|未|无|否|离线|断网|拒绝|除非/i;
const EMPTY =
  /\b(?:nothing|none|empty|nobody|no one|no \w+ (?:is|are|was|were)|no (?:results?|entries|items|matches|rooms?|events?|mails?))\b|为空|没有|一个都没|空的/i;
const MISSING =
  /\b(?:missing|isn't there|is not there|not (?:there|found|exist|set|known|kept|stored|available)|doesn't exist|does not exist|nothing|none|no \w+|without|absent|unknown|null)\b|没有|不存在|为空|找不到|未找到|空/i;
const AGREEMENT =
  /\b(?:that worked|it worked|worked|works|so|yes|agrees?|agreed|confirms?|confirmed|accepts?|says yes|passed|succeed(?:s|ed)?|success(?:ful|fully)?|went well|allowed|granted|true|ok)\b|同意|确认|通过|成功|允许|点了?是|可以/i;

/**
 * The test that a condition of the requirement means, on a result of an earlier action: a yes-or-no part of it, whether
 * it is there at all, whether a list is empty, which of its states it has, how large a number is. Undefined when no
 * result decides it.
 */
export function readCondition(text: string, results: readonly KnownResult[]): Condition | undefined {
  let best: { condition: Condition; score: number } | undefined;
  const said = meaningOf(text);
  const negative = NEGATIVE.test(text);
  const offer = (condition: Condition, score: number): void => {
    if (!best || score > best.score) best = { condition, score };
  };
  results.forEach((result, order) => {
    const recency = 0.25 * ((order + 1) / results.length);
    const about = share(said, meaningOf(result.about));
    const isLast = order === results.length - 1;
    for (const part of partsOf(result.type, result.library)) {
      const name = part.path.at(-1) ?? '';
      const value: Expression = {
        kind: 'result',
        action: result.action,
        path: [...result.path, ...part.path],
      };
      const close = share(meaningOf(spaced(name)), said) + share(meaningOf(part.doc ?? ''), said);
      const near = 0.6 * close + 0.4 * about + recency;
      if (isBoolean(part.type, result.library)) {
        const agreed = isLast && (AGREEMENT.test(text) || negative) ? 0.5 : 0;
        offer(
          { value, test: negative ? 'false' : 'true' },
          near + agreed + (part.path.length > 0 || agreed > 0 ? 0.1 : -0.2),
        );
      }
      if (isNullable(part.type, result.library)) {
        const missing = MISSING.test(text);
        const operand: Expression = {
          kind: 'code',
          code: admitsNull(part.type, result.library) ? 'null' : 'undefined',
        };
        offer(
          { value, test: missing ? 'null' : 'present', operand },
          near + (missing ? 0.45 : 0.05) - (part.path.length > 0 ? 0.1 : 0),
        );
      }
      if (elementOf(part.type, result.library) && EMPTY.test(text))
        offer({ value, test: 'empty' }, near + 0.45);
      const states = enumMembers(part.type, result.library);
      for (const state of states ?? []) {
        const term = meaningOf(spaced(String(state))).terms[0];
        const match = term ? similarity(term, said) : 0;
        if (match === 0) continue;
        const operand: Expression =
          typeof state === 'string' ? { kind: 'text', value: state } : { kind: 'code', code: String(state) };
        offer({ value, test: negative ? 'differs' : 'equals', operand }, near + 0.5 * match);
      }
      const limit = numberTest(text);
      if (
        limit &&
        part.path.length > 0 &&
        members(part.type, result.library).every((it) => it.kind === 'primitive' && it.name === 'number') &&
        close > 0.4
      ) {
        offer({ value, test: limit.test, operand: { kind: 'code', code: String(limit.value) } }, near + 0.4);
      }
    }
  });
  return best && best.score >= 0.55 ? best.condition : undefined;
}

function numberTest(text: string): { test: 'above' | 'below'; value: number } | undefined {
  const number = readValues(text).find((it) => it.kind === 'number');
  if (number?.kind !== 'number' || number.unit?.dimension === 'percent') return undefined;
  if (/\b(?:more than|above|over|exceeds?|greater|larger|longer)\b|超过|大于|高于/i.test(text))
    return { test: 'above', value: number.value };
  if (/\b(?:less than|below|under|fewer|smaller|shorter)\b|少于|小于|低于|不足/i.test(text))
    return { test: 'below', value: number.value };
  return undefined;
}
