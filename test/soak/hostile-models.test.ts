import assert from 'node:assert/strict';
import path from 'node:path';
import ts from 'typescript';
import type { ApiLibrary } from '../../index/library.js';
import { generated, libraryFrom } from '../support/generated.js';
import { hostileAnswers, randomFrom } from '../support/hostile-answers.js';
import { scriptedModel } from '../support/scripted-model.js';

const COUNT = 1_000;
const SLOW_MS = 20_000;
const DECLARATIONS = path.join(import.meta.dirname, '../w-library/hx.d.ts');
const REQUIREMENT = 'Show a toast "Saved" and write a line to the log.';
const TEXT = 'export async function run(input) {<|>}\n';

describe('answers of models in bad faith', function () {
  this.timeout(3_600_000);
  let library: ApiLibrary;
  before(async () => {
    library = await libraryFrom({ file: DECLARATIONS });
  });

  it(`${COUNT} of them: no invalid call is inserted unmarked, and none takes forever`, async () => {
    const outcomes = new Map<string, number>();
    const inserted: { kind: string; text: string }[] = [];
    let slowest = 0;
    let index = 0;
    for (const { kind, engine, answer, evil } of hostileAnswers(library, COUNT)) {
      const start = performance.now();
      const { edited, outcome, diagnostics } = await generated({
        library,
        requirement: REQUIREMENT,
        text: TEXT,
        settings: { engine, repairRounds: 1, onInvalid: index++ % 2 === 0 ? 'refuse' : 'mark' },
        models: { generate: scriptedModel(answer, answer) },
      });
      slowest = Math.max(slowest, performance.now() - start);
      outcomes.set(outcome ?? '', (outcomes.get(outcome ?? '') ?? 0) + 1);
      if (edited === undefined) continue;
      assert.ok(
        diagnostics.every((it) => it.severity !== 'error' || it.marked),
        `${kind}: unmarked findings in\n${edited}`,
      );
      // What a rule repaired may be right now; TypeScript says below whether it is.
      if (evil !== undefined && outcome !== 'repaired-by-rule') assertMarked(edited, evil, kind);
      inserted.push({ kind, text: edited });
    }
    // TypeScript has the last word on what got in.
    const wrong = unmarkedErrors(inserted.map((it) => it.text));
    assert.deepEqual(
      wrong.map(({ at, said }) => `${inserted[at]?.kind}: ${said}\n${inserted[at]?.text}`),
      [],
    );
    assert.ok(slowest < SLOW_MS, `one took ${slowest} ms`);
    console.log(
      `      ${[...outcomes].map(([name, count]) => `${name} ${count}`).join(', ')}; slowest ${slowest.toFixed(0)} ms`,
    );
  });

  it('of answers with one mistake at least four fifths end repaired', async () => {
    const random = randomFrom(7);
    const columns = { accepted: 0, 'repaired-by-model': 0, 'repaired-by-rule': 0, 'refused or replaced': 0 };
    const answers = oneMistake(library, random);
    for (const [index, { right, wrong }] of answers.entries()) {
      // Half of the models understand at once, a quarter at the second time, a quarter never.
      const understands = [1, 3, 1, 2][index % 4] ?? 1;
      const script = Array.from({ length: 3 }, (_, round) => (round < understands ? wrong : right));
      const { outcome } = await generated({
        library,
        requirement: REQUIREMENT,
        text: TEXT,
        settings: { engine: 'free', repairRounds: 2 },
        models: { generate: scriptedModel(...script) },
      });
      if (outcome === 'accepted' || outcome === 'repaired-by-model' || outcome === 'repaired-by-rule')
        columns[outcome]++;
      else columns['refused or replaced']++;
    }
    console.log(`      ${answers.length} answers: ${JSON.stringify(columns)}`);
    const repaired = columns['repaired-by-model'] + columns['repaired-by-rule'];
    assert.ok(repaired >= 0.8 * answers.length, JSON.stringify(columns));
    assert.equal(columns.accepted, 0);
  });
});

/** A call that must not pass stands directly under a mark. */
function assertMarked(text: string, evil: string, kind: string): void {
  const lines = text.split('\n');
  for (const [at, line] of lines.entries()) {
    if (!line.includes(evil) || /^\s*(?:\/\/|\*)/.test(line)) continue;
    // Data is harmless; a call is not.
    if (!/[\w$\])`]\s*(?:\(|`)/.test(line)) continue;
    let above = at - 1;
    while (/^\s*\/\/ epigen: /.test(lines[above - 1] ?? '')) above--;
    assert.match(lines[at - 1] ?? '', /^\s*\/\/ epigen: [\w-]+: /, `${kind}: unmarked in\n${text}`);
  }
}

/** Errors of TypeScript in calls of the library that no mark stands above. */
function unmarkedErrors(texts: readonly string[]): { at: number; said: string }[] {
  const files = new Map(texts.map((text, at) => [`/code/${at}.js`, text]));
  const options: ts.CompilerOptions = {
    allowJs: true,
    checkJs: true,
    strict: true,
    noImplicitAny: false,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { readFile, getSourceFile, fileExists } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, target) => {
    const text = files.get(name);
    if (text === undefined) return getSourceFile(name, target);
    try {
      return ts.createSourceFile(name, text, target, true);
    } catch (error) {
      throw new Error(`TypeScript cannot read ${text.slice(0, 300)}: ${error}`);
    }
  };
  const program = ts.createProgram([DECLARATIONS, ...files.keys()], options, host);
  return [...files].flatMap(([name, text], at) => {
    const file = program.getSourceFile(name);
    if (!file) return [];
    const lines = text.split('\n');
    return program.getSemanticDiagnostics(file).flatMap((it) => {
      const line = file.getLineAndCharacterOfPosition(it.start ?? 0).line;
      const isCall = /\bHX\b/.test(lines[line] ?? '');
      const isMarked = /\/\/ epigen: /.test(lines[line - 1] ?? '');
      return isCall && !isMarked ? [{ at, said: ts.flattenDiagnosticMessageText(it.messageText, ' ') }] : [];
    });
  });
}

/** Right code, and the same with one mistake that its reader could see. */
function oneMistake(library: ApiLibrary, random: () => number): { right: string; wrong: string }[] {
  const found: { right: string; wrong: string }[] = [];
  for (const name of library.names()) {
    const api = library.find(name);
    const [signature] = api?.signatures ?? [];
    const options = signature?.parameters[0]?.type;
    if (!api || api.member || api.deprecated || options?.kind !== 'object') continue;
    const given = options.properties.filter((it) => !it.optional || it.type.kind === 'primitive').slice(0, 3);
    const values = given.map((it) => [it.name, sampleOf(it.type)] as const);
    if (values.length === 0 || values.some(([, value]) => value === undefined)) continue;
    if (signature?.parameters.slice(1).some((it) => !it.optional)) continue;
    const call = (callee: string, entries: readonly (readonly [string, string | undefined])[]) =>
      `await ${callee}({ ${entries.map(([key, value]) => `${key}: ${value}`).join(', ')} });`;
    const right = call(api.name, values);
    const at = Math.floor(random() * values.length);
    const misspelt = values.map(([key, value], index) => [index === at ? swapped(key) : key, value] as const);
    found.push({ right, wrong: call(api.name, misspelt) });
    found.push({ right, wrong: call(swapped(api.name), values) });
    found.push({ right, wrong: right.replace(/ \}\);$/, ', isUrgentx: true });') });
    const required = options.properties.find((it) => !it.optional);
    if (required)
      found.push({
        right,
        wrong: call(
          api.name,
          values.filter(([key]) => key !== required.name),
        ),
      });
  }
  return found;
}

function swapped(word: string): string {
  const at = word.length - 2;
  return word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '');
}

function sampleOf(type: {
  kind: string;
  name?: string;
  value?: unknown;
  types?: readonly unknown[];
}): string | undefined {
  if (type.kind === 'primitive')
    return { string: "'a text'", number: '10', boolean: 'true' }[type.name ?? ''];
  if (type.kind === 'literal') return JSON.stringify(type.value);
  if (type.kind === 'union') return sampleOf((type.types?.[0] ?? { kind: '' }) as never);
  return undefined;
}
