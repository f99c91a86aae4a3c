import * as z from 'zod';
import { settingsSchema } from './settings-schema.js';
import { nearestWord } from './spelling.js';

export type SettingsPath = readonly (string | number)[];

/** One mistake in a settings value: where, what, and what to do. */
export interface SettingsIssue {
  /** The offending value or, with `key`, the offending key. */
  readonly path: SettingsPath;
  readonly key: boolean;
  readonly what: string;
  readonly remedy: string;
}

/** Turns the schema's issues into sentences that say what to write instead. */
export function explainIssues(issues: readonly z.core.$ZodIssue[], value: unknown): SettingsIssue[] {
  return issues.flatMap((issue) => {
    const path = issue.path.filter((it) => typeof it !== 'symbol');
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key));
    return [{ path, key: false, ...explain(issue, path, value) }];
  });
}

function unknownKey(path: SettingsPath, key: string): SettingsIssue {
  const known = knownKeys(path);
  const near = nearestWord(key, known);
  return {
    path: [...path, key],
    key: true,
    what: `there is no setting "${spell([...path, key])}"`,
    remedy: near
      ? `did you mean "${near}"?`
      : `known here: ${known.filter((it) => it !== '$schema').join(', ')}`,
  };
}

function explain(
  issue: z.core.$ZodIssue,
  path: SettingsPath,
  value: unknown,
): { what: string; remedy: string } {
  const setting = path.length === 0 ? 'the configuration' : `"${spell(path)}"`;
  const found = valueAt(value, path);
  switch (issue.code) {
    case 'invalid_type': {
      const expected = TYPE_NAMES[issue.expected] ?? issue.expected;
      return found === undefined
        ? { what: `${setting} is missing`, remedy: `it must be ${expected}` }
        : { what: `${setting} cannot be ${quote(found)}`, remedy: `it must be ${expected}` };
    }
    case 'invalid_value':
      return {
        what: `${setting} cannot be ${quote(found)}`,
        remedy: `write one of ${issue.values.map((it) => quote(it)).join(', ')}`,
      };
    case 'invalid_union':
      return {
        what: `${setting} is not a model`,
        remedy: 'write "offline" or { "provider": "…", "model": "…" }',
      };
    case 'too_small':
      return {
        what: `${setting} is ${issue.origin === 'number' ? 'too small' : 'empty'}`,
        remedy:
          issue.origin === 'number'
            ? `it must be at least ${issue.minimum}`
            : 'name at least one, or remove it',
      };
    case 'too_big':
      return { what: `${setting} is too large`, remedy: `it must be at most ${issue.maximum}` };
    default:
      return { what: `${setting} cannot be ${quote(found)}`, remedy: issue.message };
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list: [ … ]',
  object: 'an object: { … }',
};

/** `libraries[0].name`, as people write a path. */
export function spell(path: SettingsPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

/** What stands at a path of a JSON value; undefined if nothing does. */
export function valueAt(value: unknown, path: SettingsPath): unknown {
  return path.reduce<unknown>((at, step) => {
    if (typeof at !== 'object' || at === null) return undefined;
    return Object.hasOwn(at, step) ? (at as Record<string | number, unknown>)[step] : undefined;
  }, value);
}

function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
}

/** The keys that the schema knows at a path. */
function knownKeys(path: SettingsPath): string[] {
  let node = z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' }) as
    | SchemaNode
    | undefined;
  for (const step of path) node = typeof step === 'number' ? node?.items : node?.properties?.[step];
  const objects = [node, ...(node?.anyOf ?? [])];
  return objects.flatMap((it) => Object.keys(it?.properties ?? {}));
}
