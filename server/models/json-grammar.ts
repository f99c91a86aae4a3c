import type { JsonSchema } from './chat-model.js';

/** Blanks between the parts of JSON. Few, or a model could write nothing else. */
const SPACE = '[ \\n]?';
/** Digits of a number: more than a double holds have no meaning. */
const DIGITS = 15;

const BASICS = `char ::= [^"\\\\\\x00-\\x1f\\x7f] | "\\\\" (["\\\\/bfnrt] | "u" [0-9a-fA-F]{4})
string ::= "\\"" char* "\\""
text ::= "\\"" char+ "\\""
name ::= "\\"" [A-Za-z_$] [A-Za-z0-9_$]* "\\""
integer ::= "-"? ("0" | [1-9] [0-9]{0,${DIGITS - 1}})
number ::= integer ("." [0-9]{1,${DIGITS}})?
boolean ::= "true" | "false"
null ::= "null"
member ::= string ":" ${SPACE} value
object ::= "{" ${SPACE} (member ("," ${SPACE} member)*)? ${SPACE} "}"
array ::= "[" ${SPACE} (value ("," ${SPACE} value)*)? ${SPACE} "]"
value ::= string | number | boolean | null | object | array`;

/**
 * The grammar, in the notation of llama.cpp (GBNF), of the JSON that fits a schema: with it a model cannot write an option
 * that the schema does not have, or leave out one that it requires. Properties come in the order of the schema. Takes what
 * the schemas of prompts are made of: `$ref` into `$defs`, `anyOf`, `const`, `enum`, objects, arrays, and the types; of
 * patterns that of a name; wide ranges of integers and `minLength` above 1 are left to whoever reads the answer.
 */
export function jsonGrammar(schema: JsonSchema): string {
  const rules = new Map<string, string>();
  const named = new Map<string, string>();

  /** A rule for an expression, one for each wording. */
  const rule = (expression: string): string => {
    let name = named.get(expression);
    if (name === undefined) {
      name = `r${named.size}`;
      named.set(expression, name);
      rules.set(name, expression);
    }
    return name;
  };
  const expressionOf = (it: JsonSchema): string => {
    if (typeof it.$ref === 'string') return `def-${it.$ref.slice('#/$defs/'.length)}`;
    if ('const' in it) return literal(it.const);
    if (Array.isArray(it.enum)) return `(${it.enum.map(literal).join(' | ')})`;
    if (Array.isArray(it.anyOf)) return rule(it.anyOf.map(expressionOf).join(' | '));
    switch (it.type) {
      case 'object':
        return rule(objectOf(it));
      case 'array':
        return rule(arrayOf(it));
      case 'string':
        return typeof it.pattern === 'string' ? 'name' : it.minLength ? 'text' : 'string';
      case 'integer':
        return integersIn(it) ?? 'integer';
      case 'number':
      case 'boolean':
      case 'null':
        return it.type;
      default:
        return 'value';
    }
  };
  const objectOf = ({ properties, required, additionalProperties: others }: JsonSchema): string => {
    const needed = new Set((required ?? []) as readonly string[]);
    const members = Object.entries((properties ?? {}) as Record<string, JsonSchema>).map(([key, value]) => ({
      isNeeded: needed.has(key),
      text: `${literal(key)} ":" ${SPACE} ${expressionOf(value)}`,
    }));
    const isOpen = others !== false;
    const other = `string ":" ${SPACE} ${typeof others === 'object' ? expressionOf(others as JsonSchema) : 'value'}`;
    // What may follow when a member stands before, from the last to the first; each tail is a rule, so the grammar is short.
    let after = isOpen ? `("," ${SPACE} ${other})*` : '';
    const starts: string[] = isOpen ? [`${other} ${after}`] : [];
    let isEmptyAllowed = true;
    for (const { isNeeded, text } of members.reverse()) {
      // A needed member ends what could begin behind it.
      if (isNeeded) starts.length = 0;
      isEmptyAllowed &&= !isNeeded;
      starts.unshift(`${text} ${after}`);
      const followed = `"," ${SPACE} ${text}`;
      const rest = after === '' ? '' : ` ${after}`;
      after = isNeeded ? `${followed}${rest}` : `(${followed})?${rest}`;
      if (after.length > 200) after = rule(after);
    }
    const content = starts.length === 0 ? '' : `(${starts.join(' | ')})${isEmptyAllowed ? '?' : ''}`;
    return `"{" ${SPACE} ${content} ${SPACE} "}"`;
  };
  const arrayOf = ({ items, minItems, maxItems }: JsonSchema): string => {
    const item = expressionOf((items ?? {}) as JsonSchema);
    const least = Number(minItems ?? 0);
    const most = maxItems === undefined ? '' : Math.max(0, Number(maxItems) - 1);
    const list = `${item} ("," ${SPACE} ${item}){${Math.max(0, least - 1)},${most}}`;
    return `"[" ${SPACE} ${least > 0 ? list : `(${list})?`} ${SPACE} "]"`;
  };

  const definitions = Object.entries((schema.$defs ?? {}) as Record<string, JsonSchema>).map(
    ([name, it]) => `def-${name} ::= ${expressionOf(it)}`,
  );
  const root = expressionOf({ ...schema, $defs: undefined });
  const made = [...rules].map(([name, expression]) => `${name} ::= ${expression}`);
  return [`root ::= ${root}`, ...definitions, ...made, BASICS].join('\n');
}

/** The integers of a small range. */
function integersIn({ minimum, maximum }: JsonSchema): string | undefined {
  const count = Number(maximum) - Number(minimum) + 1;
  if (!(count > 0 && count <= 50)) return undefined;
  return `(${Array.from({ length: count }, (_, at) => `"${Number(minimum) + at}"`).join(' | ')})`;
}

/** A JSON value as it is written. */
function literal(value: unknown): string {
  return `"${JSON.stringify(value).replace(/["\\]/g, '\\$&')}"`;
}
