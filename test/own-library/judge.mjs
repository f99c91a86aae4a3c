import { matches, matchesCall } from './match.mjs';

/**
 * Compares what a run did with what its scenario expects.
 *
 * `expect.calls` lists the calls in order; `{ "any": [call…] }` in it are calls in any order, `{ "maybe": call }` one
 * that may be left out. `expect.result` is what the function gives (anything when it is missing), `expect.throws` the
 * code or message of the error.
 *
 * @param run - `{ calls, result }` or `{ calls, error: { name, code, message } }`, or `{ stuck: true }`.
 * @returns The kind of the failure, or undefined when all is as expected.
 */
export function failureOf(run, expect) {
  if (run.stuck) return 'does not end';
  const { error } = run;
  if (error && ['SyntaxError', 'ReferenceError', 'TypeError'].includes(error.name))
    return `throws ${error.name}`;
  const calls = callsFailure(run.calls, expect.calls);
  if (calls) return calls;
  if (expect.throws !== undefined) {
    if (!error) return 'error is swallowed';
    return error.code === expect.throws || error.message?.includes(expect.throws) ? undefined : 'other error';
  }
  if (error) return 'unexpected error';
  return expect.result === undefined || matches(run.result, expect.result) ? undefined : 'wrong result';
}

function callsFailure(observed, expected) {
  if (inOrder(observed, expected)) return undefined;
  const needed = expected.flatMap((it) => (Array.isArray(it) ? [it] : (it.any ?? [])));
  const allowed = [...needed, ...expected.flatMap((it) => (it.maybe ? [it.maybe] : []))];
  if (without(needed, observed, sameName).length > 0) return 'missing call';
  if (without(observed, allowed, sameName).length > 0) return 'superfluous call';
  if (without(needed, observed, (one, other) => matchesCall(other, one)).length > 0) return 'wrong argument';
  return 'wrong order';
}

/** Whether the calls are the expected ones one after the other. */
function inOrder(observed, [next, ...rest]) {
  if (next === undefined) return observed.length === 0;
  const [first, ...others] = observed;
  if (Array.isArray(next)) return first !== undefined && matchesCall(first, next) && inOrder(others, rest);
  if (next.maybe)
    return (
      inOrder(observed, rest) ||
      (first !== undefined && matchesCall(first, next.maybe) && inOrder(others, rest))
    );
  if (next.any.length === 0) return inOrder(observed, rest);
  return next.any.some(
    (call, at) =>
      first !== undefined &&
      matchesCall(first, call) &&
      inOrder(others, [{ any: next.any.filter((_, index) => index !== at) }, ...rest]),
  );
}

/** What is left of `list` when each of `other` takes one that is the same. */
function without(list, other, isSame) {
  const left = [...list];
  for (const it of other) {
    const at = left.findIndex((one) => isSame(one, it));
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}

function sameName(one, other) {
  return one[0] === other[0];
}
