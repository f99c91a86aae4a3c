import { testGoldenFiles } from '../../support/golden/golden-tests.js';
import { GENERATED_FOLDER } from '../../support/golden/libraries.js';

/* What the checker says, word by word, of generated calls on which TypeScript agrees. Too slow for a mutation test. */
describe('golden, generated', () => {
  testGoldenFiles(GENERATED_FOLDER);
});
