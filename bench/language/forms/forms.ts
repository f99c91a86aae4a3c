import { ARGUMENTS } from './arguments.js';
import { CALLING } from './calling.js';
import type { Form } from './form.js';
import { REACHING } from './reaching.js';
import { RESULTS } from './results.js';

/** All forms, in the order of the tables. */
export const FORMS: readonly Form[] = [...REACHING, ...CALLING, ...ARGUMENTS, ...RESULTS];
