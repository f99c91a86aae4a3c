import ts from 'typescript';
import type { Documentation } from '../documentation.js';
import { contractLine } from './contract-tags.js';

/** Reads the JSDoc block that belongs to a declaration; of several the last one counts, as in TypeScript. */
export function documentationOf(declaration: ts.Node): Documentation {
  const blocks = ts.getJSDocCommentsAndTags(declaration).filter(ts.isJSDoc);
  const block = overloadBlock(declaration) ?? blocks.at(-1);
  const params = new Map<string, string>();
  if (!block) return { description: '', params, examples: [], errors: [] };

  const defaults = new Map<string, string>();
  const examples: string[] = [];
  const errors: { code: string; when: string }[] = [];
  const single = new Map<string, string>();
  const demands: string[] = [];
  let parameter: string | undefined;
  for (const tag of tagsOf(block)) {
    const name = tag.tagName.text;
    const text = commentText(tag.comment);
    const demand = contractLine(name, text);
    if (ts.isJSDocParameterTag(tag)) {
      parameter = parameterPath(tag);
      addParameter(tag, params, defaults);
    } else if (demand !== undefined) {
      // Behind `@param` it is about that parameter, elsewhere about what is documented.
      if (parameter === undefined) demands.push(demand);
      else params.set(parameter, [params.get(parameter) ?? '', demand].join('\n').trim());
    } else if (name === 'example') {
      const code = exampleCode(text);
      if (code !== '') examples.push(code);
    } else if (name === 'throws' || name === 'exception') errors.push(failure(tag, text));
    else if (!single.has(name)) single.set(name, text);
  }

  const overload = block.tags?.find(ts.isJSDocOverloadTag);
  const lead = unwrap(commentText(block.comment) || commentText(overload?.comment));
  // Some authors put the only description into a tag.
  const description =
    lead ||
    unwrap(single.get('description') || single.get('desc') || single.get('summary') || '') ||
    unwrap(single.get('deprecated') || single.get('warning') || single.get('remarks') || '');
  const returns = single.get('returns') ?? single.get('return');
  const value = single.get('default') ?? single.get('defaultValue') ?? single.get('defaultvalue');
  const since = single.get('since');
  const category = single.get('category');
  const deprecated = single.get('deprecated');
  const link = pageLink(block);
  return {
    description,
    params,
    examples,
    errors,
    ...(defaults.size > 0 ? { defaults } : {}),
    ...(returns ? { returns: unwrap(returns) } : {}),
    ...(deprecated !== undefined ? { deprecated: unwrap(deprecated) } : {}),
    ...(since ? { since } : {}),
    ...(category ? { category } : {}),
    ...(link ? { link } : {}),
    ...(demands.length > 0 ? { demands } : {}),
    ...(value ? { default: value.replace(/^`|`$/g, '') } : {}),
    ...(['internal', 'private', 'ignore', 'hidden'].some((tag) => single.has(tag)) ? { hidden: true } : {}),
  };
}

/** The web page that a comment names: in `@see` or a tag like it, else in a link of the description. */
function pageLink(block: ts.JSDoc): string | undefined {
  const address = /https?:\/\/[^\s<>(){}[\]|"'`]+/;
  const tags =
    block.tags?.filter((it) => /^(?:see|link|docs|documentation|doc)$/.test(it.tagName.text)) ?? [];
  const lead = block.getText().split(/\n[\s*]*@/)[0] ?? '';
  const linked = /(?:\]\(|\{@link\s+)\s*(https?:\/\/[^\s<>(){}[\]|"'`]+)/.exec(lead)?.[1];
  const [tagged] = tags.flatMap((it) => address.exec(it.getText())?.[0] ?? []);
  // A point behind it ends the sentence.
  return (tagged ?? linked)?.replace(/[.,;:!?。，；：！？、]+$/, '');
}

/** The block of an `@overload` tag, which declares a signature of its own. */
function overloadBlock(declaration: ts.Node): ts.JSDoc | undefined {
  if (!ts.isJSDocSignature(declaration)) return undefined;
  const tag = declaration.parent;
  return ts.isJSDocOverloadTag(tag) && ts.isJSDoc(tag.parent) ? tag.parent : undefined;
}

/** The tags of a block; the compiler takes those that follow `@overload` for parts of that tag. */
function tagsOf(block: ts.JSDoc): ts.JSDocTag[] {
  return (block.tags ?? []).flatMap((tag): ts.JSDocTag[] => {
    if (!ts.isJSDocOverloadTag(tag)) return [tag];
    const { parameters, type } = tag.typeExpression;
    return [...parameters, ...(type ? [type] : [])].filter(
      (it): it is ts.JSDocParameterTag | ts.JSDocReturnTag =>
        ts.isJSDocParameterTag(it) || ts.isJSDocReturnTag(it),
    );
  });
}

function parameterPath(tag: ts.JSDocParameterTag): string {
  return entityText(tag.name).replace(/\[\]/g, '');
}

function addParameter(
  tag: ts.JSDocParameterTag,
  params: Map<string, string>,
  defaults: Map<string, string>,
): void {
  const path = parameterPath(tag);
  const text = unwrap(withoutDash(commentText(tag.comment)));
  if (text !== '' && !params.has(path)) params.set(path, text);
  // The compiler reads past the default in `[retries=3]`.
  const value =
    tag.isBracketed && /^\s*=\s*([^\]]+?)\s*\]/.exec(tag.getSourceFile().text.slice(tag.name.end))?.[1];
  if (value) defaults.set(path, value);
  // `@param {Object} options` with `@param {string} options.msg`: the compiler nests the second in the first.
  const type = tag.typeExpression?.type;
  if (type && ts.isJSDocTypeLiteral(type)) {
    for (const nested of type.jsDocPropertyTags ?? []) {
      if (ts.isJSDocParameterTag(nested)) addParameter(nested, params, defaults);
    }
  }
}

/** `@throws {HXError} E_BUSY - Another dialog is open.` */
function failure(tag: ts.JSDocTag, text: string): { code: string; when: string } {
  const type = ts.isJSDocThrowsTag(tag) ? tag.typeExpression?.type.getText() : undefined;
  const flat = unwrap(text).replace(/\s+/g, ' ').trim();
  const coded = /^`?([A-Z][A-Z0-9_]*|\d+)`?\s*(?:-|–|—|:)\s+(.*)$/.exec(flat);
  if (coded?.[1] !== undefined) return { code: coded[1], when: coded[2] ?? '' };
  return { code: type ?? '', when: withoutDash(flat) };
}

/** An example without its code fence and caption. */
function exampleCode(text: string): string {
  const fence = /```[\w-]*\n([\s\S]*?)\n?\s*```/.exec(text);
  const code = fence?.[1] ?? text.replace(/^<caption>.*?<\/caption>\s*/s, '');
  return code.replace(/^\n+|\s+$/g, '').replace(/\r\n?/g, '\n');
}

function withoutDash(text: string): string {
  return text.replace(/^\s*(?:-|–|—|:)\s+/, '').trim();
}

/** A line break that only wraps a sentence becomes a space; one that ends a sentence or a paragraph stays. */
function unwrap(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/([^\s.。!！?？:：;；|>])[ \t]*\n[ \t]*(?=[^\s\-*+#>|`@<\d])/g, (_, before: string) =>
      /[\p{Script=Han}，、]/u.test(before) ? before : `${before} `,
    )
    .trim();
}

/** A JSDoc comment as text; `{@link X}` becomes X, or its label. */
export function commentText(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  if (comment === undefined) return '';
  if (typeof comment === 'string') return comment.replace(/\r\n?/g, '\n').trim();
  return comment.map(partText).join('').replace(/\r\n?/g, '\n').trim();
}

function partText(part: ts.JSDocComment): string {
  if (!ts.isJSDocLink(part) && !ts.isJSDocLinkCode(part) && !ts.isJSDocLinkPlain(part)) return part.text;
  const name = part.name ? entityText(part.name) : '';
  // `{@link https://x.org label}` parses as the name `https` and the text `://x.org label`.
  if (part.text.startsWith('://')) {
    const [address = '', ...label] = `${name}${part.text}`.split(/[\s|]+/);
    return label.join(' ') || address;
  }
  const label = part.text.replace(/^\s*\|?\s*/, '').trim();
  if (label !== '' && !label.startsWith('(')) return label;
  return `${name}${label}`;
}

function entityText(name: ts.EntityName | ts.JSDocMemberName): string {
  return ts.isIdentifier(name) ? name.text : `${entityText(name.left)}.${name.right.text}`;
}

/** Several blocks about one thing, as overloads have: the first that says something counts, examples add up. */
export function mergedDocumentation(blocks: readonly Documentation[]): Documentation {
  const [first] = blocks;
  if (first && blocks.length === 1) return first;
  const pick = <K extends 'returns' | 'deprecated' | 'since' | 'category' | 'link' | 'default'>(key: K) => {
    const value = blocks.find((it) => it[key] !== undefined)?.[key];
    return value === undefined ? {} : { [key]: value };
  };
  const params = new Map<string, string>();
  for (const block of blocks) {
    for (const [path, text] of block.params) if (!params.has(path)) params.set(path, text);
  }
  const described = blocks.filter((it) => it.description !== '');
  const { deprecated, ...rest } = {
    ...pick('returns'),
    ...pick('since'),
    ...pick('category'),
    ...pick('link'),
    ...pick('default'),
    ...pick('deprecated'),
  };
  // One deprecated overload does not make the others so.
  const all = (described.length > 0 ? described : blocks).every((it) => it.deprecated !== undefined);
  return {
    description: described[0]?.description ?? '',
    params,
    examples: [...new Set(blocks.flatMap((it) => it.examples))],
    errors: blocks.find((it) => it.errors.length > 0)?.errors ?? [],
    ...rest,
    ...(all && deprecated !== undefined ? { deprecated } : {}),
    ...(blocks.some((it) => it.hidden) ? { hidden: true } : {}),
  };
}
