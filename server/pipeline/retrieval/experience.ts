import { LRUCache } from 'lru-cache';
import { builtin } from '../../../index/embeddings/builtin.js';
import { buildLexicalIndex } from '../../../index/lexical/lexical-index.js';
import { directScores, type SearchData } from '../../../index/search/direct-scores.js';
import { exactIndex } from '../../../index/vectors/exact.js';
import type { SolvedRequirement } from '../../corpus/solved.js';

/** So many of the most similar functions and steps have a say. */
const NEIGHBOURS = 8;
/** Examples beyond these are not looked at. */
const POOL = 40;
/** Of two examples that speak for a record the weaker one adds this much. */
const FURTHER = 0.2;

/** So many solved requirements are shown to a model, from this similarity on. */
const SHOWN = 3;
const SIMILAR = 0.2;

interface Example {
  readonly text: string;
  /** Names of records. */
  readonly apis: readonly string[];
  /** The function that it is the whole of. */
  readonly whole?: SolvedRequirement;
}

/**
 * What the company's own code knows: which APIs served requirements like this one, by functions with a comment or a
 * telling name, and by the comments inside of them. The offline counterpart of the paper's fine-tuning (§4).
 */
export class Experience {
  readonly #examples: readonly Example[];
  readonly #uses = new Map<string, number>();
  readonly #known = new LRUCache<string, Promise<ReadonlyMap<string, number>>>({ max: 500 });
  #data: Promise<SearchData> | undefined;

  constructor(solved: readonly SolvedRequirement[]) {
    this.#examples = solved.flatMap((whole): Example[] => {
      const { requirement, function: name, apis, steps } = whole;
      const text = `${requirement}. ${name.slice(name.lastIndexOf('.') + 1)}`;
      return [{ text, apis, whole }, ...steps.filter((it) => it.apis.length < apis.length)];
    });
    for (const { apis } of this.#examples)
      for (const api of apis) this.#uses.set(api, (this.#uses.get(api) ?? 0) + 1);
  }

  /** How much speaks for each record, 0 to 1, by its name; records that nothing speaks for are left out. */
  votes(text: string): Promise<ReadonlyMap<string, number>> {
    const votes = this.#known.get(text) ?? this.#count(text);
    this.#known.set(text, votes);
    return votes;
  }

  /** Functions with commented steps whose requirement is like this one, the most similar first. */
  async solved(requirement: string): Promise<readonly SolvedRequirement[]> {
    const similar = await this.#similar(requirement);
    return similar
      .flatMap(([at, similarity]) => (similarity >= SIMILAR ? (this.#examples[at]?.whole ?? []) : []))
      .filter(({ steps }) => steps.length > 1)
      .slice(0, SHOWN);
  }

  /** Examples by their number, with how similar they are, the most similar first. */
  async #similar(text: string): Promise<[number, number][]> {
    this.#data ??= this.#index();
    return [...(await directScores(await this.#data, text, POOL))].sort((a, b) => b[1] - a[1]);
  }

  async #count(text: string): Promise<ReadonlyMap<string, number>> {
    const similar = await this.#similar(text);
    const votes = new Map<string, number>();
    for (const [at, similarity] of similar.slice(0, NEIGHBOURS)) {
      const apis = this.#examples[at]?.apis ?? [];
      for (const api of apis) {
        const vote = (similarity * this.#rarity(api)) / Math.sqrt(apis.length);
        const before = votes.get(api) ?? 0;
        votes.set(api, Math.min(1, Math.max(before, vote) + FURTHER * Math.min(before, vote)));
      }
    }
    return votes;
  }

  async #index(): Promise<SearchData> {
    const vectors = new Float32Array(this.#examples.length * builtin.dimension);
    for (const [row, { text }] of this.#examples.entries())
      vectors.set(await builtin.encode(text), row * builtin.dimension);
    return {
      lexical: buildLexicalIndex(this.#examples.map(({ text }) => [{ text, weight: 1 }])),
      meaning: { vectors: exactIndex(vectors, builtin.dimension), embedder: builtin },
    };
  }

  /** What every other function uses says little. */
  #rarity(api: string): number {
    const total = Math.log(1 + this.#examples.length);
    return Math.sqrt(Math.log(1 + this.#examples.length / (this.#uses.get(api) ?? 1)) / total);
  }
}
