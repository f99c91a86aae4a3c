import type { ApiLibrary } from '../../../index/library.js';
import { meaningOf, share, similarity } from '../requirement/meaning.js';
import { convert, documentedUnit } from '../requirement/units.js';
import type { NumberValue, TextValue, Value } from '../requirement/values.js';
import { accepts, acceptsOnly, elementOf, isAnything, literalAlternatives, type Slot } from './shapes.js';

/** How well a value goes into a slot; 0 or less: not at all. About 3 for a clear cue. */
export interface Match {
  readonly score: number;
  /** For numbers: the source text in the slot's unit. */
  readonly code?: string;
}

const NONE: Match = { score: 0 };

const ADDRESS_SLOT = /\b(?:url|uri|link|href|address|endpoint|src|path|route|site|domain)\b|地址|链接|路径/i;
/** A postal address is an address, too: what takes a path is named otherwise. */
const LINK_SLOT = /\b(?:url|uri|link|href|endpoint|src|route|site)\b|链接|网址/i;
const PATH_SLOT = /\b(?:path|page|file|folder|directory|route|src)\b|路径|页面|文件/i;
const EMAIL_SLOT =
  /\b(?:e-?mail|mail|address|addresses|recipients?|sender|to|cc|bcc|from|reply)\b|邮箱|邮件地址|收件人|发件人|抄送/i;
const COLOR_SLOT = /colou?r|#rrggbb|background|tint|颜色|背景/i;
const KEY_SLOT =
  /\b(?:key|name|id|identifier|alias|code|event|entry|topic|channel|tag|slug|template|store|database|audience|pattern)\b|标识|键|名称|编号/i;
const PROSE_SLOT =
  /\b(?:text|title|message|msg|content|label|caption|subject|body|reason|remark|comment|description|question|prompt|hint|note|heading|draft|watermark|greeting|summary|tip|notice|name|location|keyword)\b|文本|标题|内容|提示|说明|原因/i;

/** The words that name a slot: its name split, and the beginning of its documentation. */
export function slotWords(slot: Slot): string {
  return `${spaced(slot.name)} ${slot.doc.split(/[;.。；,，]/)[0] ?? ''}`;
}

export function spaced(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[_-]/g, ' ');
}

/**
 * How much the words around a value speak for a slot: those directly before it most (`titled "…"`, `reason "…"`), those
 * after it less (`"…" as the title`).
 */
export function cue(value: Value, text: string, slot: Slot): number {
  const before = text.slice(0, value.start).split(/[,，;；.。:：()（）"“”「」]|\band\b|并|和/);
  const near =
    before.at(-1)?.trim() || (/[:：(（]\s*$/.test(text.slice(0, value.start)) ? (before.at(-2) ?? '') : '');
  const after = text.slice(value.end).split(/[,，;；.。:："“”「」]|\band\b|并|和/)[0] ?? '';
  const named = meaningOf(spaced(slot.name));
  const wanted = meaningOf(slotWords(slot));
  let score = 0;
  const closest = meaningOf(near).terms.slice(-4).reverse();
  closest.forEach((term, distance) => {
    const strength =
      Math.max(similarity(term, named) * 3, similarity(term, wanted) * 1.8) / (1 + 0.45 * distance);
    score = Math.max(score, strength);
  });
  const following = meaningOf(after).terms.slice(0, 3);
  following.forEach((term, distance) => {
    const strength =
      Math.max(similarity(term, named) * 2, similarity(term, wanted) * 1.2) / (1 + 0.5 * distance);
    score = Math.max(score, strength);
  });
  return score;
}

export function matchText(value: TextValue, text: string, slot: Slot, library: ApiLibrary): Match {
  const list = elementOf(slot.type, library);
  const type = accepts(slot.type, 'string', library) || !list ? slot.type : list;
  if (literalAlternatives(type, library).some((it) => String(it) === value.value)) return { score: 5 };
  const open = isAnything(type, library);
  if (!accepts(type, 'string', library) && !open) return NONE;
  const words = `${spaced(slot.name)} ${slot.doc}`;
  let score = cue(value, text, slot) + (slot.required ? 1.2 : 0) + (open ? -0.5 : 0);
  switch (value.format) {
    case 'url': {
      const scheme = value.value.split(':')[0] ?? '';
      score += ADDRESS_SLOT.test(words) ? 2.5 : -1.5;
      if (words.toLowerCase().includes(scheme)) score += 0.5;
      break;
    }
    case 'path':
      score += PATH_SLOT.test(words) ? 2.5 : LINK_SLOT.test(words) ? 2 : -1;
      break;
    case 'email':
      score += EMAIL_SLOT.test(spaced(slot.name)) ? 3 : EMAIL_SLOT.test(slot.doc) ? 2 : -2;
      break;
    case 'color':
      score += COLOR_SLOT.test(words) ? 3 : -3;
      break;
    case 'key':
      score += KEY_SLOT.test(words) ? 1.6 : PROSE_SLOT.test(words) ? 0.4 : 0;
      if (ADDRESS_SLOT.test(spaced(slot.name)) || COLOR_SLOT.test(words)) score -= 1.5;
      break;
    default:
      score += PROSE_SLOT.test(words) ? 1.2 : 0;
      if (
        /\b(?:id|ids|identifier|token|url|uri|path|colou?r|zone|iso|format|pattern|algorithm)\b/i.test(words)
      )
        score -= 1.5;
  }
  return { score };
}

const LIMIT_SLOT = /\b(?:limit|max|maximum|at most|most|page size|up to)\b|最多|上限|最大/i;

/** "at most 8", "100 of them at most", "最多 5" */
function isLimited(value: NumberValue, text: string): boolean {
  const before = text.slice(Math.max(0, value.start - 16), value.start);
  const after = text.slice(value.end, value.end + 24);
  return (
    /(?:at most|up to|no more than|maximum(?: of)?|limit(?:ed)?(?: to)?|\b(?:first|latest|newest|top)|最多|不超过|至多|前|最近)\s*$/i.test(
      before,
    ) || /^[^,.;，。；]{0,14}(?:at most|at the most|maximum|以内)/i.test(after)
  );
}

export function matchNumber(value: NumberValue, text: string, slot: Slot, library: ApiLibrary): Match {
  if (!acceptsOnly(slot.type, 'number', library)) {
    const literals = literalAlternatives(slot.type, library);
    return literals.includes(value.value)
      ? { score: 1 + cue(value, text, slot), code: String(value.value) }
      : NONE;
  }
  const unit = documentedUnit(slot.name, slot.doc);
  const near = cue(value, text, slot);
  if (value.unit) {
    if (unit === 'moment' || (unit === undefined && value.unit.dimension === 'time')) return NONE;
    if (unit === undefined) return near >= 1 ? { score: near, code: String(value.value) } : NONE;
    const code = convert(value.value, value.unit, unit);
    if (code === undefined) return NONE;
    return { score: 2 + near, code };
  }
  if (unit === 'moment') return value.value > 1e11 ? { score: 2 + near, code: String(value.value) } : NONE;
  if (unit?.dimension === 'time' && near < 1.5) return NONE;
  const limit =
    isLimited(value, text) && LIMIT_SLOT.test(`${spaced(slot.name)} ${slot.doc.split(/[.。]/)[0] ?? ''}`)
      ? 1.2
      : 0;
  const score = near + limit + (slot.required ? 0.4 : 0) + (unit ? -0.3 : 0);
  return near + limit >= 0.9 ? { score, code: String(value.value) } : NONE;
}

/** How much a text says that a slot is meant: the share of the slot's own words in it. */
export function mentioned(slot: Slot, text: string): number {
  const said = meaningOf(text);
  return Math.max(
    share(meaningOf(spaced(slot.name)), said),
    share(meaningOf(slot.doc.split(/[.;。；]/)[0] ?? ''), said),
  );
}
