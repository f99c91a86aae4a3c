import type { Format } from '../../../index/contract.js';
import type { TextStart } from '../../analysis/constants.js';

/** What a format is called in a message. */
export const FORMAT_TEXTS: Readonly<Record<Format, string>> = {
  url: 'an absolute URL',
  https: 'an https: URL',
  http: 'an http: URL',
  wss: 'a wss: URL',
  ws: 'a ws: URL',
  path: "a path that begins with '/'",
  email: 'an e-mail address',
  uuid: 'a UUID',
  date: 'a date such as 2026-01-31',
  time: 'a time such as 23:59',
  'date-time': 'a date and time of ISO 8601 such as 2026-01-31T23:59:59Z',
  'hex-color': 'a colour such as #1a2b3c',
  base64: 'Base64',
};

const WHOLE: Readonly<Record<Format, RegExp>> = {
  url: /^[a-z][a-z\d+.-]*:\S+$/iu,
  https: /^https:\/\/\S+$/iu,
  http: /^http:\/\/\S+$/iu,
  wss: /^wss:\/\/\S+$/iu,
  ws: /^ws:\/\/\S+$/iu,
  path: /^\//u,
  email: /^[^\s@]+@[^\s@]+$/u,
  uuid: /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu,
  date: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/u,
  time: /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?$/u,
  'date-time':
    /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|z|[+-]\d{2}:?\d{2})?$/u,
  'hex-color': /^#[\da-f]{6}$/iu,
  base64: /^(?:[a-z\d+/]{4})*(?:[a-z\d+/]{2}==|[a-z\d+/]{3}=)?$/iu,
};

const SCHEMES = { https: 'https://', http: 'http://', wss: 'wss://', ws: 'ws://' } as const;

/** Whether a text may be in a format, as far as it is known. */
export function mayBe(format: Format, { text, isWhole }: TextStart): boolean {
  if (isWhole) return WHOLE[format].test(text);
  if (text === '') return true;
  const known = text.toLowerCase();
  switch (format) {
    case 'https':
    case 'http':
    case 'wss':
    case 'ws': {
      const scheme = SCHEMES[format];
      return known.length < scheme.length ? scheme.startsWith(known) : known.startsWith(scheme);
    }
    case 'url':
      return /^[a-z][a-z\d+.-]*(?::|$)/.test(known);
    case 'path':
      return known.startsWith('/');
    case 'hex-color':
      return /^#[\da-f]{0,6}$/.test(known);
    case 'date':
    case 'date-time':
      return /^\d{1,4}(?:-|$)/.test(known);
    default:
      return true;
  }
}

/** The text in the format, where it is plain what is meant; undefined where it is not. */
export function repaired(format: Format, text: string): string | undefined {
  switch (format) {
    case 'https':
      return /^http:\/\//i.test(text) ? `https${text.slice(4)}` : undefined;
    case 'wss':
      return /^ws:\/\//i.test(text) ? `wss${text.slice(2)}` : undefined;
    case 'path':
      return /^[\w-]+(?:\/|$)/.test(text) ? `/${text}` : undefined;
    case 'hex-color': {
      const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(text);
      if (short)
        return `#${short
          .slice(1)
          .map((it) => it + it)
          .join('')}`;
      return /^[\da-f]{6}$/i.test(text) ? `#${text}` : undefined;
    }
    default:
      return undefined;
  }
}
