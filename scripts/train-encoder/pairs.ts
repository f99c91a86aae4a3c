import { encoderWords } from '../../index/embeddings/encoder/encoder-words.js';
import type { Random } from '../../index/embeddings/encoder/random.js';
import type { TextPair } from '../../index/embeddings/encoder/training-set.js';
import type { Concept } from '../../index/phrases/phrase-bank.js';
import type { Documented } from './declarations.js';

/** Words of a text that count. */
const MAX_WORDS = 48;
/** The same first sentence under more names than this is a formula. */
const NAMES_PER_SENTENCE = 4;
const FORMULA = 8;
const PARTNERS = 40;
/** Groups that are not a package's documentation: all of them counts. */
const OURS = new Set(['lexicon', 'bitext', 'phrases']);
const BOILERPLATE = /^(?:接口调用|Error Code|Format: |\[Api set|Represents an? \w+ object\.?$)/i;
const SENTENCE_END = /(?<=[.!?])\s+(?=[A-Z0-9"'([]|$)|(?<=[。！？；])|\n+/;
const CALL = /[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+|[a-zA-Z_$][\w$]*(?=\()/g;

const isHan = (text: string): boolean => /[㐀-鿿]/.test(text);

/** Collects pairs of texts, each once, and counts them by kind. */
export class Pairs {
  readonly counts = new Map<string, number>();
  private readonly all: TextPair[] = [];
  private readonly seen = new Set<string>();
  private readonly sentences = new Map<string, number>();

  constructor(private readonly random: Random) {}

  /** Pairs of what the documentation of one declaration says. */
  addDocumented(doc: Documented, group: string): void {
    const name = shortName(doc.name);
    const sentences = doc.text.split(SENTENCE_END).flatMap((it) => it?.trim() || []);
    let first = sentences[0] ?? '';
    if (BOILERPLATE.test(first)) first = '';
    if (first !== '') {
      const names = (this.sentences.get(first) ?? 0) + 1;
      this.sentences.set(first, names);
      if (names <= NAMES_PER_SENTENCE) this.add('name-doc', group, name, first);
      else if (names > FORMULA) return;
    } else {
      first = doc.returns.split(SENTENCE_END)[0]?.trim() ?? '';
    }
    if (first === '') return;
    const key = `${name} : ${first}`;
    const rest = sentences.slice(1, 4).join(' ');
    if (encoderWords(rest).length >= 4) {
      this.add('doc-rest', group, rest, this.random.next() < 0.5 ? key : first);
    }
    const parameters = doc.parameters
      .slice(0, 6)
      .filter(([, text]) => text !== '')
      .map((it) => it.join(' '))
      .join(' ');
    if (encoderWords(parameters).length >= 3) this.add('param-doc', group, parameters, key);
    if (doc.text !== '' && encoderWords(doc.returns).length >= 3)
      this.add('return-doc', group, doc.returns, key);
    for (const example of doc.examples) this.addExample(example, group);
  }

  /** A comment in an example, and what is called below it. */
  private addExample(example: string, group: string): void {
    const lines = example.split('\n').map((line) => line.trim());
    for (const [at, line] of lines.entries()) {
      const comment = /^(?:\/\/|#)\s*(.{12,160})$/.exec(line)?.[1];
      if (!comment || /[;{}=]|\bimport\b|https?:|Link to full/.test(comment)) continue;
      const next = lines.slice(at + 1, at + 3).find((it) => it !== '' && !it.startsWith('//')) ?? '';
      const called = next.match(CALL) ?? [];
      if (called.length > 0) this.add('comment-code', group, comment, called.slice(-2).join(' '));
    }
  }

  /** The same in two languages. */
  addTranslation(english: string, chinese: string): void {
    const plain = (text: string) => text.replace(/\{\d+\}/g, '');
    this.add('bitext', 'bitext', plain(english), plain(chinese));
  }

  /** Sets of synonyms, one a line, terms separated by `|`. */
  addLexicon(text: string): void {
    for (const line of text.split('\n')) {
      const terms = line.split('|').flatMap((term) => term.trim() || []);
      for (const term of terms) {
        const others = Int32Array.from(terms.keys());
        this.random.shuffle(others);
        for (const other of others.slice(0, PARTNERS))
          this.add('lexicon', 'lexicon', term, terms[other] ?? '');
      }
    }
  }

  /** The phrase bank: what one concept is documented as, with each way to ask for it. */
  addPhrases({ names, sentences, asks }: Concept): void {
    for (const ask of asks) {
      for (const language of [sentences.filter(isHan), sentences.filter((it) => !isHan(it))])
        this.add('phrases', 'phrases', ask, this.oneOf(language));
      const name = this.oneOf(names);
      this.add('phrases', 'phrases', ask, `${name} : ${this.oneOf(sentences)}`);
      this.add('phrases', 'phrases', ask, this.oneOf(asks));
    }
    for (const name of names) this.add('phrases', 'phrases', name, this.oneOf(sentences));
  }

  private oneOf(texts: readonly string[]): string {
    return texts[Math.floor(this.random.next() * texts.length)] ?? '';
  }

  /** All pairs; of each package at most `cap`, drawn at random. */
  capped(cap: number): TextPair[] {
    const order = Int32Array.from(this.all.keys());
    this.random.shuffle(order);
    const taken = new Map<string, number>();
    return Array.from(order).flatMap((at) => {
      const pair = this.all[at];
      if (!pair) return [];
      const count = (taken.get(pair.group) ?? 0) + 1;
      taken.set(pair.group, count);
      return count <= cap || OURS.has(pair.group) ? [pair] : [];
    });
  }

  private add(kind: string, group: string, a: string, b: string): void {
    const pair = { a: encoderWords(a).slice(0, MAX_WORDS), b: encoderWords(b).slice(0, MAX_WORDS), group };
    const [left, right] = [pair.a.join(' '), pair.b.join(' ')];
    const both = `${left}\n${right}`;
    if (left === '' || right === '' || left === right || this.seen.has(both)) return;
    this.seen.add(both);
    this.all.push(pair);
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
  }
}

/** The last two parts of a qualified name, without the numbers of copies. */
function shortName(name: string): string {
  return name
    .replace(/[$\d]+(?=\.|$)/g, '')
    .split('.')
    .slice(-2)
    .join(' ');
}
