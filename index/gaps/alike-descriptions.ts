import type { ApiDoc } from '../api-doc.js';
import { words } from '../lexical/words.js';

/** Another API that is described with the same words, and how many more there are. */
export interface Twin {
  readonly other: string;
  readonly more: number;
}

/**
 * APIs whose first sentences are the same to search, which knows no case, no signs and no endings: only their names tell
 * them apart. Methods of handles are compared with those of the same handle, since the handle chooses among the others.
 */
export function alikeDescriptions(apis: readonly ApiDoc[]): ReadonlyMap<string, Twin> {
  const groups = new Map<string, string[]>();
  for (const { name, functionality, member } of apis) {
    const said = words(functionality).join(' ') || functionality;
    const key = `${member?.of ?? ''}\n${said}`;
    const group = groups.get(key);
    if (group) group.push(name);
    else groups.set(key, [name]);
  }
  const twins = new Map<string, Twin>();
  for (const group of groups.values()) {
    const [first, second] = group;
    if (first === undefined || second === undefined) continue;
    for (const name of group)
      twins.set(name, { other: name === first ? second : first, more: group.length - 2 });
  }
  return twins;
}
