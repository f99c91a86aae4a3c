import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { decodeHeader, decodeTable, type EncoderTable, MAX_HEADER } from './encoder-table.js';

const FILE = new URL('./encoder.bin', import.meta.url);

let header: ReturnType<typeof decodeHeader> | undefined;
let table: EncoderTable | undefined;

/** What the table that comes with the package says of itself, without reading the whole. */
export function shippedHeader(): ReturnType<typeof decodeHeader> {
  header ??= decodeHeader(firstBytes());
  return header;
}

/** The table that comes with the package (scripts/train-encoder); read once. */
export function shippedTable(): EncoderTable {
  table ??= decodeTable(readFileSync(FILE));
  return table;
}

function firstBytes(): Uint8Array {
  const file = openSync(FILE, 'r');
  try {
    const bytes = new Uint8Array(MAX_HEADER);
    return bytes.subarray(0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}
