// Writes the published JSON schemas of epigen.config.json and epigen.contracts.json: npm run schema
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { PublishedCorrectionsSchema } from '../index/contract-schema.js';
import { settingsSchema } from '../server/settings-schema.js';

export const SCHEMA_FILE = join(import.meta.dirname, '..', 'epigen.config.schema.json');

export const CORRECTIONS_SCHEMA_FILE = join(import.meta.dirname, '..', 'epigen.contracts.schema.json');

/** The JSON schema of the settings as it is published. Draft 7 is what editors understand best. */
export function settingsJsonSchema(): string {
  return published(settingsSchema, 'EpiGEN settings (epigen.config.json)');
}

/** The JSON schema of the corrections of contracts. */
export function correctionsJsonSchema(): string {
  return published(PublishedCorrectionsSchema, 'Corrections of contracts (epigen.contracts.json)');
}

function published(zodSchema: z.ZodType, title: string): string {
  const schema = z.toJSONSchema(zodSchema, { target: 'draft-7', io: 'input' });
  const { $schema, ...rest } = schema;
  const titled = {
    $schema,
    title,
    ...rest,
    allowTrailingCommas: true,
  };
  return `${JSON.stringify(titled, null, 2)}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(SCHEMA_FILE, settingsJsonSchema());
  writeFileSync(CORRECTIONS_SCHEMA_FILE, correctionsJsonSchema());
}
