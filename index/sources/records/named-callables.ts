import type { Access } from '../../api-doc.js';
import type { ObjectShape, Property } from '../../type-shape.js';
import type { RootDraft, ShapeGraph } from '../shape-draft.js';
import { handleMembers } from './handle-members.js';
import { handleTypes } from './handle-types.js';
import { constructedTypes, type ReachableCallables, reachableCallables } from './reachable-callables.js';
import type { RecordDraft } from './record-draft.js';

/** Every callable of a library with its name. */
export interface NamedCallables {
  /** Callables first, then methods of handles. */
  readonly drafts: readonly RecordDraft[];
  readonly names: ReadonlyMap<Property, string>;
  readonly rootNames: ReadonlyMap<RootDraft, string>;
  readonly duplicates: ReachableCallables['duplicates'];
  /** Results that were written out -> key of their row in the type table. */
  readonly lifted: ReadonlyMap<ObjectShape, string>;
  /** Key of such a row -> the name it is to have. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** Names the callables under the access path, then the methods of what they return. */
export function namedCallables(graph: ShapeGraph, access: Access): NamedCallables {
  const callables = reachableCallables(graph, access);
  const handles = handleTypes(graph, callables);
  const members = handleMembers(graph, handles, constructedTypes(graph), callables.records, access);
  return {
    drafts: [...callables.records, ...members.records],
    names: new Map([...callables.names, ...members.names]),
    rootNames: callables.rootNames,
    duplicates: callables.duplicates,
    lifted: handles.lifted,
    renamed: handleNames(handles.lifted.values(), members.records),
  };
}

/** A result that was written out gets the name of the call that gives it, as its methods do. */
function handleNames(keys: Iterable<string>, members: readonly RecordDraft[]): Map<string, string> {
  const names = new Map<string, string>();
  const used = new Set<string>();
  for (const key of keys) {
    const handle = members.find((it) => it.memberOf === key)?.handle;
    if (handle === undefined || handle === key || used.has(handle)) continue;
    used.add(handle);
    names.set(key, handle);
  }
  return names;
}
