import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { edited, generated, libraryFrom } from '../../support/generated.js';

const FLEET = `
declare namespace Fleet {
  interface Truck { plate: string; driver: string }
  interface TruckPage { trucks: Truck[]; nextCursor: string | null; total: number }
  interface Backup {
    /** Calls back while the backup goes on. */
    onProgress(callback: (progress: { done: number; total: number }) => void): void;
    /** Starts the backup. */
    start(): Promise<{ backupId: string }>;
  }
  /**
   * Lists the trucks of a depot page by page.
   * @param options.depotId - Identifier of the depot.
   * @param options.limit - How many are on one page at most.
   * @param options.cursor - Cursor of the page before.
   */
  function listTrucks(options: { depotId: string; limit?: number; cursor?: string }): Promise<TruckPage>;
  /** Shows a banner at the top of the screen. @param text - Text of the banner. */
  function showBanner(text: string): void;
  /** Prepares a backup of a logbook file. @param path - Path of the logbook file. */
  function createBackup(path: string): Backup;
  /** Writes a line to the console of the fleet. @param line - Text of the line. */
  function log(line: string): void;
  /** Reads a preference of the driver. @param key - Key of the preference. */
  function readPreference(key: string): Promise<string | null>;
  /** Reads a preference of the driver at once. @param key - Key of the preference. */
  function readPreferenceSync(key: string): string | null;
  /** Translates a phrase of the dictionary. @param key - Key of the phrase. */
  function translate(key: string): string;
  /**
   * Schedules a service appointment for a truck.
   * @param options.plate - Plate of the truck.
   * @param options.start - Begin in epoch milliseconds.
   * @param options.end - End in epoch milliseconds.
   * @param options.reminders - Reminder times in minutes before the begin.
   * @param options.wholeDay - Whether the appointment takes the whole day.
   * @param options.repeat.interval - Number of units between two appointments.
   * @param options.repeat.unit - Unit of the repetition.
   */
  function scheduleService(options: {
    plate: string;
    start: number;
    end: number;
    reminders?: number[];
    wholeDay?: boolean;
    repeat?: { unit: 'day' | 'week'; interval: number };
  }): Promise<void>;
}
`;

describe('code that calls for more than one call', () => {
  let library: ApiLibrary;
  before(async () => {
    library = await libraryFrom({ declarations: FLEET });
  });
  const bodyOf = async (requirement: string, parameters: string): Promise<string> => {
    const text = await edited({
      library,
      requirement,
      text: `export async function run(${parameters}) {\n  // @insert<|>\n}\n`,
    });
    return text.split('\n').slice(1, -2).join('\n');
  };

  it('asks for one page after the other where all of a list is wanted', async () => {
    assert.equal(
      await bodyOf('List all trucks of the depot `depotId` and return their plates.', 'depotId'),
      `  const trucks = [];
  let cursor;
  do {
    const page = await Fleet.listTrucks({ depotId, cursor });
    trucks.push(...page.trucks);
    cursor = page.nextCursor;
  } while (cursor);
  return trucks.map((truck) => truck.plate);`,
    );
  });

  it('asks for one page where no more is wanted', async () => {
    const body = await bodyOf('List the first 20 trucks of the depot `depotId`.', 'depotId');
    assert.match(body, /listTrucks\(\{ depotId, limit: 20 \}\)/);
    assert.doesNotMatch(body, /while/);
  });

  it('names the list apart from what is there', async () => {
    const body = await bodyOf('List all trucks of the depot `depotId`.', 'depotId, trucks, page, cursor');
    assert.match(body, /^ {2}const trucks2 = \[\];\n {2}let cursor2;/);
    assert.match(body, /const page2 = await Fleet\.listTrucks\(\{ depotId, cursor: cursor2 \}\)/);
  });

  it('takes the form that needs no waiting for where nothing can be waited for', async () => {
    const asked = 'Read the preference "units" of the driver';
    assert.match(await bodyOf(`${asked}.`, ''), /await Fleet\.readPreference\('units'\)/);
    assert.match(
      await bodyOf(`${asked} synchronously.`, ''),
      /(?<!await )Fleet\.readPreferenceSync\('units'\)/,
    );
  });

  it('fills the holes of a text with what the code has', async () => {
    assert.equal(
      await bodyOf('Show the banner "Truck {plate} is back".', 'plate'),
      `  Fleet.showBanner(\`Truck \${plate} is back\`);`,
    );
    assert.equal(
      await bodyOf('Show the banner "Truck {plate} is back".', ''),
      "  Fleet.showBanner('Truck {plate} is back');",
    );
  });

  it('starts what was only prepared, fills texts from what a handler gets, and returns what came of it', async () => {
    assert.equal(
      await bodyOf(
        'Create a backup of the logbook file `path`. For each progress report log the line "<done>/<total>". Return the backup id.',
        'path',
      ),
      `  const backup = Fleet.createBackup(path);
  backup.onProgress((progress) => {
    Fleet.log(\`\${progress.done}/\${progress.total}\`);
  });
  const { backupId } = await backup.start();
  return backupId;`,
    );
  });

  it('uses a result that nobody else uses', async () => {
    assert.equal(
      await bodyOf('Translate the phrase "greeting" of the dictionary and show a banner.', ''),
      `  const result = Fleet.translate('greeting');
  Fleet.showBanner(result);`,
    );
  });

  it('tells durations of one list from others, and opens no option for them', async () => {
    const { code } = await generated({
      library,
      requirement:
        'Schedule a service for the truck `plate`: starts at `start`, takes 90 minutes, reminders one hour before and also one day before.',
      text: 'export async function run(plate, start) {\n  // @insert<|>\n}\n',
    });
    assert.match(code, /end: start \+ 90 \* 60 \* 1000/);
    assert.match(code, /reminders: \[60, 1440\]/);
    assert.doesNotMatch(code, /repeat|wholeDay/);
  });
});
