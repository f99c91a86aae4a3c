import * as z from 'zod';

/**
 * What a model wrote developers would ask for to get to a record: texts like requirements, stored beside its API Key and
 * searched with it (`epigen index --enrich`).
 */
export interface Questions {
  /** How they were asked for: the prompt and the languages. Those of another form are no substitute. */
  readonly form: string;
  /** Name of each record that was asked about -> its questions, which may be none. */
  readonly of: ReadonlyMap<string, readonly string[]>;
}

export const NO_QUESTIONS: Questions = { form: '', of: new Map() };

const QuestionsSchema = z.object({ form: z.string(), of: z.record(z.string(), z.array(z.string())) });

/** As JSON, with the records in this order: equal questions give equal bytes. */
export function encodeQuestions({ form, of }: Questions, names: readonly string[]): string {
  const own = names.flatMap((name) => {
    const questions = of.get(name);
    return questions ? [[name, questions] as const] : [];
  });
  return JSON.stringify({ form, of: Object.fromEntries(own) });
}

/** The questions in a JSON value; undefined if it is something else. */
export function parseQuestions(value: unknown): Questions | undefined {
  const { data } = QuestionsSchema.safeParse(value);
  return data && { form: data.form, of: new Map(Object.entries(data.of)) };
}

/** All questions of these records, in their order, each with the row of its record. */
export function questionRows(
  names: readonly string[],
  { of }: Questions,
): readonly { readonly text: string; readonly row: number }[] {
  return names.flatMap((name, row) => (of.get(name) ?? []).map((text) => ({ text, row })));
}
