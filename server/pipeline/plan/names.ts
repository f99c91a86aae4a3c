/** The nouns of an identifier: `getTenantId` -> `tenantId`, `list_mails` -> `mails`. '' if nothing is left. */
export function nounOf(apiName: string): string {
  const last = /([\w$]+)(?:\(\))?$/.exec(apiName)?.[1] ?? apiName;
  const camel = last.replace(/_+([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());
  const match = /^[a-z]+([A-Z].*?)(?:Sync|Async)?$/.exec(camel);
  const noun = match?.[1] ?? '';
  return noun === '' ? '' : lowerFirst(noun);
}

function lowerFirst(text: string): string {
  const acronym = /^[A-Z]+(?=[A-Z][a-z]|$)/.exec(text)?.[0];
  return acronym
    ? acronym.toLowerCase() + text.slice(acronym.length)
    : text.charAt(0).toLowerCase() + text.slice(1);
}

export function singular(name: string): string {
  if (/ies$/.test(name)) return `${name.slice(0, -3)}y`;
  if (/(?:ss|us|is)$/.test(name) || !/s$/.test(name))
    return /(?:list|array)$/i.test(name) ? name.slice(0, -4) || 'item' : 'item';
  return /(?:ses|xes|ches|shes)$/.test(name) ? name.slice(0, -2) : name.slice(0, -1);
}

const RESERVED = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export extends false finally for function if import ' +
    'in instanceof let new null return static super switch this throw true try typeof var void while with yield arguments eval undefined'
  ).split(' '),
);

/** Whether a text can stand as a property name or variable without quotes. */
export function isIdentifier(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text);
}

/** A free name: the wanted one, or with a number behind it. The result is taken from then on. */
export function freeName(wanted: string, taken: Set<string>): string {
  let name = isIdentifier(wanted) ? wanted : 'value';
  if (RESERVED.has(name)) name = `${name}Value`;
  const base = name;
  for (let count = 2; taken.has(name); count++) name = `${base}${count}`;
  taken.add(name);
  return name;
}
