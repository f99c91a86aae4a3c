import { LRUCache } from 'lru-cache';
import { wrongAddress } from '../../index/services/provider.js';
import type { ModelSettings, Settings } from '../settings.js';
import { caching, type ReplyCache, replyCache } from './caching.js';
import type { ChatModel, PipelineModels } from './chat-model.js';
import { limiting, turns } from './limiting.js';
import { openChatModel } from './open-chat-model.js';
import { retrying } from './retrying.js';

const cache: ReplyCache = replyCache();
const take = turns();
/** Models by their settings: what was learned of a service is worth a refused request for every generation. */
const known = new LRUCache<string, ChatModel>({ max: 50 });

/** The models that the settings name, ready to be asked; nothing is loaded or sent yet. */
export function openModels(models: Settings['models']): PipelineModels {
  return {
    ...opened('decompose', models.decompose),
    ...opened('generate', models.generate),
    ...opened('rerank', models.rerank),
  };
}

/** One model that the command line names, and nobody has checked. Throws a ModelError if its address is none. */
export function openModel(settings: ModelSettings): ChatModel {
  const wrong = wrongAddress(settings);
  if (wrong) throw wrong;
  return modelOf(settings);
}

/** A model with what every caller wants: turns, tries again, and the same answer to the same question. */
function modelOf(settings: ModelSettings): ChatModel {
  const key = JSON.stringify(settings);
  const model = known.get(key) ?? caching(retrying(limiting(openChatModel(settings), take)), cache);
  known.set(key, model);
  return model;
}

function opened(
  step: keyof PipelineModels,
  settings: 'offline' | ModelSettings | undefined,
): { [key in keyof PipelineModels]?: ChatModel } {
  if (settings === undefined || settings === 'offline') return {};
  return { [step]: modelOf(settings) };
}
