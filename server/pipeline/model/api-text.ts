import type { ApiDoc } from '../../../index/api-doc.js';
import type { ApiLibrary } from '../../../index/library.js';
import type { Signature, TypeShape } from '../../../index/type-shape.js';
import { signatureText } from '../../analysis/type-text.js';
import { awaited, elementOf, propertiesOf } from '../retrieval/shapes.js';
import { asData, tokensOf } from './prompt-data.js';

/** An API as it goes into a prompt. */
export interface PromptApi {
  readonly api: ApiDoc;
  readonly library: ApiLibrary;
}

/** The most that the documentation of one API may take of a prompt. */
const DES_TOKENS = 450;
const EXP_TOKENS = 250;
const RESULT_TOKENS = 200;

/** Signature, API Des, API Exp and result of one API, delimited as data. */
export function apiText({ api, library }: PromptApi): string {
  const signatures = api.signatures.slice(0, 4).map((it) => signatureText(callName(api), it));
  const result = resultText(api.signatures[0], library);
  return [
    `<api name="${asData(api.name, 40).replaceAll('"', "'")}">`,
    ...(signatures.length > 0 ? [`Signature: ${asData(signatures.join('\n'), DES_TOKENS)}`] : []),
    `Description: ${asData(api.des, DES_TOKENS)}`,
    ...(result === '' ? [] : [`Result: ${asData(result, RESULT_TOKENS)}`]),
    ...(api.deprecated ? [`Deprecated: ${asData(api.deprecated.message, 60)}`] : []),
    `Example: ${asData(api.exp, EXP_TOKENS)}`,
    '</api>',
  ].join('\n');
}

/** As many of the APIs as the budget has room for, in their order. */
export function withinBudget(apis: readonly PromptApi[], tokens: number): readonly PromptApi[] {
  let left = tokens;
  const end = apis.findIndex((it) => {
    left -= tokensOf(apiText(it));
    return left < 0;
  });
  return end < 0 ? apis : apis.slice(0, Math.max(1, end));
}

/** The texts of APIs, one behind the other. */
export function apiTexts(apis: readonly PromptApi[]): string {
  return apis.map(apiText).join('\n');
}

/** Methods are called on the handle that an earlier call gave. */
export function callName(api: ApiDoc): string {
  return api.member ? `HANDLE.${/([\w$]+)(?:\(\))?$/.exec(api.name)?.[1] ?? api.name}` : api.name;
}

/** What is said of the parts of a result: units and meanings that a type does not tell. */
function resultText(signature: Signature | undefined, library: ApiLibrary): string {
  if (!signature) return '';
  return partsText(awaited(signature.returns, library), library, '', 2);
}

function partsText(shape: TypeShape, library: ApiLibrary, path: string, depth: number): string {
  const element = elementOf(shape, library);
  const properties = propertiesOf(element ?? shape, library);
  const prefix = element ? `${path}[].` : path === '' ? '' : `${path}.`;
  return properties
    .flatMap(({ name, doc, type }) => [
      ...(doc ? [`${prefix}${name}: ${doc.replace(/\s+/g, ' ')}`] : []),
      ...(depth > 1 ? [partsText(type, library, prefix + name, depth - 1)] : []),
    ])
    .filter((it) => it !== '')
    .join(' ');
}
