import { ModelError } from './model-error.js';

/** A model at a service, as settings name it; keys and headers come from the environment. */
export interface ServiceModel {
  readonly provider: string;
  readonly model: string;
  readonly baseUrl?: string;
}

/** What is known of a provider: which package serves it, where it lives, and which key it takes. */
interface Provider {
  readonly package: string;
  readonly baseUrl: string;
  /** The variable with the key of the provider's own service; absent where none is needed. */
  readonly keyVariable?: string;
}

const PROVIDERS: Readonly<Record<string, Provider>> = {
  openai: {
    package: '@langchain/openai',
    baseUrl: 'https://api.openai.com/v1',
    keyVariable: 'OPENAI_API_KEY',
  },
  anthropic: {
    package: '@langchain/anthropic',
    baseUrl: 'https://api.anthropic.com',
    keyVariable: 'ANTHROPIC_API_KEY',
  },
  ollama: { package: '@langchain/ollama', baseUrl: 'http://127.0.0.1:11434' },
  'llama-cpp': { package: 'node-llama-cpp', baseUrl: '' },
};

/** The key for services that the user runs or whose host the user allowed. */
export const KEY_VARIABLE = 'EPIGEN_MODEL_API_KEY';
/** Headers of one's own, for company gateways: a JSON object. */
export const HEADERS_VARIABLE = 'EPIGEN_MODEL_HEADERS';

export const PROVIDER_NAMES: readonly string[] = Object.keys(PROVIDERS);

export function isProvider(name: string): boolean {
  return Object.hasOwn(PROVIDERS, name);
}

/** Whether a model is a file that is loaded into this process. */
export function isInProcess({ provider }: ServiceModel): boolean {
  return provider === 'llama-cpp';
}

/** Where requests for a model go, or the file that it is; variables of the providers' packages have no say in it. */
export function addressOf({ provider, model, baseUrl }: ServiceModel): string {
  if (provider === 'llama-cpp') return model;
  return baseUrl ?? PROVIDERS[provider]?.baseUrl ?? '';
}

/** Why no request can go to a model's address; undefined if one can. */
export function wrongAddress(model: ServiceModel): ModelError | undefined {
  const address = addressOf(model);
  if (isInProcess(model)) return undefined;
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return undefined;
  return new ModelError(
    'misconfigured',
    `"${address}" is not an address`,
    `${model.provider}:${model.model}`,
    'write baseUrl as an address such as http://127.0.0.1:8000/v1',
  );
}

export function packageOf({ provider }: ServiceModel): string {
  return PROVIDERS[provider]?.package ?? '';
}

/** The names of the variables a key may come from. */
export function keyVariables(model: ServiceModel): string {
  const own = PROVIDERS[model.provider]?.keyVariable;
  return own && isOwnService(model) ? `${KEY_VARIABLE} or ${own}` : KEY_VARIABLE;
}

/**
 * The key for a model's service, from the environment. The provider's own key goes to the provider's own service alone:
 * whatever listens at an address that a workspace names must not get it.
 */
export function keyOf(model: ServiceModel, environment: NodeJS.ProcessEnv): string | undefined {
  const variable = PROVIDERS[model.provider]?.keyVariable;
  const own = variable !== undefined && isOwnService(model) ? environment[variable] : undefined;
  return environment[KEY_VARIABLE] || own || undefined;
}

function isOwnService({ provider, baseUrl }: ServiceModel): boolean {
  const own = PROVIDERS[provider]?.baseUrl;
  if (baseUrl === undefined) return true;
  return own !== undefined && URL.canParse(baseUrl) && new URL(own).origin === new URL(baseUrl).origin;
}

/** Headers from the environment. Throws a ModelError if they cannot be understood. */
export function headersFrom(environment: NodeJS.ProcessEnv): Record<string, string> {
  const text = environment[HEADERS_VARIABLE];
  if (!text?.trim()) return {};
  const wrong = new ModelError(
    'misconfigured',
    'the headers for models cannot be understood',
    HEADERS_VARIABLE,
    'write a JSON object: {"X-Gateway-Key": "…"}',
  );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong;
  const entries = Object.entries(value);
  if (!entries.every(([name, it]) => typeof it === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(name)))
    throw wrong;
  return Object.fromEntries(entries);
}
