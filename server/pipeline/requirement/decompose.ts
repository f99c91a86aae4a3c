import { hasHan } from './meaning.js';
import { readValues } from './values.js';
import { opensWithVerb } from './verbs.js';

/**
 * What a clause does in the requirement. `condition`, `event`, `failure`, `otherwise`, `always` and `each` govern the
 * actions that stand with them; a `statement` tells how things are or should be; a `remark` asks for nothing by itself but may limit the action before it.
 */
export type Role =
  | 'action'
  | 'statement'
  | 'condition'
  | 'event'
  | 'failure'
  | 'otherwise'
  | 'always'
  | 'each'
  | 'return'
  | 'remark';

/** A clause of the requirement: the smallest part that can be a subtask. Offsets are UTF-16 positions. */
export interface Clause {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Zero-based number of the sentence it stands in. */
  readonly sentence: number;
  readonly role: Role;
  /** "don't …", "without …", "unless …", "不要…" */
  readonly negated: boolean;
  /** It opens with a verb, as an instruction does. */
  readonly instruction: boolean;
  /** Where else it might be cut, if both parts ask for something; offsets in `text`, ascending. */
  readonly seams: readonly number[];
}

/** Stands for characters of a quotation, an address or a parenthesis, inside of which nothing is split. */
const MASK = '\uE000';

/**
 * TDM (paper §3.2) by rules: cuts a requirement into clauses and names the part that each plays. English and Chinese,
 * sentences, lists and arrows. `verbs` are further words that open an instruction, as the libraries' own sentences use.
 */
export function decompose(requirement: string, verbs: ReadonlySet<string> = new Set()): Clause[] {
  const masked = mask(requirement);
  const clauses: Clause[] = [];
  let sentence = 0;
  for (const [from, to] of sentencesOf(masked)) {
    const before = clauses.length;
    for (const [start, end] of mergeWhether(masked, clausesOf(masked, from, to, verbs))) {
      const clause = readClause(requirement, masked, start, end, sentence, verbs);
      if (clause) clauses.push(clause);
    }
    if (clauses.length > before) sentence++;
  }
  // What stands first without a verb is a title when more follows.
  const [first, ...rest] = clauses;
  const isHeading = (it: Clause): boolean =>
    hasHan(it.text)
      ? it.text.length <= 14 && /^\s*[：:]/.test(requirement.slice(it.end))
      : !it.instruction && it.text.split(/\s+/).length <= 8;
  const title = first && rest.length > 0 && first.role === 'action' && isHeading(first);
  return title ? [{ ...first, role: 'statement', instruction: false }, ...rest] : clauses;
}

/** `return true if …` is one clause: the condition is what is asked for. */
function* mergeWhether(masked: string, spans: Iterable<[number, number]>): Generator<[number, number]> {
  let held: [number, number] | undefined;
  for (const span of spans) {
    if (held && /^\s*(?:only )?(?:if|when|as long as)\b/i.test(masked.slice(...span))) {
      yield [held[0], span[1]];
      held = undefined;
      continue;
    }
    if (held) yield held;
    held = undefined;
    if (/\b(?:return|returns|give back)\s+(?:true|false)(?: only)?\s*$/i.test(masked.slice(...span)))
      held = span;
    else yield span;
  }
  if (held) yield held;
}

function mask(text: string): string {
  const characters = text.split('');
  const cover = (start: number, end: number): void => {
    for (let at = start; at < end; at++) characters[at] = MASK;
  };
  for (const value of readValues(text))
    if (value.kind !== 'number' && value.kind !== 'name') cover(value.start, value.end);
  for (const match of characters
    .join('')
    .matchAll(/\([^()]*\)|（[^（）]*）|\b(?:e\.g|i\.e|etc|vs|approx|incl|max|min|no)\./gi)) {
    cover(match.index, match.index + match[0].length);
  }
  return characters.join('');
}

function* sentencesOf(masked: string): Generator<[number, number]> {
  let from = 0;
  for (const match of masked.matchAll(
    /(?<!(?:^|\n)\s*\d+)[.!?]+(?=\s|$|\uE000?\s)|[。！？；;]|\n+\s*(?:[-*•]|\d+[.)、])?\s*|\s*(?:->|=>|→|⇒)\s*/g,
  )) {
    yield [from, match.index];
    from = match.index + match[0].length;
  }
  yield [from, masked.length];
}

const ENGLISH_BREAKS: readonly RegExp[] = [
  // A subordinate clause begins.
  /(?:,\s*|\s+[-–—]\s+|(?<!\b(?:even|at))\s+)(?=(?:and |but |so )?(?:if|when|whenever|once(?=\s+\w)|unless|as soon as|as long as|in case|only if|each time|every time|otherwise|or else|no matter|whatever|whichever|come what may|either way|in any case|in either case|in every case)\b)/gi,
  // An instruction begins, when a verb follows.
  /(?:,\s*(?:and\s+|but\s+|or\s+)?(?:then\s+|after that,?\s+|afterwards,?\s+)?|\s+and\s+(?:then\s+|also\s+|after that,?\s+|afterwards\s+|finally\s+)?|\s+but\s+|\s+then\s+|\s+[-–—]\s+|:\s+|,\s+so\s+)/gi,
];

const CHINESE_BREAK =
  /[，：]|(?:然后|接着|随后|并且|而后|最后)(?=.)|并(?=[返弹提发保存把将写上记通给打关显])|再(?=[把将用调发弹提打返写存])|(?<=[时则后])(?=返回)|就(?=[把将删弹提发保存更打显跳关取调给返退写用从在向先再直立马对按让])/g;

function* clausesOf(
  masked: string,
  from: number,
  to: number,
  verbs: ReadonlySet<string>,
): Generator<[number, number]> {
  const text = masked.slice(from, to);
  const cuts = new Set<number>();
  if (hasHan(text)) {
    for (const match of text.matchAll(CHINESE_BREAK)) cuts.add(match.index);
  }
  if (/[A-Za-z]{2}/.test(text)) {
    const [subordinate, instruction] = ENGLISH_BREAKS;
    if (subordinate)
      for (const match of text.matchAll(subordinate)) {
        // `only if` stays together.
        if (
          match.index > 0 &&
          !/^\W*(?:and |but )?only$/i.test(text.slice(lastCut(cuts, match.index), match.index))
        )
          cuts.add(match.index);
      }
    if (instruction) {
      for (const match of text.matchAll(instruction)) {
        const rest = text.slice(match.index + match[0].length);
        const afterCondition =
          match[0].trim() === ',' && isGoverned(text.slice(lastCut(cuts, match.index), match.index));
        const strong = /[-–—:]|then/.test(match[0]);
        if (
          opensWithVerb(rest, verbs) ||
          afterCondition ||
          (strong && /[A-Za-z]{3}/.test(rest) && rest.length > 12)
        )
          cuts.add(match.index);
      }
    }
  }
  // `if it fails return null` has no comma.
  for (const match of text.matchAll(/\s+(?=return (?:null|true|false|undefined|the|it|an?|\d)\b)/gi))
    if (isGoverned(text.slice(lastCut(cuts, match.index), match.index))) cuts.add(match.index);
  // `if he agrees delete the order` has none either.
  for (const match of text.matchAll(
    /\s+(?=[a-z]+\s+(?:the|an?|it|them|all|every)\b|[a-z]+\s+[\uE000"`])/gi,
  )) {
    const before = text.slice(lastCut(cuts, match.index), match.index);
    const rest = text.slice(match.index + match[0].length);
    if (
      isGoverned(before) &&
      /\S\s+\S/.test(before.trim()) &&
      !BEFORE_VERB.test(before) &&
      opensWithVerb(rest, verbs)
    )
      cuts.add(match.index);
  }
  // `Nothing kept: null`, `no tag in time means a note`: what does not happen, and what then does.
  for (const match of text.matchAll(/:\s+|\s+(?:means|gives|gets|leads to)\s+/gi))
    if (ABSENCE.test(text.slice(lastCut(cuts, match.index), match.index))) cuts.add(match.index);
  // `after a yes delete it`
  for (const match of text.matchAll(
    /(?<=\b(?:after|on|upon) (?:an? |the )?(?:yes|no|ok|success|confirmation|approval))\s+(?=[a-z])/gi,
  ))
    if (opensWithVerb(text.slice(match.index), verbs)) cuts.add(match.index);
  let start = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    yield [from + start, from + cut];
    start = cut;
  }
  yield [from + start, to];
}

/** A few words that say that something is not there or did not happen. */
const ABSENCE = /^[\s,]*(?:and |but )?(?:no|not|nothing|nobody|none|without|never)\b(?:\s+[\w'-]+){0,7}\s*$/i;

/** Words after which a verb still belongs to the condition, or is none. */
const BEFORE_VERB =
  /\b(?:to|not|can|could|will|would|shall|should|must|may|might|do|does|did|you|we|they|i|users|people|the|an?|this|that|his|her|its|their|our|your|my|of|in|on|at|for|with|and|or)\s*$/i;

function lastCut(cuts: ReadonlySet<number>, before: number): number {
  let last = 0;
  for (const cut of cuts) if (cut < before && cut > last) last = cut;
  return last;
}

function isGoverned(text: string): boolean {
  return /^[\s,–—-]*(?:and |but |so )?(?:if|when|whenever|once|unless|as soon as|as long as|in case|only if|each time|every time|after|before|while|for each|for every|should|in the event|provided|no matter|whoever|whatever|whichever|on (?:success|failure|error|timeout))\b/i.test(
    text,
  );
}

const LEAD =
  /^(?:[\s,，、:：–—-]|(?:and then|and|but|so|then|also|please|finally|first|next|afterwards|after that)\b\s*|然后|接着|随后|并且|而后|最后|首先|再|并|就|请|先(?!于))+/i;

function readClause(
  requirement: string,
  masked: string,
  start: number,
  end: number,
  sentence: number,
  verbs: ReadonlySet<string>,
): Clause | undefined {
  let from = start;
  const raw = masked.slice(from, end);
  const bullet = /^\s*(?:[-*•]\s+|\d+[.)、]\s*|步骤\s*\d+[:：]?\s*|step\s+\d+[:.]?\s*)/i.exec(raw);
  if (bullet) from += bullet[0].length;
  const lead = LEAD.exec(masked.slice(from, end));
  if (lead && from + lead[0].length < end) from += lead[0].length;
  let until = end;
  while (until > from && /[\s,，.。:：–—-]/.test(masked[until - 1] ?? '')) until--;
  if (!/[A-Za-z0-9\u3400-\u9fff\uE000]/.test(masked.slice(from, until))) return undefined;
  const text = requirement.slice(from, until);
  const role = roleOf(masked.slice(from, until).toLowerCase(), text, verbs);
  return {
    text,
    start: from,
    end: until,
    sentence,
    role,
    negated:
      /^(?:don'?t|do not|never|without|no need|not|unless|nobody|nothing)\b|^(?:不要|不用|无需|不必|别|不许|不能|除非)/i.test(
        text,
      ),
    instruction: hasHan(text) || opensWithVerb(text, verbs),
    seams: [...masked.slice(from, until).matchAll(SEAM)].map((it) => it.index),
  };
}

/** Commas, "and", and where a manner or a place begins: "… in a list", "… with the reason". */
const SEAM =
  /,\s+|\s+[-–—]\s+|:\s+|\s+(?=(?:and|but|so|or|before|after|which|until|by)\s)|\s+(?=(?:in|into|to|with|as|from|on|for|under|of) (?:the|an?|his|her|its|our|my|their)\s)|[，、：]|(?=[并再把用跟向给])/g;

const FAILURE =
  /\b(?:fails?|failed|failure|goes wrong|went wrong|breaks? down|(?:an? |any )?errors? (?:occurs?|happens?)|on (?:error|failure|timeout)|in case of (?:an? )?(?:error|failure|timeout)|times? out|timed out|back(?:s|ed|ing) out|(?:leav|clos|quitt?|exit)(?:es|s|ing)\b.{0,24}\bwithout|chang(?:es|ing) (?:his|her|their) mind|cancels? (?:it|that|this)?|rejects?|throws?|cannot be|can't be|could not|couldn't|too late|too many|damaged|not supported|unsupported|refuses?|refused)\b|失败|出错|报错|异常|超时|取消了|用户取消|不支持|中途退出|没成功|不成功/;

function roleOf(masked: string, text: string, verbs: ReadonlySet<string>): Role {
  const lower = masked;
  if (/^(?:otherwise|or else|else|if not|if no\b[^a-z]*$)|^(?:否则|不然|要不然|反之)/.test(lower))
    return 'otherwise';
  if (
    /^(?:in any case|in either case|in every case|either way|whatever (?:happens|else|comes|went)|no matter what|come what may|always\b)|^(?:无论|不管|不论)|(?:come what may|whatever (?:happens|comes back))$/.test(
      lower,
    )
  )
    return 'always';
  const question =
    /^(?:when|how|what|which|who|where|is|are|does|do)\s+(?:is|are|was|were|do|does|did|will|can|the|a)\b/.test(
      lower,
    );
  const conditional =
    !question &&
    /^(?:only )?(?:if|when|once|unless|as soon as|as long as|in case|should|provided|on|after|whoever|until|while)\b|^用户(?:点|按|选|打开|进入|退出)|^(?:如果|若|要是|假如|万一|当|一旦|等|倘若|除非|只有)|(?:时|的话|时候|以后|之后|后)$/.test(
      lower,
    );
  if (
    /^(?:whenever|every time|each time|on every|on each|for (?:each|every) (?:change|progress|message|event|frame))\b|^(?:每当|每次|每来|一有)|(?:一有|每来|每次|每收到)/.test(
      lower,
    )
  )
    return 'event';
  if (
    FAILURE.test(lower) &&
    (conditional || /^(?:leaving|closing|backing)/.test(lower) || hasHan(text) || !opensWithVerb(text, verbs))
  )
    return 'failure';
  if (conditional) return 'condition';
  if (
    /^(?:for (?:each|every|all)|one by one|each of|every one)\b|^(?:逐个|逐一|依次|挨个|对每|每个|每一)/.test(
      lower,
    )
  )
    return 'each';
  if (/^no\b/.test(lower) && lower.split(/\s+/).length <= 4) return 'remark';
  if (CONTROL.test(lower) || (PROHIBITION.test(lower) && !opensWithVerb(text, verbs))) return 'remark';
  if (
    /^(?:don'?t|do not|never|no need|without|not|nothing|nobody)\b|^(?:不要|不用|无需|不必|别|不许|不能)/.test(
      lower,
    )
  )
    return 'remark';
  if (
    /^(?:(?:and |then )?(?:return|give back|hand back|gives? (?:back )?(?:null|true|false)|yields?)\b)|^(?:返回(?!上一|首页|前一|到)|交回|给出结果|得到结果)/.test(
      lower,
    )
  )
    return 'return';
  if (!hasHan(text) && !opensWithVerb(text, verbs) && STATEMENT.test(lower)) return 'statement';
  return 'action';
}

/** The course of the code, in which no API has a part: "carry on only then", "leave it at that". */
const CONTROL =
  /^(?:(?:only )?then )?(?:carry on|go on|move on|continue|proceed)(?: only)?(?: then)?$|^(?:leave|keep) (?:it|that|them|things|everything|all)(?: all)? (?:as (?:it is|it was|they are|is)|at that|alone|untouched|unchanged)\b|^no matter (?:in |on |at |from |to |for )?(?:which|what|where|who|whose|how)\b/;

/** What must not be possible limits another action, and asks for none. */
const PROHIBITION =
  /\b(?:(?:must|should|may|shall|can) not be (?:possible|able)|(?:must|should|shall) be impossible|is not (?:allowed|wanted)|isn't (?:allowed|wanted)|is forbidden)\b|\b(?:must|should|has to|have to|needs? to) (?:stay|remain) (?:un(?!der|til)|as |the same|where|hidden|private)/;

/** A subject with a finite verb: no instruction, though it may imply one. */
const STATEMENT =
  /^(?:the|a|an|this|that|these|those|our|my|his|her|their|its|it|he|she|they|we|i|there|somebody|someone|everybody|everyone|users?|people|most|all|some|as|big|only|no|\w+s)\b.*\b(?:is|are|was|were|has|have|had|must|should|may|can|will|would|wants?|needs?|does|do|gets?|knows?|lives?|lies?|comes?|goes|takes?|runs?|uses?|sends?|receives?|holds?|keeps?)\b/;
