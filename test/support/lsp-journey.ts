import assert from 'node:assert/strict';
import { LspClient, PLAIN, RESOLVING } from './lsp-client.js';
import { HX, LspWorkspace, MAIL } from './lsp-workspace.js';

const GENERATE = 'refactor.rewrite.epigen.generate';

/** What a journey is made on, and what must come out. */
interface Example {
  readonly library: typeof HX;
  readonly file: string;
  /** A text inside the requirement comment. */
  readonly requirement: string;
  /** The call that must be there afterwards. */
  readonly call: RegExp;
  readonly misuse: string;
  readonly hover: { readonly at: string; readonly says: readonly RegExp[] };
  /** What is being typed at the end of the file, and what must be offered there. */
  readonly completion: { readonly typed: string; readonly offers: readonly string[] };
}

const EXAMPLES: readonly Example[] = [
  {
    library: HX,
    file: `export function warn() {
  HX.showToast({ msg: 'Careful', typ: 'w' });
}

// @requirement Show a toast "Saved" for 3 seconds.

export const last = 1;
`,
    requirement: '@requirement',
    call: /HX\.showToast\(\{\s*msg: 'Saved',\s*duration: 3000,?\s*\}\)/,
    misuse: 'typ',
    hover: {
      at: 'showToast',
      says: [/showToast\(/, /short text message/, /E_NOT_READY/, /since 1\.0\.0/, /hx\.d\.ts/],
    },
    completion: { typed: 'HX.', offers: ['showToast', 'createUploader'] },
  },
  {
    library: MAIL,
    file: `import { sendMail } from '@corp/mail';
import * as mail from '@corp/mail';

export async function invite() {
  await sendMail({ to: 'ann@corp.example', subjct: 'Lunch' });
}

// @requirement Send a mail to "bob@corp.example" with subject "Minutes".

export const last = 1;
`,
    requirement: '@requirement',
    call: /sendMail\(\{\s*to: 'bob@corp\.example',\s*subject: 'Minutes',?\s*\}\)/,
    misuse: 'subjct',
    hover: { at: 'sendMail({', says: [/sendMail\(/, /Sends a mail/, /E\\?_REJECTED/, /since 1\.2\.0/] },
    completion: { typed: 'mail.', offers: ['sendMail', 'listFolders'] },
  },
];

/**
 * The main job over stdio, from requirement comment to edited file, on two libraries: diagnostics, hover, completion,
 * quick fix, and generation both ways. `store` names the store, `undefined` the default folder.
 */
export function describeJourney(title: string, store?: () => string): void {
  describe(title, function () {
    this.timeout(180_000);
    let workspace: LspWorkspace;
    let client: LspClient | undefined;

    before(() => {
      workspace = new LspWorkspace();
      workspace.write({ libraries: [HX, MAIL] });
    });
    afterEach(() => client?.kill());
    after(() => workspace.remove());

    const start = async (capabilities = RESOLVING) => {
      client = await LspClient.start({
        folder: workspace.folder,
        capabilities,
        args: store ? ['--store', store()] : [],
      });
      const ready = client;
      await ready.until('both libraries', () => ready.statuses.at(-1)?.libraries.length === 2);
      return ready;
    };

    for (const example of EXAMPLES) {
      const { name } = example.library;

      it(`${name}: the code action is resolved to an edit`, async () => {
        const client = await start();
        const uri = await client.open(`${name}-resolve.js`, example.file);
        const before = await client.diagnostics(uri);
        const [action] = await client.codeActions(uri, client.position(uri, example.requirement), [GENERATE]);
        assert.equal(action?.kind, GENERATE);
        assert.equal(action?.edit, undefined, 'the offer itself makes no edit');
        assert.ok(action);
        const { edit } = await client.resolve(action);
        assert.ok(edit && (await client.apply(edit)));
        assertInserted(client.text(uri), example);

        const after = await client.diagnostics(uri);
        assert.deepEqual(after.map(messageOf), before.map(messageOf), 'the inserted code brings no finding');
        assert.equal(await client.stop(), 0);
      });

      it(`${name}: without resolve the edit comes by workspace/applyEdit`, async () => {
        const client = await start(PLAIN);
        const uri = await client.open(`${name}-apply.js`, example.file);
        const [action] = await client.codeActions(uri, client.position(uri, example.requirement), [GENERATE]);
        const line = client.position(uri, example.requirement).line;
        assert.equal(action?.command?.command, 'epigen.generate');
        assert.deepEqual(action?.command?.arguments, [uri, 1, line]);
        await client.execute('epigen.generate', action?.command?.arguments ?? []);
        assertInserted(client.text(uri), example);
      });

      it(`${name}: a misuse is found, and its quick fix repairs it`, async () => {
        const client = await start();
        const uri = await client.open(`${name}-fix.js`, example.file);
        const [problem] = await client.diagnosticsWhere(uri, 'a finding', (it) => it.length > 0);
        assert.equal(problem?.source, 'epigen');
        assert.equal(problem?.code, 'unknown-property');
        assert.deepEqual(problem?.range.start, client.position(uri, example.misuse));
        const [fix] = await client.codeActions(uri, client.position(uri, example.misuse), ['quickfix']);
        assert.ok(fix?.edit && (await client.apply(fix.edit)));
        const left = await client.diagnosticsWhere(uri, 'no such finding', (it) =>
          it.every(({ code }) => code !== 'unknown-property'),
        );
        assert.deepEqual(
          left.filter(({ severity }) => severity === 1),
          [],
        );
      });

      it(`${name}: hover tells what the documentation says`, async () => {
        const client = await start();
        const uri = await client.open(`${name}-hover.js`, example.file);
        const hover = await client.hover(uri, client.position(uri, example.hover.at));
        assert.ok(hover && typeof hover.contents === 'object' && 'value' in hover.contents);
        const card = hover.contents.value;
        // Markdown needs its backslashes; what is said is the same without.
        for (const says of example.hover.says) assert.match(card.replaceAll('\\', ''), says);
        assert.equal(await client.hover(uri, { line: 0, character: 0 }), null);
      });

      it(`${name}: completion offers the members, documented when resolved`, async () => {
        const client = await start();
        const text = `${example.file}\nfunction typing() {\n  ${example.completion.typed}\n}\n`;
        const uri = await client.open(`${name}-completion.js`, text);
        const items = await client.completion(
          uri,
          client.position(uri, `  ${example.completion.typed}`, 'after'),
        );
        assert.ok(items.length <= 100);
        for (const label of example.completion.offers) {
          const item = items.find((it) => it.label === label);
          assert.ok(item, `no ${label} among ${items.map((it) => it.label).join(', ')}`);
          assert.equal(item.documentation, undefined);
          const { documentation } = await client.resolveItem(item);
          assert.ok(documentation);
        }
      });

      it(`${name}: completion after the requirement inserts the checked code`, async () => {
        const client = await start();
        const uri = await client.open(`${name}-after.js`, example.file);
        const { line } = client.position(uri, example.requirement);
        const [item] = await client.completion(uri, { line: line + 1, character: 0 });
        assert.ok(item);
        assert.equal(item.additionalTextEdits, undefined, 'nothing is generated before it is asked for');
        const resolved = await client.resolveItem(item);
        assert.ok(resolved.textEdit && 'range' in resolved.textEdit);
        await client.edit(uri, [resolved.textEdit, ...(resolved.additionalTextEdits ?? [])]);
        assertInserted(client.text(uri), example);
      });
    }
  });
}

function assertInserted(text: string, example: Example): void {
  const at = example.file.indexOf('\n', example.file.indexOf(example.requirement));
  assert.ok(text.startsWith(example.file.slice(0, at)), 'what stood before the code stays');
  assert.ok(text.trimEnd().endsWith(example.file.slice(at).trim()), 'what stood behind the code stays');
  assert.match(text.slice(at), example.call);
}

function messageOf({ message }: { readonly message: unknown }): unknown {
  return message;
}
