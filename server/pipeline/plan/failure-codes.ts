import { meaningOf, share } from '../requirement/meaning.js';
import { spaced } from '../retrieval/match-slot.js';
import { actionsOf, type Step } from './plan.js';

/** Kinds of failure that libraries name alike, and how requirements speak of them. */
const KINDS: readonly (readonly [RegExp, RegExp])[] = [
  [
    /\bcancel|back(?:s|ed|ing)? out|\bwithout (?:a |any )?(?:choice|choosing|picking|selecting)|chang\w+ (?:his|her|their) mind|取消|退出|放弃|没选|没拍/i,
    /CANCEL|ABORT|DISMISS/i,
  ],
  [/\btime[sd]?[ -]?out|in time|too long|超时|等不到/i, /TIME_?OUT/i],
  [
    /\b(?:unsupported|not supported|does not support|no \w+ (?:chip|sensor|hardware))|不支持|(?:手机|设备)没有/i,
    /UNSUPPORTED|NOT_SUPPORTED|UNAVAILABLE/i,
  ],
  [/\b(?:offline|no (?:network|connection|internet))|断网|网络/i, /NETWORK|OFFLINE|CONNECTION/i],
  [
    /\b(?:denied|not allowed|refused|no permission|forbidden)|没有权限|拒绝|不允许/i,
    /DENIED|FORBIDDEN|PERMISSION|AUTH/i,
  ],
  [/\b(?:not found|does not exist|doesn't exist|unknown|nobody with)|不存在|找不到/i, /NOT_?FOUND|MISSING/i],
  [/\b(?:too late|expired)|过期|太晚/i, /EXPIRED|TOO_LATE/i],
  [/\btoo (?:many|much)|limit|quota|超限|太多/i, /QUOTA|LIMIT|TOO_MANY/i],
  [/\b(?:damaged|broken|corrupt|malformed|unreadable|pars(?:ed|ing))|损坏|格式/i, /FORMAT|CORRUPT|PARSE/i],
];

/**
 * The documented error codes that a failure clause speaks of ("if the user cancels", "on timeout"), among the errors of
 * the actions it can be about. Empty when it means every failure.
 */
export function failureCodes(text: string, steps: readonly Step[]): string[] {
  if (
    /\b(?:anything|something|whatever|any (?:error|failure)|it fails|that fails|this fails|goes wrong|on (?:error|failure))\b|出错|失败了?[，,]?$|任何/i.test(
      text,
    )
  ) {
    return [];
  }
  const said = meaningOf(text);
  const kinds = KINDS.filter(([words]) => words.test(text)).map(([, code]) => code);
  const scores = new Map<string, number>();
  for (const action of actionsOf(steps)) {
    for (const error of action.api.errors ?? []) {
      const name = share(meaningOf(spaced(error.code.replace(/^E(?:RR)?_/, '').toLowerCase())), said);
      const when = share(meaningOf(error.when), said);
      const kind = kinds.some((it) => it.test(error.code)) ? 1.2 : 0;
      const score = Math.max(name * 1.2, when, kind);
      if (score >= 0.45) scores.set(error.code, Math.max(score, scores.get(error.code) ?? 0));
    }
  }
  const best = Math.max(0, ...scores.values());
  return [...scores].filter(([, score]) => score >= best - 0.25).map(([code]) => code);
}

/** Whether a condition is what the documentation gives as the reason of a failure: "if the server does not accept it". */
export function isDocumentedFailure(text: string, steps: readonly Step[]): boolean {
  const said = meaningOf(text);
  for (const action of actionsOf(steps)) {
    for (const error of action.api.errors ?? []) {
      const reason = meaningOf(error.when);
      // A single word in common must be half of the reason.
      if (share(said, reason) >= 0.75 && (said.terms.length > 1 || share(reason, said) >= 0.5)) return true;
    }
  }
  return false;
}
