// Picks documentation sentences about parameters for test/fixtures/contract-sentences.json, to be labelled by hand:
// node --import tsx scripts/sample-sentences.ts > FILE
import type { Place } from '../index/sources/contracts/places.js';
import { placesOf } from '../index/sources/contracts/places.js';
import { sentencesOf } from '../index/sources/contracts/sentences.js';
import { readLibrary } from '../index/sources/read-library.js';

const PACKAGES = ['playwright-core', '@types/google-apps-script', 'mongodb', 'dingtalk-jsapi'];
const SEED = 20240607;
/** Of each package: sentences of any kind, and such in which a contract could hide, which are rare otherwise. */
const ANY = 20;
const SUSPECT = 30;
const SUSPICIOUS =
  /\b(?:must|either|between|unless|require[sd]?|maximum|minimum|max|min|most|least|than|up to|exceed|limit(?:ed)?|length|units?|range|(?:milli|micro)?seconds?|ms|millis|minutes?|hours?|days?|bytes?|characters?|exclusive(?:ly)?|together|https?|ISO|RFC|base64|UUID|email|afterwards?|close[sd]?|await(?:ed)?|positive|negative|(?:1|0) to)\b|单位|[秒时]间|秒|分钟|小时|字节|[不最]|至少|范围|必须|必填|只能|格式|\d ?[-~～到至] ?\d/i;

interface Sample {
  readonly package: string;
  readonly api: string;
  readonly path: string;
  readonly kinds: readonly string[];
  readonly names: readonly string[];
  readonly sentence: string;
  /** To be written by hand. */
  readonly contracts: readonly never[];
}

/** Mulberry32: the same numbers on every machine. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function sampleOf(source: string, api: string, place: Place, sentence: string): Sample {
  const { path, kinds, names } = place;
  const mentioned = names.filter((it) => sentence.includes(it));
  return { package: source, api, path, kinds: [...kinds], names: mentioned, sentence, contracts: [] };
}

const next = random(SEED);
const picked: Sample[] = [];
for (const source of PACKAGES) {
  const { apis, types } = await readLibrary([source], { cwd: process.cwd() });
  const table = new Map(types.map((it) => [it.name, it]));
  // One and the same sentence stands at many places of a library; it counts once.
  const sentences = new Map<string, Sample>();
  for (const { name, signatures } of apis) {
    for (const signature of signatures) {
      for (const place of placesOf(signature, new Map(), (type) => table.get(type)).parameters) {
        for (const sentence of sentencesOf(place.doc)) {
          if (!sentences.has(sentence)) sentences.set(sentence, sampleOf(source, name, place, sentence));
        }
      }
    }
  }
  let all = [...sentences.values()];
  const draw = (count: number, from: readonly Sample[]): void => {
    const left = [...from];
    for (let i = 0; i < count && left.length > 0; i++)
      picked.push(...left.splice(Math.floor(next() * left.length), 1));
    all = all.filter((it) => !picked.includes(it));
  };
  draw(ANY, all);
  draw(
    SUSPECT,
    all.filter((it) => SUSPICIOUS.test(it.sentence)),
  );
  console.error(`${source}: ${sentences.size} sentences`);
}
console.log(JSON.stringify(picked, null, 1));
