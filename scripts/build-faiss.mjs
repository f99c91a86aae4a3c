// Builds the real FAISS binding where the binary of faiss-node cannot be downloaded: compiles the package's own source
// against the system's FAISS (Debian: libfaiss-dev, g++) and puts the result where `import 'faiss-node'` finds it.
//
//   node scripts/build-faiss.mjs
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// A folder of its own: `npm install --no-save` beside the other packages could change or prune them.
const workshop = join(root, 'node_modules', '.faiss-build');
const packages = join(workshop, 'node_modules');
const target = join(root, 'node_modules', 'faiss-node');
const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

function run(command, args, cwd) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  if (error || status !== 0) {
    console.error(
      `build-faiss: ${command} failed${error ? `: ${error.message}` : ` with exit code ${status}`}`,
    );
    process.exit(1);
  }
}

const faissHeader = ['/usr/include', '/usr/local/include', '/opt/homebrew/include']
  .map((folder) => join(folder, 'faiss', 'Index.h'))
  .find(existsSync);
if (!faissHeader) {
  console.error(
    'build-faiss: faiss/Index.h not found; install FAISS first (Debian: apt-get install libfaiss-dev g++)',
  );
  process.exit(1);
}

rmSync(workshop, { recursive: true, force: true });
mkdirSync(workshop, { recursive: true });
writeFileSync(join(workshop, 'package.json'), '{ "private": true }\n');
// npm's own script rather than its command: on Windows the command is a .cmd, which needs a shell.
const npm = process.env.npm_execpath;
run(
  npm ? process.execPath : 'npm',
  [
    ...(npm ? [npm] : []),
    ...['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'],
    ...[`faiss-node@${optionalDependencies['faiss-node']}`, 'node-addon-api@8'],
  ],
  workshop,
);

// FAISS before 1.7.4 has the type only inside Index.
const shim = join(workshop, 'faiss-idx.h');
writeFileSync(
  shim,
  readFileSync(faissHeader, 'utf8').includes('using idx_t = Index::idx_t') ||
    !readFileSync(faissHeader, 'utf8').includes('using idx_t')
    ? '#include <faiss/Index.h>\n'
    : '#include <faiss/Index.h>\nnamespace faiss { using idx_t = Index::idx_t; }\n',
);
const source = join(packages, 'faiss-node');
const output = join(source, 'build', 'Release');
mkdirSync(output, { recursive: true });
run(
  'g++',
  [
    ...['-O3', '-shared', '-fPIC', '-std=c++17', '-fopenmp'],
    ...['-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=faiss_node', '-DNAPI_CPP_EXCEPTIONS'],
    ...['-include', shim],
    `-I${join(dirname(dirname(process.execPath)), 'include', 'node')}`,
    `-I${join(packages, 'node-addon-api')}`,
    join(source, 'src', 'faiss.cc'),
    ...['-lfaiss', '-lblas', '-llapack', '-lgomp'],
    ...['-o', join(output, 'faiss-node.node')],
  ],
  workshop,
);

rmSync(target, { recursive: true, force: true });
cpSync(source, target, { recursive: true });
for (const dependency of ['bindings', 'file-uri-to-path']) {
  cpSync(join(packages, dependency), join(target, 'node_modules', dependency), { recursive: true });
}
rmSync(workshop, { recursive: true, force: true });

run(process.execPath, ['-e', 'new (require("faiss-node").IndexFlatIP)(2).add([1, 0])'], root);
console.log(`build-faiss: ${join('node_modules', 'faiss-node')} is built and loads`);
