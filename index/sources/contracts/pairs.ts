import { type CallFacts, NAMED } from './call-rule.js';
import type { Demand } from './rule.js';

const LATER = `(?:afterwards?|later|when (?:you are )?(?:done|finished)|when it is (?:done|finished|over)|at the end|in the end|eventually|in any case|in every case|on every path|to (?:hide|close|stop|end|remove|release|dismiss|finish) it)`;
const FORMS = [
  new RegExp(
    `\\b(?:must|has to|should) (?:always |later )?be (?:followed by|paired with|matched by|matched with|ended with|undone with) (?:a call (?:to|of) )?${NAMED}`,
    'iu',
  ),
  new RegExp(`(?:^|[,;] |\\b(?:must|always|please|to|then) )call ${NAMED} ${LATER}\\b`, 'iu'),
  new RegExp(
    `\\b(?:remember|make sure|be sure|don't forget|do not forget) to call ${NAMED}(?= ${LATER}|[.,;]|$)`,
    'iu',
  ),
  new RegExp(`^${NAMED} must (?:always )?be called ${LATER}\\b`, 'iu'),
  new RegExp(
    String.raw`(?:之后|随后|完成后|结束后|结束时|最后)，?(?:必须|务必|须|需要?|请|应)*(?:再)?调用\s*${NAMED}`,
    'iu',
  ),
  new RegExp(String.raw`(?:必须|务必|须|需要?|应)(?:与|和)\s*${NAMED}\s*(?:成对|配对)`, 'iu'),
];
const DENIED =
  /\b(?:not need|need not|no need|must not|never|may|can|optional(?:ly)?)\b|无需|不需要|不必|可以?(?:再)?调用|可选/i;

/** "Call hideLoading afterwards": what must follow a call. */
export function pairDemand(sentence: string, call: CallFacts): Demand<'pair'> | undefined {
  if (DENIED.test(sentence)) return undefined;
  for (const form of FORMS) {
    const name = form.exec(sentence)?.[1];
    const found = name === undefined ? undefined : call.recordNamed(name);
    if (found !== undefined) return { kind: 'pair', followedBy: [found] };
  }
  return undefined;
}

const ENDS = /^(?:Hides|Closes|Dismisses|Ends|Releases|Unlocks|Removes|Stops|Finishes)\b/i;
const BEGUN = new RegExp(
  String.raw`\b(?:opened|shown|displayed|started|begun|acquired|locked|created) (?:by|with|via|through) (?:calling )?${NAMED}`,
  'iu',
);
const BEGUN_ZH = new RegExp(
  String.raw`^(?:隐藏|关闭|结束|释放|解锁|移除|停止)(?:由|通过)?\s*${NAMED}\s*(?:打开|显示|弹出|开启|开始|启动|创建|锁定)的`,
  'iu',
);

/**
 * "Hides the indicator opened by showLoading": the other half of a pair speaks of the first. Returns the record that
 * must be followed by this one.
 */
export function beganBy(sentence: string, recordNamed: CallFacts['recordNamed']): string | undefined {
  const name = (ENDS.test(sentence) ? BEGUN.exec(sentence)?.[1] : undefined) ?? BEGUN_ZH.exec(sentence)?.[1];
  return name === undefined ? undefined : recordNamed(name);
}
