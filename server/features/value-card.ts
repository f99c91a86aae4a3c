import type { MarkupContent } from 'vscode-languageserver-types';
import type { ApiLibrary } from '../../index/library.js';
import type { Property, TypeShape } from '../../index/type-shape.js';
import { allowedLiterals } from '../analysis/assignable.js';
import { enumMeanings } from '../analysis/enum-meanings.js';
import { nonNullish } from '../analysis/shape-makers.js';
import { type ApiPath, type OptionSubject, propertyNamed, type Subject } from '../analysis/subject-at.js';
import { expand } from '../analysis/type-properties.js';
import { typeText } from '../analysis/type-text.js';
import { type CardStyle, deprecation, footer, optionsOf, origin, row, table } from './api-card.js';
import { contractsAt, contractText } from './contract-text.js';
import { codeBlock, codeSpan, plainText, safeMarkdown } from './markdown.js';

/** What there is to say of one value: an option, a parameter, a property of a result, a variable. */
export interface ValueDescription {
  /** As a TypeScript developer would write it: `(option) timeout?: number`. */
  readonly head: string;
  readonly library: ApiLibrary;
  readonly type: TypeShape;
  /** Absent where nothing can be required. */
  readonly required?: boolean;
  readonly default?: string;
  readonly doc?: string;
  readonly deprecated?: string;
  readonly of?: ApiPath;
  /** The one of its values that the cursor is in. */
  readonly value?: string;
}

/** The describable part of what stands at a place; undefined for APIs, which have a card of their own. */
export function describedValue(subject: Subject): ValueDescription | undefined {
  switch (subject.kind) {
    case 'option':
      return optionDescription(subject);
    case 'property': {
      const { property, library, owner, of } = subject;
      const name = owner === undefined ? property.name : `${owner}.${property.name}`;
      return {
        head: `(property) ${name}${property.optional ? '?' : ''}: ${typeText(property.type)}`,
        library,
        type: property.type,
        ...said(property),
        ...(of ? { of } : {}),
      };
    }
    case 'variable': {
      const { name, binding, typed, parameter, from } = subject;
      const doc = parameter?.doc ?? (from && resultDoc(from, typed.library));
      return {
        head: `(${binding}) ${name}: ${typeText(typed.shape)}`,
        library: typed.library,
        type: typed.shape,
        ...(doc === undefined ? {} : { doc }),
        ...(from ? { of: from } : {}),
      };
    }
    default:
      return undefined;
  }
}

/** The description of an option by its property, wherever it is shown. */
export function optionDescription({
  property,
  library,
  of,
  value,
}: Pick<OptionSubject, 'property' | 'library' | 'of' | 'value'>): ValueDescription {
  return {
    head: `(option) ${property.name}${property.optional ? '?' : ''}: ${typeText(property.type)}`,
    library,
    type: property.type,
    required: property.optional !== true,
    ...said(property),
    ...(of ? { of } : {}),
    ...(value === undefined ? {} : { value }),
  };
}

/** Everything the documentation says of a value. */
export function valueCard(description: ValueDescription, style: CardStyle): MarkupContent {
  const { deprecated, head, of } = description;
  if (!style.markdown) return { kind: 'plaintext', value: plainCard(description) };
  const rows = optionsOf(inner(description.type, description.library), description.library).map((it) =>
    row(it.name, it),
  );
  const sections = [
    deprecated !== undefined && deprecation({ message: deprecated }),
    codeBlock(head, 'typescript'),
    valueNotes(description),
    table('Properties', rows),
    of && `${place(of)} · ${footer(of.api, style.base)}`,
  ];
  return { kind: 'markdown', value: sections.filter((it) => it).join('\n\n') };
}

/** The documentation of a value and what it demands, without its type: for hover, and for signature help. */
export function valueNotes(description: ValueDescription): string {
  const { doc, value } = description;
  const facts = factsOf(description);
  const meanings = meaningsOf(description);
  const list = [...meanings].map(([name, meaning]) => {
    const line = `${codeSpan(name)} — ${safeMarkdown(meaning)}`;
    return name === value ? `- **${line}**` : `- ${line}`;
  });
  return [doc && safeMarkdown(doc), facts.map(factMarkdown).join(' · '), list.join('\n')]
    .filter((it) => it)
    .join('\n\n');
}

/** The same as plain text. */
export function plainNotes(description: ValueDescription): string {
  const { doc } = description;
  const meanings = [...meaningsOf(description)].map(([name, meaning]) => `${name}: ${meaning}`);
  return [doc && plainText(doc), factsOf(description).join('. '), meanings.join('\n')]
    .filter((it) => it)
    .join('\n\n');
}

function plainCard(description: ValueDescription): string {
  const { deprecated, head, of } = description;
  return [
    deprecated !== undefined && `Deprecated. ${plainText(deprecated)}`.trim(),
    head,
    plainNotes(description),
    of && `${of.api.name} ${of.path} · ${origin(of.api)}`,
  ]
    .filter((it) => it)
    .join('\n\n');
}

/** `Required`, `Default: 2000`, `Unit: milliseconds`, `Range: at most 60`. */
function factsOf({ required, default: preset, doc, of }: ValueDescription): string[] {
  const name = of?.path.split('.').at(-1) ?? '';
  const contracts = of ? contractsAt(of.api.contracts, of.path) : [];
  return [
    ...(required === undefined ? [] : [required ? 'Required' : 'Optional']),
    ...(preset === undefined || doc?.includes(preset) ? [] : [`Default: \`${preset}\``]),
    ...contracts.flatMap((it) => contractText(it, name) ?? []),
  ];
}

function meaningsOf({ type, doc, library }: ValueDescription): ReadonlyMap<string, string> {
  const values = allowedLiterals(nonNullish(type), library);
  return doc && values ? enumMeanings(doc, values) : new Map();
}

function factMarkdown(fact: string): string {
  const colon = fact.indexOf(': ');
  if (colon < 0) return `**${fact}**`;
  return `${fact.slice(0, colon)}: ${safeMarkdown(fact.slice(colon + 2))}`;
}

function place({ api, path }: ApiPath): string {
  const isResult = path === 'returns' || path.startsWith('returns.');
  if (!isResult) return `${codeSpan(api.name)} ${codeSpan(path)}`;
  return path === 'returns'
    ? `from ${codeSpan(api.name)}`
    : `from ${codeSpan(`${api.name}().${path.slice(8)}`)}`;
}

/** What the documentation says of a result, or of the property of it that a path leads to. */
function resultDoc({ api, path }: ApiPath, library: ApiLibrary): string | undefined {
  const [first, ...names] = path.split('.');
  const [signature] = api.signatures;
  if (first !== 'returns' || !signature) return undefined;
  let doc = signature.returnsDoc;
  let shape = signature.returns;
  for (const name of names) {
    const property = propertyNamed(name, { shape: inner(shape, library), library });
    if (!property) return undefined;
    ({ doc, type: shape } = property);
  }
  return doc;
}

/** Of a list or a promise what is in it. */
function inner(type: TypeShape, library: ApiLibrary): TypeShape {
  const shape = nonNullish(type);
  if (shape.kind === 'promise') return inner(shape.value, library);
  const list = shape.kind === 'array' ? shape : expand(shape, library);
  return list.kind === 'array' ? nonNullish(list.element) : shape;
}

function said({ doc, default: preset, deprecated }: Property) {
  return {
    ...(doc === undefined ? {} : { doc }),
    ...(preset === undefined ? {} : { default: preset }),
    ...(deprecated === undefined ? {} : { deprecated }),
  };
}
