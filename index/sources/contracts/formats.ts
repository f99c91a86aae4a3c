import type { Format } from '../../contract.js';
import type { Place } from './places.js';
import type { Demand } from './rule.js';

const PATH = String.raw`(?:start(?:s|ing)?|begin(?:s|ning)?) with (?:a )?["'“]?(?:\/|slash)["'”]?(?=[\s,.;)]|$)|以\s*["'“]?\/["'”]?\s*(?:开头|开始|起始)`;
const SCHEME = `(https|http|wss|ws)`;

const FORMS: readonly (readonly [RegExp, readonly Format[] | 'scheme'])[] = [
  // Addresses with a scheme.
  [/\bhttp or https\b|\bhttp\(s\)|\bhttp\/https\b|http 或 https/i, ['http', 'https']],
  [new RegExp(String.raw`\bmust (?:be|use) (?:an? )?(?:absolute |valid )?${SCHEME}\b`, 'i'), 'scheme'],
  [
    new RegExp(String.raw`\b(?:absolute|full|complete|valid) ${SCHEME} (?:address|url|uri|link)`, 'i'),
    'scheme',
  ],
  [new RegExp(String.raw`^(?:an? |the )?${SCHEME} (?:address|url|uri|link) (?:of|to)\b`, 'i'), 'scheme'],
  [new RegExp(String.raw`\bmust (?:start|begin) with ["'“]?${SCHEME}(?::\/\/)?`, 'i'), 'scheme'],
  [
    new RegExp(
      String.raw`\bonly ${SCHEME} (?:is|urls? are|addresses are) (?:allowed|supported|accepted)`,
      'i',
    ),
    'scheme',
  ],
  [new RegExp(String.raw`(?:完整|有效|绝对)的?\s*${SCHEME}\s*(?:网址|地址|链接|URL)`, 'i'), 'scheme'],
  [new RegExp(String.raw`(?:必须|须|需|应)(?:要)?(?:以|为|是|使用)\s*${SCHEME}(?::\/\/)?`, 'i'), 'scheme'],
  [new RegExp(String.raw`以\s*${SCHEME}(?::\/\/)?\s*开头`, 'i'), 'scheme'],
  [
    new RegExp(`\\b(?:absolute|full|complete) (?:address|url|uri),? or (?:an? )?[^.;]*?(?:${PATH})`, 'i'),
    ['url', 'path'],
  ],
  [new RegExp(`完整(?:的)?(?:网址|地址|链接|URL)，?或[^。；]*?(?:${PATH})`, 'i'), ['url', 'path']],
  [
    /^(?:an? |the |must be an? )?absolute (?:address|url|uri)\b(?! or)|\bmust be an? (?:absolute|full|valid|complete) (?:url|uri)\b/i,
    ['url'],
  ],
  [/^完整(?:的)?(?:网址|URL|链接)(?!，?或)/i, ['url']],
  [new RegExp(PATH, 'i'), ['path']],
  // Moments.
  [/\brfc ?3339 full-date|\bfull-date format/i, ['date']],
  [/\brfc ?3339\b/i, ['date-time']],
  [/\biso[ -]?8601 (?:date-time|datetime|timestamp)|\bdate-time in iso[ -]?8601/i, ['date-time']],
  [
    /\biso[ -]?8601(?!\d)(?!.*(?:\b(?:durations?|intervals?|weeks?|periods?)\b|时长|间隔))/i,
    ['date', 'date-time'],
  ],
  [/(?:^|[\s(（,，:：为"'“])(?:YYYY-MM-DD|yyyy-MM-dd)(?=$|["'”)）.,，。;；]|\s*(?:format|格式))/, ['date']],
  [/(?:^|[\s(（,，:：为"'“])(?:HH:mm(?::ss)?)(?=$|["'”)）.,，。;；]|\s*(?:format|格式))/, ['time']],
  // Others.
  [/#RRGGBB\b/i, ['hex-color']],
  [
    /^(?:the |an? )?e-?mail address(?:es)? of\b|\bmust be (?:an? )?(?:valid )?e-?mail address(?:es)?\b|^e-?mail address\.?$|必须(?:为|是)(?:有效的?)?(?:邮箱|电子邮件)地址/i,
    ['email'],
  ],
  [
    /\bmust be (?:an? )?(?:valid )?uuid\b|^(?:the |an? )?uuid (?:of|that identifies)\b|必须(?:为|是)\s*UUID/i,
    ['uuid'],
  ],
  [
    /\bmust be (?:a )?base64\b|\bbase64[- ]encoded (?:string|text|content|data)\b|\bencoded (?:in|as|with) base64\b|base64 编码/i,
    ['base64'],
  ],
];

/** Something else may be meant as well, or it is advice. */
const UNCERTAIN_BEFORE =
  /\b(?:such as|e\.g\.|for example|should|preferably|recommended|optionally|can (?:also |either )?be|may (?:also )?be|either|comma-separated|list of|not|no|isn't|without|converted|unlike|returns?|url-safe)\b|例如|比如|建议|推荐|逗号分隔|不|可以/i;
const UNCERTAIN_AFTER = /^(?:\s*,?\s*(?:or\b|或)|[^.;。；]*?\bor (?:similar|any other|another)\b)/i;
/** A parameter that is a format itself. */
const NAMES_A_FORMAT = /(?:format|pattern|template|mask)$/i;

/** "Absolute `https` address", "ISO 8601", "以 / 开头": what a string must look like. */
export function formatDemand(sentence: string, place: Place): Demand<'format'> | undefined {
  if (place.kinds.size > 0 && !place.kinds.has('string')) return undefined;
  if (NAMES_A_FORMAT.test(place.path)) return undefined;
  for (const [pattern, formats] of FORMS) {
    const match = pattern.exec(sentence);
    if (!match) continue;
    if (UNCERTAIN_BEFORE.test(sentence.slice(0, match.index))) return undefined;
    if (UNCERTAIN_AFTER.test(sentence.slice(match.index + match[0].length))) return undefined;
    const named = formats === 'scheme' ? schemeFormat(match[1]) : formats;
    return { kind: 'format', path: place.path, formats: named };
  }
  return undefined;
}

function schemeFormat(scheme: string | undefined): readonly Format[] {
  const known = (['https', 'http', 'wss', 'ws'] as const).find((it) => it === scheme?.toLowerCase());
  return known ? [known] : ['url'];
}

const LABELS: readonly (readonly [RegExp, readonly Format[]])[] = [
  [/^(?:url|uri)$/i, ['url']],
  [/^(https|http|wss|ws)(?:[ -]url)?$/i, ['url']],
  [/^path$/i, ['path']],
  [/^e-?mail$/i, ['email']],
  [/^uuid$/i, ['uuid']],
  [/^(?:date|full-date|yyyy-mm-dd)$/i, ['date']],
  [/^(?:time|hh:mm(?::ss)?)$/i, ['time']],
  [/^(?:date-time|datetime|rfc ?3339)$/i, ['date-time']],
  [/^iso[ -]?8601$/i, ['date', 'date-time']],
  [/^(?:hex-colou?r|#rrggbb)$/i, ['hex-color']],
  [/^base64$/i, ['base64']],
];

/** The formats that the value of a `@format` tag names. */
export function formatsNamed(text: string): readonly Format[] | undefined {
  const formats = text.split(/\s*(?:,|\||\bor\b|或)\s*/).map((word) => {
    const label = LABELS.find(([pattern]) => pattern.test(word));
    const scheme = label?.[0].exec(word)?.[1];
    return scheme === undefined ? label?.[1] : schemeFormat(scheme);
  });
  return formats.some((it) => it === undefined) ? undefined : formats.flatMap((it) => it ?? []);
}
