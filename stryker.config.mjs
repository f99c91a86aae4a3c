import { rmSync } from 'node:fs';
import path from 'node:path';

// What libraries come to is read once for all processes of a run.
process.env.EPIGEN_READINGS = path.resolve('node_modules/.cache/epigen-readings');
rmSync(process.env.EPIGEN_READINGS, { recursive: true, force: true });

/** The mutation test: `npm run mutate`, or `npm run mutate -- --mutate server/analysis/narrowing.ts`. See docs/mutation.md. */
export default {
  testRunner: 'mocha',
  testRunnerNodeArgs: ['--import=tsx', '--no-experimental-require-module'],
  mochaOptions: {
    config: 'test/mutation/mocharc.json',
  },
  mutate: ['server/analysis/**/*.ts', 'server/checks/**/*.ts'],
  coverageAnalysis: 'perTest',
  // Constants of a module need a process of their own for each mutant. They are run apart: MUTATE_STATIC=1.
  ignoreStatic: process.env.MUTATE_STATIC !== '1',
  symlinkNodeModules: true,
  tempDirName: '.stryker-tmp',
  incremental: true,
  incrementalFile: 'reports/mutation/incremental.json',
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportMutants: false },
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  // On a busy machine a new process needs long until it has loaded the tests, which is no endless loop.
  timeoutMS: 60_000,
  timeoutFactor: 0.3,
  concurrency: Number(process.env.MUTATE_JOBS ?? 2),
};
