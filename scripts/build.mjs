// Builds dist/ from index/ and server/: npm run build
//
// Bundles the programs, so that a server starts with a few files instead of hundreds (140 ms instead of 200 when it was
// measured alone); what is imported late stays in files of its own. Types are checked by npm run typecheck.
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const out = join(root, 'dist', 'server');
const programs = ['main', 'language-server', 'rebuild-worker', 'fake-worker'];
/** What other programs import. */
const modules = ['langchain'];
/** Stands beside the bundles as it stands beside its module in the sources. */
const data = [
  'index/lexical/lexicon.txt',
  'index/embeddings/encoder/encoder.bin',
  'index/phrases/concepts.bin',
];
const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: [...programs, ...modules].map((name) => `server/${name}.ts`),
  outdir: 'dist',
  outbase: '.',
  chunkNames: 'server/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // What some packages call `main` loads its parts in ways that cannot be followed.
  mainFields: ['module', 'main'],
  // Binaries, and what is loaded only where it is needed and large. Of the protocol's types the declarations alone need
  // the package.
  external: Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }).filter(
    (it) => it !== 'vscode-languageserver-types',
  ),
  // The packages of the language server protocol are CommonJS.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: 'linked',
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
});

mkdirSync(out, { recursive: true });
const wanted = new Set(Object.keys(metafile.outputs).map((it) => join(root, it)));
for (const file of data) {
  const target = join(out, file.slice(file.lastIndexOf('/') + 1));
  copyFileSync(join(root, file), target);
  wanted.add(target);
}
const notices = join(root, 'dist', 'THIRD-PARTY-NOTICES.txt');
writeFileSync(notices, noticesOf(Object.keys(metafile.inputs)));
wanted.add(notices);
for (const entry of readdirSync(join(root, 'dist'), { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath, entry.name);
  if (entry.isFile() && !wanted.has(file)) rmSync(file);
}
for (const name of programs) chmodSync(join(out, `${name}.js`), 0o755);

/** The licences of the packages whose code is in the bundles. */
function noticesOf(inputs) {
  const folders = new Set();
  for (const input of inputs) {
    const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    if (folder) folders.add(folder);
  }
  const parts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const files = readdirSync(join(root, folder)).filter((it) => /^licen[cs]e/i.test(it));
    const text = files.map((it) => readFileSync(join(root, folder, it), 'utf8').trim()).join('\n\n');
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  const line = `\n${'-'.repeat(80)}\n\n`;
  const learned = readFileSync(join(root, 'index/embeddings/encoder/encoder-sources.txt'), 'utf8');
  return `The programs of EpiGEN contain code of these packages.\n\n${parts.join(line)}${line}The table of the built-in encoder (encoder.bin) was learned from the documentation in these packages. It holds hashes and\nnumbers, none of their text.\n\n${learned}`;
}
