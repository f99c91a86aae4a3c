import type { Command } from 'commander';
import { EpigenError } from '../../index/error.js';
import type { ChatModel } from '../models/chat-model.js';
import type { ModelSettings, Settings } from '../settings.js';
import { nonEmpty } from './options.js';

/** Adds `--model` to a command that has a model write texts. */
export function withModelOption(command: Command, without: string): Command {
  return command.option(
    '--model <provider:model@url>',
    `the model to ask, or offline for none (default: models.decompose or models.generate of the configuration; ${without})`,
    nonEmpty,
  );
}

/** The model that a command asks: the one named, else that of the settings; undefined if there is none. */
export async function modelToAsk(
  named: string | undefined,
  { models }: Settings,
  command: string,
): Promise<ChatModel | undefined> {
  if (named === 'offline') return undefined;
  const ofSettings = [models.decompose, models.generate].find((it) => it && it !== 'offline');
  const wanted = named === undefined ? ofSettings : await parseModel(named, `${command} --model`);
  if (!wanted || wanted === 'offline') return undefined;
  const { openModel } = await import('../models/open-models.js');
  return openModel(wanted);
}

/** The same for a command that can do nothing without a model. */
export async function modelNeeded(
  named: string | undefined,
  settings: Settings,
  command: string,
): Promise<ChatModel> {
  const model = await modelToAsk(named, settings, command);
  if (model) return model;
  throw new EpigenError(
    'it takes a language model, and none is named',
    command,
    'name one with --model PROVIDER:MODEL@URL, or as models.decompose in epigen.config.json',
  );
}

/**
 * A model as the command line writes it, `PROVIDER:MODEL@URL`. What stands there is the user's own word, so any host is
 * allowed. Throws EpigenError for anything else.
 */
export async function parseModel(text: string, where: string): Promise<ModelSettings> {
  const { isProvider, PROVIDER_NAMES } = await import('../../index/services/provider.js');
  const [, provider = '', model = '', baseUrl] = /^([\w-]+):([^@]+)(?:@(.+))?$/.exec(text) ?? [];
  if (isProvider(provider)) return { provider, model, ...(baseUrl !== undefined && { baseUrl }) };
  throw new EpigenError(
    `the model ${text} cannot be understood`,
    where,
    `write PROVIDER:MODEL@URL, with a provider of ${PROVIDER_NAMES.join(', ')}`,
  );
}
