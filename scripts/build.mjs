// Builds dist/ from index/ and server/: npm run build
//
// Compiles what changed, copies the data files that stand beside the sources, and takes away what has no source any
// more. No shell and no tool but the compiler, so that it runs the same on Windows, macOS and Linux.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const folders = ['index', 'server'];
const commands = ['server/main.js', 'server/language-server.js'];

const filesIn = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [];

const sources = folders.flatMap((folder) => filesIn(join(root, folder)));
const scriptOf = (source) => join(dist, relative(root, source)).replace(/\.ts$/, '.js');
const isModule = (file) => file.endsWith('.ts') && !/\.d\.[cm]?ts$/.test(file);

// The compiler trusts its notes of the last run, also where its output has been deleted since.
const notes = join(dist, '.tsbuildinfo');
if (sources.some((source) => isModule(source) && !existsSync(scriptOf(source))))
  rmSync(notes, { force: true });

const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const compiled = spawnSync(
  process.execPath,
  [compiler, '-p', join(root, 'tsconfig.build.json'), '--incremental', '--tsBuildInfoFile', notes],
  { cwd: root, stdio: 'inherit' },
);
if (compiled.error) throw compiled.error;

const wanted = new Set();
for (const source of sources) {
  const target = join(dist, relative(root, source));
  if (isModule(source)) {
    wanted.add(scriptOf(source)).add(`${scriptOf(source)}.map`);
  } else if (!source.endsWith('.ts')) {
    wanted.add(target);
    const from = statSync(source);
    const to = statSync(target, { throwIfNoEntry: false });
    if (to && to.size === from.size && to.mtimeMs >= from.mtimeMs) continue;
    mkdirSync(dirname(target), { recursive: true });
    // A copy keeps the permissions, and one that is read-only could not be written over.
    rmSync(target, { force: true });
    copyFileSync(source, target);
  }
}
for (const file of folders.flatMap((folder) => filesIn(join(dist, folder)))) {
  if (!wanted.has(file)) rmSync(file);
}
for (const command of commands) {
  if (existsSync(join(dist, command))) chmodSync(join(dist, command), 0o755);
}
process.exitCode = compiled.status ?? 1;
