import type { Access } from '../../api-doc.js';
import type { Property } from '../../type-shape.js';
import type { ShapeGraph } from '../shape-draft.js';
import { callablePart } from '../shapes.js';
import type { HandleType, HandleTypes, Producer } from './handle-types.js';
import type { RecordDraft } from './record-draft.js';

/** A chain of more calls than this is no name any more; then the type names its methods. */
const MAX_CALLS = 3;

/**
 * Names the methods of handles: after the one API that gives the handle (`HX.createUploader().start`), else after the
 * type (`Spreadsheet.getRange`, with as much of the type's qualified name as tells it from others).
 */
export function handleMembers(
  graph: ShapeGraph,
  { handles, lifted }: HandleTypes,
  constructed: ReadonlySet<string>,
  callables: readonly RecordDraft[],
  access: Access,
): { records: RecordDraft[]; names: Map<Property, string> } {
  const withMethods = [...handles].filter(([, handle]) => handle.methods.length > 0);
  const labels = shortNames(withMethods.map(([key]) => key));
  const expressions = new HandleExpressions(handles, constructed, labels, new Set(lifted.values()));
  const taken = new Set(callables.map((record) => record.name));
  const names = new Map<Property, string>();
  const records: RecordDraft[] = [];

  for (const [key, handle] of withMethods) {
    const expression = expressions.of(key);
    for (const property of handle.methods) {
      const callable = callablePart(property.type);
      const note = graph.notes.get(property);
      if (!callable || !note || names.has(property)) continue;
      const label = labels.get(key) ?? key;
      const candidates = [
        `${expression ?? label}.${property.name}`,
        // A static method of the same name has the short one.
        `${label}.prototype.${property.name}`,
        `${key}.prototype.${property.name}`,
      ];
      const name = candidates.find((it) => !taken.has(it));
      if (name === undefined) continue;
      taken.add(name);
      names.set(property, name);
      records.push({
        name,
        callable,
        note,
        access,
        memberOf: key,
        ...(expression ? { handle: expression } : {}),
      });
    }
  }
  return { records, names };
}

class HandleExpressions {
  private readonly known = new Map<string, string | undefined>();

  constructor(
    private readonly handles: ReadonlyMap<string, HandleType>,
    private readonly constructed: ReadonlySet<string>,
    private readonly labels: ReadonlyMap<string, string>,
    private readonly lifted: ReadonlySet<string>,
  ) {}

  /** The one expression that gives the handle; undefined if there are several, or none that can be written down. */
  of(key: string): string | undefined {
    if (this.known.has(key)) return this.known.get(key);
    // Two handles that only come from each other have no beginning.
    this.known.set(key, undefined);
    const expression = this.find(key);
    this.known.set(key, expression);
    return expression;
  }

  private find(key: string): string | undefined {
    const handle = this.handles.get(key);
    if (!handle || this.constructed.has(key)) return undefined;
    const producers = new Map<string, Producer>();
    for (const producer of handle.producers) {
      // A method that returns its own handle, as in a chain, is no way to get one.
      if (producer.member?.of === key) continue;
      producers.set(identity(producer), producer);
    }
    const [only] = producers.values();
    if (producers.size !== 1 || !only) return undefined;
    const base = only.callable ?? (only.member && this.memberName(only.member.of, only.member.property));
    if (base === undefined) return undefined;
    const expression = `${base}${only.called ? '()' : ''}${only.path}`;
    const calls = expression.split('()').length - 1;
    return calls > MAX_CALLS && !this.lifted.has(key) ? undefined : expression;
  }

  private memberName(of: string, property: Property): string | undefined {
    const expression = this.of(of) ?? this.labels.get(of);
    return expression && `${expression}.${property.name}`;
  }
}

function identity({ callable, member, path, called }: Producer): string {
  return `${callable ?? `${member?.of} ${member?.property.name}`}${called ? '()' : ''}${path}`;
}

/**
 * The shortest ends of qualified names that tell them apart, from the language's own types too: `Slides.Page` and
 * `Sites.Page`, `Document.Date`, but `Spreadsheet`.
 */
function shortNames(names: readonly string[]): Map<string, string> {
  const users = new Map<string, number>();
  const ends = (name: string): string[] => {
    const parts = name.includes('()') ? [name] : name.split('.');
    return parts.map((_, index) => parts.slice(parts.length - 1 - index).join('.'));
  };
  for (const name of names) for (const end of ends(name)) users.set(end, (users.get(end) ?? 0) + 1);
  return new Map(
    names.map((name) => [name, ends(name).find((end) => users.get(end) === 1 && !LANGUAGE.has(end)) ?? name]),
  );
}

/** A type of this name is the language's to everybody. */
const LANGUAGE = new Set(
  'Array BigInt Boolean DataView Date Error Function Iterator JSON Map Math Number Object Promise Proxy Reflect RegExp Set String Symbol WeakMap WeakSet'.split(
    ' ',
  ),
);
