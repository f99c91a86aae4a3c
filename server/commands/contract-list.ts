import type { ApiDoc } from '../../index/api-doc.js';
import type { Contract } from '../../index/contract.js';
import { contractName } from '../../index/contract-name.js';
import { print } from './output.js';
import { displayPath } from './workspace.js';

/**
 * Every contract on a line of its own: `file:line: API: path kind {content}: "sentence"`. What stands before the content
 * is what `remove` in the file of corrections takes, and the content is as `add` takes it.
 */
export function printContracts(apis: readonly ApiDoc[]): void {
  for (const { name, source, contracts } of apis) {
    for (const contract of contracts) {
      const said = JSON.stringify(contentOf(contract));
      const content = said === '{}' ? '' : ` ${said}`;
      print(
        `${displayPath(source.file)}:${source.line}: ${name}: ${contractName(contract)}${content}: ${JSON.stringify(contract.sentence)}`,
      );
    }
  }
}

/** The contracts of an API for programs. */
export function contractsJson({ name, source, contracts }: ApiDoc) {
  const { file, line } = source;
  return contracts.map((it) => ({ api: name, name: contractName(it), ...it, file, line }));
}

/** What a contract says beside its name and where it was read. */
function contentOf(contract: Contract): object {
  const { kind: _kind, sentence: _sentence, stated: _stated, ...content } = contract;
  return Object.fromEntries(Object.entries(content).filter(([key]) => key !== 'path'));
}
