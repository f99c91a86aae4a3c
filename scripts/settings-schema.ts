// Writes epigen.config.schema.json, the published JSON schema of epigen.config.json: npm run schema
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { settingsSchema } from '../server/settings-schema.js';

export const SCHEMA_FILE = join(import.meta.dirname, '..', 'epigen.config.schema.json');

/** The JSON schema as it is published. Draft 7 is what editors understand best. */
export function settingsJsonSchema(): string {
  const schema = z.toJSONSchema(settingsSchema, { target: 'draft-7', io: 'input' });
  const { $schema, ...rest } = schema;
  const titled = {
    $schema,
    title: 'EpiGEN settings (epigen.config.json)',
    ...rest,
    allowTrailingCommas: true,
  };
  return `${JSON.stringify(titled, null, 2)}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(SCHEMA_FILE, settingsJsonSchema());
}
