// Writes docs/diagnostics.md, the table of all diagnostic codes with a real message each: npm run docs
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import type { ApiLibrary } from '../index/library.js';
import { readLibrary } from '../index/sources/read-library.js';
import { checkText } from '../server/checks/check.js';
import type { Problem, ProblemCode } from '../server/checks/problem.js';
import { settingsSchema } from '../server/settings-schema.js';
import { memoryLibrary } from '../test/support/memory-library.js';

export const DIAGNOSTICS_FILE = join(import.meta.dirname, '..', 'docs', 'diagnostics.md');

const DECLARATIONS = `declare namespace Desk {
  interface Booking { id: string; room: string; until: number | null; cancel(): Promise<void> }
  /** Books a room. */
  function book(options: { room: string; minutes: number; size?: 'small' | 'large'; notify?: string[] }): Promise<Booking>;
  /** A booking that may have ended. */
  function find(id: string): Booking | undefined;
  /** Moves a booking by minutes, or to a room. */
  function move(booking: Booking, minutes: number): void;
  function move(booking: Booking, room: string): void;
  /** Rings for some milliseconds. */
  function ring(ms: number): void;
  /** @deprecated Use ring instead. */
  function beep(ms: number): void;
  namespace rooms { /** The names of all rooms. */ function list(): string[] }
  /**
   * Puts a note on the door.
   * @param note.text - At most 20 characters.
   * @param note.seats - Between 1 and 12.
   * @param note.wait - Time in milliseconds.
   * @param note.colour - Colour as \`#RRGGBB\`.
   * @param note.link - Must be an https URL.
   * @param note.from - Must be used together with \`to\`.
   */
  function hang(note: {
    text?: string; seats?: number; wait?: number; colour?: string; link?: string; from?: string; to?: string;
    /** @pattern ^[A-Z]{2}\\d+$ */
    code?: string;
  }): void;
  /** Looks a guest up. Either \`name\` or \`badge\` must be given, not both. */
  function guest(by: { name?: string; badge?: string }): void;
  /** Locks the doors. Call unlock afterwards. */
  function lock(): void;
  /** Unlocks the doors. */
  function unlock(): void;
  /** Opens a line to the porter, which must be closed with \`close\`. */
  function porter(): { say(text: string): void; close(): void };
  /** Gets a page of the intranet. Use this instead of \`window.fetch\`. */
  function get(path: string): Promise<string>;
}
`;

/** One mistake for each code, and nothing else wrong. */
export const EXAMPLES: Readonly<Record<ProblemCode, string>> = {
  'missing-argument': `Desk.ring();`,
  'extra-argument': `Desk.ring(500, true);`,
  'missing-property': `Desk.book({ room: 'Oslo' });`,
  'unknown-property': `Desk.book({ room: 'Oslo', minutes: 30, notfiy: [] });`,
  'type-mismatch': `Desk.book({ room: 'Oslo', minutes: 30, notify: ['ann', 7] });`,
  'invalid-literal': `Desk.book({ room: 'Oslo', minutes: 30, size: 'huge' });`,
  'unknown-api': `Desk.rooms.lst();`,
  'unknown-result-property': `const { rom } = await Desk.book({ room: 'Oslo', minutes: 30 });`,
  'not-callable': `Desk.rooms();`,
  'deprecated-api': `Desk.beep(500);`,
  'possibly-undefined': `Desk.find('b1').cancel();`,
  'no-overload': `Desk.move(await Desk.book({ room: 'Oslo', minutes: 30 }), true);`,
  'unawaited-result': `Desk.book({ room: 'Oslo', minutes: 30 }).room;`,
  'contract-range': `Desk.hang({ seats: 40 });`,
  'contract-length': `Desk.hang({ text: 'Back in half an hour, or later' });`,
  'contract-pattern': `Desk.hang({ code: 'x1' });`,
  'contract-format': `Desk.hang({ link: 'http://desk.example/help' });`,
  'contract-unit': `Desk.hang({ wait: 5 });`,
  'contract-exclusive': `Desk.guest({ name: 'Ann', badge: '7' });`,
  'contract-together': `Desk.hang({ from: '9:00' });`,
  'contract-pair': `function leave(late) { Desk.lock(); if (late) return; Desk.unlock(); }`,
  'contract-unclosed': `function tell() { const line = Desk.porter(); line.say('hello'); }`,
  'contract-bypass': `fetch('/plan');`,
  'unused-disable': `Desk.ring(500); // epigen-disable-line extra-argument`,
};

/** The library of the examples. */
export async function exampleLibrary(): Promise<ApiLibrary> {
  const folder = mkdtempSync(join(tmpdir(), 'epigen-docs-'));
  try {
    writeFileSync(join(folder, 'desk.d.ts'), DECLARATIONS);
    return memoryLibrary(await readLibrary(['desk.d.ts'], { cwd: folder, name: 'Desk', version: '2.1.0' }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the checker says of an example. */
export function problemsOf(example: string, library: ApiLibrary): readonly Problem[] {
  return checkText(example, [library]).problems;
}

/** The document as it is published. */
export function diagnosticsDoc(library: ApiLibrary): string {
  const meanings = meaningsOf();
  const rows = (Object.keys(EXAMPLES) as ProblemCode[]).map((code) => {
    const example = EXAMPLES[code];
    const [problem] = problemsOf(example, library);
    const cells = [
      `\`${code}\``,
      problem?.severity ?? '',
      meanings[code] ?? '',
      `\`${example}\``,
      problem?.message ?? '',
    ];
    return `| ${cells.map((it) => it.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return `# Diagnostics

Every finding has a code, a severity and a message that names the API, the way to the parameter, what is expected and what
is there. What TypeScript would report as well is an error. Of the contracts of the documentation, what a tag states is a
warning, and what was read from a sentence is information. Other severities, or \`off\`, can be set for each code in
\`epigen.config.json\`:

\`\`\`json
{ "diagnostics": { "deprecated-api": "warning", "unawaited-result": "off" } }
\`\`\`

The messages in this table are what the checker says; \`npm run docs\` writes it anew, and a test compares it.

| code | severity | meaning | example | message |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

The examples call this library:

\`\`\`ts
${DECLARATIONS}\`\`\`
`;
}

/** What the settings say of each code. */
function meaningsOf(): Readonly<Record<string, string | undefined>> {
  const schema = z.toJSONSchema(settingsSchema, { io: 'input' }) as {
    properties?: { diagnostics?: { properties?: Record<string, { description?: string }> } };
  };
  const properties = Object.entries(schema.properties?.diagnostics?.properties ?? {});
  return Object.fromEntries(properties.map(([code, { description }]) => [code, description]));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(DIAGNOSTICS_FILE, diagnosticsDoc(await exampleLibrary()));
}
