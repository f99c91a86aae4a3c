import type { ModelSettings, Settings } from '../settings.js';
import { caching, type ReplyCache, replyCache } from './caching.js';
import type { ChatModel, PipelineModels } from './chat-model.js';
import { limiting, turns } from './limiting.js';
import { openChatModel } from './open-chat-model.js';
import { retrying } from './retrying.js';

const cache: ReplyCache = replyCache();
const take = turns();

/** The models that the settings name, ready to be asked; nothing is loaded or sent yet. */
export function openModels(models: Settings['models']): PipelineModels {
  return {
    ...opened('decompose', models.decompose),
    ...opened('generate', models.generate),
    ...opened('rerank', models.rerank),
  };
}

/** One model with what every caller wants: turns, tries again, and the same answer to the same question. */
export function openModel(settings: ModelSettings): ChatModel {
  return caching(retrying(limiting(openChatModel(settings), take)), cache);
}

function opened(
  step: keyof PipelineModels,
  settings: 'offline' | ModelSettings | undefined,
): { [key in keyof PipelineModels]?: ChatModel } {
  if (settings === undefined || settings === 'offline') return {};
  return { [step]: openModel(settings) };
}
