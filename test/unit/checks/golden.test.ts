import { testGoldenFiles } from '../../support/golden/golden-tests.js';
import { GOLDEN_FOLDER } from '../../support/golden/libraries.js';

/* What the checker says, word by word, of texts written by hand on which TypeScript agrees. */
describe('golden', () => {
  testGoldenFiles(GOLDEN_FOLDER);
});
