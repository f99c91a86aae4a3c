import type { Access } from '../api-doc.js';
import { EpigenError } from '../error.js';
import type { SourceReport } from '../library-reading.js';
import type { DeclarationReading } from './declarations/read-declarations.js';
import type { LibraryRecords } from './records/library-records.js';
import type { SourceFiles } from './source-files.js';

/** What each file of declarations came to, with what was left out of it. */
export function declarationReports(
  files: SourceFiles,
  declared: DeclarationReading,
  records: LibraryRecords,
  access: Access,
): SourceReport[] {
  const counts = new Map<string, number>();
  for (const { source } of records.apis) counts.set(source.file, (counts.get(source.file) ?? 0) + 1);
  return declared.files.map(({ file, skipped }): SourceReport => {
    const found = [
      ...skipped,
      ...records.duplicates.filter((it) => it.file === file).map(({ line, why }) => ({ line, why })),
    ];
    const count = counts.get(file) ?? 0;
    const isNamed = files.declarations.some((it) => it.explicit && it.file === file);
    const inPackage = files.packages.some((it) => it.entries.includes(file));
    if (count === 0 && found.length === 0 && isNamed && !inPackage && records.apis.length > 0)
      found.push({ line: 1, why: `nothing in it is reached through ${accessText(access)}` });
    return { file, records: count, skipped: found };
  });
}

function accessText(access: Access): string {
  return access.kind === 'module' ? `module:${access.module}` : `global:${access.path || '(any)'}`;
}

/**
 * An index without a single API is never what the user wanted: throws an `EpigenError` that says what was found
 * instead.
 */
export function refuseEmpty(
  sources: readonly string[],
  records: LibraryRecords,
  reports: readonly SourceReport[],
  access: Access,
): void {
  if (records.apis.length > 0) return;
  const broken = reports.find((it) => it.skipped.length > 0);
  const [first] = broken?.skipped ?? [];
  if (broken && first) {
    throw new EpigenError(
      'no API could be read from the source',
      `${broken.file}:${first.line}`,
      `correct it there: ${first.why}`,
    );
  }
  const read = reports.length;
  throw new EpigenError(
    'the sources declare no API',
    sources.join(', '),
    `${read} ${read === 1 ? 'file was' : 'files were'} read, none has a function or method that is reached through ${accessText(access)}; check the sources and --access`,
  );
}
