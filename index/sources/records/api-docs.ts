import type { Access, ApiDoc } from '../../api-doc.js';
import { apiKey, firstSentence, nameSentence } from '../../api-key.js';
import type { Contract } from '../../contract.js';
import type { Signature, TypeDefinition } from '../../type-shape.js';
import { libraryPrefix } from '../access.js';
import type { ContractCache } from '../contracts/place-contracts.js';
import { readContracts } from '../contracts/read-contracts.js';
import { describeApi } from './description.js';
import { exampleCall, instanceName } from './example.js';
import type { RecordDraft } from './record-draft.js';
import { replacementIn } from './replacement.js';

/** What all records of a library share. */
export interface LibraryFacts {
  readonly name: string;
  readonly version: string;
  readonly access: Access;
  readonly type: (name: string) => TypeDefinition | undefined;
  readonly signatures: (api: string) => readonly Signature[];
  /** Cache of type texts. */
  readonly texts: Map<string, string | null>;
  /** Names of all records. */
  readonly names: ReadonlySet<string>;
  /** Examples in the documentation by the record they belong to, for methods that have none of their own. */
  readonly examples: ReadonlyMap<string, readonly string[]>;
  /** By name of a record: what the documentation of another one says about it. */
  readonly pairs: ReadonlyMap<string, readonly Contract[]>;
  /** Cache of what has been read from the texts of parameters. */
  readonly contracts: ContractCache;
}

/** Makes the record of one callable: key, description, example and the rest, from its draft and final signatures. */
export function apiDoc(
  draft: RecordDraft,
  signatures: readonly Signature[],
  memberOf: string | undefined,
  library: LibraryFacts,
): ApiDoc {
  const { documentation, source } = draft.note;
  const functionality = firstSentence(documentation.description) || nameSentence(draft.name);
  const [first, ...further] = examplesOf(draft, signatures, library);
  const { deprecated } = documentation;
  const replacement =
    deprecated && replacementIn(deprecated, draft.name, library.names, libraryPrefix(library.access));
  return {
    name: draft.name,
    library: library.name,
    version: library.version,
    access: draft.access,
    ...(memberOf !== undefined ? { member: { of: memberOf } } : {}),
    functionality,
    des: documentation.des ?? describeApi(functionality, documentation, signatures, library),
    exp: first ?? `${draft.name}();`,
    key: apiKey(draft.name, functionality, library.access),
    signatures,
    ...(further.length > 0 ? { examples: further } : {}),
    ...(deprecated !== undefined
      ? { deprecated: { message: deprecated, ...(replacement ? { replacement } : {}) } }
      : {}),
    ...(documentation.since ? { since: documentation.since } : {}),
    ...(documentation.category ? { category: documentation.category } : {}),
    ...(documentation.link ? { link: documentation.link } : {}),
    ...(documentation.errors.length > 0 ? { errors: documentation.errors } : {}),
    contracts: readContracts(draft.name, documentation, signatures, library),
    source,
  };
}

/** Examples that the documentation gives for a record. */
export function documentedExamples(
  draft: RecordDraft,
  library: Pick<LibraryFacts, 'examples'>,
): readonly string[] {
  const { examples } = draft.note.documentation;
  if (examples.length > 0 || draft.memberOf === undefined) return examples;
  // The API that gives the handle usually shows what is done with it.
  const producer = draft.handle?.endsWith('()') ? draft.handle.slice(0, -2) : undefined;
  const call = new RegExp(`\\.${methodOf(draft).replace(/\$/g, '\\$')}\\(`);
  const shown = producer ? library.examples.get(producer)?.find((it) => call.test(it)) : undefined;
  return shown === undefined ? [] : [shown];
}

function examplesOf(
  draft: RecordDraft,
  signatures: readonly Signature[],
  library: LibraryFacts,
): readonly string[] {
  const documented = documentedExamples(draft, library);
  if (documented.length > 0) return documented;
  const callee =
    draft.memberOf === undefined ? draft.name : `${instanceName(draft.memberOf)}.${methodOf(draft)}`;
  return [exampleCall(callee, signatures[0], library.type)];
}

function methodOf({ name }: RecordDraft): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
