import { describeJourney } from '../support/lsp-journey.js';

describeJourney('from requirement comment to edited file, on a folder');
