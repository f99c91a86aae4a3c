/** What a number counts. `factor` is the size in the dimension's base unit: milliseconds, bytes, metres. */
export interface Unit {
  readonly dimension: 'time' | 'bytes' | 'length' | 'percent' | 'pixels' | 'degrees';
  readonly factor: number;
}

const TIME = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

const UNITS: readonly (readonly [RegExp, Unit])[] = [
  [/^(?:ms|msecs?|milli-?seconds?|毫秒)/i, { dimension: 'time', factor: TIME.ms }],
  [/^(?:s|secs?|seconds?|秒钟?)(?![a-z])/i, { dimension: 'time', factor: TIME.s }],
  [/^(?:min|mins|minutes?|分钟)(?![a-z])/i, { dimension: 'time', factor: TIME.min }],
  [/^(?:h|hrs?|hours?|个?小时|个?钟头)(?![a-z])/i, { dimension: 'time', factor: TIME.h }],
  [/^(?:d|days?|天|日)(?![a-z])/i, { dimension: 'time', factor: TIME.d }],
  [/^(?:weeks?|个?星期|周)(?![a-z])/i, { dimension: 'time', factor: TIME.w }],
  [/^(?:GiB|GB|gigabytes?)(?![a-z])/i, { dimension: 'bytes', factor: 1024 ** 3 }],
  [/^(?:MiB|MB|megabytes?|兆)(?![a-z])/i, { dimension: 'bytes', factor: 1024 ** 2 }],
  [/^(?:KiB|KB|kilobytes?)(?![a-z])/i, { dimension: 'bytes', factor: 1024 }],
  [/^(?:bytes?|字节)(?![a-z])/i, { dimension: 'bytes', factor: 1 }],
  [/^(?:km|kilomet(?:re|er)s?|公里|千米)(?![a-z])/i, { dimension: 'length', factor: 1000 }],
  [/^(?:m|met(?:re|er)s?|米)(?![a-z])/i, { dimension: 'length', factor: 1 }],
  [/^(?:%|percent|per cent|％)/i, { dimension: 'percent', factor: 1 }],
  [/^(?:px|pixels?|像素)(?![a-z])/i, { dimension: 'pixels', factor: 1 }],
  [/^(?:°|degrees?|度)(?![a-z])/i, { dimension: 'degrees', factor: 1 }],
];

/** The unit that a text starts with, and how many characters it takes; undefined if it starts with none. */
export function unitAt(text: string): { unit: Unit; length: number } | undefined {
  for (const [pattern, unit] of UNITS) {
    const match = pattern.exec(text);
    if (match) return { unit, length: match[0].length };
  }
  return undefined;
}

/** The unit a parameter is documented in; undefined if its name and documentation state none. */
export function documentedUnit(name: string, doc: string): Unit | 'moment' | undefined {
  const text = doc.toLowerCase();
  if (
    /epoch|timestamp|point in time|时间戳|moment/.test(text) &&
    !/after which|interval|time on/.test(text)
  ) {
    return 'moment';
  }
  if (/milli-?seconds?|毫秒|\bms\b/.test(text)) return { dimension: 'time', factor: TIME.ms };
  if (/\bseconds?\b|\bsec\b|秒/.test(text)) return { dimension: 'time', factor: TIME.s };
  if (/\bminutes?\b|分钟/.test(text)) return { dimension: 'time', factor: TIME.min };
  if (/\bhours?\b|小时/.test(text)) return { dimension: 'time', factor: TIME.h };
  if (/\bdays\b|天数/.test(text)) return { dimension: 'time', factor: TIME.d };
  if (/\bpercent\b|percentage|百分|0 to 100\b|1 to 100\b/.test(text))
    return { dimension: 'percent', factor: 1 };
  if (/\bmib\b|\bmb\b|megabytes/.test(text)) return { dimension: 'bytes', factor: 1024 ** 2 };
  if (/\bkib\b|\bkb\b|kilobytes/.test(text)) return { dimension: 'bytes', factor: 1024 };
  if (/\bbytes\b|字节/.test(text)) return { dimension: 'bytes', factor: 1 };
  if (/\bpixels?\b|\bpx\b|像素/.test(text)) return { dimension: 'pixels', factor: 1 };
  if (/\bkilomet/.test(text)) return { dimension: 'length', factor: 1000 };
  if (/\bmet(?:re|er)s\b|米/.test(text)) return { dimension: 'length', factor: 1 };
  if (/degrees|latitude|longitude|纬度|经度/.test(text)) return { dimension: 'degrees', factor: 1 };
  // Names that carry their unit, as in `timeoutMs`, `delaySeconds`.
  if (/(?:Ms|Millis|_ms)$/.test(name)) return { dimension: 'time', factor: TIME.ms };
  if (/(?:Secs?|Seconds|_sec)$/.test(name)) return { dimension: 'time', factor: TIME.s };
  if (/(?:Mins?|Minutes)$|^minutes$/.test(name)) return { dimension: 'time', factor: TIME.min };
  if (/Hours$|^hours$/.test(name)) return { dimension: 'time', factor: TIME.h };
  if (/(?:Bytes|bytes)$/.test(name)) return { dimension: 'bytes', factor: 1 };
  if (/^(?:timeout|duration|delay|interval)$/i.test(name)) return { dimension: 'time', factor: TIME.ms };
  return undefined;
}

/**
 * A quantity in another unit, as source text. Values that are easier to check as a product are written as one:
 * 24 hours in seconds is `24 * 60 * 60`. Undefined if the dimensions differ.
 */
export function convert(value: number, from: Unit, to: Unit): string | undefined {
  if (from.dimension !== to.dimension) return undefined;
  const converted = (value * from.factor) / to.factor;
  const rounded = Number(converted.toPrecision(12));
  const steps = ratioSteps(from, to);
  if (steps.length > 1 && Number.isInteger(value) && rounded >= 3600) return [value, ...steps].join(' * ');
  return String(rounded);
}

function ratioSteps(from: Unit, to: Unit): number[] {
  if (from.factor <= to.factor) return [];
  if (from.dimension === 'bytes') {
    const steps: number[] = [];
    for (let factor = to.factor; factor < from.factor; factor *= 1024) steps.push(1024);
    return steps;
  }
  if (from.dimension !== 'time') return [];
  const ladder = [
    [TIME.w, 7],
    [TIME.d, 24],
    [TIME.h, 60],
    [TIME.min, 60],
    [TIME.s, 1000],
  ] as const;
  return ladder.filter(([factor]) => factor <= from.factor && factor > to.factor).map(([, step]) => step);
}
