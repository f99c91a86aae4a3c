import type { Access } from '../../api-doc.js';
import type { SourceReport } from '../../library-reading.js';
import { libraryPrefix } from '../access.js';
import { namedCallables } from '../records/named-callables.js';
import { filledDocumentation, type Prose } from '../records/prose-fill.js';
import type { ShapeGraph } from '../shape-draft.js';
import { withEntries } from './entry-graph.js';
import type { JsonEntry, JsonReading } from './read-json.js';

/** The declarations together with what JSON files document. */
export interface MergedSources {
  readonly graph: ShapeGraph;
  /** By name of the record: what JSON says of it. */
  readonly prose: ReadonlyMap<string, Prose>;
  readonly reports: readonly SourceReport[];
}

/**
 * Merges JSON documentation into the declarations by name: a declared signature wins, the prose fills what is missing;
 * of several JSON files the earlier one wins.
 */
export function mergeJson(
  graph: ShapeGraph,
  readings: readonly { readonly file: string; readonly reading: JsonReading }[],
  access: Access,
): MergedSources {
  const prefix = libraryPrefix(access);
  const prose = new Map<string, Prose>();
  const declared = new Set(namedCallables(graph, access).drafts.map((it) => it.name));
  const added = new Map<string, JsonEntry>();
  const skipped = new Map(readings.map(({ file, reading }) => [file, [...reading.skipped]]));

  for (const { reading } of readings) {
    for (const entry of reading.entries) {
      const short = shortName(entry.name, prefix, reading.prefix);
      const name = `${prefix}${short}`;
      const known = prose.get(name);
      prose.set(name, known ? combined(known, entry) : entry);
      if (!declared.has(name) && !short.includes('()') && !added.has(short)) added.set(short, entry);
    }
  }
  const whole = withEntries(graph, added, access);
  const names = new Set(namedCallables(whole, access).drafts.map((it) => it.name));
  const reports = readings.map(({ file, reading }): SourceReport => {
    const unused = reading.entries.filter(
      (it) => !names.has(`${prefix}${shortName(it.name, prefix, reading.prefix)}`),
    );
    const lost = unused.map((it) => ({
      line: it.source.line,
      why: `${it.name} belongs to a result that no source describes`,
    }));
    return {
      file,
      records: reading.entries.length - unused.length,
      skipped: [...(skipped.get(file) ?? []), ...lost],
    };
  });
  return { graph: whole, prose, reports };
}

function combined(first: Prose, second: Prose): Prose {
  const signature = first.signature ?? second.signature;
  return {
    documentation: filledDocumentation(first.documentation, second.documentation),
    ...(signature ? { signature } : {}),
  };
}

function shortName(name: string, prefix: string, seen: string): string {
  for (const it of [prefix, seen === '' ? '' : `${seen}.`])
    if (it !== '' && name.startsWith(it)) return name.slice(it.length);
  return name;
}
