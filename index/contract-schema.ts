import * as z from 'zod';
import { type Contract, FORMATS, UNITS } from './contract.js';

/*
 * Contracts that come from outside: from Redis, and from the file of corrections, where only the content is written.
 * The type annotation makes the compiler compare them with `contract.ts`.
 */

const path = z.string().min(1);
const bound = z.number().exactOptional();
const count = z.int().nonnegative().exactOptional();
const yes = z.literal(true).exactOptional();
const names = z.array(z.string().min(1)).min(2);

const content = {
  range: {
    kind: z.literal('range'),
    path,
    minimum: bound,
    maximum: bound,
    exclusiveMinimum: bound,
    exclusiveMaximum: bound,
    except: z.array(z.number()).exactOptional(),
  },
  length: {
    kind: z.literal('length'),
    path,
    minimum: count,
    maximum: count,
    of: z.enum(['characters', 'bytes', 'items']),
  },
  pattern: {
    kind: z.literal('pattern'),
    path,
    pattern: z.string().refine(isPattern, 'not a regular expression'),
  },
  format: { kind: z.literal('format'), path, formats: z.array(z.enum(FORMATS)).min(1) },
  unit: { kind: z.literal('unit'), path, unit: z.enum(UNITS), moment: yes },
  together: { kind: z.literal('together'), path: path.exactOptional(), names, given: path.exactOptional() },
  exclusive: { kind: z.literal('exclusive'), path: path.exactOptional(), names, required: yes },
  awaited: { kind: z.literal('awaited') },
  closed: {
    kind: z.literal('closed'),
    by: z
      .array(
        z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('result') }),
          z.strictObject({ kind: z.literal('method'), name: z.string().min(1) }),
          z.strictObject({ kind: z.literal('api'), name: z.string().min(1) }),
        ]),
      )
      .min(1),
  },
  pair: { kind: z.literal('pair'), followedBy: z.array(z.string().min(1)).min(1) },
  bypass: { kind: z.literal('bypass'), globals: z.array(z.string().min(1)).min(1) },
};

const stated = { sentence: z.string(), stated: z.enum(['tag', 'prose']) };

const reason = { sentence: z.string().describe('Shown to the user as the reason.').exactOptional() };

/** A contract as it is stored. */
export const ContractSchema: z.ZodType<Contract> = z.discriminatedUnion('kind', [
  z.object({ ...content.range, ...stated }),
  z.object({ ...content.length, ...stated }),
  z.object({ ...content.pattern, ...stated }),
  z.object({ ...content.format, ...stated }),
  z.object({ ...content.unit, ...stated }),
  z.object({ ...content.together, ...stated }),
  z.object({ ...content.exclusive, ...stated }),
  z.object({ ...content.awaited, ...stated }),
  z.object({ ...content.closed, ...stated }),
  z.object({ ...content.pair, ...stated }),
  z.object({ ...content.bypass, ...stated }),
]);

/** A contract as a person writes it into the file of corrections. */
export const WrittenContractSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...content.range, ...reason }),
  z.strictObject({ ...content.length, ...reason }),
  z.strictObject({ ...content.pattern, ...reason }),
  z.strictObject({ ...content.format, ...reason }),
  z.strictObject({ ...content.unit, ...reason }),
  z.strictObject({ ...content.together, ...reason }),
  z.strictObject({ ...content.exclusive, ...reason }),
  z.strictObject({ ...content.awaited, ...reason }),
  z.strictObject({ ...content.closed, ...reason }),
  z.strictObject({ ...content.pair, ...reason }),
  z.strictObject({ ...content.bypass, ...reason }),
]);

const removals = z
  .array(z.string().min(1))
  .describe('Contracts that were read wrongly: "options.url format", or "pair" for one without a path.');

/** What is corrected of one API. What is added is checked one by one, so that one mistake spoils nothing else. */
export const ApiCorrectionSchema = z.strictObject({
  remove: removals.exactOptional(),
  add: z.array(z.unknown()).exactOptional(),
});

/** The file of corrections, `epigen.contracts.json`; its APIs are checked one by one. */
export const CorrectionsSchema = z.strictObject({
  $schema: z.string().exactOptional(),
  libraries: z.record(
    z.string(),
    z.strictObject({
      apis: z.record(z.string(), z.unknown()).exactOptional(),
      bypass: z.record(z.string(), z.string()).exactOptional(),
    }),
  ),
});

/** The same in full, for editors. */
export const PublishedCorrectionsSchema = z.strictObject({
  $schema: z.string().exactOptional(),
  libraries: z
    .record(
      z.string(),
      z.strictObject({
        apis: z
          .record(
            z.string(),
            z.strictObject({
              remove: removals.exactOptional(),
              add: z
                .array(WrittenContractSchema)
                .describe(
                  'Contracts that the documentation does not state, or states in a way that is not understood.',
                )
                .exactOptional(),
            }),
          )
          .describe('Corrections by the full name of an API: "HX.openUrl".')
          .exactOptional(),
        bypass: z
          .record(z.string(), z.string())
          .describe(
            'What the library replaces: a global, "fetch" or "navigator.clipboard", and the API to use for it.',
          )
          .exactOptional(),
      }),
    )
    .describe('Corrections by the name of the library.'),
});

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
