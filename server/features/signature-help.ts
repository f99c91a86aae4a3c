import type {
  MarkupContent,
  ParameterInformation,
  Position,
  SignatureHelp,
  SignatureInformation,
} from 'vscode-languageserver-types';
import type { ApiDoc } from '../../index/api-doc.js';
import type { ApiLibrary } from '../../index/library.js';
import type { Signature } from '../../index/type-shape.js';
import { callPlace, expectedIn, type MeantCall, meantCall } from '../analysis/call-place.js';
import { Inference } from '../analysis/inference.js';
import { nameNode } from '../analysis/member-access.js';
import { parameterAt, parameterIndex } from '../analysis/parameter-at.js';
import { propertyNamed } from '../analysis/subject-at.js';
import { NO_LIBRARY } from '../analysis/typed.js';
import { whenClosed, wordAround } from '../analysis/unfinished-document.js';
import type { SyntaxDocument } from '../syntax/syntax-document.js';
import { plainText, safeMarkdown } from './markdown.js';
import { signatureLabel } from './signature-label.js';
import { optionDescription, plainNotes, valueNotes } from './value-card.js';

/** What the client understands of signature help. */
export interface SignatureStyle {
  readonly markdown: boolean;
  /** Takes the place of a parameter in the label instead of its text. */
  readonly labelOffsets: boolean;
}

/**
 * The overloads of the call around a position. The one that fits what is written is active, and in it the parameter, or
 * the option key inside an options object, that the position stands in. Null outside of calls of a library.
 */
export function signatureHelp(
  document: SyntaxDocument,
  position: Position,
  libraries: readonly ApiLibrary[],
  style: SignatureStyle,
): SignatureHelp | null {
  const offset = document.lines.offset(position);
  const word = wordAround(document.text, offset);
  const name = word.start === word.end ? '_' : '';
  return whenClosed(document, word.end, name, helpIn) ?? helpIn(document) ?? null;

  function helpIn(text: SyntaxDocument): SignatureHelp | undefined {
    const place = callPlace(text.program.at(offset), offset);
    const types = new Inference(text, libraries);
    const call = place && meantCall(place, types);
    if (!call || call.callee.library === NO_LIBRARY) return undefined;
    // What stands for the name that is not typed yet is no key.
    const keys = call.keys.filter((key, at) => at < call.keys.length - 1 || key !== '_' || name === '');
    const signatures = call.candidates.map((it) => information(it, { ...call, keys }, style));
    const active = signatures[call.chosen];
    return {
      signatures,
      activeSignature: call.chosen,
      ...(active?.activeParameter === undefined ? {} : { activeParameter: active.activeParameter }),
    };
  }
}

function information(signature: Signature, call: MeantCall, style: SignatureStyle): SignatureInformation {
  const { callee, argument, keys } = call;
  const { api, library } = callee;
  const isActive = call.candidates[call.chosen] === signature;
  const at = parameterIndex(signature, argument);
  const path = isActive && at !== undefined ? keys : [];
  const { label, spans, key } = signatureLabel(nameOf(call), signature, library, at, path);
  const toLabel = (span: readonly [number, number]): ParameterInformation['label'] =>
    style.labelOffsets ? [...span] : label.slice(...span);
  const parameters: ParameterInformation[] = signature.parameters.map((it, index) => {
    const span = spans[index] ?? [0, 0];
    return { label: toLabel(span), ...documented(it.doc, style) };
  });
  // A client marks one parameter; the option key is one more, within the one that holds it.
  if (key) parameters.push({ label: toLabel(key), ...keyNotes(call, signature, style) });
  const about = api && documented(aboutApi(api), style);
  return {
    label,
    parameters,
    ...about,
    ...(at === undefined ? {} : { activeParameter: key ? parameters.length - 1 : at }),
  };
}

/** What is said of an API above its parameters. */
function aboutApi({ functionality, deprecated }: ApiDoc): string {
  if (!deprecated) return functionality;
  return `Deprecated. ${deprecated.message}`.trim();
}

/** The documentation of the option that the cursor is in. */
function keyNotes(
  call: MeantCall,
  signature: Signature,
  style: SignatureStyle,
): { documentation?: MarkupContent } {
  const { callee, argument, keys } = call;
  const outer = expectedIn({ ...call, keys: keys.slice(0, -1) });
  const declared = outer && propertyNamed(keys.at(-1) ?? '', outer);
  const parameter = parameterAt(signature, argument);
  if (!declared || !parameter) return {};
  const doc = parameter.optionDocs?.[keys.join('.')];
  const description = optionDescription({
    property: doc === undefined ? declared : { ...declared, doc },
    library: callee.library,
    ...(callee.api ? { of: { api: callee.api, path: [parameter.name, ...keys].join('.') } } : {}),
  });
  const value = style.markdown ? valueNotes(description) : plainNotes(description);
  return value === '' ? {} : { documentation: { kind: style.markdown ? 'markdown' : 'plaintext', value } };
}

function documented(
  doc: string | undefined,
  { markdown }: SignatureStyle,
): { documentation?: MarkupContent } {
  if (!doc) return {};
  return {
    documentation: markdown
      ? { kind: 'markdown', value: safeMarkdown(doc) }
      : { kind: 'plaintext', value: plainText(doc) },
  };
}

/** The name of what is called, as the documentation or the text has it. */
function nameOf({ call, callee }: MeantCall): string {
  if (callee.api) return callee.api.name;
  const written = call.get('function') ?? call.get('constructor');
  return written ? nameNode(written).text : '';
}
