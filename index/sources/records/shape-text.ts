import type {
  ObjectShape,
  Parameter,
  Property,
  Signature,
  TupleElement,
  TypeDefinition,
  TypeShape,
} from '../../type-shape.js';

/** Looks up what the names in a shape stand for; without it they are written as names. */
export interface TypeNamesLookup {
  readonly type: (name: string) => TypeDefinition | undefined;
  readonly signatures: (api: string) => readonly Signature[];
  /** Texts written so far, since types of a large library are mentioned over and over; null where too long. */
  readonly texts: Map<string, string | null>;
}

/** Named types are written out this deep, and only as long as the text stays short enough to read. */
const MAX_DEPTH = 3;
const MAX_LENGTH = 480;

/**
 * Writes a shape as a TypeScript type on one line. A shape that is not known is written `unknown`.
 *
 * @param lookup - Given, the properties of named types are written out where that stays short.
 */
export function shapeText(shape: TypeShape, lookup?: TypeNamesLookup): string {
  return new Writer(lookup, 0).text(shape);
}

class Writer {
  constructor(
    private readonly lookup: TypeNamesLookup | undefined,
    private readonly depth: number,
  ) {}

  text(shape: TypeShape): string {
    switch (shape.kind) {
      case 'unknown':
      case 'any':
        return shape.kind;
      case 'primitive':
      case 'parameter':
        return shape.name;
      case 'api': {
        const signatures = this.lookup?.signatures(shape.name) ?? [];
        return signatures.length > 0 ? this.signatures(signatures) : shape.name;
      }
      case 'literal':
        return typeof shape.value === 'string' ? quoted(shape.value) : String(shape.value);
      case 'array':
        return `${shape.readonly ? 'readonly ' : ''}${this.operand(shape.element)}[]`;
      case 'tuple':
        return `${shape.readonly ? 'readonly ' : ''}[${shape.elements.map((it) => this.element(it)).join(', ')}]`;
      case 'union':
        return shape.types.map((it) => this.alternative(it)).join(' | ');
      case 'intersection':
        return shape.types.map((it) => this.operand(it)).join(' & ');
      case 'promise':
        return `Promise<${this.text(shape.value)}>`;
      case 'ref':
        return this.named(shape) ?? `${shape.name}${this.args(shape.args)}`;
      case 'builtin':
        return `${shape.name}${this.args(shape.args)}`;
      case 'object':
        return this.object(shape);
      case 'function':
        return this.signatures(shape.signatures);
    }
  }

  parameters(parameters: readonly Parameter[]): string {
    return parameters
      .map((it) => `${it.rest ? '...' : ''}${it.name}${it.optional ? '?' : ''}: ${this.text(it.type)}`)
      .join(', ');
  }

  /** A named type written out; undefined where its name says more, as for errors, classes and generic types. */
  private named(shape: Extract<TypeShape, { kind: 'ref' }>): string | undefined {
    if (!this.lookup || this.depth >= MAX_DEPTH || shape.args) return undefined;
    const definition = this.lookup.type(shape.name);
    if (!definition || definition.nominal || definition.parameters || definition.bases?.includes('Error'))
      return undefined;
    if (definition.shape.kind === 'unknown') return undefined;
    if (definition.shape.kind === 'object' && definition.shape.properties.length > 16) return undefined;
    const key = `${this.depth} ${shape.name}`;
    const known = this.lookup.texts.get(key);
    if (known !== undefined) return known ?? undefined;
    // While a type is being written, its name stands for it.
    this.lookup.texts.set(key, null);
    const text = new Writer(this.lookup, this.depth + 1).text(definition.shape);
    const short = text.length > MAX_LENGTH >> this.depth ? null : text;
    this.lookup.texts.set(key, short);
    return short ?? undefined;
  }

  private alternative(shape: TypeShape): string {
    const text = this.text(shape);
    return /^(?:new )?\(.*\) => /.test(text) ? `(${text})` : text;
  }

  private operand(shape: TypeShape): string {
    const text = this.text(shape);
    const binds = shape.kind === 'union' || shape.kind === 'intersection' || shape.kind === 'function';
    return binds || (shape.kind === 'ref' && /^[^{<]*(?: \| |=>)/.test(text)) ? `(${text})` : text;
  }

  private args(args: readonly TypeShape[] | undefined): string {
    return args ? `<${args.map((it) => this.text(it)).join(', ')}>` : '';
  }

  private element(element: TupleElement): string {
    const inside = element.type;
    const isList = inside.kind === 'array' || inside.kind === 'parameter';
    const type = element.rest && !isList ? `${this.operand(inside)}[]` : this.text(inside);
    if (element.name)
      return `${element.rest ? '...' : ''}${element.name}${element.optional ? '?' : ''}: ${type}`;
    return `${element.rest ? '...' : ''}${type}${element.optional ? '?' : ''}`;
  }

  private object(shape: ObjectShape): string {
    const [index] = shape.index ?? [];
    if (shape.properties.length === 0 && index) return `Record<${index.key}, ${this.text(index.value)}>`;
    const parts = shape.properties.map((it) => this.property(it));
    for (const it of shape.index ?? []) parts.push(`[key: ${it.key}]: ${this.text(it.value)}`);
    return parts.length === 0 ? '{}' : `{ ${parts.join('; ')} }`;
  }

  private property(property: Property): string {
    const name = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(property.name)
      ? property.name
      : quoted(property.name);
    const [signature, ...others] =
      property.type.kind === 'function'
        ? property.type.signatures
        : property.type.kind === 'api'
          ? (this.lookup?.signatures(property.type.name) ?? [])
          : [];
    if (signature && others.length === 0 && !signature.construct && !property.optional) {
      return `${name}(${this.parameters(signature.parameters)}): ${this.text(signature.returns)}`;
    }
    return `${name}${property.optional ? '?' : ''}: ${this.text(property.type)}`;
  }

  private signatures(signatures: readonly Signature[]): string {
    const [only] = signatures;
    if (signatures.length === 1 && only) {
      return `${only.construct ? 'new ' : ''}(${this.parameters(only.parameters)}) => ${this.text(only.returns)}`;
    }
    const parts = signatures.map(
      (it) => `${it.construct ? 'new ' : ''}(${this.parameters(it.parameters)}): ${this.text(it.returns)}`,
    );
    return `{ ${parts.join('; ')} }`;
  }
}

function quoted(text: string): string {
  return `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\n/g, '\\n')}'`;
}
