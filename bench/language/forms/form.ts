import type { TypeShape } from '../../../index/type-shape.js';
import type { Call, World } from '../call.js';
import { mayBeMissing, misspelt } from '../kinds.js';
import { member, type Reach, type Script } from '../script.js';
import { canDeclare, type Path, places, type Value } from '../values.js';

/** A syntactic form: a way in which a program writes calls. */
export interface Form {
  readonly name: string;
  /** How it writes a call; undefined where the call cannot be written so. */
  parts(call: Call, world: World, script: Script): Parts | undefined;
}

/** What a form writes in its own way; the rest is written plainly. */
export interface Parts {
  readonly reach?: Reach;
  /** The expression for the receiver, or for a called root. */
  readonly receiver?: (plain: string) => string;
  /** The callee, from the receiver and the called name. */
  readonly callee?: (receiver: string, name: string) => string;
  /** The call, from callee, receiver and arguments. */
  readonly invoke?: (callee: string, receiver: string, args: readonly string[]) => string;
  /** The part of the arguments that is in question, or another one that suits. */
  readonly part?: {
    readonly suits: (value: Value, path: Path) => boolean;
    readonly write: (value: Value, plain: () => string) => string | undefined;
  };
  /** Statements that hold the call and use what it gives. False: the result has nothing to read. */
  readonly result?: (expression: string) => boolean;
}

/** Writes a call in a form. False: it cannot be written so. */
export function writeCall(script: Script, call: Call, world: World, form: Form): boolean {
  const parts = form.parts(call, world, script);
  if (!parts) return false;
  script.reach = parts.reach ?? 'usual';
  const plainReceiver = script.walk(call.root, call.site.steps);
  const receiver = parts.receiver?.(plainReceiver) ?? plainReceiver;
  for (const name of call.alsoReads) script.line(`void ${member(receiver, name)};`);
  const { name } = call;
  const callee = name === undefined ? receiver : (parts.callee?.(receiver, name) ?? member(receiver, name));
  const args = writeArguments(script, call, parts);
  if (!args) return false;
  const isConstruct = call.signature.construct === true;
  if (isConstruct && (parts.invoke || parts.callee)) return false;
  const plain = isConstruct ? `new ${callee}(${args.join(', ')})` : `${callee}(${args.join(', ')})`;
  const expression = parts.invoke?.(callee, receiver, args) ?? plain;
  return parts.result?.(expression) ?? writeResult(script, expression, call, world);
}

function writeArguments(script: Script, call: Call, { part }: Parts): string[] | undefined {
  const target = part && targetOf(script, call, part.suits);
  if (part && !target) return undefined;
  const key = target && JSON.stringify(target);
  let isWritten = !part;
  const args = call.args.map((value, at) =>
    script.write(
      value,
      (it, path, plain) => {
        if (!part || isWritten || JSON.stringify(path) !== key) return undefined;
        const text = part.write(it, plain);
        isWritten = text !== undefined;
        return text;
      },
      [at],
    ),
  );
  return isWritten ? args : undefined;
}

/** The part in question if it suits, else what is around it, else any other. */
function targetOf(
  script: Script,
  call: Call,
  suits: (value: Value, path: Path) => boolean,
): Path | undefined {
  const suited = places(call.args).filter((it) => suits(it.value, it.path));
  const { focus } = call;
  if (focus) {
    const around = suited
      .filter(({ path }) => path.every((it, at) => it === focus[at]))
      .sort((a, b) => b.path.length - a.path.length);
    if (around[0]) return around[0].path;
  }
  return script.random.maybe(suited)?.path;
}

/** Writes the call as a statement and reads from its result, as the call says. */
export function writeResult(script: Script, expression: string, call: Call, world: World): boolean {
  const { random } = script;
  const value = call.isAsync ? `await ${expression}` : expression;
  const isRead = call.reads !== 'no' && canRead(call.result, world);
  if (!isRead) {
    if (call.reads === 'wrong') return false;
    script.line(
      random.chance(0.5) ? `${random.chance(0.5) ? value : expression};` : `const result = ${value};`,
    );
    return true;
  }
  if (random.chance(0.3) && !mayBeMissing(call.result, world.shapes))
    return read(script, call.isAsync ? `(${value})` : value, call.result, call, world);
  return read(script, script.constant('result', value), call.result, call, world);
}

/** Whether there is something to read. */
export function canRead(shape: TypeShape, world: World): boolean {
  return readable(shape, world).length > 0;
}

/** The part of a type that is there. */
export function present(shape: TypeShape, { shapes }: World): TypeShape | undefined {
  const there = shapes.members(shape).filter((it) => {
    const { kind, ...rest } = shapes.resolve(it);
    return !(kind === 'primitive' && 'name' in rest && /^(?:null|undefined|void)$/.test(String(rest.name)));
  });
  return there.length === 1 ? there[0] : undefined;
}

/** Names of properties that can be read. */
export function readable(shape: TypeShape, world: World): string[] {
  const there = present(shape, world);
  const found = there && world.shapes.resolve(there);
  if (!there || !found) return [];
  if (found.kind === 'array') return ['length'];
  if (found.kind === 'primitive') return BUILTIN_MEMBERS[found.name] ?? [];
  const facets = world.shapes.facets(there);
  if (!facets || facets.index.length > 0) return [];
  return facets.properties.map((it) => it.name).filter(canDeclare);
}

const BUILTIN_MEMBERS: Readonly<Partial<Record<string, string[]>>> = {
  string: ['length', 'trim', 'toUpperCase'],
  number: ['toFixed', 'toString'],
};

/** A name to read: one that is there, or one that is not. */
export function nameToRead(shape: TypeShape, call: Call, world: World, script: Script): string | undefined {
  const names = readable(shape, world);
  const name = script.random.maybe(names);
  if (name === undefined || call.reads !== 'wrong') return name;
  return misspelt(name, [...names, 'toString', 'valueOf'], script.random);
}

/** Reads a property of a value. False: there is none to read. */
export function read(script: Script, subject: string, shape: TypeShape, call: Call, world: World): boolean {
  const { random } = script;
  const there = present(shape, world);
  const found = there && world.shapes.resolve(there);
  if (!there || !found) return call.reads !== 'wrong';
  const guards = mayBeMissing(shape, world.shapes) && !call.isUnguarded;
  if (found.kind === 'array' && random.chance(0.7) && canRead(found.element, world)) {
    const name = nameToRead(found.element, call, world, script);
    if (name === undefined || mayBeMissing(found.element, world.shapes)) return call.reads !== 'wrong';
    const text = random.pick([
      `${subject}[0].${name}`,
      `${subject}.map((it) => it.${name})`,
      `${subject}.forEach((it) => void it.${name})`,
    ]);
    script.line(guards ? `if (${subject}) void ${text};` : `void ${text};`);
    return true;
  }
  const name = nameToRead(there, call, world, script);
  if (name === undefined) return call.reads !== 'wrong';
  const text = `${subject}.${name}`;
  if (guards) {
    script.line(random.pick([`if (${subject}) void ${text};`, `void ${subject}?.${name};`]));
    return true;
  }
  const local = script.fresh(name);
  script.line(random.pick([`void ${text};`, `const ${local} = ${text};`, `if (${text}) Math.random();`]));
  return true;
}
