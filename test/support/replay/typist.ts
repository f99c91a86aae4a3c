import type { TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { Random } from '../../../bench/language/random.js';
import type { Language } from '../../../server/syntax/language.js';
import { applied, offsetAt, positionAt, type Replay, type Step } from './replay.js';
import { appFiles, BREAKS, FRAGMENTS, SPECIAL, statements } from './snippets.js';
import { besides, SPECIAL_KINDS, type SpecialKind, specialPlaces } from './special-places.js';

/** A typist keeps the document between these lengths, so that runs of any length cost the same per edit. */
const SHORT = 1_000;
const LONG = 9_000;
const UNDO_STEPS = 200;
/** One edit in this many, or more, stands beside what is counted wrongly easily, for each kind of it. */
const KIND_SHARE = 60;
/** Edits after which a sound text is pasted over everything: broken code alone would test little. */
const FRESH_EVERY = 200;
/** How much is done with syntax that is broken before somebody repairs it. */
const DAMAGED_GESTURES = 3;

/** An edit by offsets in the text as it is then. */
interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * Somebody who edits one document for ever, as people do: types, deletes, pastes, moves blocks, takes things back, breaks
 * the syntax and repairs it. The same seed gives the same edits.
 */
export class Typist {
  readonly start: string;
  text: string;
  /** How many edits stood beside what is counted wrongly easily, by kind. */
  readonly beside = new Map<SpecialKind, number>();
  /** How many edits stood beside any of it. */
  special = 0;
  readonly #random: Random;
  #taken = 0;
  #freshAt = FRESH_EVERY;
  #damaged: { readonly before: string; repairIn: number } | undefined;
  readonly #undo: TextDocumentContentChangeEvent[][] = [];

  constructor(
    seed: number,
    readonly language: Language,
  ) {
    this.#random = new Random(`${seed} ${language}`);
    this.start = this.#wholeText();
    this.text = this.start;
  }

  /** The replay of the first steps. */
  replay(length: number): Replay {
    const steps: Step[] = [];
    for (const step of this.steps()) {
      steps.push(step);
      if (steps.length >= length) break;
    }
    return { language: this.language, start: this.start, steps };
  }

  /** Steps without end. `text` is what the document is after the step that was taken last. */
  *steps(): Generator<Step, never> {
    for (;;) {
      const random = this.#random;
      if (this.#damaged && --this.#damaged.repairIn <= 0) {
        const { before } = this.#damaged;
        this.#damaged = undefined;
        if (before !== this.text) yield this.#changed([inverseOf(before, this.text)], 0);
      } else if (this.#taken >= this.#freshAt) {
        this.#freshAt = this.#taken + FRESH_EVERY;
        const text = this.#wholeText();
        yield this.#changed([random.chance(0.3) ? { text } : { range: EVERYTHING, text }], 0);
      } else if (this.text.length > LONG) yield* this.#shorten();
      else if (this.text.length < SHORT) yield* this.#paste();
      else if (this.#met(this.#rarest()) * KIND_SHARE < this.#taken)
        yield* this.#besideSpecial(this.#rarest());
      else
        yield* random.pick([
          () => this.#type(),
          () => this.#type(),
          () => this.#type(),
          () => this.#deletePart(),
          () => this.#deleteBlock(),
          () => this.#paste(),
          () => this.#moveBlock(),
          () => this.#takeBack(),
          () => this.#breakAndRepair(),
          () => this.#rename(),
          () => this.#indent(),
          () => (random.chance(0.2) ? this.#replaceAll() : this.#scribble()),
        ])();
    }
  }

  /** A statement letter by letter, with mistakes; an editor asks for completions meanwhile. */
  *#type(): Generator<Step> {
    const random = this.#random;
    const statement = `${this.#statement()}${this.#lineEnd()}`;
    let at = this.#statementStart();
    const pieces = random.chance(0.3) ? [...statement] : statement.split(/(?<=[\s.,(){}])/);
    for (const piece of pieces) {
      if (random.chance(0.03)) {
        yield this.#edit([{ from: at, to: at, text: 'q' }], at + 1);
        yield this.#edit([{ from: at, to: at + 1, text: '' }]);
      }
      const asks = piece.endsWith('.') || random.chance(0.1) ? at + piece.length : undefined;
      yield this.#edit([{ from: at, to: at, text: piece }], asks);
      at += piece.length;
    }
  }

  /** Backspaces or a selection, mostly taken back. */
  *#deletePart(): Generator<Step> {
    const random = this.#random;
    const before = this.text;
    const at = random.below(this.text.length + 1);
    let steps = 1;
    if (random.chance(0.5)) {
      yield this.#edit([{ from: Math.max(0, at - random.below(120)), to: at, text: '' }]);
    } else {
      steps = 1 + random.below(8);
      for (let deleted = 0; deleted < steps; deleted += 1) {
        const end = Math.max(0, at - deleted);
        yield this.#edit([{ from: Math.max(0, end - 1), to: end, text: '' }]);
      }
    }
    yield* this.#restoreOrLeave(before);
  }

  *#deleteBlock(): Generator<Step> {
    const { from, to } = this.#block();
    yield this.#edit([{ from, to, text: '' }], from);
  }

  *#paste(): Generator<Step> {
    const random = this.#random;
    const pasted: string[] = [];
    for (let count = 1 + random.below(3); count > 0; count -= 1)
      pasted.push(this.#statement() + this.#lineEnd());
    if (random.chance(0.2)) {
      const file = random.maybe(appFiles) ?? '';
      const from = random.below(file.length);
      pasted.push(file.slice(from, from + random.below(600)));
    }
    const before = this.text;
    const isSound = random.chance(0.8);
    const at = isSound ? this.#statementStart() : random.below(this.text.length + 1);
    yield this.#edit([{ from: at, to: at, text: pasted.join('') }], at);
    if (!isSound || pasted.length > 3) yield* this.#restore(before);
  }

  /** Cut here and inserted there, in one notification or in two. */
  *#moveBlock(): Generator<Step> {
    const { from, to } = this.#block();
    const block = this.text.slice(from, to);
    const target = this.#statementStart();
    const cut: Splice = { from, to, text: '' };
    if (target <= from) yield this.#edit([cut, { from: target, to: target, text: block }], target);
    else if (target >= to) {
      const at = target - block.length;
      if (this.#random.chance(0.5)) yield this.#edit([cut, { from: at, to: at, text: block }]);
      else {
        yield this.#edit([cut], from);
        yield this.#edit([{ from: at, to: at, text: block }], at);
      }
    }
  }

  /** Undo, mostly with redo. */
  *#takeBack(): Generator<Step> {
    const before = this.text;
    for (let count = 1 + this.#random.below(6); count > 0 && this.#undo.length > 0; count -= 1)
      yield this.#undoOne();
    if (this.#random.chance(0.9)) yield this.#changed([inverseOf(before, this.text)]);
    else this.#damaged ??= { before, repairIn: DAMAGED_GESTURES };
  }

  /** Opens or closes something, types on elsewhere, and removes it again. */
  *#breakAndRepair(): Generator<Step> {
    const random = this.#random;
    const before = this.text;
    const at = random.below(this.text.length + 1);
    const text = random.maybe(BREAKS) ?? '{';
    yield this.#edit([{ from: at, to: at, text }], random.chance(0.5) ? at + text.length : undefined);
    for (let count = random.below(6); count > 0; count -= 1) yield* this.#fragment();
    yield* this.#restore(before);
  }

  /** All places of a word at once, from the last to the first or from the first to the last. */
  *#rename(): Generator<Step> {
    const random = this.#random;
    const words = [...this.text.matchAll(/[A-Za-z_]\w+/g)];
    const word = random.maybe(words)?.[0];
    if (!word) return;
    const places = words.filter(([it]) => it === word).slice(0, 20);
    const isKeyword = /^(?:const|let|if|else|return|function|await|async|import|export|from)$/.test(word);
    const text = random.chance(0.3) ? 'user' : `${word}2`;
    const splices = places.map(({ index }) => ({ from: index, to: index + word.length, text }));
    const before = this.text;
    yield this.#edit(random.chance(0.5) ? splices.reverse() : inSequence(splices), places[0]?.index);
    if (isKeyword || random.chance(0.5)) yield* this.#restore(before);
  }

  /** White space before several lines, as a formatter changes it. */
  *#indent(): Generator<Step> {
    const random = this.#random;
    const starts = [...this.text.matchAll(/^[ \t]*/gm)];
    const first = random.below(starts.length);
    const indent = random.pick(['', '  ', '\t', '      ']);
    const splices = starts
      .slice(first, first + 1 + random.below(12))
      .map(({ index, 0: old }) => ({ from: index, to: index + old.length, text: indent }));
    yield this.#edit(inSequence(splices));
  }

  *#replaceAll(): Generator<Step> {
    const random = this.#random;
    const text = random.pick([
      () => this.#wholeText(),
      () => this.text.replace(/\r\n|\r|\n/g, '\n'),
      () => this.text.replace(/\r\n|\r|\n/g, '\r\n'),
      () => this.text.replace(/\r\n|\r|\n/g, '\r'),
    ])();
    if (random.chance(0.5)) yield this.#changed([{ text }]);
    else yield this.#changed([{ range: EVERYTHING, text }]);
    // Sound code again, after what may have become of the line ends of comments.
    if (random.chance(0.7)) yield this.#changed([{ text: this.#wholeText() }], 0);
  }

  /** Fragments anywhere, all taken back in the end. */
  *#scribble(): Generator<Step> {
    const before = this.text;
    for (let count = 1 + this.#random.below(6); count > 0; count -= 1) yield* this.#fragment();
    yield* this.#restore(before);
  }

  *#fragment(): Generator<Step> {
    const random = this.#random;
    const at = random.below(this.text.length + 1);
    const to = at + (random.chance(0.3) ? random.below(12) : 0);
    const text = random.maybe(FRAGMENTS) ?? '';
    yield this.#edit([{ from: at, to, text }], random.chance(0.3) ? at + text.length : undefined);
  }

  /** Edits directly beside surrogate pairs, line ends and the like; where there are none, some are written. */
  *#besideSpecial(kind: SpecialKind): Generator<Step> {
    const random = this.#random;
    const places = specialPlaces(this.text, kind);
    const place = random.maybe(places);
    if (place === undefined || (places.length < 40 && random.chance(0.3))) {
      const start = this.#statementStart();
      const text = `${random.maybe(SPECIAL[kind])}${this.#lineEnd()}`;
      yield this.#edit([{ from: start, to: start, text }], start);
      return;
    }
    const before = this.text;
    for (let count = 1 + random.below(4); count > 0; count -= 1) {
      const at = Math.max(0, place - 1 + random.below(4));
      const to = at + (random.chance(0.5) ? random.below(3) : 0);
      const text = random.pick(['', 'x', ' ', '\n', '\r', '\r\n', '\u{1F600}', '消', '`', '\uFEFF', ';']);
      yield this.#edit([{ from: at, to, text }], random.chance(0.3) ? at + text.length : undefined);
    }
    yield* this.#restoreOrLeave(before);
  }

  #met(kind: SpecialKind): number {
    return this.beside.get(kind) ?? 0;
  }

  /** The kind that was met least: some are everywhere in a text, others nowhere. */
  #rarest(): SpecialKind {
    return SPECIAL_KINDS.reduce((a, b) => (this.#met(b) < this.#met(a) ? b : a));
  }

  *#shorten(): Generator<Step> {
    if (this.#random.chance(0.3)) {
      yield this.#changed([{ text: this.#wholeText() }], 0);
      return;
    }
    while (this.text.length > LONG / 2) {
      const { from, to } = this.#block();
      if (to === from) {
        yield this.#changed([{ text: this.#wholeText() }], 0);
        return;
      }
      yield this.#edit([{ from, to, text: '' }]);
    }
  }

  /** Back to an earlier text: by undo if that leads there, else by one change. */
  *#restore(before: string): Generator<Step> {
    for (let count = 0; count < 30 && this.text !== before && this.#undo.length > 0; count += 1)
      yield this.#undoOne();
    if (this.text !== before) yield this.#changed([{ range: EVERYTHING, text: before }]);
  }

  *#restoreOrLeave(before: string): Generator<Step> {
    if (this.#random.chance(0.88)) yield* this.#restore(before);
    else this.#damaged ??= { before, repairIn: DAMAGED_GESTURES };
  }

  #undoOne(): Step {
    const inverse = this.#undo.pop() ?? [];
    this.#count(inverse);
    this.text = applied(this.text, inverse);
    return { changes: inverse };
  }

  #edit(splices: readonly Splice[], asks?: number): Step {
    const changes: TextDocumentContentChangeEvent[] = [];
    let text = this.text;
    for (const { from, to, text: inserted } of splices) {
      const change = { range: { start: positionAt(text, from), end: positionAt(text, to) }, text: inserted };
      changes.push(change);
      text = applied(text, [change]);
    }
    return this.#changed(changes, asks);
  }

  #changed(changes: readonly TextDocumentContentChangeEvent[], asks?: number): Step {
    this.#count(changes);
    const text = applied(this.text, changes);
    this.#undo.push([inverseOf(this.text, text)]);
    if (this.#undo.length > UNDO_STEPS) this.#undo.shift();
    this.text = text;
    return asks === undefined ? { changes } : { changes, asks: positionAt(text, asks) };
  }

  #count(changes: readonly TextDocumentContentChangeEvent[]): void {
    this.#taken += 1;
    const [change] = changes;
    if (!change || !('range' in change) || change.range === EVERYTHING) return;
    const kinds = besides(this.text, offsetAt(this.text, change.range.start));
    if (kinds.length > 0) this.special += 1;
    for (const kind of kinds) this.beside.set(kind, (this.beside.get(kind) ?? 0) + 1);
  }

  #statement(): string {
    const random = this.#random;
    if (random.chance(0.05)) return random.maybe(SPECIAL[random.maybe(SPECIAL_KINDS) ?? 'cjk']) ?? '';
    return random.maybe(statements(this.language)) ?? '';
  }

  #lineEnd(): string {
    if (this.#random.chance(0.1)) return this.#random.pick(['\n', '\r\n', '\r']);
    return this.text.includes('\r\n') ? '\r\n' : '\n';
  }

  /** Where a line begins that looks like the start of a statement at the top of the file. */
  #statementStart(): number {
    const starts = [...this.text.matchAll(/(?:^|[\r\n])(?=[\p{ID_Start}@/])/gu)].map(
      ({ index, 0: end }) => index + end.length,
    );
    return this.#random.maybe([...starts, this.text.length]) ?? 0;
  }

  /** Some lines that look like one statement, or a few. */
  #block(): { from: number; to: number } {
    const [a, b] = [this.#statementStart(), this.#statementStart()];
    const from = Math.min(a, b);
    const next = /[\r\n](?=[\p{ID_Start}@/])/gu;
    next.lastIndex = from;
    let to = from;
    for (let count = 1 + this.#random.below(4); count > 0; count -= 1) {
      const found = next.exec(this.text);
      if (!found) break;
      to = found.index + 1;
    }
    return { from, to };
  }

  /** A file as it is opened: one of the application with statements of all kinds, in one of the usual forms. */
  #wholeText(): string {
    const random = this.#random;
    const parts = [random.maybe(appFiles) ?? ''];
    for (let count = 4 + random.below(12); count > 0; count -= 1) parts.push(this.#statement());
    const text = `${parts.join('\n')}\n`;
    return random.pick([
      () => text,
      () => text,
      () => text.replace(/\r\n|\r|\n/g, '\r\n'),
      () => `\uFEFF${text}`,
      () => text.replace(/(?<=^|\s)\/\/[^\n\r]*/g, '').replace(/\r\n|\r|\n/g, '\r'),
    ])();
  }
}

/** What editors send for everything. */
const EVERYTHING = { start: { line: 0, character: 0 }, end: { line: 2 ** 31 - 1, character: 0 } };

/** Splices whose offsets count in one text, as they are when each follows the one before it. */
function inSequence(splices: readonly Splice[]): Splice[] {
  let moved = 0;
  return splices.map(({ from, to, text }) => {
    const splice = { from: from + moved, to: to + moved, text };
    moved += text.length - (to - from);
    return splice;
  });
}

/** The one change that leads from `now` back to `before`. */
function inverseOf(before: string, now: string): TextDocumentContentChangeEvent {
  const shorter = Math.min(before.length, now.length);
  let start = 0;
  while (start < shorter && before[start] === now[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === now.at(-1 - end)) end += 1;
  // No position stands between a carriage return and its line feed.
  if (start > 0 && (now[start - 1] === '\r' || before[start - 1] === '\r')) start -= 1;
  if (end > 0 && (now.at(-end) === '\n' || before.at(-end) === '\n')) end -= 1;
  return {
    range: { start: positionAt(now, start), end: positionAt(now, now.length - end) },
    text: before.slice(start, before.length - end),
  };
}
