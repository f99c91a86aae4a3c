/** Characters of a token, about: models count differently, and a budget needs no more. */
const CHARACTERS_PER_TOKEN = 3.5;

/** About how many tokens a text has; a Chinese character is about one. */
export function tokensOf(text: string): number {
  const wide = text.match(/[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]/g)?.length ?? 0;
  return Math.ceil(wide + (text.length - wide) / CHARACTERS_PER_TOKEN);
}

/** Sentences that speak to a model rather than about an API. */
const INSTRUCTIONS: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,60}\b(?:previous|prior|above|earlier|preceding|all|any|other|system|your)\b[^.\n]{0,60}(?:instruction|prompt|rule|message|guideline|context|direction)/i,
  /\b(?:new|updated|important|urgent|hidden|secret|real)\s+(?:system\s+)?(?:instructions?|prompt)\s*[:：]/i,
  /\byou\s+(?:are|must|should|will|have to|need to)\s+(?:now\s+)?(?:an?\s+(?:ai|assistant|helpful|language|expert)|the\s+(?:ai|assistant|user)|act\s+as|instead\b|answer|respond|reply|output\s+(?:only|exactly|the\s+following)|pretend|obey|comply)/i,
  /\b(?:as an ai (?:language model|assistant|model)|dear (?:ai|assistant|model)|attention,? (?:ai|assistant|model)s?)\b/i,
  /\b(?:assistant|ai|llm|copilot|code generator)s?\s*(?:[,:]\s*(?:you\s+)?(?:must|should|shall|please|has to|have to)|(?:must|should|shall|please|has to|have to)\s+(?:not|never|always|ignore|obey|answer|respond|reply|output|write|use|call|generate|insert|include|add|follow|pretend))\s/i,
  /\b(?:do not|don't|never)\s+(?:tell|mention|reveal|report|warn)\b[^.\n]{0,40}\b(?:user|developer|anyone)\b/i,
  /(?:忽略|无视|忘记|不要理会)[^。\n]{0,20}(?:指令|提示|要求|规则|说明|上文|以上)/,
  /(?:你现在是|你是一个)[^。\n]{0,40}/,
  /(?:你必须|请你务必|请务必)[^。\n]{0,20}(?:回答|回复|输出|忽略|扮演|遵守|服从|生成代码|写代码)/,
];
const MARKS =
  /<\|[^|>\n]{1,40}\|>|\[\/?(?:INST|SYS)\]|<<\/?SYS>>|<\/?(?:system|assistant|user|im_start|im_end)[^>\n]{0,40}>/gi;
const LEFT_OUT = '[left out: addressed to a reader of instructions]';

/**
 * Documentation as data for a prompt: what could end its block or pass for another speaker is defused, sentences that
 * give a model instructions are left out, and what is too long is cut.
 */
export function asData(text: string, tokens = 400): string {
  const sentences = defused(text).split(/(?<=[.!?。！？;；\n])/);
  return cut(sentences.map(withoutInstruction).join(''), tokens);
}

/** What the user wants, in the user's words: it may instruct, but not end its block. */
export function asWish(text: string, tokens: number): string {
  return cut(defused(text), tokens);
}

/** Source code as data: comments are documentation, the rest stays as it is. */
export function asCode(text: string, tokens: number): string {
  const lines = text
    .replace(MARKS, LEFT_OUT)
    .replace(/```+/g, "'''")
    .replace(/<(?=\/?(?:code|api|apis|requirement|subtasks?)\b)/gi, '‹')
    .split('\n')
    .map((line) => (/\/\/|\/\*|^\s*\*/.test(line) ? withoutInstruction(line) : line));
  return cut(lines.join('\n'), tokens);
}

function defused(text: string): string {
  return (
    text
      // Control and format characters, which nobody sees and a model reads.
      .replace(/[^\P{C}\r\n\t]/gu, '')
      .replace(MARKS, LEFT_OUT)
      .replace(/```+/g, "'''")
      .replace(/^[ \t]*(?:system|assistant|user|human|developer)[ \t]*[:：]/gim, '- ')
      .replace(/<(?=\/?(?:code|api|apis|requirement|subtasks?)\b)/gi, '‹')
  );
}

function withoutInstruction(sentence: string): string {
  if (!INSTRUCTIONS.some((it) => it.test(sentence))) return sentence;
  return `${LEFT_OUT}${/\s$/.exec(sentence)?.[0] ?? ' '}`;
}

/** A text cut to about that many tokens. */
export function cut(text: string, tokens: number): string {
  if (tokensOf(text) <= tokens) return text;
  let length = Math.floor(tokens * CHARACTERS_PER_TOKEN);
  while (length > 0 && tokensOf(text.slice(0, length)) > tokens) length = Math.floor(length * 0.9);
  return `${text.slice(0, length)}…`;
}
