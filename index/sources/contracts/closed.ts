import type { Closer } from '../../contract.js';
import { type CallFacts, NAMED } from './call-rule.js';
import type { Demand } from './rule.js';

/** What a handle is done with, and what the method for it may be called. */
const ENDINGS: readonly (readonly [string, RegExp])[] = [
  ['closed', /^close$/i],
  ['released', /^(?:release|free)$/i],
  ['stopped', /^stop$/i],
  ['ended', /^(?:end|finish)$/i],
  ['finished', /^(?:finish|end)$/i],
  ['disposed(?: of)?', /^dispose$/i],
  ['destroyed', /^destroy$/i],
  ['disconnected', /^disconnect$/i],
  ['unsubscribed', /^(?:unsubscribe|off)$/i],
  ['cancelled|canceled', /^cancel$/i],
  ['removed', /^remove$/i],
  ['cleared', /^clear$/i],
  ['committed', /^commit$/i],
  ['rolled back', /^roll-?back$/i],
  ['aborted', /^abort$/i],
  ['unlocked', /^unlock$/i],
];
const ENDED = ENDINGS.map(([word]) => word).join('|');
const MUST_END = new RegExp(
  `\\b(?:must|has to|have to|should|needs to) (?:always |later |finally )?be ((?:${ENDED})(?:,? or (?:${ENDED}))?)\\b`,
  'i',
);
const BY = new RegExp(`^ (?:with|by|using|via|through) (?:calling )?${NAMED}`, 'iu');
const WHEN_DONE = String.raw`(?:when|once|after|as soon as) (?:you are |you're |it is |it's |the \p{L}+ is )?(?:done|finished|no longer (?:needed|used|required))|to (?:release|free) `;
const CALL_WHEN_DONE = new RegExp(`^(?:always |please )?call ${NAMED}(?= ).*?(?:${WHEN_DONE})`, 'iu');
const REMEMBER = new RegExp(
  `\\b(?:remember to|make sure to|be sure to|do not forget to|don't forget to|must|always) (?:call ${NAMED}|(close|stop|release|dispose|destroy|end|disconnect|unsubscribe|cancel) (?:it|the (?:\\p{L}+))(?=[ .,]|$))`,
  'iu',
);
const RETURNED_FUNCTION =
  /\b(?:must|remember to|make sure to|be sure to|don't forget to|always)(?: be)? (?:call|invoke|called)\w* (?:the |this )?returned function\b|\bthe returned function must (?:always )?be called\b|\bcall the returned function (?:when|once) (?:you are |it is )?(?:done|no longer)|(?:必须|务必|记得)调用返回的函数/i;
const ZH = new RegExp(
  String.raw`(?:(?:使用|用)完(?:毕|成)?(?:之)?后|不再(?:需要|使用)时)，?(?:请|必须|务必|须|需要?|记得|应)+(?:调用|用|使用)?\s*${NAMED}`,
  'iu',
);
const ZH_MUST = /(?:必须|务必|记得)(?:要)?(关闭|释放|停止|销毁|断开|取消订阅|取消|提交或回滚)/u;
const ZH_ENDINGS: Readonly<Record<string, RegExp>> = {
  关闭: /^close$/i,
  释放: /^(?:release|free)$/i,
  停止: /^stop$/i,
  销毁: /^(?:destroy|dispose)$/i,
  断开: /^disconnect$/i,
  取消订阅: /^(?:unsubscribe|off)$/i,
  取消: /^cancel$/i,
  提交或回滚: /^(?:commit|roll-?back)$/i,
};
const DENIED =
  /\b(?:not need|need not|automatically|by itself|no need|never|must not|cannot)\b|自动|无需|不需要|不必/i;

/** "must be closed with `close`": what a call returns or begins, and how it ends. */
export function closedDemand(sentence: string, call: CallFacts): Demand<'closed'> | undefined {
  if (DENIED.test(sentence)) return undefined;
  const by = closersIn(sentence, call);
  return by.length > 0 ? { kind: 'closed', by } : undefined;
}

function closersIn(sentence: string, call: CallFacts): readonly Closer[] {
  if (RETURNED_FUNCTION.test(sentence)) return call.returnsFunction ? [{ kind: 'result' }] : [];
  const ended = MUST_END.exec(sentence);
  if (ended) {
    const named = BY.exec(sentence.slice(ended.index + ended[0].length))?.[1];
    return named === undefined ? closersLike(ended[1] ?? '', call) : closerNamed(named, call);
  }
  const name = (CALL_WHEN_DONE.exec(sentence) ?? ZH.exec(sentence))?.[1];
  if (name !== undefined) return closerNamed(name, call);
  const remembered = REMEMBER.exec(sentence);
  // Which API is called is a pair unless it belongs to the result.
  if (remembered?.[1] !== undefined) return methodNamed(remembered[1], call);
  if (remembered?.[2] !== undefined) return closersMatching([new RegExp(`^${remembered[2]}$`, 'i')], call);
  const chinese = ZH_MUST.exec(sentence)?.[1];
  const ending = chinese === undefined ? undefined : ZH_ENDINGS[chinese];
  return ending ? closersMatching([ending], call) : [];
}

function closersLike(words: string, call: CallFacts): readonly Closer[] {
  return closersMatching(
    words
      .split(/,? or /i)
      .flatMap((word) => ENDINGS.find(([it]) => new RegExp(`^(?:${it})$`, 'i').test(word))?.[1] ?? []),
    call,
  );
}

/** Methods of the result that are called like what has to be done. */
function closersMatching(patterns: readonly RegExp[], call: CallFacts): readonly Closer[] {
  const methods = call.resultMethods.filter((name) => patterns.some((it) => it.test(name)));
  if (methods.length > 0) return methods.map((name) => ({ kind: 'method', name }));
  return call.returnsFunction ? [{ kind: 'result' }] : [];
}

function closerNamed(name: string, call: CallFacts): readonly Closer[] {
  const method = methodNamed(name, call);
  if (method.length > 0) return method;
  const api = call.recordNamed(name);
  return api === undefined ? [] : [{ kind: 'api', name: api }];
}

function methodNamed(name: string, call: CallFacts): readonly Closer[] {
  const last = name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf('#')) + 1);
  return call.resultMethods.includes(last) ? [{ kind: 'method', name: last }] : [];
}
