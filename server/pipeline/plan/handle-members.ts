import type { ApiLibrary } from '../../../index/library.js';
import type { Signature } from '../../../index/type-shape.js';
import { meaningOf, share } from '../requirement/meaning.js';
import { spaced } from '../retrieval/match-slot.js';
import { awaited, functionOf, isPromise, propertiesOf } from '../retrieval/shapes.js';
import type { Action } from './plan.js';
import type { KnownResult } from './site.js';

export interface HandleEvent {
  readonly handler: Signature;
  readonly library: ApiLibrary;
  readonly action: (id: number, subtask: number) => Action;
}

/** The subscription method of a handle that an earlier action gave, which a text speaks of (`uploader.onProgress`). */
export function handleEvent(text: string, results: readonly KnownResult[]): HandleEvent | undefined {
  const said = meaningOf(text);
  let best: { event: HandleEvent; score: number } | undefined;
  for (const result of results) {
    for (const property of propertiesOf(result.type, result.library)) {
      const record = memberRecord(property.name, property.type, result);
      const signature = record?.signatures[0] ?? functionOf(property.type, result.library);
      const [first] = signature?.parameters ?? [];
      const handler = first && functionOf(first.type, result.library);
      if (!signature || !handler || !record || !/^on[A-Z_]|^add|^subscribe/.test(property.name)) continue;
      const score = Math.max(
        share(meaningOf(spaced(property.name)), said),
        share(said, meaningOf(`${property.doc ?? ''} ${record.functionality}`)),
      );
      if (score < 0.3 || (best && best.score >= score)) continue;
      best = {
        score,
        event: {
          handler,
          library: result.library,
          action: (id, subtask) => ({
            kind: 'action',
            id,
            api: record,
            library: result.library,
            signature,
            arguments: [],
            receiver: { kind: 'result', action: result.action, path: result.path },
            delivery: 'value',
            subtask,
          }),
        },
      };
    }
  }
  return best?.event;
}

/** What sets a handle going that does nothing by itself. */
const STARTS = /^(?:start|begin|run|connect|open|listen|show|play)$/;

export interface HandleStart {
  readonly action: Omit<Action, 'id' | 'subtask'>;
  /** What it gives. */
  readonly result: Omit<KnownResult, 'action'>;
}

/** The method that starts what a handle stands for, where it can be called without arguments; undefined if it has none. */
export function handleStart(handle: KnownResult): HandleStart | undefined {
  for (const property of propertiesOf(handle.type, handle.library)) {
    if (!STARTS.test(property.name)) continue;
    const api = memberRecord(property.name, property.type, handle);
    const signature = api?.signatures.find((it) => it.parameters.every((one) => one.optional || one.rest));
    if (!api || !signature) continue;
    const { library } = handle;
    return {
      action: {
        kind: 'action',
        api,
        library,
        signature,
        arguments: [],
        receiver: { kind: 'result', action: handle.action, path: handle.path },
        delivery: isPromise(signature.returns, library) ? 'promise' : 'value',
      },
      result: {
        type: awaited(signature.returns, library),
        library,
        about: `${property.name}. ${api.functionality}. ${signature.returnsDoc ?? ''}`,
        path: [],
      },
    };
  }
  return undefined;
}

function memberRecord(name: string, type: KnownResult['type'], result: KnownResult) {
  if (type.kind === 'api') return result.library.find(type.name);
  const owner = result.type.kind === 'ref' ? result.type.name : undefined;
  return result.library
    .names()
    .map((it) => (it.endsWith(`.${name}`) ? result.library.find(it) : undefined))
    .find((it) => it?.member && (owner === undefined || it.member.of === owner));
}
