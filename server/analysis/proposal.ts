import type { ApiDoc } from '../../index/api-doc.js';
import type { ApiLibrary } from '../../index/library.js';
import type { Property, TypeShape } from '../../index/type-shape.js';
import type { ApiPath } from './subject-at.js';

/** One thing that can be written at the cursor. */
export interface Proposal {
  readonly name: string;
  readonly library: ApiLibrary;
  /**
   * `api`: callable with a record. `namespace`: leads to APIs. `property`: of a result. `option`: key of an options
   * object. `value`: a literal, `name` is its source text. `variable`: one of the file whose type fits. `function` and
   * `object`: what is written for a value of that type. `export`: of a module that the file does not import yet.
   * `module`: a module that can be imported.
   */
  readonly kind:
    | 'api'
    | 'namespace'
    | 'property'
    | 'option'
    | 'value'
    | 'variable'
    | 'function'
    | 'object'
    | 'export'
    | 'module';
  readonly api?: ApiDoc;
  readonly property?: Property;
  readonly type?: TypeShape;
  /** Of an option or a property: where it is documented. */
  readonly of?: ApiPath;
  /** Of a property: the named type that has it. */
  readonly owner?: string;
  /** Of an export: the module, and the name there where it is another. */
  readonly from?: { readonly module: string; readonly export: string };
}
