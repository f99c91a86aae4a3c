/** What an API of many libraries does, and how people ask for it. */
export interface Concept {
  /** Names that such APIs have. */
  readonly names: readonly string[];
  /** Sentences of documentation, English and Chinese. */
  readonly sentences: readonly string[];
  /** Ways to ask for it, English and Chinese. */
  readonly asks: readonly string[];
  /** Plain programming, or nothing for a program at all: no API library does it. */
  readonly elsewhere: boolean;
}

/** The line behind which the concepts are what no API library does. */
const ELSEWHERE = '---';

/** Reads concepts, one a line: `names || sentences || asks || 文档句子 || 说法`, each a list separated by `|`. */
export function parsePhrases(text: string): Concept[] {
  let elsewhere = false;
  return text.split(/\r?\n/u).flatMap((line) => {
    const [names = [], sentences = [], asks = [], zhSentences = [], zhAsks = []] = line
      .split(' || ')
      .map((part) => part.split('|').flatMap((it) => it.trim() || []));
    if (line.trim() === ELSEWHERE) elsewhere = true;
    if (sentences.length === 0) return [];
    return [{ names, sentences: [...sentences, ...zhSentences], asks: [...asks, ...zhAsks], elsewhere }];
  });
}
