import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import type { ApiLibrary } from '../../index/library.js';
import { checkText } from '../../server/checks/check.js';
import { defaultSettings } from '../../server/settings.js';
import { typescriptConfig } from '../../server/typescript-config.js';
import { typescriptView } from '../../server/typescript-view.js';
import { writeFiles } from '../support/cli.js';
import { libraryOf } from '../support/snippets.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const FILES = [
  'a.js',
  'a.min.js',
  'src/b.js',
  'src/deep/c.js',
  'src/deep/c.test.js',
  'src/.hidden/d.js',
  'src/node_modules/e/e.js',
  'dist/f.js',
  'lib/g.ts',
];

describe('the configuration of TypeScript', () => {
  const cases: readonly object[] = [
    {},
    { include: ['src'] },
    { include: ['src/**/*'] },
    { include: ['src/*'] },
    { include: ['./src/**/c.*'] },
    { include: ['**/*.js'], exclude: ['**/*.test.js'] },
    { include: ['src/deep/', '*.js'] },
    { include: ['src', 'dist'], exclude: ['src/deep'] },
    { include: ['src/?.js', '**/f.js'] },
    { files: ['a.js', 'src/node_modules/e/e.js'] },
    { files: ['a.js'], include: ['lib'] },
    { compilerOptions: { outDir: 'dist' } },
    { compilerOptions: { outDir: './dist' }, exclude: [] },
    { extends: './base/tsconfig.base.json' },
    { extends: ['./base/tsconfig.base'], include: ['lib/*'] },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: TypeScript replaces it.
    { extends: '@corp/tsconfig', include: ['${configDir}/lib'] },
    { extends: './nowhere.json', exclude: ['**/deep/*'] },
  ];
  for (const config of cases) {
    it(`has the files that TypeScript finds: ${JSON.stringify(config)}`, () => {
      const folder = temporaryProject(config);
      const { config: json } = ts.readConfigFile(join(folder, 'tsconfig.json'), ts.sys.readFile);
      const theirs = ts.parseJsonConfigFileContent(json, ts.sys, folder, { allowJs: true }).fileNames;
      const files = FILES.map((it) => join(folder, it));
      const ours = files.filter((it) => typescriptConfig(it).includes(it));
      assert.deepEqual(ours.sort(), files.filter((it) => theirs.includes(it)).sort());
    });
  }

  it('is the nearest one, with comments, and tsconfig.json before jsconfig.json', () => {
    const folder = temporaryProject({});
    writeFiles(folder, {
      'tsconfig.json': '// x\n{ "compilerOptions": { "checkJs": true, }, }',
      'jsconfig.json': '{}',
      'src/jsconfig.json': '{ "compilerOptions": { "strict": true } }',
    });
    assert.equal(typescriptConfig(join(folder, 'a.js')).checkJs, true);
    assert.equal(typescriptConfig(join(folder, 'src/b.js')).checkJs, false);
    assert.equal(typescriptConfig(join(folder, 'src/b.js')).strictNullChecks, true);
  });

  it('is strict as TypeScript is of the version that is installed', () => {
    const folder = temporaryProject({ compilerOptions: { checkJs: true } });
    const strict = () => {
      const { strictNullChecks, noImplicitAny } = typescriptConfig(join(folder, 'a.js'));
      return [strictNullChecks, noImplicitAny];
    };
    assert.deepEqual(strict(), [false, false]);
    writeFiles(folder, { 'node_modules/typescript/package.json': '{ "version": "6.0.3" }' });
    assert.deepEqual(strict(), [true, true]);
    writeFiles(folder, { 'tsconfig.json': '{ "compilerOptions": { "noImplicitAny": false } }' });
    assert.deepEqual(strict(), [true, false]);
    writeFiles(folder, { 'node_modules/typescript/package.json': '{ "version": "5.9.2" }' });
    assert.deepEqual(strict(), [false, false]);
  });

  it('does not end on one that extends itself or cannot be read', () => {
    const folder = temporaryProject({ extends: './tsconfig.json', compilerOptions: { checkJs: true } });
    assert.equal(typescriptConfig(join(folder, 'a.js')).checkJs, true);
    writeFiles(folder, { 'tsconfig.json': '[' });
    assert.equal(typescriptConfig(join(folder, 'a.js')).checkJs, false);
  });
});

describe('what TypeScript sees', () => {
  const settings = defaultSettings('/');
  const view = (folder: string, name: string, sources: readonly string[] = []) => {
    const libraries = sources.length > 0 ? [{ name: 'Lib', sources }] : [];
    const uri = pathToFileURL(join(folder, name)).href;
    const found = typescriptView(uri, { ...settings, libraries }, folder);
    assert.ok(found);
    return found;
  };

  /** The library, with records that say they come from this file. */
  async function library(file: string, access = 'global:Corp'): Promise<ApiLibrary> {
    const text = access.startsWith('module:')
      ? '/** Waits. */ export declare function wait(ms: number): void;'
      : 'declare namespace Corp { /** Waits. */ function wait(ms: number): void; }';
    const real = await libraryOf(text, access);
    return {
      ...real,
      find: (name) => {
        const api = real.find(name);
        return api && { ...api, source: { ...api.source, file } };
      },
    };
  }

  it('a global whose declarations are in the project', async () => {
    const folder = temporaryProject({ include: ['src'] });
    writeFiles(folder, { 'src/corp.d.ts': '', 'types/corp.d.ts': '' });
    assert.equal(view(folder, 'src/b.js').sees(await library(join(folder, 'src/corp.d.ts')), []), true);
    assert.equal(view(folder, 'src/b.js').sees(await library('src/corp.d.ts'), []), true);
    const outside = await library(join(folder, 'types/corp.d.ts'));
    assert.equal(view(folder, 'src/b.js').sees(outside, []), false);
    assert.equal(view(folder, 'src/b.js').sees(outside, ['../types/corp.d.ts']), true);
    assert.equal(view(folder, 'a.js').sees(await library('src/corp.d.ts'), []), false, 'a.js is not in it');
  });

  it('a global that was indexed on another machine, by the sources of the settings', async () => {
    const folder = temporaryProject({});
    writeFiles(folder, { 'types/corp.d.ts': '' });
    const elsewhere = await library('/build/agent/types/corp.d.ts');
    assert.equal(view(folder, 'a.js').sees(elsewhere, []), false);
    assert.equal(view(folder, 'a.js', ['types/corp.d.ts']).sees(elsewhere, []), true);
  });

  it('nothing of a library that is documented without types', async () => {
    const folder = temporaryProject({});
    writeFiles(folder, { 'corp.json': '' });
    for (const name of ['a.js', 'lib/g.ts']) {
      assert.equal(view(folder, name).sees(await library(join(folder, 'corp.json')), []), false);
    }
    assert.equal(view(folder, 'lib/g.ts').sees(await library(join(folder, 'corp.d.ts')), []), true);
  });

  it('a module whose package has types, or that is mapped', async () => {
    const folder = temporaryProject({ compilerOptions: { paths: { '@corp/mapped': ['./x'] } } });
    writeFiles(folder, {
      'node_modules/@corp/typed/package.json': '{ "types": "x.d.ts" }',
      'node_modules/@corp/plain/package.json': '{}',
      'node_modules/@corp/index/package.json': '{}',
      'node_modules/@corp/index/index.d.ts': '',
      'node_modules/@types/corp__else/package.json': '{}',
    });
    const sees = async (module: string) =>
      view(folder, 'src/b.js').sees(await library('x.d.ts', `module:${module}`), []);
    assert.equal(await sees('@corp/typed'), true);
    assert.equal(await sees('@corp/index'), true);
    assert.equal(await sees('@corp/else'), true);
    assert.equal(await sees('@corp/mapped'), true);
    assert.equal(await sees('@corp/plain'), false);
    assert.equal(await sees('@corp/nowhere'), false);
  });

  it('a package of global declarations, as types says', async () => {
    const folder = temporaryProject({});
    const file = join(folder, 'node_modules/@types/corp/index.d.ts');
    writeFiles(folder, { 'node_modules/@types/corp/index.d.ts': '' });
    assert.equal(view(folder, 'a.js').sees(await library(file), []), true);
    writeFiles(folder, { 'tsconfig.json': '{ "compilerOptions": { "types": ["node"] } }' });
    assert.equal(view(folder, 'a.js').sees(await library(file), []), false);
    writeFiles(folder, { 'tsconfig.json': '{ "compilerOptions": { "types": ["corp"] } }' });
    assert.equal(view(folder, 'a.js').sees(await library(file), []), true);
  });

  it('nothing of a document that is in no file', () => {
    assert.equal(typescriptView('untitled:Untitled-1', settings, '/'), undefined);
  });

  it('comments at the top of a file decide, and keep what only EpiGEN says', async () => {
    const corp = await library('corp.d.ts');
    const codes = (text: string, checks: boolean, seen = true) =>
      checkText(text, [corp], {
        typescript: { checks, strictNullChecks: true, noImplicitAny: true, sees: () => seen },
      }).problems.map((it) => it.code);
    const wrong = `Corp.wait('1');`;
    assert.deepEqual(codes(wrong, true), []);
    assert.deepEqual(codes(wrong, false), ['type-mismatch']);
    assert.deepEqual(codes(wrong, true, false), ['type-mismatch']);
    assert.deepEqual(codes(`#!/usr/bin/env node\n// x\n// @ts-check: all\n${wrong}`, false), []);
    assert.deepEqual(codes(`// @ts-check\n// @ts-nocheck\n${wrong}`, true), ['type-mismatch']);
    assert.deepEqual(codes(`// @ts-checked\n${wrong}`, false), ['type-mismatch']);
    assert.deepEqual(codes(`a();\n// @ts-check\n${wrong}`, false), ['type-mismatch']);
    // What is disabled and not said is no unused comment, and the hint itself is nobody else's.
    assert.deepEqual(codes(`// epigen-disable-next-line type-mismatch\n${wrong}`, true), []);
    assert.deepEqual(codes(`// epigen-disable-next-line type-mismatch\nCorp.wait(1);`, true), [
      'unused-disable',
    ]);
  });
});

function temporaryProject(config: object): string {
  const folder = temporaryFolder();
  writeFiles(folder, {
    ...Object.fromEntries(FILES.map((it) => [it, ''])),
    'tsconfig.json': JSON.stringify(config),
    'base/tsconfig.base.json': '{ "compilerOptions": { "checkJs": true }, "include": ["../src"] }',
    'node_modules/@corp/tsconfig/tsconfig.json': '{ "exclude": ["nothing"] }',
  });
  return folder;
}
