import * as z from 'zod';
import { EpigenError } from '../error.js';
import { INDEX_FORMAT } from './build-content.js';
import { damagedIndex } from './damaged-index.js';

export const AccessSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('global'), path: z.string() }),
  z.object({
    kind: z.literal('module'),
    module: z.string(),
    export: z.string().exactOptional(),
    style: z.enum(['default', 'named', 'namespace', 'commonjs']).exactOptional(),
  }),
]);

const ManifestSchema = z.object({
  format: z.literal(INDEX_FORMAT),
  library: z.string(),
  version: z.string(),
  build: z.string(),
  access: AccessSchema,
  embedding: z.object({
    id: z.string(),
    dimension: z.int().positive(),
    changed: z.int().nonnegative().optional(),
  }),
  records: z.int().nonnegative(),
  types: z.int().nonnegative(),
});

/** What every build says about itself. */
export type Manifest = z.infer<typeof ManifestSchema>;

/** Checks what claims to be a manifest. Throws EpigenError: newer format, older format, or damaged. */
export function parseManifest(found: unknown, library: string, where: string): Manifest {
  const format = typeof found === 'object' && found !== null && 'format' in found ? found.format : undefined;
  if (typeof format === 'number' && format !== INDEX_FORMAT) throw otherFormat(format, library, where);
  const checked = ManifestSchema.safeParse(found);
  if (!checked.success) throw damagedIndex(library, where, 'its manifest is not one', checked.error);
  if (checked.data.library !== library)
    throw damagedIndex(library, where, `it is of ${checked.data.library}`);
  return checked.data;
}

/** Whether the error says that the index was written by a newer program. */
export function isNewerFormat(error: unknown): boolean {
  return error instanceof NewerFormatError;
}

class NewerFormatError extends EpigenError {}

function otherFormat(format: number, library: string, where: string): EpigenError {
  const what = `the index of ${library} has format ${format}, this program reads format ${INDEX_FORMAT}`;
  return format > INDEX_FORMAT
    ? new NewerFormatError(what, where, 'use the version of epigen that wrote it, or a later one')
    : new EpigenError(what, where, "rebuild it with 'epigen index'");
}
