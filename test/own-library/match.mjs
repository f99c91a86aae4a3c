/**
 * Whether an observed value is what a scenario expects. Plain values must be equal; properties that are undefined do
 * not count. `{ "$any": true }` stands for any value, `{ "$optional": value }` for this one or none,
 * `{ "$function": true }` for a function, `{ "$has": {…} }` for an object with at least these properties.
 */
export function matches(observed, expected) {
  if (expected === null || typeof expected !== 'object') return Object.is(observed ?? null, expected ?? null);
  if (expected.$any) return true;
  if (expected.$optional !== undefined)
    return observed === undefined || matches(observed, expected.$optional);
  if (expected.$function) return typeof observed === 'function';
  if (observed === null || typeof observed !== 'object') return false;
  if (expected.$has) return Object.entries(expected.$has).every(([key, it]) => matches(observed[key], it));
  if (Array.isArray(expected) !== Array.isArray(observed)) return false;
  const keys = new Set([...Object.keys(observed), ...Object.keys(expected)]);
  return [...keys].every((key) => matches(observed[key], expected[key]));
}

/** Whether a call `[name, …arguments]` is the expected one. Missing, undefined and empty options at the end are one. */
export function matchesCall(observed, expected) {
  if (observed[0] !== expected[0]) return false;
  const [one, other] = [withoutEmptyEnd(observed), withoutEmptyEnd(expected)];
  const length = Math.max(one.length, other.length);
  return Array.from({ length }).every((_, at) => matches(one[at], other[at]));
}

function withoutEmptyEnd(call) {
  const end = call.findLastIndex(
    (it) => it !== undefined && !(isPlain(it) && Object.values(it).every((value) => value === undefined)),
  );
  return call.slice(0, end + 1);
}

function isPlain(value) {
  return value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype;
}
