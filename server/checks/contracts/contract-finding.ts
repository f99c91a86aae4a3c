import type { Contract } from '../../../index/contract.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import type { ProblemCode } from '../problem.js';
import type { Finding } from '../report.js';
import type { ContractCall } from './contract-call.js';

/** A sentence in a message is cut here. */
const MAX_QUOTE = 120;

/**
 * A finding that quotes what the documentation says. What was read from prose counts less, as it may have been
 * misunderstood (DESIGN §3).
 *
 * @param text - What is wrong, as the end of a sentence that begins with the API: `'options.timeout' must be …`.
 */
export function contractFinding(
  code: ProblemCode,
  contract: Contract,
  { api }: Pick<ContractCall, 'api'>,
  node: SyntaxNode,
  text: string,
  more: Pick<Finding, 'fixes' | 'related' | 'unlessMentioned'> = {},
): Finding {
  return {
    code,
    message: `${api.name}: ${text}.${quoted(contract.sentence)}`,
    node,
    api: api.name,
    ...(contract.stated === 'prose' ? { severity: 'information' } : {}),
    ...more,
  };
}

function quoted(sentence: string): string {
  const text = sentence.replace(/\s+/g, ' ').trim();
  if (!text) return '';
  const shown = text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE - 1)}…` : text;
  return ` Documented: "${shown}"`;
}
