import { resolve } from 'node:path';
import { locateEmbedding, parseEmbedding } from '../index/embeddings/embedding-setting.js';
import { EpigenError } from '../index/error.js';
import { addressOf, isInProcess, isProvider, PROVIDER_NAMES } from '../index/services/provider.js';
import type { ModelSettings, Settings, SettingsProblem, SettingsRequest } from './settings.js';
import { explainIssues, type SettingsPath, spell, valueAt } from './settings-issues.js';
import {
  editorOrigin,
  fileOrigin,
  isObject,
  type RawSettings,
  type SettingsOrigin,
  SILENT,
} from './settings-origin.js';
import { settingsSchema } from './settings-schema.js';
import {
  distrustPath,
  distrustServiceUrl,
  distrustStoreUrl,
  isStoreUrl,
  type TrustFinding,
  workspaceOf,
} from './settings-trust.js';
import { type Allowances, userAllowances } from './user-settings.js';

/**
 * Reads settings from the text of a configuration file (absent: there is none) and the editor's settings. What is
 * wrong is reported and left out; the rest applies, completed by the defaults.
 */
export function validateSettings(
  request: SettingsRequest & { readonly base: string },
  file: string | undefined,
  text: string | undefined,
): { settings: Settings; problems: SettingsProblem[] } {
  const problems: SettingsProblem[] = [];
  const fromFile = file !== undefined && text !== undefined ? fileOrigin(file, text, problems) : SILENT;
  const fromEditor = editorOrigin(request.overrides, problems);

  const fileValues = withoutMistakes(fromFile);
  const editorValues = withoutMistakes(fromEditor);
  const merged = merge(fileValues, editorValues);
  const originOf = (path: SettingsPath) =>
    valueAt(editorValues, path) === undefined ? fromFile : fromEditor;

  const parsed = settingsSchema.parse(merged);
  const allowed = allowedBy(request, problems);
  const store = readStore(parsed.store, request, originOf(['store']), allowed);
  const embeddings = readEmbeddings(parsed.embeddings, request, originOf(['embeddings']), allowed);
  const models = readModels(parsed.models, request, originOf, allowed);
  const engine = readEngine(parsed.generation.engine, models.generate, originOf(['generation', 'engine']));

  const { $schema: _, ...settings } = parsed;
  return {
    settings: {
      ...settings,
      models,
      store,
      embeddings,
      generation: { ...parsed.generation, engine },
    },
    problems,
  };
}

/** The values of an origin without those the schema refuses, each of which is reported. */
function withoutMistakes(origin: SettingsOrigin): RawSettings {
  const result = settingsSchema.safeParse(origin.values);
  if (result.success) return origin.values;

  const issues = explainIssues(result.error.issues, origin.values);
  for (const issue of issues) origin.report(issue);
  // Where taking out the value is not enough, as for a required key, the element of a list or the setting goes.
  const depths = [
    (path: SettingsPath) => path,
    (path: SettingsPath) => path.slice(0, typeof path[1] === 'number' ? 2 : 1),
    (path: SettingsPath) => path.slice(0, 1),
  ];
  for (const depth of depths) {
    const values = without(
      origin.values,
      issues.map((issue) => depth(issue.path)),
    );
    if (settingsSchema.safeParse(values).success) return values;
  }
  return {};
}

function without(values: RawSettings, paths: readonly SettingsPath[]): RawSettings {
  const copy = structuredClone(values);
  // Elements of a list are taken out last, all at once: the positions in the paths must stay right.
  const emptied = new Set<unknown[]>();
  for (const path of paths) {
    const owner = valueAt(copy, path.slice(0, -1));
    const last = path.at(-1);
    if (Array.isArray(owner) && typeof last === 'number') {
      owner[last] = undefined;
      emptied.add(owner);
    } else if (isObject(owner) && last !== undefined) delete owner[last];
  }
  for (const list of emptied) {
    list.splice(0, list.length, ...list.filter((it) => it !== undefined));
  }
  return copy;
}

/** The editor's keys over the file's; lists are replaced as a whole. */
function merge(below: RawSettings, above: RawSettings): RawSettings {
  const merged: RawSettings = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const old = merged[key];
    merged[key] = isObject(old) && isObject(value) ? merge(old, value) : value;
  }
  return merged;
}

function allowedBy(request: SettingsRequest, problems: SettingsProblem[]): Allowances {
  const ofEditor = request.allowedHosts ?? [];
  try {
    const { hosts, folders } = userAllowances(request.environment);
    return { hosts: [...ofEditor, ...hosts], folders };
  } catch (error) {
    if (!(error instanceof EpigenError)) throw error;
    const start = { line: 0, character: 0 };
    problems.push({
      message: `${error.what}: ${error.remedy}`,
      what: error.what,
      remedy: error.remedy,
      file: error.where,
      range: { start, end: start },
      severity: 'error',
    });
    return { hosts: ofEditor, folders: [] };
  }
}

function readStore(
  store: string | undefined,
  request: SettingsRequest & { readonly base: string },
  origin: SettingsOrigin,
  allowed: Allowances,
): string {
  if (request.store !== undefined) return locate(request.store, request.folder);
  const fallback = resolve(request.base, '.epigen');
  if (store === undefined) return fallback;
  const location = locate(store, request.base);
  const distrust = isStoreUrl(store)
    ? distrustStoreUrl(store, allowed.hosts)
    : distrustPath(location, 'store', workspaceFor(request), []);
  if (!distrust) return location;
  origin.report({ path: ['store'], key: false, ...distrust });
  return fallback;
}

function locate(store: string, folder: string): string {
  return isStoreUrl(store) ? store : resolve(folder, store);
}

/** The embedding, with its folder made absolute; `builtin` for one that this file may not name. */
function readEmbeddings(
  embeddings: string,
  request: SettingsRequest & { readonly base: string },
  origin: SettingsOrigin,
  allowed: Allowances,
): string {
  const located = locateEmbedding(embeddings, request.base);
  const finding = distrustEmbedding(located, request, allowed);
  if (!finding) return located;
  origin.report({ path: ['embeddings'], key: false, ...finding });
  return 'builtin';
}

function distrustEmbedding(
  embeddings: string,
  request: SettingsRequest & { readonly base: string },
  allowed: Allowances,
): TrustFinding | undefined {
  const parsed = parseEmbedding(embeddings);
  switch (parsed?.kind) {
    case 'builtin':
      return undefined;
    case 'onnx':
      return distrustPath(parsed.folder, 'embeddings', workspaceFor(request), allowed.folders);
    case 'hub':
      return distrustServiceUrl(parsed.address, 'embeddings', allowed.hosts);
    case 'openai':
    case 'ollama':
      return distrustServiceUrl(addressOf({ ...parsed, provider: parsed.kind }), 'embeddings', allowed.hosts);
    case undefined:
      return {
        what: `there is no embedding "${embeddings}"`,
        remedy:
          'write "builtin", or onnx:FOLDER, onnx:OWNER/NAME@URL, openai:MODEL[@URL] or ollama:MODEL[@URL]',
      };
  }
}

function workspaceFor({ workspace, base }: SettingsRequest & { readonly base: string }): string {
  return workspace ?? workspaceOf(base);
}

/** The models that may be asked: those of a provider that is known, at an address that the settings may name. */
function readModels(
  models: { [step in keyof Settings['models']]: 'offline' | ModelSettings },
  request: SettingsRequest & { readonly base: string },
  originOf: (path: SettingsPath) => SettingsOrigin,
  allowed: Allowances,
): Settings['models'] {
  const steps = Object.entries(models) as [keyof Settings['models'], 'offline' | ModelSettings][];
  const kept = steps.flatMap(([step, model]): [string, 'offline' | ModelSettings][] => {
    if (model === 'offline') return [[step, model]];
    const path = ['models', step];
    const { report } = originOf(path);
    if (!isProvider(model.provider)) {
      report({
        path: [...path, 'provider'],
        key: false,
        what: `there is no provider "${model.provider}"`,
        remedy: `write one of ${PROVIDER_NAMES.join(', ')}; services that speak OpenAI's protocol are openai with a baseUrl`,
      });
      return [];
    }
    if (isInProcess(model)) {
      const file = resolve(request.base, model.model);
      const name = [...path, 'model'];
      const distrust = distrustPath(file, spell(name), workspaceFor(request), allowed.folders);
      if (!distrust) return [[step, { ...model, model: file }]];
      report({ path: name, key: false, ...distrust });
      return [];
    }
    const setting = model.baseUrl === undefined ? spell(path) : spell([...path, 'baseUrl']);
    const distrust = distrustServiceUrl(addressOf(model), setting, allowed.hosts);
    if (!distrust) return [[step, model]];
    report({ path: model.baseUrl === undefined ? path : [...path, 'baseUrl'], key: false, ...distrust });
    return [];
  });
  return Object.fromEntries(kept);
}

/** The engine to use: `structured` where a model is named. One that needs a model and has none is a mistake. */
function readEngine(
  engine: Settings['generation']['engine'] | undefined,
  generate: 'offline' | ModelSettings | undefined,
  origin: SettingsOrigin,
): Settings['generation']['engine'] {
  const hasModel = generate !== undefined && generate !== 'offline';
  if (engine === undefined) return hasModel ? 'structured' : 'offline';
  if (engine === 'offline' || hasModel) return engine;
  origin.report({
    path: ['generation', 'engine'],
    key: false,
    what: `the engine "${engine}" needs a model, and models.generate names none`,
    remedy: 'write "offline" or remove the setting',
  });
  return 'offline';
}
