import type { CallFacts } from './call-rule.js';
import type { Demand } from './rule.js';

const DEMAND =
  /\b(?:must|has to|have to|should|needs to|always)(?: always)? be awaited\b|\b(?:promise|result|rejection) (?:must|has to|should|needs to) (?:always )?be (?:handled|waited for)\b|^(?:always |make sure to |be sure to |remember to )?await (?:it|this|the (?:call|result|promise|returned promise))\b|\b(?:must|always|should|make sure to|be sure to|remember to|do not forget to|don't forget to) (?:await|wait for) (?:it|this|the (?:call|result|promise|returned promise))\b|(?:必须|务必|一定要|需要?|应当?|请)(?:先)?\s*(?:await|等待(?:其|它|返回的|该)?\s*(?:Promise|调用)?\s*完成)/i;
const DENIED =
  /\b(?:rarely|seldom|not|never|no need|needn't|don't need|optional|unless)\b(?! forget)|不需要|无需|不必|不用|无须|通常不/i;

/** "The promise must be awaited": the result of a call that may not be dropped. */
export function awaitedDemand(sentence: string, { isAsync }: CallFacts): Demand<'awaited'> | undefined {
  if (!isAsync || !DEMAND.test(sentence)) return undefined;
  return DENIED.test(sentence.replace(/\b(?:do not|don't) forget\b/gi, '')) ? undefined : { kind: 'awaited' };
}
