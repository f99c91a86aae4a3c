import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const TESTS = resolve(import.meta.dirname, '..');

/** Documentation that the journeys index: a global library and a module library. */
export const HX = { name: 'HX', sources: ['hx.d.ts'], access: 'global:HX' };
export const MAIL = { name: 'mail', sources: ['mail/index.d.ts'], access: 'module:@corp/mail' };

/** A workspace folder of its own for each test, with the example libraries' documentation in it. */
export class LspWorkspace {
  // The real path: file watchers and editors disagree on links such as macOS's /tmp.
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'epigen-lsp-')));

  constructor() {
    copyFileSync(join(TESTS, 'w-library/hx.d.ts'), join(this.folder, 'hx.d.ts'));
    mkdirSync(join(this.folder, 'mail'));
    for (const name of ['index.d.ts', 'package.json']) {
      copyFileSync(join(TESTS, 'fixtures/corp-mail', name), join(this.folder, 'mail', name));
    }
  }

  /** Writes a file, by default the configuration. */
  write(content: unknown, name = 'epigen.config.json'): void {
    const file = join(this.folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
