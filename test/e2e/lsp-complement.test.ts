import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Diagnostic } from 'vscode-languageserver-types';
import { LspClient } from '../support/lsp-client.js';
import { LspWorkspace } from '../support/lsp-workspace.js';
import { DECLARATIONS, MISUSES, TYPESCRIPT_DECLARATIONS, TYPESCRIPT_MISUSES } from '../support/misuses.js';
import { TypeService } from '../support/type-service.js';

const OPTIONS = {
  noEmit: true,
  target: 'es2022',
  module: 'esnext',
  moduleDetection: 'force',
  jsx: 'preserve',
};
const JAVASCRIPT = [
  ...Object.values(MISUSES).flatMap((cases) => cases.map(([script]) => script)),
  `Corp.post({ to: 'a' });`,
  `Corp['wiat'](1);`,
  `Corp.user()['name'];`,
  `// epigen-disable-next-line type-mismatch\nCorp.wait(1);`,
  `// epigen-disable-next-line type-mismatch\nCorp.wait('1');\nCorp.wait('2');`,
  `// @ts-check\nCorp.wait('1');\nCorp.post({ to: 'a' });`,
  `// @ts-nocheck\nCorp.wait('1');\nCorp.post({ to: 'a' });`,
];
const TYPESCRIPT = [...Object.values(TYPESCRIPT_MISUSES), `// @ts-nocheck\nCorp.wait('1');`];

interface Project {
  readonly declarations: string;
  readonly scripts: readonly string[];
  readonly end: 'js' | 'ts';
  readonly config: string;
  readonly options: Readonly<Record<string, unknown>>;
}

const PROJECTS: Readonly<Record<string, Project>> = {
  'checkJs, strict': {
    declarations: DECLARATIONS,
    scripts: JAVASCRIPT,
    end: 'js',
    config: 'tsconfig.json',
    options: { checkJs: true, strict: true },
  },
  'checkJs, not strict': {
    declarations: DECLARATIONS,
    scripts: JAVASCRIPT,
    end: 'js',
    config: 'jsconfig.json',
    // Without strictBindCallApply nobody checks `call`, `apply` and `bind` in this profile.
    options: { strictBindCallApply: true, checkJs: true, strict: false },
  },
  'JavaScript that is not checked': {
    declarations: DECLARATIONS,
    scripts: JAVASCRIPT,
    end: 'js',
    config: 'jsconfig.json',
    options: { allowJs: true, strict: true },
  },
  TypeScript: {
    declarations: TYPESCRIPT_DECLARATIONS,
    scripts: TYPESCRIPT,
    end: 'ts',
    config: 'tsconfig.json',
    options: { strict: true },
  },
};

describe('the profile complement beside TypeScript', function () {
  this.timeout(240_000);

  for (const [name, { declarations, scripts, end, config, options }] of Object.entries(PROJECTS)) {
    it(`${name}: no line twice, and nothing lost`, async () => {
      const workspace = new LspWorkspace();
      try {
        const files = scripts.map((text, at) => ({ name: `case-${at}.${end}`, text }));
        workspace.write(declarations, 'corp.d.ts');
        workspace.write(
          { compilerOptions: { ...OPTIONS, ...options }, include: ['*'], exclude: ['hx.d.ts'] },
          config,
        );
        for (const it of files) workspace.write(it.text, it.name);
        workspace.write({ libraries: [{ name: 'Corp', sources: ['corp.d.ts'], access: 'global:Corp' }] });

        const full = await foundBy(workspace.folder, files, 'full');
        const complement = await foundBy(workspace.folder, files, 'complement');
        const typescript = new TypeService(workspace.folder, config);
        let left = 0;
        for (const { name: file, text } of files) {
          const theirs = typescript.lines(join(workspace.folder, file));
          const ours = complement.get(file) ?? [];
          left += ours.length;
          const twice = ours.filter((it) => theirs.has(it.range.start.line));
          assert.deepEqual(twice.map(shown), [], `both say it: ${text}`);
          const kept = new Set(ours.map(shown));
          const all = full.get(file) ?? [];
          const lost = all.filter((it) => !theirs.has(it.range.start.line) && !kept.has(shown(it)));
          assert.deepEqual(lost.map(shown), [], `nobody says it: ${text}`);
          assert.ok(ours.every((it) => all.some((other) => shown(other) === shown(it))));
        }
        const found = [...full.values()].flat().length;
        assert.ok(found > 20 && left > 0 && left < found, `${left} of ${found} are left`);
      } finally {
        workspace.remove();
      }
    });
  }

  it('follows the setting and the configuration of TypeScript', async () => {
    const workspace = new LspWorkspace();
    workspace.write(DECLARATIONS, 'corp.d.ts');
    workspace.write({ compilerOptions: { checkJs: true }, include: ['*'] }, 'jsconfig.json');
    workspace.write({ libraries: [{ name: 'Corp', sources: ['corp.d.ts'], access: 'global:Corp' }] });
    const client = await LspClient.start({ folder: workspace.folder, settings: { profile: 'complement' } });
    try {
      await client.libraries();
      const uri = await client.open('a.js', `Corp.wait('1');\n`);
      await client.diagnosticsWhere(uri, 'silence', (it) => it.length === 0);
      workspace.write({ compilerOptions: {}, include: ['*'] }, 'jsconfig.json');
      await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: client.uri('jsconfig.json'), type: 2 }],
      });
      await client.diagnosticsWhere(uri, 'a finding', (it) => it.length === 1);
      workspace.write({ compilerOptions: { checkJs: true }, include: ['*'] }, 'jsconfig.json');
      client.settings = { profile: 'full' };
      await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
      client.settings = { profile: 'complement' };
      await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
      await client.diagnosticsWhere(uri, 'silence again', (it) => it.length === 0);
      assert.equal(await client.stop(), 0);
    } finally {
      client.kill();
      workspace.remove();
    }
  });
});

/** The diagnostics of the built server, over stdio, by file. */
async function foundBy(
  folder: string,
  files: readonly { readonly name: string; readonly text: string }[],
  profile: 'full' | 'complement',
): Promise<ReadonlyMap<string, readonly Diagnostic[]>> {
  const client = await LspClient.start({ folder, settings: { profile } });
  try {
    await client.libraries();
    const found = new Map<string, readonly Diagnostic[]>();
    for (const { name, text } of files) {
      const uri = await client.open(name, text, name.endsWith('.ts') ? 'typescript' : 'javascript');
      found.set(name, await client.diagnostics(uri));
    }
    await client.stop();
    return found;
  } finally {
    client.kill();
  }
}

function shown({ range: { start }, code, message }: Diagnostic): string {
  return `${start.line}:${start.character} ${code} ${message}`;
}
