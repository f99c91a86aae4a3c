import type { LibrarySpec } from './libraries.js';
import type { Random } from './random.js';
import { isIdentifier } from './shapes.js';
import type { Step } from './sites.js';
import { canDeclare, type Path, type Value } from './values.js';

/** How a script reaches the names of a library. */
export type Reach =
  | 'usual'
  | 'globalThis'
  | 'import default'
  | 'import named'
  | 'import renamed'
  | 'import namespace'
  | 'require'
  | 'dynamic import';

/** Writes one part of an argument in the manner of a form; undefined: as usual. */
export type PartWriter = (value: Value, path: Path, plain: () => string) => string | undefined;

/** A snippet that is being written: imports at the top of the file, and the statements of one function. */
export class Script {
  readonly spec: LibrarySpec;
  readonly random: Random;
  readonly head = new Set<string>();
  readonly parameters: { readonly name: string; readonly type: string }[] = [];
  /** JSDoc above the function, e.g. a `@typedef`. */
  readonly comments: string[] = [];
  reach: Reach = 'usual';
  /** Needs a function around it, since it returns early. */
  needsFunction = false;
  readonly #names = new Map<string, number>();
  readonly #reached = new Map<string, string>();
  readonly #open: (() => void)[] = [];
  readonly #serial: number;
  #lines: string[] = [];

  /** @param serial - Different for each snippet of a file. */
  constructor(spec: LibrarySpec, random: Random, serial: number) {
    this.#serial = serial;
    this.spec = spec;
    this.random = random;
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  line(...lines: readonly string[]): void {
    this.#lines.push(...lines.flatMap((it) => it.split('\n')));
  }

  /** Opens a block: what follows stands in it until the returned function is called, or the snippet ends. */
  begin(open: string, close: string): () => void {
    const before = this.#lines;
    this.#lines = [];
    const end = (): void => {
      if (!this.#open.includes(end)) return;
      // Blocks inside end first.
      while (this.#open.at(-1) !== end) this.#open.at(-1)?.();
      this.#open.pop();
      const inner = this.#lines.map((it) => `  ${it}`);
      this.#lines = before;
      this.line(open, ...inner, close);
    };
    this.#open.push(end);
    return end;
  }

  /** Closes the blocks that are still open. */
  end(): void {
    this.#open[0]?.();
  }

  /** A number that no other snippet of the file has. */
  unique(): number {
    return this.#serial;
  }

  /** A name that nothing else in the snippet has. */
  fresh(stem: string): string {
    const base = canDeclare(stem) ? stem : 'value';
    const count = this.#names.get(base) ?? 0;
    this.#names.set(base, count + 1);
    return `${base}${count + 1}`;
  }

  /** A parameter of the function around the snippet, typed by JSDoc. */
  parameter(stem: string, type: string): string {
    const name = this.fresh(stem);
    this.parameters.push({ name, type });
    this.needsFunction = true;
    return name;
  }

  constant(stem: string, expression: string, comment = ''): string {
    const name = this.fresh(stem);
    this.line(`${comment}const ${name} = ${expression};`);
    return name;
  }

  /** The expression for a global or for an export of the module. */
  root(name: string): string {
    const known = this.#reached.get(name);
    if (known) return known;
    const { reach } = this.spec;
    const found = reach.kind === 'global' ? this.#global(name, reach.hasWindow) : this.#exported(name);
    this.#reached.set(name, found);
    return found;
  }

  #global(name: string, hasWindow: boolean): string {
    if (this.reach !== 'globalThis') return name;
    return `${hasWindow && this.random.chance(0.5) ? 'window' : 'globalThis'}.${name}`;
  }

  #exported(name: string): string {
    const { reach } = this.spec;
    if (reach.kind === 'global') return name;
    const { module, usual } = reach;
    const stem = module.replace(/\W+/g, ' ').trim().split(' ').at(-1) ?? module;
    switch (this.reach === 'usual' ? `import ${usual}` : this.reach) {
      case 'import default': {
        const local = `${stem}Default`;
        this.head.add(`import ${local} from '${module}';`);
        return `${local}.${name}`;
      }
      case 'import renamed': {
        const local = `${capital(name)}Of${capital(stem)}`;
        this.head.add(`import { ${name} as ${local} } from '${module}';`);
        return local;
      }
      case 'import namespace': {
        const local = `all${capital(stem)}`;
        this.head.add(`import * as ${local} from '${module}';`);
        return `${local}.${name}`;
      }
      case 'require':
        return this.#loaded(name, `require('${module}')`);
      case 'dynamic import':
        return this.#loaded(name, `await import('${module}')`);
      default:
        this.head.add(`import { ${name} } from '${module}';`);
        return name;
    }
  }

  #loaded(name: string, expression: string): string {
    if (this.random.chance(0.5) && canDeclare(name)) {
      const local = this.fresh(`${name}${this.#serial}x`);
      this.line(`const { ${name}: ${local} } = ${expression};`);
      return local;
    }
    // TypeScript takes a required module for an alias of the whole file.
    return `${this.constant(`module${this.#serial}x`, expression)}.${name}`;
  }

  /** The expression for what a way through the library leads to; calls on the way become constants. */
  walk(root: string, steps: readonly Step[]): string {
    let text = this.root(root);
    for (const step of steps) {
      if (step.kind === 'member') text = member(text, step.name);
      else {
        const args = step.args.map((it) => this.write(it)).join(', ');
        const call = step.isConstruct ? `new ${text}(${args})` : `${text}(${args})`;
        text = this.constant('handle', step.isAsync ? `await ${call}` : call);
      }
    }
    return text;
  }

  /** A value as source text. Parts that `part` has an own way for are written so. */
  write(value: Value, part: PartWriter = () => undefined, path: Path = []): string {
    return part(value, path, () => this.#plain(value, part, path)) ?? this.#plain(value, part, path);
  }

  #plain(value: Value, part: PartWriter, path: Path): string {
    switch (value.kind) {
      case 'text':
        return value.text;
      case 'made':
        return value.make(this);
      case 'array':
        return `[${value.items.map((it, at) => this.write(it, part, [...path, at])).join(', ')}]`;
      case 'object': {
        const entries = value.properties.map((it) => {
          const inner = [...path, it.name];
          return `${key(it.name)}: ${this.write(it.value, part, inner)}`;
        });
        return this.braces(entries);
      }
      case 'function': {
        const { isAsync, result, statements = [] } = value;
        const given = value.parameters.join(', ');
        const returned = result ? this.write(result, part, [...path, 'result']) : undefined;
        const body = [...statements, ...(returned === undefined ? [] : [`return ${returned};`])];
        const prefix = isAsync ? 'async ' : '';
        const isShort = returned !== undefined && statements.length === 0 && result?.kind !== 'object';
        if (this.random.chance(0.2)) return `${prefix}function (${given}) {${spaced(body)}}`;
        return `${prefix}(${given}) => ${isShort ? returned : `{${spaced(body)}}`}`;
      }
    }
  }

  /** Object entries between braces, on one line or on several. */
  braces(entries: readonly string[]): string {
    if (entries.length === 0) return '{}';
    if (entries.length < 2 || this.random.chance(0.6)) return `{ ${entries.join(', ')} }`;
    return `{\n${entries.map((it) => `  ${it.replaceAll('\n', '\n  ')},\n`).join('')}}`;
  }
}

function spaced(statements: readonly string[]): string {
  return statements.length > 0 ? ` ${statements.join(' ')} ` : '';
}

/** A property key as an object literal has it. */
export function key(name: string): string {
  return isIdentifier(name) ? name : `'${name.replace(/[\\']/g, '\\$&')}'`;
}

/** Reads a member. */
export function member(object: string, name: string): string {
  const target = /^(?:await|new|async)\b|=>|^function\b/.test(object) ? `(${object})` : object;
  return isIdentifier(name) ? `${target}.${name}` : `${target}[${key(name)}]`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
