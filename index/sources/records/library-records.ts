import path from 'node:path';
import type { Access, ApiDoc, ModuleRoot, Roots } from '../../api-doc.js';
import type { Written } from '../../library-reading.js';
import type { TypeDefinition, TypeShape } from '../../type-shape.js';
import { libraryPrefix } from '../access.js';
import { begunPairs } from '../contracts/read-contracts.js';
import type { ShapeGraph } from '../shape-draft.js';
import { apiDoc, documentedExamples, type LibraryFacts } from './api-docs.js';
import { FinalShapes } from './final-shapes.js';
import { namedCallables } from './named-callables.js';
import { filledDocumentation, filledSignature, type Prose } from './prose-fill.js';
import { reachableTypes } from './reachable-types.js';
import type { RecordDraft } from './record-draft.js';

/** The records, types and roots that the sources of a library come to. */
export interface LibraryRecords {
  readonly apis: readonly ApiDoc[];
  readonly types: readonly TypeDefinition[];
  readonly roots: Roots;
  /** What the documentation of each record has in writing. */
  readonly written: readonly Written[];
  /** Where something is declared once more, and what became of it. */
  readonly duplicates: readonly { readonly file: string; readonly line: number; readonly why: string }[];
}

/**
 * Turns shapes into records: names first, then final shapes, then text.
 *
 * @param prose - What other sources say of the records, by name.
 */
export function libraryRecords(
  graph: ShapeGraph,
  { name, version, access }: { name: string; version: string; access: Access },
  prose: ReadonlyMap<string, Prose> = new Map(),
): LibraryRecords {
  const named = namedCallables(graph, access);
  const drafts = named.drafts.map((draft) => withProse(draft, prose.get(draft.name)));
  const silent = new Set(
    [...graph.definitions.values()].flatMap((it) => (it.shape.kind === 'unknown' ? [it.name] : [])),
  );
  const shapes = new FinalShapes(named.names, named.lifted, named.renamed, silent);

  const types = new Map<string, TypeDefinition>();
  for (const draft of graph.definitions.values()) {
    const definition = shapes.definition(draft);
    types.set(definition.name, definition);
  }
  const signatures = new Map(
    drafts.map((draft) => [draft.name, draft.callable.signatures.map((it) => shapes.signature(it))]),
  );
  const names = new Set(drafts.map((draft) => draft.name));
  const library: LibraryFacts = {
    name,
    version,
    access,
    type: (type) => types.get(type),
    texts: new Map(),
    contracts: new Map(),
    signatures: (api) => signatures.get(api) ?? [],
    names,
    examples: new Map(drafts.map((draft) => [draft.name, draft.note.documentation.examples])),
    pairs: begunPairs(
      drafts.map((draft) => ({ name: draft.name, description: draft.note.documentation.description })),
      names,
      libraryPrefix(access),
    ),
  };
  const apis = drafts.map((draft) => {
    const memberOf =
      draft.memberOf === undefined ? undefined : (named.renamed.get(draft.memberOf) ?? draft.memberOf);
    return apiDoc(draft, library.signatures(draft.name), memberOf, library);
  });
  const roots = rootsOf(graph, (root) => {
    const record = named.rootNames.get(root);
    return record === undefined ? shapes.shape(root.shape) : shapes.called(root.shape, record);
  });
  return {
    apis,
    types: reachableTypes(types, apis, roots),
    roots,
    written: drafts.map((draft) => ({
      api: draft.name,
      hasExample: documentedExamples(draft, library).length > 0,
      paths: [...draft.note.documentation.params.keys()],
    })),
    duplicates: [
      ...named.duplicates.map(({ draft, first }) => ({
        file: draft.note.source.file,
        line: draft.note.source.line,
        why: `${draft.name} is declared in ${placeText(first)} already, which counts`,
      })),
      ...named.drafts.flatMap((draft) =>
        (draft.note.also ?? []).map(({ file, line }) => ({
          file,
          line,
          why: `${draft.name} is declared in ${placeText(draft)} as well; the signatures of both count`,
        })),
      ),
    ],
  };
}

function placeText({ note }: RecordDraft): string {
  return `${path.basename(note.source.file)}:${note.source.line}`;
}

function withProse(draft: RecordDraft, prose: Prose | undefined): RecordDraft {
  if (!prose) return draft;
  return {
    ...draft,
    callable: {
      ...draft.callable,
      signatures: draft.callable.signatures.map((it) => filledSignature(it, prose)),
    },
    note: {
      ...draft.note,
      documentation: filledDocumentation(draft.note.documentation, prose.documentation),
    },
  };
}

function rootsOf(graph: ShapeGraph, shapeOf: (root: ShapeGraph['roots'][number]) => TypeShape): Roots {
  const globals: Record<string, TypeShape> = {};
  const modules: Record<string, ModuleRoot> = {};
  for (const root of graph.roots) {
    if (root.kind === 'global') globals[root.name] = shapeOf(root);
    else {
      const { exportEquals, types } = root;
      modules[root.name] = {
        shape: shapeOf(root),
        ...(exportEquals ? { exportEquals } : {}),
        ...(types ? { types } : {}),
      };
    }
  }
  return { globals, modules };
}
