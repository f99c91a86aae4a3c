import type { Range } from 'vscode-languageserver-types';
import type { ApiDoc } from '../../index/api-doc.js';
import type { ApiLibrary } from '../../index/library.js';

/** A use of an API of an indexed library. */
export interface ApiUse {
  readonly library: ApiLibrary;
  readonly api: ApiDoc;
  /** The last name of the callee (`showToast` in `HX.showToast(…)`). */
  readonly nameRange: Range;
  /** The whole callee (`HX.showToast`). */
  readonly calleeRange: Range;
  /** The call expression, if it is called. */
  readonly callRange?: Range;
}
