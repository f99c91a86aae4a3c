import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  assertFails,
  epigen,
  epigenOk,
  HX_DECLARATIONS,
  jsonLines,
  MAIL_PACKAGE,
  ROOT,
  writeFiles,
} from '../support/cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const COMMANDS = ['init', 'index', 'search', 'tune', 'generate', 'check', 'corpus', 'eval', 'lsp', 'doctor'];
const COMMON = ['--store', '--config', '--library', '--version', '--help'];

describe('epigen --help and --version', () => {
  const folder = temporaryFolder();
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

  it('lists exactly the commands that are there', () => {
    const help = epigenOk(folder, '--help');
    const listed = [...help.matchAll(/^ {2}([a-z]+) .*$/gm)].map((it) => it[1]).filter((it) => it !== 'help');
    assert.deepEqual(listed, COMMANDS);
    assert.equal(epigenOk(folder, '--version'), `${version}\n`);
  });

  for (const command of COMMANDS.map((it) => (it === 'corpus' ? 'corpus build' : it))) {
    it(`epigen ${command} --help has the common options and examples that are true`, () => {
      const help = epigenOk(folder, ...command.split(' '), '--help');
      for (const option of COMMON) assert.ok(help.includes(`${option} `), `${command} ${option}`);
      const examples = [...help.matchAll(/^ {2}\$ epigen (.*)$/gm)].map((it) => it[1] ?? '');
      assert.ok(examples.length > 0);
      for (const example of examples) {
        assert.ok(example.startsWith(command));
        for (const option of example.match(/ --?[a-z][\w-]*/g) ?? []) {
          assert.ok(help.slice(help.indexOf('Options:')).includes(option.trim()), `${example}: ${option}`);
        }
      }
      assert.equal(epigenOk(folder, ...command.split(' '), '--version'), `${version}\n`);
    });
  }

  it('the installed command is a file with a shebang that plain node runs', () => {
    const { bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      bin: Record<string, string>;
    };
    for (const file of Object.values(bin)) {
      const path = join(ROOT, file);
      assert.match(readFileSync(path, 'utf8'), /^#!\/usr\/bin\/env node\n/);
      if (process.platform !== 'win32') {
        assert.equal(execFileSync(path, ['--version'], { encoding: 'utf8' }), `${version}\n`);
      }
    }
  });
});

describe('epigen init', () => {
  const folder = temporaryFolder();
  const init = (inside: string, ...args: string[]) => {
    const out = epigenOk(join(folder, inside), 'init', '--json', ...args);
    const [report] = jsonLines(out) as { file: string; libraries: { name: string }[] }[];
    const settings = JSON.parse(readFileSync(join(folder, inside, 'epigen.config.json'), 'utf8'));
    assert.deepEqual(settings.libraries, report?.libraries);
    return settings;
  };

  it('finds private typed packages, and no public ones', () => {
    const manifest = (name: string, fields: object) => JSON.stringify({ name, version: '1.0.0', ...fields });
    writeFiles(join(folder, 'packages'), {
      ...MAIL_PACKAGE,
      'package.json': JSON.stringify({
        dependencies: {
          '@corp/mail': '^3.0.0',
          '@corp/served': '1',
          '@corp/untyped': '1',
          'local-types': 'file:../local',
          'public-typed': '1',
          'not-installed': 'workspace:*',
        },
        devDependencies: { '@types/node': '20', 'workspace-lib': 'workspace:*', '@vendor/locked': '1' },
      }),
      '.npmrc': '@corp:registry=https://npm.corp.example/\n',
      'package-lock.json': JSON.stringify({
        packages: { 'node_modules/@vendor/locked': { resolved: 'https://npm.corp.example/l.tgz' } },
      }),
      'node_modules/@corp/served/package.json': manifest('@corp/served', {
        exports: { '.': { types: './x.d.ts' } },
      }),
      'node_modules/@corp/untyped/package.json': manifest('@corp/untyped', {}),
      'node_modules/local-types/package.json': manifest('local-types', { main: 'lib/main.js' }),
      'node_modules/local-types/lib/main.d.ts': 'export {};',
      'node_modules/public-typed/package.json': manifest('public-typed', { types: 'x.d.ts' }),
      'node_modules/@types/node/package.json': manifest('@types/node', { types: 'x.d.ts' }),
      'node_modules/workspace-lib/package.json': manifest('workspace-lib', { typings: 'x.d.ts' }),
      'node_modules/@vendor/locked/package.json': manifest('@vendor/locked', { types: 'x.d.ts' }),
    });
    const settings = init('packages');
    assert.deepEqual(settings.libraries, [
      { name: '@corp/mail', sources: ['@corp/mail'], access: 'module:@corp/mail' },
      { name: '@corp/served', sources: ['@corp/served'], access: 'module:@corp/served' },
      { name: 'local-types', sources: ['local-types'], access: 'module:local-types' },
      { name: 'workspace-lib', sources: ['workspace-lib'], access: 'module:workspace-lib' },
      { name: '@vendor/locked', sources: ['@vendor/locked'], access: 'module:@vendor/locked' },
    ]);
  });

  it('finds declarations of global libraries, and not those of the platform', () => {
    const api = 'a(x: string): void; b(): Promise<string>; c(f: () => void): number';
    writeFiles(join(folder, 'globals'), {
      'types/hx.d.ts': readFileSync(HX_DECLARATIONS),
      'types/env.d.ts': readFileSync(join(ROOT, 'test/w-library/env.d.ts')),
      'types/vite.d.ts': '/// <reference types="vite/client" />\n',
      'types/module.d.ts': `export interface Exported { ${api} }\n`,
      'types/inside.d.ts': `export {};\ndeclare global {\n  interface InsideApi { ${api} }\n  const Inside: InsideApi;\n}\n`,
      'dist/built.d.ts': `declare const Built: { ${api} };\n`,
      'node_modules/other/x.d.ts': `declare const Other: { ${api} };\n`,
    });
    assert.deepEqual(init('globals').libraries, [
      { name: 'HX', sources: ['types/hx.d.ts'], access: 'global:HX' },
      { name: 'Inside', sources: ['types/inside.d.ts'], access: 'global:Inside' },
    ]);
  });

  it('what it writes works: index, then check', () => {
    writeFiles(join(folder, 'whole'), {
      'types/hx.d.ts': readFileSync(HX_DECLARATIONS),
      'app.js': "HX.showToast({ msg: 'x' });\n",
    });
    init('whole');
    epigenOk(join(folder, 'whole'), 'index');
    assert.equal(epigenOk(join(folder, 'whole'), 'check', 'app.js', '--json'), '');
    assert.equal(epigen(join(folder, 'whole'), 'doctor').code, 0);
  });

  it('the schema it names is the published one', () => {
    writeFiles(join(folder, 'local'), {
      'node_modules/epigen/epigen.config.schema.json': '{}',
      'package.json': '{ "devDependencies": { "epigen": "file:../epigen" } }',
    });
    assert.equal(init('local').$schema, './node_modules/epigen/epigen.config.schema.json');
    const elsewhere = new URL(init('globals', '--force').$schema);
    assert.match(readFileSync(elsewhere, 'utf8'), /EpiGEN settings/);
  });

  it('keeps a configuration that is there, unless told to replace it', () => {
    writeFiles(join(folder, 'kept'), { 'epigen.config.json': '{ "store": "mine" }' });
    assertFails(
      epigen(join(folder, 'kept'), 'init'),
      /there is a configuration already \(epigen\.config\.json\): .*--force/,
    );
    assert.equal(readFileSync(join(folder, 'kept/epigen.config.json'), 'utf8'), '{ "store": "mine" }');
    assert.equal(init('kept', '--force').store, '.epigen');
  });

  it('a workspace without a library gets a configuration to fill in', () => {
    writeFiles(join(folder, 'bare'), { 'a.js': '' });
    const { code, err } = epigen(join(folder, 'bare'), 'init');
    assert.equal(code, 0);
    assert.match(err, /Add one to "libraries"/);
    assertFails(epigen(join(folder, 'bare'), 'init', '--library', 'Z', '--force'), /was found for Z/);
  });
});

describe('epigen doctor', () => {
  const folder = temporaryFolder();
  interface Finding {
    name: string;
    status: string;
    detail: string;
    remedy?: string;
  }
  const doctor = (inside: string, ...args: string[]) => {
    const { code, out, err } = epigen(inside, 'doctor', '--json', ...args);
    assert.equal(err, '');
    const [report] = jsonLines(out) as { findings: Finding[] }[];
    const find = (name: string) => report?.findings.find((it) => it.name === name);
    return { code, find, findings: report?.findings ?? [] };
  };

  it('says what to do where nothing is set up', () => {
    const { code, find, findings } = doctor(folder);
    assert.equal(code, 2);
    assert.equal(find('Node.js')?.status, 'ok');
    assert.equal(find('JavaScript parser')?.status, 'ok');
    assert.match(find('configuration')?.remedy ?? '', /epigen init/);
    assert.match(find('libraries')?.remedy ?? '', /epigen index/);
    assert.ok(
      findings.every((it) => it.status === 'ok' || it.remedy),
      'whatever is not ok has a remedy',
    );
  });

  it('tries an embedding that does not come with the package, and does not say that no network is used', () => {
    writeFiles(folder, { 'apart/epigen.config.json': '{ "embeddings": "ollama:m@http://127.0.0.1:1" }' });
    const { code, find } = doctor(join(folder, 'apart'));
    assert.equal(code, 2);
    assert.equal(find('embedding')?.status, 'broken');
    assert.match(find('embedding')?.detail ?? '', /nobody answers/);
    assert.doesNotMatch(find('engine')?.detail ?? '', /no network/);
    assert.match(doctor(folder).find('engine')?.detail ?? '', /no network/);
  });

  it('is content with an indexed library', () => {
    writeFiles(folder, { 'good/epigen.config.json': '{}' });
    const inside = join(folder, 'good');
    epigenOk(inside, 'index', HX_DECLARATIONS, '--library', 'HX', '--access', 'global:HX');
    const { code, find } = doctor(inside);
    assert.equal(code, 0);
    assert.equal(find('library HX')?.status, 'ok');
    assert.match(find('store')?.detail ?? '', /1 library/);
    assert.match(epigenOk(inside, 'doctor'), /^EpiGEN .*\nok {7}Node\.js: /);
  });

  it('FAISS may be missing, and then says that the exact scan serves', () => {
    const vectors = doctor(join(folder, 'good')).find('vectors');
    assert.ok(vectors?.status === 'ok' || /exact scan/.test(vectors?.detail ?? ''));
  });

  it('names what is wrong in the configuration', () => {
    writeFiles(folder, { 'wrong/epigen.config.json': '{ "stor": 1 }' });
    const { code, find } = doctor(join(folder, 'wrong'));
    assert.equal(code, 2);
    assert.match(find('configuration')?.detail ?? '', /no setting "stor" \(epigen\.config\.json:1:3\)/);
  });

  it('names a configured library that is not indexed', () => {
    writeFiles(folder, {
      'good/epigen.config.json': '{ "libraries": [{ "name": "Z", "sources": ["z.d.ts"] }] }',
    });
    assert.match(doctor(join(folder, 'good')).find('library Z')?.remedy ?? '', /epigen index/);
  });

  it('a Redis that does not answer', () => {
    const { code, find } = doctor(folder, '--store', 'redis://user:geheim@127.0.0.1:1');
    assert.equal(code, 2);
    assert.equal(find('Redis')?.status, 'broken');
    assert.doesNotMatch(JSON.stringify(find('Redis')), /geheim/, 'no password is shown');
  });
});
