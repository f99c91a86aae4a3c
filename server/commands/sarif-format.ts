import { createHash } from 'node:crypto';
import * as nodePath from 'node:path';
import { programVersion } from '../../index/program-version.js';
import { type Fix, PROBLEM_CODES, type Problem, type ProblemCode, type Severity } from '../checks/problem.js';
import { lineText } from './baseline.js';
import type { FileProblem } from './file-problem.js';
import { fileUri, pathWithin, relativeUri } from './report-path.js';

const LEVELS = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const;
const ROOT = '%SRCROOT%';

/** Findings as a SARIF 2.1.0 log with one run. */
export function sarifLog(
  problems: readonly FileProblem[],
  root: string,
  path: nodePath.PlatformPath = nodePath,
) {
  const codes = Object.keys(PROBLEM_CODES) as ProblemCode[];
  const seen = new Map<string, number>();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'EpiGEN', version: programVersion(), rules: codes.map(rule) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { uri: fileUri(`${root.replace(/[\\/]$/, '')}${path.sep}`, path) } },
        results: problems.map((it) => result(it, codes, seen, root, path)),
      },
    ],
  };
}

function rule(code: ProblemCode) {
  const { meaning, severity } = PROBLEM_CODES[code];
  const help =
    code === 'unused-disable'
      ? `${meaning} Remove it, or correct the code.`
      : `${meaning} Where that is meant, write // epigen-disable-next-line ${code} above the line, with the reason.`;
  return {
    id: code,
    shortDescription: { text: meaning },
    fullDescription: { text: meaning },
    help: { text: help },
    defaultConfiguration: { level: LEVELS[severity as Severity] },
    properties: { tags: ['api', 'maintainability'] },
  };
}

function result(
  { file, problem, line }: FileProblem,
  codes: readonly ProblemCode[],
  seen: Map<string, number>,
  root: string,
  path: nodePath.PlatformPath,
) {
  const way = pathWithin(root, file, path);
  const artifactLocation =
    way === undefined ? { uri: fileUri(file, path) } : { uri: relativeUri(way), uriBaseId: ROOT };
  const { code, api, severity, message, range } = problem;
  const fixes = (problem.fixes ?? []).filter((it) => it.certain);
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: LEVELS[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: { artifactLocation, region: region(range) },
        ...(api !== '' && { logicalLocations: [{ fullyQualifiedName: api, kind: 'function' }] }),
      },
    ],
    partialFingerprints: { primaryLocationLineHash: fingerprint(problem, line, artifactLocation.uri, seen) },
    ...(fixes.length > 0 && { fixes: fixes.map((fix) => sarifFix(fix, artifactLocation)) }),
  };
}

/** The same after lines have moved: of the line's text, with a number where several are alike in a file. */
function fingerprint({ code, api }: Problem, line: string, uri: string, seen: Map<string, number>): string {
  const text = [code, api, lineText(line)].join('\0');
  const count = (seen.get(`${uri}\0${text}`) ?? 0) + 1;
  seen.set(`${uri}\0${text}`, count);
  return `${createHash('sha256').update(text).digest('hex').slice(0, 16)}:${count}`;
}

function sarifFix({ title, edits }: Fix, artifactLocation: { readonly uri: string }) {
  const replacements = edits.map(({ range, newText }) => ({
    deletedRegion: region(range),
    ...(newText !== '' && { insertedContent: { text: newText } }),
  }));
  return { description: { text: title }, artifactChanges: [{ artifactLocation, replacements }] };
}

/** Lines and columns count from 1; the end column is the one behind. */
function region({ start, end }: Problem['range']) {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}
