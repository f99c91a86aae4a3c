import assert from 'node:assert/strict';
import path from 'node:path';
import type { ApiLibrary } from '../../../index/library.js';
import { edited, generated, libraryFrom } from '../../support/generated.js';

const LIST = 'List the folders of the mailbox.';

describe('imports of a library that is a module', () => {
  let library: ApiLibrary;
  before(async () => {
    library = await libraryFrom({
      file: path.join(import.meta.dirname, '../../fixtures/corp-mail/index.d.ts'),
    });
  });

  const at = (text: string, requirement = LIST): Promise<string> => edited({ library, requirement, text });

  it('are added to a file without any', async () => {
    assert.equal(
      await at('export async function run() {<|>}\n'),
      "import { listFolders } from '@corp/mail';\n\nexport async function run() {\n  await listFolders();\n}\n",
    );
  });

  it('stand in one line, and values and results arrive', async () => {
    assert.equal(
      await at(
        'export async function run() {<|>}\n',
        'Send a mail to "bob@corp.example" with the subject "Hello" and high priority, then move it to the folder "Sent/2026".',
      ),
      [
        "import { sendMail, moveMail } from '@corp/mail';",
        '',
        'export async function run() {',
        "  const { messageId } = await sendMail({ to: 'bob@corp.example', subject: 'Hello', priority: 'high' });",
        "  await moveMail(messageId, 'Sent/2026');",
        '}',
        '',
      ].join('\n'),
    );
  });

  it('go behind the other imports', async () => {
    assert.equal(
      await at('// Mails.\nimport fs from "node:fs"\nimport "./a.js"\n\nexport async function run() {<|>}\n'),
      '// Mails.\nimport fs from "node:fs"\nimport "./a.js"\nimport { listFolders } from "@corp/mail"\n\nexport async function run() {\n  await listFolders()\n}\n',
    );
  });

  it('go between the braces of an import of the module', async () => {
    assert.equal(
      await at("import { sendMail } from '@corp/mail';\n\nexport async function run() {<|>}\n"),
      "import { sendMail, listFolders } from '@corp/mail';\n\nexport async function run() {\n  await listFolders();\n}\n",
    );
    assert.equal(
      await at("const { sendMail: send } = require('@corp/mail');\n\nasync function run() {<|>}\n"),
      "const { sendMail: send, listFolders } = require('@corp/mail');\n\nasync function run() {\n  await listFolders();\n}\n",
    );
  });

  it('are not repeated, under whatever name they are', async () => {
    assert.equal(
      await at("import { listFolders as folders } from '@corp/mail';\nasync function run() {<|>}\n"),
      "import { listFolders as folders } from '@corp/mail';\nasync function run() {\n  await folders();\n}\n",
    );
    assert.equal(
      await at("import * as mail from '@corp/mail';\nasync function run() {<|>}\n"),
      "import * as mail from '@corp/mail';\nasync function run() {\n  await mail.listFolders();\n}\n",
    );
    assert.equal(
      await at("const mail = require('@corp/mail');\nasync function run() {<|>}\n"),
      "const mail = require('@corp/mail');\nasync function run() {\n  await mail.listFolders();\n}\n",
    );
  });

  it('are required in a CommonJS file', async () => {
    assert.equal(
      await at(
        "'use strict';\n\nconst path = require('node:path');\n\nmodule.exports = async function run() {<|>};\n",
      ),
      "'use strict';\n\nconst path = require('node:path');\nconst { listFolders } = require('@corp/mail');\n\nmodule.exports = async function run() {\n  await listFolders();\n};\n",
    );
    assert.equal(
      await at("'use strict';\nmodule.exports = async function run() {<|>};\n"),
      "'use strict';\nconst { listFolders } = require('@corp/mail');\n\nmodule.exports = async function run() {\n  await listFolders();\n};\n",
    );
  });

  it('get another name where theirs is taken', async () => {
    assert.equal(
      await at('function listFolders() {}\nasync function run() {<|>}\n'),
      "import { listFolders as listFolders2 } from '@corp/mail';\n\nfunction listFolders() {}\nasync function run() {\n  await listFolders2();\n}\n",
    );
  });

  it('keep a file with CRLF and `#!`', async () => {
    assert.equal(
      await at('#!/usr/bin/env node\r\nasync function run() {<|>}\r\n'),
      "#!/usr/bin/env node\r\nimport { listFolders } from '@corp/mail';\r\n\r\nasync function run() {\r\n  await listFolders();\r\n}\r\n",
    );
  });

  it('stand before the code where there is no file', async () => {
    const { code } = await generated({ library, requirement: LIST });
    assert.equal(code, "import { listFolders } from '@corp/mail';\n\nawait listFolders();");
  });

  it('leave deprecated APIs alone', async () => {
    const { apis } = await generated({
      library,
      requirement: 'Send a plain text "Hi" to "bob@corp.example".',
    });
    assert.ok(!apis.includes('quickSend'), String(apis));
  });
});
