import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Messages of the TypeScript compiler and of the Monaco editor, in English and Chinese. */
export function bitext(packages: string): [string, string][] {
  return [
    ...compilerMessages(join(packages, 'typescript', 'lib')),
    ...editorMessages(join(packages, 'monaco-editor')),
  ];
}

function compilerMessages(lib: string): [string, string][] {
  const chinese: Record<string, string> = JSON.parse(
    readFileSync(join(lib, 'zh-cn', 'diagnosticMessages.generated.json'), 'utf8').replace(/^\uFEFF/, ''),
  );
  const found: [string, string][] = [];
  const messages = readFileSync(join(lib, '_tsc.js'), 'utf8').matchAll(
    /diag\(\d+, \d+ \/\* \w+ \*\/, "([^"]+)", ("(?:[^"\\]|\\.)*")/g,
  );
  for (const [, key = '', english = '""'] of messages) {
    const translation = chinese[key];
    if (translation !== undefined) found.push([JSON.parse(english), translation]);
  }
  return found;
}

function editorMessages(folder: string): [string, string][] {
  const root = join(folder, 'esm', 'vs');
  const language = readFileSync(join(root, 'nls', 'lang', 'zh-cn.js'), 'utf8');
  const list = /_VSCODE_NLS_MESSAGES\s*=\s*(\[[\s\S]*?\]);?\s*\n?globalThis/.exec(language)?.[1] ?? '[]';
  const messages: (string | null)[] = JSON.parse(list);
  const found = new Map<number, [string, string]>();
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!file.endsWith('.js')) continue;
    const calls = readFileSync(join(root, file), 'utf8').matchAll(
      /localize2?\((\d+), ("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g,
    );
    for (const [, number = '', quoted = ''] of calls) {
      const translation = messages[Number(number)];
      if (!translation || found.has(Number(number))) continue;
      const english = quoted.slice(1, -1).replaceAll('\\n', ' ').replaceAll('&&', '');
      found.set(Number(number), [english, translation.replace(/\(&&\w\)|&&/g, '')]);
    }
  }
  return [...found.values()];
}
