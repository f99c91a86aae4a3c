import { type Parameter, type Property, type TypeShape, UNKNOWN } from '../../index/type-shape.js';
import {
  ANY,
  arrayOf,
  BIGINT,
  BOOLEAN,
  builtinOf,
  literalOf,
  NEVER,
  NULL,
  NUMBER,
  promiseOf,
  STRING,
  UNDEFINED,
  unionOf,
  VOID,
} from './shape-makers.js';

/** What a name in a type expression stands for; unknown if nobody knows it. */
export type TypeNames = (name: string, args: readonly TypeShape[], module?: string) => TypeShape;

/**
 * Reads a type as JSDoc writes it (TypeScript's syntax, and the old `?T`, `*`, `T=`, `function(…)`). What is not
 * understood becomes unknown, as a whole: half a type would be a wrong one.
 */
export function parseType(text: string, names: TypeNames): TypeShape {
  const parser = new TypeParser(text.trim(), names);
  try {
    return parser.whole();
  } catch (error) {
    if (error instanceof NotUnderstood) return UNKNOWN;
    throw error;
  }
}

class NotUnderstood extends Error {}

const TOKEN =
  /\s+|(=>|\.\.\.|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|-?\d+(?:\.\d+)?|[\p{ID_Start}$_][\p{ID_Continue}$]*|[{}()[\]<>|&,;:?=*!.])/uy;

class TypeParser {
  readonly #tokens: string[] = [];
  #at = 0;

  constructor(
    text: string,
    private readonly names: TypeNames,
  ) {
    TOKEN.lastIndex = 0;
    let end = 0;
    while (end < text.length) {
      const match = TOKEN.exec(text);
      if (!match) {
        this.#tokens.length = 0;
        return;
      }
      if (match[1] !== undefined) this.#tokens.push(match[1]);
      end = TOKEN.lastIndex;
    }
  }

  whole(): TypeShape {
    if (this.#tokens.length === 0) return UNKNOWN;
    let type = this.#union();
    if (this.#take('=')) type = unionOf([type, UNDEFINED]);
    if (this.#at < this.#tokens.length) throw new NotUnderstood();
    return type;
  }

  #peek(ahead = 0): string {
    return this.#tokens[this.#at + ahead] ?? '';
  }

  #take(token: string): boolean {
    if (this.#peek() !== token) return false;
    this.#at += 1;
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw new NotUnderstood();
  }

  #union(): TypeShape {
    this.#take('|');
    const types = [this.#intersection()];
    while (this.#take('|')) types.push(this.#intersection());
    return types.length === 1 && types[0] ? types[0] : unionOf(types);
  }

  #intersection(): TypeShape {
    const types = [this.#postfix()];
    while (this.#take('&')) types.push(this.#postfix());
    if (types.length === 1 && types[0]) return types[0];
    return types.some((type) => type.kind === 'unknown') ? UNKNOWN : { kind: 'intersection', types };
  }

  #postfix(): TypeShape {
    if (this.#take('?')) return unionOf([this.#postfix(), NULL]);
    if (this.#take('!')) return this.#postfix();
    let type = this.#primary();
    while (this.#peek() === '[') {
      this.#at += 1;
      // `T['key']` would need the key's type.
      this.#expect(']');
      type = arrayOf(type);
    }
    return type;
  }

  #primary(): TypeShape {
    const token = this.#peek();
    if (token === '(') return this.#isFunction() ? this.#function() : this.#parenthesized();
    if (token === '{') return this.#object();
    if (token === '[') return this.#tuple();
    this.#at += 1;
    if (token === '*') return ANY;
    if (/^["']/.test(token)) return literalOf(token.slice(1, -1).replace(/\\(.)/g, '$1'));
    if (/^-?\d/.test(token)) return literalOf(Number(token));
    if (!/^[\p{ID_Start}$_]/u.test(token)) throw new NotUnderstood();
    return this.#named(token);
  }

  #parenthesized(): TypeShape {
    this.#expect('(');
    const type = this.#union();
    this.#expect(')');
    return type;
  }

  /** Whether the parenthesis under the cursor opens a parameter list. */
  #isFunction(): boolean {
    let depth = 0;
    for (let at = this.#at; at < this.#tokens.length; at += 1) {
      const token = this.#tokens[at];
      if (token === '(') depth += 1;
      if (token === ')') depth -= 1;
      if (depth === 0) return this.#tokens[at + 1] === '=>';
    }
    return false;
  }

  #function(): TypeShape {
    this.#expect('(');
    const parameters: Parameter[] = [];
    while (!this.#take(')')) {
      const rest = this.#take('...');
      const name = this.#peek();
      this.#at += 1;
      const optional = this.#take('?');
      const type = this.#take(':') ? this.#union() : ANY;
      parameters.push({
        name,
        type: rest && type.kind === 'array' ? type.element : type,
        ...(optional ? { optional: true as const } : {}),
        ...(rest ? { rest: true as const } : {}),
      });
      if (this.#peek() !== ')') this.#expect(',');
    }
    this.#expect('=>');
    // `x is T` and `asserts x` say more than a type.
    if (this.#peek() === 'asserts' || this.#peek(1) === 'is') throw new NotUnderstood();
    return { kind: 'function', signatures: [{ parameters, returns: this.#union() }] };
  }

  #object(): TypeShape {
    this.#expect('{');
    const properties: Property[] = [];
    const index: { key: 'string' | 'number'; value: TypeShape }[] = [];
    while (!this.#take('}')) {
      if (this.#take('[')) {
        this.#at += 1;
        this.#expect(':');
        const key = this.#peek() === 'number' ? 'number' : 'string';
        this.#at += 1;
        this.#expect(']');
        this.#expect(':');
        index.push({ key, value: this.#union() });
      } else {
        const readonly = this.#peek() === 'readonly' && ![':', '?'].includes(this.#peek(1));
        if (readonly) this.#at += 1;
        const token = this.#peek();
        if (!/^["'\p{ID_Start}$_\d]/u.test(token)) throw new NotUnderstood();
        this.#at += 1;
        const name = /^["']/.test(token) ? token.slice(1, -1) : token;
        const optional = this.#take('?');
        const type = this.#take(':') ? this.#union() : ANY;
        properties.push({ name, type, ...(optional ? { optional: true as const } : {}) });
      }
      if (this.#peek() !== '}' && !this.#take(',') && !this.#take(';')) throw new NotUnderstood();
    }
    return { kind: 'object', properties, ...(index.length > 0 ? { index } : {}) };
  }

  #tuple(): TypeShape {
    this.#expect('[');
    const elements: { type: TypeShape }[] = [];
    while (!this.#take(']')) {
      // Names and optional elements are rare in comments.
      if (this.#peek(1) === ':' || this.#peek() === '...') throw new NotUnderstood();
      elements.push({ type: this.#union() });
      if (this.#peek() !== ']') this.#expect(',');
    }
    return { kind: 'tuple', elements };
  }

  #named(first: string): TypeShape {
    if (['typeof', 'keyof', 'readonly', 'infer', 'unique', 'new', 'function', 'asserts'].includes(first)) {
      throw new NotUnderstood();
    }
    let module: string | undefined;
    let name = first;
    if (first === 'import' && this.#take('(')) {
      module = this.#peek().slice(1, -1);
      this.#at += 1;
      this.#expect(')');
      this.#expect('.');
      name = this.#peek();
      this.#at += 1;
    }
    while (this.#take('.')) {
      // `Array.<T>` is the old way to write Array<T>.
      if (this.#peek() === '<') break;
      name += `.${this.#peek()}`;
      this.#at += 1;
    }
    const args: TypeShape[] = [];
    if (this.#take('<')) {
      while (!this.#take('>')) {
        args.push(this.#union());
        if (this.#peek() !== '>') this.#expect(',');
      }
    }
    return (module === undefined ? wellKnown(name, args) : undefined) ?? this.names(name, args, module);
  }
}

function wellKnown(name: string, args: readonly TypeShape[]): TypeShape | undefined {
  switch (name) {
    case 'string':
    case 'String':
      return STRING;
    case 'number':
    case 'Number':
      return NUMBER;
    case 'boolean':
    case 'Boolean':
      return BOOLEAN;
    case 'bigint':
      return BIGINT;
    case 'undefined':
      return UNDEFINED;
    case 'null':
      return NULL;
    case 'void':
      return VOID;
    case 'never':
      return NEVER;
    case 'true':
      return literalOf(true);
    case 'false':
      return literalOf(false);
    case 'any':
    case 'Object':
    case 'Function':
    case 'function':
      return ANY;
    case 'unknown':
    case 'object':
    case 'symbol':
    case 'this':
      return UNKNOWN;
    case 'Array':
    case 'array':
      return arrayOf(args[0] ?? ANY);
    case 'ReadonlyArray':
      return { kind: 'array', element: args[0] ?? ANY, readonly: true };
    case 'Promise':
      return promiseOf(args[0] ?? ANY);
    case 'Record':
      if (args[0]?.kind !== 'primitive' || args[0].name !== 'string' || !args[1]) return UNKNOWN;
      return { kind: 'object', properties: [], index: [{ key: 'string', value: args[1] }] };
    case 'Date':
    case 'RegExp':
    case 'ArrayBuffer':
      return builtinOf(name);
    default:
      return undefined;
  }
}
