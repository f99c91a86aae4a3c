/** Whether an API is the one that a task names, with or without its library or namespace. */
export function isNamed(name: string, wanted: string): boolean {
  const bare = wanted.replace(/\(.*$/, '');
  return name === bare || name.endsWith(`.${bare}`);
}
