import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ApiLibrary } from '../../../index/library.js';
import { readExperience } from '../../../server/corpus/read-experience.js';
import { type Fit, retrieveApis } from '../../../server/pipeline/retrieval/retrieve.js';
import { libraryFrom } from '../../support/generated.js';

const DECLARATIONS = `declare const Depot: {
  /** Opens a gate. */
  openGate(gate: string): Promise<void>;
  /** Registers an object. */
  register(id: string): Promise<void>;
  /** Prints a form. */
  printForm(name: string): Promise<void>;
};`;

const CODE = `/** Lets a lorry onto the yard after its papers were seen. */
export async function admit(lorry) {
  // note who came in
  await Depot.register(lorry);
  // then the barrier goes up
  await Depot.openGate('west');
}

export async function printSlip() {
  await Depot.printForm('slip');
}
`;

describe('what a code base knows', () => {
  let library: ApiLibrary;
  let folder: string;

  before(async () => {
    library = await libraryFrom({ declarations: DECLARATIONS });
    folder = mkdtempSync(path.join(tmpdir(), 'epigen-code-'));
    writeFileSync(path.join(folder, 'yard.js'), CODE);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('speaks for the APIs of functions and steps with a similar comment', async () => {
    const experience = await readExperience(folder, [library]);
    const votes = await experience.votes('a lorry wants onto the yard');
    const best = [...votes].sort((a, b) => b[1] - a[1]).slice(0, 2);
    assert.deepEqual(best.map(([name]) => name).sort(), ['Depot.openGate', 'Depot.register']);
    const steps = await experience.votes('note who came in');
    assert.equal([...steps].sort((a, b) => b[1] - a[1])[0]?.[0], 'Depot.register');
  });

  it('brings records to the front that the documentation alone does not', async () => {
    const question = { text: 'write down who came in', source: 'write down who came in', values: [] };
    const experience = await readExperience(folder, [library]);
    const isRegister = (it: Fit): boolean => it.profile.api.name === 'Depot.register';
    const [first] = await retrieveApis(question, [library], new Set(), experience);
    assert.ok(first && isRegister(first));
    const without = (await retrieveApis(question, [library])).find(isRegister);
    assert.ok(first.fit > (without?.fit ?? 0));
  });

  it('is read from the lines of a corpus as well', async () => {
    const file = path.join(folder, 'corpus.jsonl');
    const line = {
      id: 'a.js#f',
      file: 'a.js',
      function: 'f',
      apis: ['Depot.printForm'],
      requirement: 'hand out a receipt',
      steps: [],
      code: '',
      by: 'comment',
    };
    writeFileSync(file, `${JSON.stringify(line)}\r\n`);
    const votes = await (await readExperience(file, [library])).votes('hand out a receipt');
    assert.deepEqual([...votes.keys()], ['Depot.printForm']);
    writeFileSync(file, `${JSON.stringify(line)}\n{"id": 1}\n`);
    await assert.rejects(readExperience(file, [library]), /no solved requirement.*corpus\.jsonl:2/s);
  });

  it('is refused where there is none', async () => {
    await assert.rejects(readExperience(path.join(folder, 'none'), [library]), /there is no such code base/);
    const other = await libraryFrom({ declarations: 'declare const Other: { /** Rings. */ ring(): void };' });
    await assert.rejects(readExperience(folder, [other]), /nothing in it uses the libraries/);
  });
});
