// Writes test/fixtures/golden/*.json anew: npm run golden [-- NAME …]
//
// Each file holds texts with what the checker says of them. A text is taken only where TypeScript reports errors on the
// same lines; codes that only the documentation gives rise to are not compared. The texts are generated as for
// `npm run bench:language`, or stand in test/fixtures/golden/inputs with a blank line between them, in groups behind
// lines `//# name`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { Cell } from '../bench/language/cell.js';
import { FORMS } from '../bench/language/forms/forms.js';
import { KINDS } from '../bench/language/kinds.js';
import { LIBRARIES, type LibrarySpec } from '../bench/language/libraries.js';
import { Referee } from '../bench/language/referee.js';
import { judged } from '../bench/language/score.js';
import { Shapes } from '../bench/language/shapes.js';
import { reachable } from '../bench/language/sites.js';
import type { Snippet } from '../bench/language/snippet.js';
import type { ApiLibrary } from '../index/library.js';
import { checkText } from '../server/checks/check.js';
import {
  GOLDEN_FOLDER,
  GOLDEN_LIBRARIES,
  type GoldenLibraryName,
  goldenLibrary,
  REPOSITORY,
} from '../test/support/golden/libraries.js';
import { type GoldenCase, type GoldenFile, observed, PROBE } from '../test/support/golden/observed.js';
import { factsOf, parameterTypes, READS, type TypeFacts } from '../test/support/golden/type-facts.js';

const ABOUT =
  'What the checker says of texts on which TypeScript agrees. Written by `npm run golden`; do not edit, but look at the diff.';

/** One of so many combinations of form and kind is taken. */
const SPREAD: Readonly<Record<string, number>> = { HX: 3, 'google-apps-script': 7, 'dingtalk-jsapi': 7 };

/** Inputs for which the uses of APIs are recorded as well. */
const USES: readonly string[] = ['calls.js', 'functions.js', 'imports.js', 'script.ts'];

const wanted = process.argv.slice(2);
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.some((it) => name.includes(it));

for (const [name, spread] of Object.entries(SPREAD)) {
  const spec = LIBRARIES.find((it) => it.name === name);
  if (!spec || !isWanted(name)) continue;
  const library = await goldenLibrary(name as GoldenLibraryName);
  const referee = new Referee(spec, REPOSITORY);
  write(path.join('generated', name), {
    about: ABOUT,
    library: name as GoldenLibraryName,
    groups: generated(spec, library, referee, spread),
  });
  referee.dispose();
}

const INPUTS = path.join(GOLDEN_FOLDER, 'inputs');
for (const file of readdirSync(INPUTS).filter((it) => /(?<!\.d)\.(?:js|ts|tsx)$/.test(it))) {
  if (!isWanted(file)) continue;
  const text = readFileSync(path.join(INPUTS, file), 'utf8');
  const name = /^\/\/ library: (\S+)\n/.exec(text)?.[1] as GoldenLibraryName;
  const extension = path.extname(file).slice(1) as 'js' | 'ts' | 'tsx';
  const library = await goldenLibrary(name);
  const groups = written(text, library, new Referee(specOf(name), REPOSITORY, extension), extension, file);
  write(file.replaceAll('.', '-'), { about: ABOUT, library: name, groups });
}

if (isWanted('types')) await writeTypes();

function specOf(name: GoldenLibraryName): LibrarySpec {
  const known = LIBRARIES.find((it) => it.name === name);
  if (known) return known;
  const { source, ...rest } = GOLDEN_LIBRARIES[name];
  const lib = ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'];
  const inputs = `${path.relative(REPOSITORY, INPUTS)}/`;
  const reach = { kind: 'global', hasWindow: false } as const;
  const files = [`${inputs}language.d.ts`];
  return 'access' in rest && rest.access.kind === 'module'
    ? { name, source, reach, files, lib, paths: { [rest.access.module]: source } }
    : { name, source, reach, files: [...files, source], lib };
}

/** Generated wrong calls, each beside the same call without the mistake, in groups of a form. */
function generated(
  spec: LibrarySpec,
  library: ApiLibrary,
  referee: Referee,
  spread: number,
): Record<string, GoldenCase[]> {
  const shapes = new Shapes(library);
  const found = reachable(shapes, `golden ${spec.name}`);
  const groups: Record<string, GoldenCase[]> = {};
  let serial = 0;
  let left = 0;
  for (const [at, form] of FORMS.entries()) {
    const cases: GoldenCase[] = [];
    for (const [place, kind] of KINDS.entries()) {
      if ((at + place) % spread !== 0) continue;
      const cell = new Cell({ spec, form, kind, seed: 'golden' }, shapes, found, () => serial++);
      const [mistake] = cell.mistakes(1);
      for (const snippet of [mistake?.wrong, mistake?.right]) {
        const made = snippet && caseOf(textOf(snippet), library, referee, 'js');
        if (made) cases.push(made);
        else left += 1;
      }
    }
    if (cases.length > 0) groups[form.name] = cases;
  }
  console.error(`${spec.name}: ${left} left out`);
  return groups;
}

function textOf({ head, lines }: Snippet): string {
  return [...head, ...lines].join('\n');
}

/** The texts of a file in its groups. */
function written(
  text: string,
  library: ApiLibrary,
  referee: Referee,
  extension: 'js' | 'ts' | 'tsx',
  file: string,
): Record<string, GoldenCase[]> {
  const groups: Record<string, GoldenCase[]> = {};
  const [, ...parts] = `\n${text}`.split(/\n\/\/# /);
  for (const part of parts) {
    const [name = '', ...lines] = part.trimEnd().split('\n');
    const texts = lines.join('\n').split(/\n{2,}/);
    const kept = texts.flatMap((it) => caseOf(it, library, referee, extension, `${file}: ${name}`) ?? []);
    if (kept.length > 0) groups[name] = [...(groups[name] ?? []), ...kept];
  }
  return groups;
}

/**
 * A text with what is said of it, without the statements of which TypeScript says something else, which the console
 * shows; undefined where they cannot be left out.
 */
function caseOf(
  text: string,
  library: ApiLibrary,
  referee: Referee,
  extension: 'js' | 'ts' | 'tsx',
  title = 'generated',
): GoldenCase | undefined {
  // A script that is a module keeps its names to itself.
  const module = `${text}\nexport {};`;
  const { found, uses, types, asked } = observed(text, library, extension);
  // TypeScript does not obey EpiGEN's comments.
  const uri = `file:///golden.${extension}`;
  const checked = checkText(text, [library], { uri, disableComments: 'ignore' });
  // Statements are compared, of which several may stand on a line.
  const statement = statementsOf(module);
  const errors = referee.errors(module).map((it) => ({ ...it, line: statement(it.offset ?? 0) }));
  const reports = checked.problems
    .filter((it) => it.severity === 'error' || it.code === 'unawaited-result')
    .map(({ range, code, message }) => ({
      line: statement(checked.lines.offset(range.start)),
      code,
      message,
    }));
  const snippet = { head: [], lines: [] };
  const verdict = { referee: errors, checker: reports };
  const { missed, false: wrong } = judged({
    library: '',
    form: '',
    kind: '',
    role: 'wrong',
    snippet,
    verdict,
  });
  if (missed.length + wrong.length > 0) {
    console.error(`${title}: left out, as TypeScript says something else`);
    const shown = (it: { line: number; code: string; message: string }, who: string) =>
      console.error(
        `  only ${who}: ${text.slice(it.line, it.line + 60).split('\n')[0]} :: ${it.code} ${it.message}`,
      );
    for (const it of missed) shown(it, 'TypeScript');
    for (const it of wrong) shown(it, 'EpiGEN');
    const rest = without(text, new Set([...missed, ...wrong].map((it) => it.line)));
    return rest.trim() === '' || rest === text ? undefined : caseOf(rest, library, referee, extension, title);
  }
  const others = asked.length > 0 ? referee.typesOfArguments(module, PROBE) : new Map<number, string>();
  const agreed = asked.map(({ offset, type }) => {
    const other = others.get(offset) ?? '';
    // What is not known is never wrong.
    if (type === 'unknown' || plainType(type) === plainType(other)) return type;
    const line = text.slice(offset, offset + 60).split('\n')[0];
    console.error(`${title}: ${line} :: ${type}, but TypeScript says ${other}`);
    return null;
  });
  return {
    text: text.split('\n'),
    ...(extension === 'js' ? {} : { extension }),
    found,
    ...(USES.some((it) => title.startsWith(it)) ? { uses } : {}),
    ...(types.length > 0 ? { types: agreed } : {}),
  };
}

/** The text without the top-level statements in which these offsets stand. */
function without(text: string, offsets: ReadonlySet<number>): string {
  const file = ts.createSourceFile('script.tsx', text, ts.ScriptTarget.Latest);
  let rest = text;
  for (const it of [...file.statements].reverse()) {
    const [start, end] = [it.getStart(file), it.end];
    if ([...offsets].some((at) => start <= at && at < end))
      rest = rest.slice(0, it.getFullStart()) + rest.slice(end);
  }
  return rest;
}

/** Finds the start of the innermost statement around an offset. */
function statementsOf(text: string): (offset: number) => number {
  const file = ts.createSourceFile('script.tsx', text, ts.ScriptTarget.Latest);
  return (offset) => {
    let start = 0;
    const visit = (node: ts.Node): void => {
      if (offset < node.getFullStart() || offset >= node.end) return;
      if (ts.isStatement(node) && !ts.isBlock(node) && offset >= node.getStart(file))
        start = node.getStart(file);
      ts.forEachChild(node, visit);
    };
    visit(file);
    return start;
  };
}

/** What is known of types, where TypeScript agrees. */
async function writeTypes(): Promise<void> {
  const library = await goldenLibrary('Types');
  const file = path.join(INPUTS, 'types.d.ts');
  const program = ts.createProgram([file], { strict: true, target: ts.ScriptTarget.ES2022 });
  const checker = program.getTypeChecker();
  const others = new Map<string, ts.Type>();
  const visit = (node: ts.Node): void => {
    const [parameter] = ts.isFunctionDeclaration(node) ? node.parameters : [];
    if (ts.isFunctionDeclaration(node) && parameter?.type && node.name)
      others.set(node.name.text, checker.getTypeFromTypeNode(parameter.type));
    ts.forEachChild(node, visit);
  };
  const source = program.getSourceFile(file);
  if (source) visit(source);

  const all = parameterTypes(library);
  const types: Record<string, TypeFacts> = {};
  for (const [name, type] of all) {
    const other = others.get(name);
    if (!other) continue;
    const found = factsOf(type, all.values(), library);
    const fits = [...all.keys()].map((from, at) => {
      const said = found.fits[at] ?? '?';
      const source = others.get(from);
      if (said === '?' || !source) return said;
      if (checker.isTypeAssignableTo(source, other) === (said === 'y')) return said;
      console.error(`types: ${from} into ${name}: ${said}, but TypeScript says otherwise`);
      return '.';
    });
    const present = checker.getNonNullableType(other);
    const reads = found.reads.map((said, at) => {
      const property = checker.getPropertyOfType(checker.getApparentType(present), READS[at] ?? '');
      if (said === 'unknown' || (said === 'missing') === (property === undefined)) return said;
      if (property === undefined && checker.getIndexInfosOfType(present).length > 0) return said;
      console.error(`types: ${name}.${READS[at]}: ${said}, but TypeScript says ${property?.name}`);
      return null;
    });
    const awaited = checker.getAwaitedType(other);
    const awaitedText =
      awaited && checker.typeToString(awaited, undefined, ts.TypeFormatFlags.UseFullyQualifiedType);
    const isSame =
      found.awaited === 'unknown' || plainType(awaitedText ?? '') === plainType(found.awaited ?? '');
    if (!isSame)
      console.error(`types: awaited ${name}: ${found.awaited}, but TypeScript says ${awaitedText}`);
    types[name] = { ...found, fits: fits.join(''), reads, awaited: isSame ? found.awaited : null };
  }
  const text = `${JSON.stringify({ about: ABOUT, types }, undefined, 1)}\n`;
  writeFileSync(path.join(GOLDEN_FOLDER, 'facts', 'types.json'), text);
  console.error(`types: ${Object.keys(types).length} types, ${Math.round(text.length / 1024)} KiB`);
}

/** A type in a spelling that TypeScript and `describe` share. */
function plainType(type: string): string {
  return type
    .replace(/"/g, "'")
    .replace(/;(?= \})/g, '')
    .replace(/\s+/g, ' ')
    .replace(/\| undefined \| null/g, '| null | undefined');
}

function write(name: string, golden: GoldenFile): void {
  const file = path.join(GOLDEN_FOLDER, `${name}.json`);
  const text = `${JSON.stringify(golden, undefined, 1)}\n`;
  writeFileSync(file, text);
  const cases = Object.values(golden.groups).flat();
  const lines = cases.flatMap((it) => it.found).length;
  console.error(
    `${name}: ${cases.length} texts, ${lines} lines found, ${Math.round(text.length / 1024)} KiB`,
  );
}
