// Writes the declarations of epigen/langchain to dist/types/, when the package is packed: npm pack
//
// Only those that it reaches: the rest of the sources is nobody's interface.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '..');
const out = join(root, 'dist', 'types');
const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
const program = ts.createProgram([join(root, 'server', 'langchain.ts')], {
  ...options,
  noEmit: false,
  declaration: true,
  emitDeclarationOnly: true,
  // npm run typecheck does it.
  noCheck: true,
  rootDir: root,
  outDir: out,
});

/** @type {Map<string, string>} */
const declarations = new Map();
program.emit(undefined, (file, text) => declarations.set(relative(out, file), text));

rmSync(out, { recursive: true, force: true });
const left = [join('server', 'langchain.d.ts')];
const written = new Set();
for (const file of left) {
  const text = declarations.get(file);
  if (text === undefined || written.has(file)) continue;
  written.add(file);
  mkdirSync(dirname(join(out, file)), { recursive: true });
  writeFileSync(join(out, file), text);
  for (const { fileName } of ts.preProcessFile(text).importedFiles) {
    if (fileName.startsWith('.')) left.push(join(dirname(file), fileName.replace(/\.js$/, '.d.ts')));
  }
}
