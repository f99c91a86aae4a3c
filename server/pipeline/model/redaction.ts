/** Hides what looks like a secret before a text goes to a model, and puts it back into what the model wrote. */
export interface Redaction {
  hide(text: string): string;
  restore(text: string): string;
}

/** Forms that are secrets whatever stands around them. */
const KNOWN: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  // Services' own prefixes.
  /\b(?:sk|pk|rk)[-_](?:[a-z]+[-_])*[A-Za-z0-9_-]{16,}/g,
  /\b(?:gh[pousr]_|github_pat_|glpat-|npm_|dop_v1_|shpat_|xox[abeoprs]-|hf_|pypi-)[A-Za-z0-9_-]{10,}/g,
  /\b(?:AKIA|ASIA|AGPA|AIDA|AROA)[A-Z0-9]{12,}/g,
  /\bAIza[A-Za-z0-9_-]{30,}/g,
  /\bya29\.[A-Za-z0-9_-]{20,}/g,
  /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/g,
  // JSON Web Tokens.
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?/g,
];

/** Forms in which one part is the secret: what stands before it, and the secret. */
const STATED: readonly RegExp[] = [
  // user:password@host
  /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@'"`]*:)([^\s/@'"`]+)(?=@)/gi,
  /(\b(?:Bearer|Basic|Token|ApiKey)\s+)([A-Za-z0-9+/=._~-]{8,})/g,
  // password = '…', "apiKey": "…", API_TOKEN=…
  /(\b[\w-]*(?:passw(?:or)?d|passphrase|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|client[-_]?key|auth[-_]?key|credential|signing[-_]?key|salt)[\w-]*['"]?\s*[:=]\s*(['"`]))((?:(?!\2)[^\r\n\\]|\\.){4,})(?=\2)/gi,
  /(\b[A-Z][A-Z0-9_]*(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY)[A-Z0-9_]*\s*=\s*)([^\s'"`;,(){}[\]]{6,})/g,
  /((?:密码|口令|密钥|令牌)\s*(?:是|为|[:：=])\s*['"`“「]?)([A-Za-z0-9!@#$%^&*+/=._~-]{6,})/g,
  /(\b(?:password|passphrase|secret)\s+(?:is\s+)?['"`“])([^\s'"`”]{6,})/gi,
  // What is a token or key by its name alone is mostly the name of an entry, unless it has digits as well.
  /(\b(?:token|key)\s+(?:is\s+)?['"`“])((?=[^\s'"`”]*\d)(?=[^\s'"`”]*[A-Za-z])[^\s'"`”]{8,})/gi,
];

/** Strings without meaning: long, of several kinds of characters, and no words. */
const RANDOM = /(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/_-]{20,}={0,2}(?![A-Za-z0-9+/=_-])/g;
/** Bits of a character, above which a long text is taken for random. */
const ENTROPY = 3.6;

/** One request's redaction: the same secret always has the same placeholder. */
export function redaction(): Redaction {
  const placeholders = new Map<string, string>();
  const placeholderOf = (secret: string): string => {
    if (/^EPIGEN_SECRET_\d+$/.test(secret)) return secret;
    const known = placeholders.get(secret);
    if (known) return known;
    const made = `EPIGEN_SECRET_${placeholders.size + 1}`;
    placeholders.set(secret, made);
    return made;
  };
  return {
    hide(text) {
      let hidden = text;
      for (const form of KNOWN) hidden = hidden.replace(form, placeholderOf);
      for (const form of STATED) {
        hidden = hidden.replace(form, (whole: string, before: string, ...rest: unknown[]) => {
          const groups = rest.filter((it): it is string => typeof it === 'string');
          const secret = groups.slice(0, -1).at(-1) ?? '';
          return isReference(secret) ? whole : before + placeholderOf(secret);
        });
      }
      hidden = hidden.replace(RANDOM, (found) => (isRandom(found) ? placeholderOf(found) : found));
      // What is secret in one place is secret everywhere.
      for (const [secret, placeholder] of placeholders) {
        if (secret.length >= 6) hidden = hidden.replace(alone(secret), () => placeholder);
      }
      return hidden;
    },
    restore(text) {
      let restored = text;
      for (const [secret, placeholder] of [...placeholders].reverse()) {
        restored = restored.replace(new RegExp(`\\b${placeholder}\\b`, 'g'), () => secret);
      }
      return restored;
    },
  };
}

/** A text where it is not part of a longer name. */
function alone(text: string): RegExp {
  const literal = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![A-Za-z0-9_])${literal}(?![A-Za-z0-9_])`, 'g');
}

/** `process.env.TOKEN`, `${token}` and the like name a secret and are none. */
function isReference(text: string): boolean {
  return /^(?:process\.env|import\.meta|\$\{|<|EPIGEN_SECRET_|undefined$|null$|true$|false$)/.test(text);
}

function isRandom(text: string): boolean {
  if (!/[0-9]/.test(text) || !/[A-Za-z]/.test(text)) return false;
  // Paths and names of several words are long as well.
  const words = text.match(/[A-Z]?[a-z]{3,}/g)?.join('').length ?? 0;
  if (words > 0.6 * text.length) return false;
  return entropyOf(text) >= (/^[0-9a-f]+$/i.test(text) ? 3 : ENTROPY);
}

function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
