import type { Assignment, Binding } from './bindings.js';
import { chunkScopes } from './chunk-scopes.js';
import type { SyntaxDocument } from './syntax-document.js';
import type { SyntaxNode } from './syntax-node.js';

const known = new WeakMap<SyntaxDocument, Scopes>();

/** The scopes of a version of a document, which checks and completion share. */
export function scopesOf(document: SyntaxDocument): Scopes {
  let scopes = known.get(document);
  if (!scopes) {
    scopes = new Scopes(document);
    known.set(document, scopes);
  }
  return scopes;
}

/** Scopes and bindings of one version of a document. Those inside of top-level statements are kept with them. */
export class Scopes {
  /** What the file declares at its top. */
  readonly program: ReadonlyMap<string, Binding>;
  /** Globals that the file assigns to: what they hold afterwards is not known. */
  readonly assignedGlobals: ReadonlySet<string>;
  readonly #mutated: ReadonlySet<string>;

  constructor(document: SyntaxDocument) {
    const program = new Map<string, Binding>();
    const mutated = new Set<string>();
    const later: { name: string; assignments: readonly Assignment[] }[] = [];
    for (const chunk of document.chunks) {
      const { outer, assigned, mutatedOutside } = chunkScopes(chunk);
      for (const [name, binding] of outer.bindings) {
        // Declared twice (var, functions): what it holds is not certain.
        if (program.has(name))
          later.push({ name, assignments: [{ target: binding.node, value: undefined }] });
        else program.set(name, binding);
      }
      for (const it of assigned) later.push({ name: it.name, assignments: [it] });
      for (const name of mutatedOutside) mutated.add(name);
    }
    const globals = new Set<string>();
    for (const { name, assignments } of later) {
      const binding = program.get(name);
      // The binding of the statement is not touched: other versions of the document share it.
      if (binding) program.set(name, { ...binding, assignments: [...binding.assignments, ...assignments] });
      else globals.add(name);
    }
    this.program = program;
    this.assignedGlobals = globals;
    this.#mutated = mutated;
  }

  /** What a name means at a node; undefined if the file does not declare it there. */
  resolve(name: string, from: SyntaxNode): Binding | undefined {
    return chunkScopes(from.chunk).resolve(name, from) ?? this.program.get(name);
  }

  /** All that a node can see of what the file declares, the innermost first. */
  visible(from: SyntaxNode): readonly Binding[] {
    const inner = chunkScopes(from.chunk).visible(from);
    const hidden = new Set(inner.map((it) => it.name));
    return [...inner, ...[...this.program.values()].filter((it) => !hidden.has(it.name))];
  }

  /** Whether a member of the variable's value is assigned somewhere. */
  isMutated(binding: Binding): boolean {
    if (this.program.get(binding.name) === binding) return this.#mutated.has(binding.name);
    return chunkScopes(binding.node.chunk).mutates(binding);
  }
}
