import { type Call, correctCall, type World } from './call.js';
import type { Form } from './forms/form.js';
import type { Kind } from './kinds.js';
import type { LibrarySpec } from './libraries.js';
import { Random } from './random.js';
import type { Shapes } from './shapes.js';
import type { Reachable, Site } from './sites.js';
import { type Snippet, snippet } from './snippet.js';
import { ValueMaker } from './values.js';

/** A mistake beside the same call without, or (`wrong` absent) a correct call that looks like a mistake. */
export interface Item {
  readonly right: Snippet;
  readonly wrong?: Snippet;
}

/** Failed tries in a row after which a library counts as having no such calls. */
const MAX_FAILURES = 250;

/** Generates the snippets of one form, one kind and one library. */
export class Cell {
  readonly spec: LibrarySpec;
  readonly form: Form;
  readonly kind: Kind;
  readonly #world: World;
  readonly #seed: string;
  readonly #serials: () => number;
  /** Sites that had room for the kind in this form. */
  readonly #fertile: Site[] = [];
  #isExhausted = { mistakes: false, lookalikes: false };

  constructor(
    place: { readonly spec: LibrarySpec; readonly form: Form; readonly kind: Kind; readonly seed: string },
    shapes: Shapes,
    reachable: Reachable,
    serials: () => number,
  ) {
    this.spec = place.spec;
    this.form = place.form;
    this.kind = place.kind;
    this.#seed = `${place.seed} ${place.spec.name} ${place.form.name} ${place.kind.name}`;
    const random = new Random(this.#seed);
    this.#world = { shapes, reachable, random, maker: new ValueMaker(shapes, random, reachable.instances) };
    this.#serials = serials;
  }

  /** At most this many mistakes, each beside the call without it. */
  mistakes(count: number): Item[] {
    const items: Item[] = [];
    while (items.length < count && !this.#isExhausted.mistakes) {
      const item = this.#try(() => this.#mistake());
      if (item) items.push(item);
      else this.#isExhausted.mistakes = true;
    }
    return items;
  }

  /** At most this many correct calls that look like mistakes. */
  lookalikes(count: number): Item[] {
    const items: Item[] = [];
    while (items.length < count && !this.#isExhausted.lookalikes) {
      const item = this.#try(() => this.#lookalike());
      if (item) items.push(item);
      else this.#isExhausted.lookalikes = true;
    }
    return items;
  }

  #try(make: () => Item | undefined): Item | undefined {
    for (let tries = 0; tries < MAX_FAILURES; tries++) {
      const item = make();
      if (item) return item;
    }
    return undefined;
  }

  #mistake(): Item | undefined {
    const call = this.#call();
    const mistake = call && this.kind.mistake(call, this.#world);
    if (!call || !mistake) return undefined;
    const serial = this.#serials();
    const wrong = this.#snippet(mistake.wrong, serial, serial);
    const right = wrong && this.#snippet(mistake.right, serial, this.#serials());
    if (!right) return undefined;
    this.#fertile.push(call.site);
    return { right, wrong };
  }

  #lookalike(): Item | undefined {
    const call = this.#call();
    const other = call && this.kind.lookalike(call, this.#world);
    const serial = this.#serials();
    const right = other && this.#snippet(other, serial, serial);
    return right && { right };
  }

  #call(): Call | undefined {
    const { random, reachable } = this.#world;
    const sites = random.chance(0.5) && this.#fertile.length > 0 ? this.#fertile : reachable.sites;
    const site = random.maybe(sites);
    return site && correctCall(site, this.#world, random.pick(['some', 'some', 'required', 'all']));
  }

  #snippet(call: Call, seed: number, serial: number): Snippet | undefined {
    return snippet(call, this.form, this.#world, {
      spec: this.spec,
      seed: `${this.#seed} ${seed}`,
      serial,
    });
  }
}
