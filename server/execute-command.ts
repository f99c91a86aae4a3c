import {
  type CancellationToken,
  type Connection,
  ErrorCodes,
  type ExecuteCommandParams,
  type ProgressToken,
  ProgressType,
  ResponseError,
} from 'vscode-languageserver/node';
import { GENERATE_COMMAND, REGENERATE_COMMAND } from './features/code-actions.js';
import { NO_COMMAND } from './features/code-lens.js';
import { type PartialPlan, type PlanAnswer, partialPlan, planAnswer } from './features/generation.js';
import { DEFAULT_RESULTS, type SearchAnswer, search as searchLibraries } from './features/search.js';
import { statusSentence } from './features/status.js';
import type { RebuildResult } from './rebuild.js';
import { failure, type Session } from './session.js';
import { LineIndex } from './syntax/line-index.js';

export const COMMANDS = [
  GENERATE_COMMAND,
  REGENERATE_COMMAND,
  'epigen.plan',
  'epigen.search',
  'epigen.rebuildIndex',
  'epigen.showStatus',
] as const;

/** Runs one of our commands (DESIGN §3). Throws a ResponseError that says what was wrong. */
export async function executeCommand(
  session: Session,
  connection: Connection,
  params: ExecuteCommandParams,
  token: CancellationToken,
): Promise<unknown> {
  const args: readonly unknown[] = params.arguments ?? [];
  switch (params.command) {
    case GENERATE_COMMAND:
      return generate(session, connection, args, token, params.workDoneToken);
    case REGENERATE_COMMAND:
      return regenerate(session, connection, args, token, params.workDoneToken);
    case 'epigen.plan':
      return plan(session, connection, planParams(args), token);
    case 'epigen.search':
      return search(session, { text: args[0], k: args[1] });
    case 'epigen.rebuildIndex':
      return rebuildIndex(session, args, token, params.workDoneToken);
    // What a lens says that there is nothing to do for.
    case NO_COMMAND:
      return null;
    case 'epigen.showStatus': {
      await session.ready();
      const status = session.status();
      session.show(status.problems.length > 0 ? 'warning' : 'information', statusSentence(status));
      return status;
    }
    default:
      throw new ResponseError(ErrorCodes.InvalidParams, `EpiGEN has no command ${params.command}.`);
  }
}

const PARTIAL_PLAN = new ProgressType<PartialPlan>();

/**
 * `epigen/plan`: what would be generated at a position, without inserting it. With a `partialResultToken` the subtasks
 * are sent as they come.
 */
export async function plan(
  session: Session,
  connection: Connection,
  params: unknown,
  token: CancellationToken,
): Promise<PlanAnswer> {
  const uri = property(property(params, 'textDocument'), 'uri');
  const line = property(property(params, 'position'), 'line');
  if (typeof uri !== 'string' || !isLine(line)) throw invalid('epigen/plan takes { textDocument, position }');
  const partial = property(params, 'partialResultToken');
  const workDone = property(params, 'workDoneToken');
  const { generation } = await session.preview(
    { uri, version: null, line },
    token,
    isToken(workDone) ? workDone : undefined,
    (progress) => {
      const part = partialPlan(progress);
      if (part && isToken(partial)) void connection.sendProgress(PARTIAL_PLAN, partial, part);
    },
  );
  // The findings are places in the code, not in the document.
  const { code } = generation;
  return session.forClient(planAnswer(generation), { text: code, lines: new LineIndex(code) });
}

/** `epigen/search`: the APIs that fit a text best. */
export async function search(session: Session, params: unknown): Promise<SearchAnswer> {
  const text = property(params, 'text');
  const k = property(params, 'k') ?? DEFAULT_RESULTS;
  if (typeof text !== 'string' || typeof k !== 'number') throw invalid('epigen/search takes { text, k }');
  const { libraries } = (await session.ready()).workspaces;
  if (libraries.length === 0) throw failure('There is no indexed library: run epigen index.');
  return searchLibraries(libraries, text, k);
}

/** `epigen/viewFileText`: an open document as the server has it, to find out whether editor and server agree. */
export async function viewFileText(session: Session, params: unknown): Promise<string> {
  const uri = property(property(params, 'textDocument'), 'uri');
  if (typeof uri !== 'string') throw invalid('epigen/viewFileText takes { textDocument }');
  const source = (await session.documents()).source(uri);
  if (!source) throw failure(`The document ${uri} is not open.`);
  return source.text;
}

/** The other way than resolving a code action: the edit goes to the client by `workspace/applyEdit`. */
async function generate(
  session: Session,
  connection: Connection,
  [uri, version, line]: readonly unknown[],
  token: CancellationToken,
  workDone: ExecuteCommandParams['workDoneToken'],
): Promise<null> {
  const isVersion = typeof version === 'number' || version === null;
  if (typeof uri !== 'string' || !isVersion || !isLine(line)) {
    throw invalid(`${GENERATE_COMMAND} takes [uri, version, line]`);
  }
  const made = await session.generateEdit({ uri, version, line }, token, workDone);
  return applied(connection, made);
}

/** The same for one subtask of a requirement: `[uri, version, line, step]`. */
async function regenerate(
  session: Session,
  connection: Connection,
  [uri, version, line, step]: readonly unknown[],
  token: CancellationToken,
  workDone: ExecuteCommandParams['workDoneToken'],
): Promise<null> {
  const isVersion = typeof version === 'number' || version === null;
  if (typeof uri !== 'string' || !isVersion || !isLine(line) || !isLine(step)) {
    throw invalid(`${REGENERATE_COMMAND} takes [uri, version, line, step]`);
  }
  const made = await session.regenerateEdit({ uri, version, line, step }, token, workDone);
  return applied(connection, made);
}

async function applied(
  connection: Connection,
  { edit }: Awaited<ReturnType<Session['generateEdit']>>,
): Promise<null> {
  const answer = await connection.workspace.applyEdit({ label: 'Generate code', edit });
  if (!answer.applied)
    throw failure(`The editor did not take the edit: ${answer.failureReason ?? 'it gave no reason'}.`);
  return null;
}

async function rebuildIndex(
  session: Session,
  args: readonly unknown[],
  token: CancellationToken,
  workDone: ExecuteCommandParams['workDoneToken'],
): Promise<unknown> {
  const { workspaces } = await session.ready();
  const configured = workspaces.all.filter(({ settings }) => settings.libraries.length > 0);
  if (configured.length === 0) {
    throw failure(
      'The configuration names no library to index: name it under "libraries" in epigen.config.json.',
    );
  }
  const names = args.filter((it) => typeof it === 'string');
  const rebuilt: RebuildResult[] = [];
  const failures: string[] = [];
  // One bar for all libraries, since a token of the client stands for one.
  await session.withProgress(
    'Indexing',
    async (report, signal) => {
      for (const workspace of configured) {
        if (signal.aborted) break;
        const run = await workspace.rebuild(names.length > 0 ? names : undefined, async (title, task) => {
          report(title);
          return task((message, percentage) => report(`${title}: ${message}`, percentage), signal);
        });
        rebuilt.push(...run.rebuilt);
        failures.push(...run.failures);
      }
    },
    token,
    workDone,
  );
  if (failures.length > 0) throw failure(failures.join(' '));
  return rebuilt.map(({ build, apis, changed }) => ({ build, apis, changed }));
}

/** `epigen.plan` takes what `epigen/plan` takes, or `[uri, line]`. */
function planParams([first, line]: readonly unknown[]): unknown {
  if (typeof first !== 'string') return first;
  return { textDocument: { uri: first }, position: { line } };
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function isToken(value: unknown): value is ProgressToken {
  return typeof value === 'string' || typeof value === 'number';
}

function isLine(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0;
}

function invalid(what: string): ResponseError<void> {
  return new ResponseError(ErrorCodes.InvalidParams, `${what}.`);
}
