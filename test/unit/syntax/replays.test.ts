import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { failureInProcess } from '../../support/replay/in-process.js';
import { replayLibraries } from '../../support/replay/libraries.js';
import type { Replay } from '../../support/replay/replay.js';

/** Replays that the soak test found and made small: each went wrong once. */
describe('an edited document is that of its text opened anew', () => {
  let libraries: ApiLibrary[];
  before(async () => {
    libraries = await replayLibraries();
  });

  const checkReplay = async (replay: Replay): Promise<void> =>
    assert.equal(await failureInProcess(replay, libraries), undefined);

  it('when what follows a statement leaves it without its semicolon', () =>
    checkReplay({
      language: 'javascript',
      start: 'HX.showToast()',
      steps: [{ changes: [insertion(0, 14, 'q')] }],
    }));

  it('when two imports come to stand on one line', () =>
    checkReplay({
      language: 'tsx',
      start: "import a from 'a'\r\nimport b from 'b'",
      steps: [
        {
          changes: [
            { range: { start: { line: 0, character: 17 }, end: { line: 1, character: 0 } }, text: '' },
          ],
        },
      ],
    }));

  it('when lines end with CR alone and a comment is the last thing left', () =>
    checkReplay({
      language: 'javascript',
      start: [
        '\r\n\n\n\r\n\n\n\n\n\n\n\n\n\n\r\r\r\n',
        'for (const item of [1, 2, 3]) {\n\n}\nexport async function changeAvatar() {\r  try {\r\r\r\r\r\r\r\r\r\r\r\r\r  }\r}\r\r/**\r\r\r\r\r */\r\r',
        'export async function shrinkTo(image, maxBytes) {\r\r  for (let quality = 80; result.size > maxBytes && quality >= 10; quality = Math.floor(quality / 2)) {\r\r  }\r\r}',
      ].join(''),
      steps: [
        { changes: [] },
        {
          changes: [
            { range: { start: { line: 43, character: 0 }, end: { line: 56, character: 0 } }, text: '' },
          ],
        },
      ],
    }));
});

function insertion(line: number, character: number, text: string) {
  return { range: { start: { line, character }, end: { line, character } }, text };
}
