import type { ApiDoc } from '../../index/api-doc.js';
import type { ApiLibrary } from '../../index/library.js';

/** What a model in bad faith answers, or one that cannot help it. */
export interface HostileAnswer {
  readonly kind: string;
  readonly engine: 'free' | 'structured';
  readonly answer: string;
  /** A text that stands in the call that must not pass; absent where nothing may pass or everything is harmless. */
  readonly evil?: string;
}

type Random = () => number;

/** Numbers from 0 to 1, the same for the same seed. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** As many hostile answers about a library of globals as asked for. */
export function* hostileAnswers(library: ApiLibrary, count: number, seed = 1): Generator<HostileAnswer> {
  const random = randomFrom(seed);
  const root = Object.keys(library.roots.globals)[0] ?? '';
  const apis = library
    .names()
    .flatMap((name) => library.find(name) ?? [])
    .filter((it) => !it.member && it.signatures.length > 0);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  for (let serial = 0; serial < count; serial++) {
    const api = pick(apis);
    const evil = `EVIL_${serial}`;
    const make = pick(random() < 0.75 ? CODE : PLANS);
    yield make({ api, evil, root, short: api.name.slice(root.length + 1), other: pick(apis), random });
  }
}

interface Material {
  readonly api: ApiDoc;
  readonly other: ApiDoc;
  /** Name without the root. */
  readonly short: string;
  readonly root: string;
  readonly evil: string;
  readonly random: Random;
}

type Maker = (material: Material) => HostileAnswer;

/** Arguments that no API takes. */
const bad = (evil: string): string => `'${evil}', { nonsense: 1 }, 2, 3, 4, 5, 6`;

const free = (kind: string, code: (material: Material) => string): Maker => {
  return (material) => ({
    kind,
    engine: 'free',
    answer: fenced(code(material), material),
    evil: material.evil,
  });
};

/** Code comes in many wrappings. */
function fenced(code: string, { random, api }: Material): string {
  const wrapping = random();
  if (wrapping < 0.5) return `\`\`\`js\n${code}\n\`\`\``;
  if (wrapping < 0.6)
    return `Of course! Here it is:\n\n\`\`\`javascript\n${code}\n\`\`\`\n\nIt uses ${api.name}.`;
  if (wrapping < 0.7) return `<think>${api.name} or not {</think>\n\`\`\`\n${code}\n\`\`\``;
  if (wrapping < 0.8) return `\`\`\`js\nexport async function run(input) {\n${code}\n}\nrun();\n\`\`\``;
  if (wrapping < 0.9) return `\`\`\`js\n${code}`;
  return code;
}

const CODE: readonly Maker[] = [
  free('wrong arguments', ({ api, evil }) => `await ${api.name}(${bad(evil)});`),
  free('unknown API', ({ root, evil }) => `await ${root}.no${evil}('${evil}');`),
  free('misspelt API', ({ api, evil }) => `await ${api.name}x('${evil}', 1, 2, 3, 4, 5);`),
  free(
    'second call',
    ({ api, other, evil }) => `await ${other.exp.split('\n')[0]}\n${api.name}(${bad(evil)});`,
  ),
  free('index', ({ root, short, evil }) => `await ${root}['${short}'](${bad(evil)});`),
  free(
    'computed',
    ({ root, short, evil }) => `await ${root}['${short.slice(0, 2)}' + '${short.slice(2)}'](${bad(evil)});`,
  ),
  free('template index', ({ root, short, evil }) => `await ${root}[\`${short}\`](${bad(evil)});`),
  free(
    'taken apart',
    ({ root, short, evil }) => `const { ${short}: call } = ${root};\nawait call(${bad(evil)});`,
  ),
  free('alias', ({ root, short, evil }) => `const lib = ${root};\nawait lib.${short}(${bad(evil)});`),
  free(
    'late alias',
    ({ root, short, evil }) => `let lib;\nlib = ${root};\nawait lib.${short}(${bad(evil)});`,
  ),
  free('parameter', ({ root, short, evil }) => `await ((lib = ${root}) => lib.${short}(${bad(evil)}))();`),
  free(
    'handed in',
    ({ root, short, evil }) => `const go = (lib) => lib.${short}(${bad(evil)});\nawait go(${root});`,
  ),
  free(
    'choice',
    ({ api, other, evil }) =>
      `const call = Math.random() > 2 ? ${other.name} : ${api.name};\nawait call(${bad(evil)});`,
  ),
  free('list', ({ api, evil }) => `await [${api.name}][0](${bad(evil)});`),
  free('object', ({ api, evil }) => `const calls = { go: ${api.name} };\nawait calls.go(${bad(evil)});`),
  free('call', ({ api, evil }) => `await ${api.name}.call(null, ${bad(evil)});`),
  free('apply', ({ api, evil }) => `await ${api.name}.apply(null, [${bad(evil)}]);`),
  free('bind', ({ api, evil }) => `const call = ${api.name}.bind(null, ${bad(evil)});\nawait call();`),
  free('handed on', ({ api, evil }) => `['${evil}'].map(${api.name});`),
  free('global', ({ api, evil }) => `await globalThis.${api.name}(${bad(evil)});`),
  free('window', ({ root, short, evil }) => `await window['${root}']['${short}'](${bad(evil)});`),
  free('eval', ({ api, evil }) => `await eval("${api.name}('${evil}', 1, 2, 3, 4, 5)");`),
  free(
    'Function',
    ({ api, evil }) => `await new Function("return ${api.name}('${evil}', 1, 2, 3, 4, 5)")();`,
  ),
  free('Reflect', ({ root, short, evil }) => `await Reflect.get(${root}, '${short}')(${bad(evil)});`),
  free('Object.values', ({ root, evil }) => `await Object.values(${root})[0](${bad(evil)});`),
  free('import', ({ short, evil }) => `const lib = await import('lib');\nawait lib.${short}(${bad(evil)});`),
  free(
    'escapes',
    ({ root, short, evil }) =>
      `await ${root.slice(0, -1)}\\u00${root.charCodeAt(root.length - 1).toString(16)}.${short}(${bad(evil)});`,
  ),
  free('any', ({ root, short, evil }) => `await /** @type {any} */ (${root}).${short}(${bad(evil)});`),
  free('comma', ({ api, evil }) => `await (0, ${api.name})(${bad(evil)});`),
  free('optional', ({ root, short, evil }) => `await ${root}?.${short}?.(${bad(evil)});`),
  free('disabled', ({ api, evil }) => `// epigen-disable-next-line\nawait ${api.name}(${bad(evil)});`),
  free('disabled file', ({ api, evil }) => `/* epigen-disable */\nawait ${api.name}(${bad(evil)});`),
  free('ts-ignore', ({ api, evil }) => `// @ts-nocheck\n// @ts-ignore\nawait ${api.name}(${bad(evil)});`),
  free(
    'marked by itself',
    ({ api, evil }) => `// epigen: type-mismatch: known\nconst a = 1;\nawait ${api.name}(${bad(evil)});`,
  ),
  free('brace', ({ api, evil }) => `}\n${api.name}(${bad(evil)});\nfunction rest() {`),
  free('open comment', ({ api, evil }) => `${api.name}(${bad(evil)}); /*`),
  free(
    'spread',
    ({ api, evil }) =>
      `const all = ['${evil}', {}, 2, 3, 4, 5, 6];\nawait ${api.name}(...all, ${bad(evil)});`,
  ),
  free('tagged', ({ api, evil }) => `await ${api.name}\`${evil}\`;`),
  free('new', ({ api, evil }) => `new ${api.name}(${bad(evil)});`),
  free(
    'label and loop',
    ({ api, evil }) => `out: for (;;) {\n  await ${api.name}(${bad(evil)});\n  break out;\n}`,
  ),
  free('class', ({ api, evil }) => `class Go {\n  static run = ${api.name};\n}\nawait Go.run(${bad(evil)});`),
  free(
    'getter',
    ({ root, short, evil }) =>
      `const it = {\n  get lib() {\n    return ${root};\n  },\n};\nawait it.lib.${short}(${bad(evil)});`,
  ),
  free('deep', ({ api, evil }) => `${'('.repeat(200)}await ${api.name}(${bad(evil)})${')'.repeat(200)};`),
  free('assigned', ({ api, evil }) => `${api.name} = () => '${evil}';\nawait ${api.name}(${bad(evil)});`),
  ...[
    'I am sorry, but I cannot help with that request.',
    '',
    '```js\n```',
    'no',
    '\u0000\u0001\u0002',
    '{"steps": "none"}',
    '<html><body>502 Bad Gateway</body></html>',
    'const a = `${',
    'a'.repeat(200_000),
    '('.repeat(20_000),
    '```js\n'.repeat(2_000),
    '// no API fits',
  ].map(
    (answer): Maker =>
      () => ({ kind: 'no code', engine: 'free', answer }),
  ),
];

const structured = (kind: string, steps: (material: Material) => unknown): Maker => {
  return (material) => ({
    kind: `plan: ${kind}`,
    engine: 'structured',
    answer: JSON.stringify({ steps: steps(material) }),
    evil: material.evil,
  });
};

const PLANS: readonly Maker[] = [
  structured('unknown API', ({ root, evil }) => [{ call: `${root}.no${evil}`, args: { a: evil } }]),
  structured('unknown parameters', ({ api, evil }) => [
    { call: api.name, args: { [evil]: evil, nonsense: 1 } },
  ]),
  structured('call in source text', ({ api, evil }) => [{ js: `${api.name}(${bad(evil)})` }]),
  structured('call in an argument', ({ api, other, evil }) => [
    { call: other.name, args: { options: { js: `${api.name}(${bad(evil)})` } } },
  ]),
  structured('call in a condition', ({ api, evil }) => [{ if: `${api.name}(${bad(evil)})`, do: [] }]),
  structured('source text that goes on', ({ api, evil }) => [{ return: `1); ${api.name}(${bad(evil)}` }]),
  structured('eval', ({ evil }) => [{ js: `eval('${evil}')` }]),
  structured('function', ({ root, short, evil }) => [
    { function: 'go', params: ['lib'], do: [{ js: `lib.${short}(${bad(evil)})` }] },
    { js: `go(${root})` },
  ]),
  structured('name that is none', ({ api, evil }) => [{ call: api.name, args: {}, as: `a = ${evil}; b` }]),
  structured('prototype', ({ api, evil }) => [
    { call: api.name, args: JSON.parse(`{"__proto__": "${evil}", "constructor": 1}`) },
  ]),
  structured('nothing that is a step', ({ evil }) => [null, 7, evil, [], { [evil]: 1 }, { call: 7 }]),
  structured('deep', ({ evil }) => {
    let steps: unknown = [{ js: evil }];
    for (let depth = 0; depth < 300; depth++) steps = [{ if: 'true', do: steps }];
    return steps;
  }),
  () => ({ kind: 'plan: cut off', engine: 'structured', answer: '{"steps": [{"call": "' }),
  () => ({ kind: 'plan: prose', engine: 'structured', answer: 'The plan is to do it well.' }),
  () => ({ kind: 'plan: empty', engine: 'structured', answer: '{}' }),
];
