import * as z from 'zod';
import { parseAccess } from '../index/sources/access.js';
import { PROBLEM_CODES, type ProblemCode, type Severity } from './checks/problem.js';

const severities = ['error', 'warning', 'information', 'hint', 'off'] as const satisfies readonly (
  | Severity
  | 'off'
)[];

const severity = (meaning: string) => z.enum(severities).exactOptional().describe(meaning);

/** Every diagnostic code with what it means. */
const diagnostics = Object.fromEntries(
  Object.entries(PROBLEM_CODES).map(([code, { meaning }]) => [code, severity(meaning)]),
) as Record<ProblemCode, ReturnType<typeof severity>>;

const access = z
  .string()
  .superRefine((text, context) => {
    try {
      parseAccess(text);
    } catch {
      context.addIssue({
        code: 'custom',
        message: 'must be global:NAME for a global such as global:HX, or module:NAME for a package',
      });
    }
  })
  .describe(
    'How programs reach the library: global:HX or module:@corp/h5. Without it the declarations decide.',
  );

const library = z.strictObject({
  name: z.string().min(1).describe('The name of the library in the index.'),
  version: z
    .string()
    .min(1)
    .exactOptional()
    .describe(
      'Its version, taken from its package.json if absent. Where the store has another, a warning says so.',
    ),
  sources: z
    .array(z.string().min(1))
    .min(1)
    .describe(
      'Its documentation: files, folders, globs (relative to this file) or names of installed packages.',
    ),
  access: access.exactOptional(),
});

const model = z.union([
  z.literal('offline'),
  z.strictObject({
    provider: z
      .string()
      .min(1)
      .describe(
        'Who serves the model: openai (or any service that speaks its protocol), anthropic, ollama, or llama-cpp for a GGUF file in this process.',
      ),
    model: z.string().min(1).describe('The name of the model there; for llama-cpp the path of the file.'),
    baseUrl: z
      .string()
      .min(1)
      .exactOptional()
      .describe(
        'Address of the service, for example http://127.0.0.1:8000/v1; otherwise the provider decides.',
      ),
    temperature: z
      .number()
      .min(0)
      .max(2)
      .exactOptional()
      .describe('How freely the model chooses its words; 0 unless set.'),
    timeoutMs: z
      .int()
      .positive()
      .exactOptional()
      .describe('How long to wait for an answer, in milliseconds; 120000 unless set.'),
  }),
]);

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** The schema of `epigen.config.json`, and of the same keys in an editor's settings (DESIGN §3). */
export const settingsSchema = z.strictObject({
  $schema: z.string().exactOptional().describe('The JSON schema of this file.'),
  libraries: z.array(library).default([]).describe('The API libraries to index.'),
  store: z
    .string()
    .min(1)
    .exactOptional()
    .describe(
      'Where indexes are kept: a folder (default .epigen beside this file), redis://HOST:PORT or rediss://HOST:PORT.',
    ),
  embeddings: z
    .string()
    .min(1)
    .default('builtin')
    .describe(
      'What turns API Keys into vectors: builtin, onnx:FOLDER, onnx:OWNER/NAME@URL, openai:MODEL[@URL] or ollama:MODEL[@URL].',
    ),
  languages: z
    .array(z.string().refine(isLanguage, 'must be a language tag such as en, zh or pt-BR'))
    .min(1)
    .default(['en', 'zh'])
    .describe('The languages of requirements: epigen index --enrich has questions written in them.'),
  models: z
    .strictObject({
      decompose: model
        .exactOptional()
        .describe('Splits a requirement into subtasks; models.generate does where nothing stands here.'),
      generate: model.exactOptional().describe('Writes the code.'),
      rerank: model.exactOptional().describe('Orders the APIs that are found for a subtask.'),
    })
    .prefault({})
    .describe('The model for each step; a step without one is done offline, by rules and the index.'),
  requirement: z
    .strictObject({
      tags: z
        .array(z.string().regex(/^[\p{L}\p{N}_-]+$/u, 'must be one word of letters, digits, - and _'))
        .min(1)
        .default(['requirement', 'epigen'])
        .describe('Words that mark a requirement comment: // @WORD … or // TODO(WORD): …'),
    })
    .prefault({}),
  generation: z
    .strictObject({
      engine: z
        .enum(['offline', 'structured', 'free'])
        .exactOptional()
        .describe(
          'How code is made. offline: by rules (default). structured: the model fills in a plan (default where models.generate names a model). free: the model writes code.',
        ),
      repairRounds: z
        .int()
        .min(0)
        .max(10)
        .default(2)
        .describe('How often findings go back to a model before they are repaired by rule.'),
      stepComments: z.boolean().default(true).describe('Write each subtask as a comment above its code.'),
      onInvalid: z
        .enum(['refuse', 'mark'])
        .default('refuse')
        .describe('What to do with a call that does not pass the checker: insert nothing, or mark it.'),
      maxTokens: z
        .int()
        .positive()
        .default(100_000)
        .describe('Tokens that models may read and write for one generation; then none is asked any more.'),
      timeoutMs: z
        .int()
        .positive()
        .default(300_000)
        .describe('Milliseconds that models may take for one generation; then none is asked any more.'),
    })
    .prefault({}),
  editor: z
    .strictObject({
      codeLens: z
        .boolean()
        .default(true)
        .describe('Show above a requirement comment what became of it, and offer to generate.'),
      inlayHints: z.boolean().default(false).describe('Show units behind numbers, and defaults of options.'),
      semanticTokens: z.boolean().default(false).describe('Mark the names of APIs, and deprecated ones.'),
      inlineCompletion: z
        .boolean()
        .default(false)
        .describe('Show the code for a requirement as text that can be accepted, where the editor has that.'),
    })
    .prefault({})
    .describe('What is shown in the editor beyond diagnostics, hover and completion.'),
  profile: z
    .enum(['full', 'complement'])
    .default('full')
    .describe(
      'full: report everything. complement: a TypeScript server runs too, and what it says is not said again.',
    ),
  diagnostics: z
    .strictObject(diagnostics)
    .prefault({})
    .describe('Another severity for a diagnostic code, or off.'),
});
