/*
 * The inner loops of training as WebAssembly with 128-bit vectors, four times as fast as the plain loops. The code is put
 * together here, instruction by instruction, so that building needs no further tool. WebAssembly rounds as IEEE 754 says on
 * every machine.
 */

/** The loops; places are in bytes, lengths in bytes and multiples of 16. */
export interface Kernels {
  /** Inner products of one row with four others; the four results go to `out`. */
  dotFour(row: number, a: number, b: number, c: number, d: number, bytes: number, out: number): void;
  /** Adds `factor` times one row to another. */
  addScaled(to: number, from: number, factor: number, bytes: number): void;
  /** Adds four rows, each times its factor, to another. */
  addFour(
    to: number,
    a: number,
    b: number,
    c: number,
    d: number,
    byA: number,
    byB: number,
    byC: number,
    byD: number,
    bytes: number,
  ): void;
  /** A step of Adagrad: the squares of the slopes are added up in `squares`. */
  descend(values: number, squares: number, slopes: number, rate: number, bytes: number): void;
}

const I32 = 0x7f;
const F32 = 0x7d;
const V128 = 0x7b;

type Code = readonly number[];
const get = (local: number): Code => [0x20, local];
const set = (local: number): Code => [0x21, local];
const ADD_I32 = [0x6a];
const ADD_F32 = [0x92];
const LOAD = [0xfd, 0x00, 0x02, 0x00];
const STORE = [0xfd, 0x0b, 0x02, 0x00];
const SPLAT = [0xfd, 0x13];
const SQRT = [0xfd, 0xe3, 0x01];
const ADD = [0xfd, 0xe4, 0x01];
const SUB = [0xfd, 0xe5, 0x01];
const MUL = [0xfd, 0xe6, 0x01];
const DIV = [0xfd, 0xe7, 0x01];
/** 1e-6, so that nothing is divided by zero. */
const TINY = [0x43, 0xbd, 0x37, 0x86, 0x35];

/** A function: its parameters, its further locals, and its code. */
interface Kernel {
  readonly name: keyof Kernels;
  readonly parameters: Code;
  readonly locals: readonly (readonly [count: number, type: number])[];
  readonly code: Code;
}

/** Repeats `body` for `at` = 0, 16, … while it is below the local `bytes`. */
function repeated(at: number, bytes: number, body: Code): Code {
  const next = [...get(at), 0x41, 16, ...ADD_I32, ...set(at)];
  return [0x03, 0x40, ...body, ...next, ...get(at), ...get(bytes), 0x49, 0x0d, 0x00, 0x0b];
}

/** Four numbers of the row that begins at a local, from `at` on. */
const loaded = (row: number, at: number): Code => [...address(row, at), ...LOAD];
const address = (row: number, at: number): Code => [...get(row), ...get(at), ...ADD_I32];

/** Locals 0 to 6 are the parameters, 7 is `at`, 8 to 11 are sums, 12 is the row's four numbers. */
const dotFour: Kernel = {
  name: 'dotFour',
  parameters: [I32, I32, I32, I32, I32, I32, I32],
  locals: [
    [1, I32],
    [5, V128],
  ],
  code: [
    ...repeated(7, 5, [
      ...[...loaded(0, 7), ...set(12)],
      ...[1, 2, 3, 4].flatMap((row) => [
        ...[...get(7 + row), ...get(12), ...loaded(row, 7), ...MUL, ...ADD],
        ...set(7 + row),
      ]),
    ]),
    ...[0, 1, 2, 3].flatMap((result) => {
      const lane = (index: number) => [...get(8 + result), 0xfd, 0x1f, index];
      const sum = [...lane(0), ...lane(1), ...ADD_F32, ...lane(2), ...lane(3), ...ADD_F32, ...ADD_F32];
      return [...get(6), ...sum, 0x38, 0x02, 4 * result];
    }),
  ],
};

/** Local 4 is `at`. */
const addScaled: Kernel = {
  name: 'addScaled',
  parameters: [I32, I32, F32, I32],
  locals: [[1, I32]],
  code: repeated(4, 3, [
    ...address(0, 4),
    ...[...loaded(0, 4), ...loaded(1, 4), ...get(2), ...SPLAT, ...MUL, ...ADD],
    ...STORE,
  ]),
};

/** Local 10 is `at`. */
const addFour: Kernel = {
  name: 'addFour',
  parameters: [I32, I32, I32, I32, I32, F32, F32, F32, F32, I32],
  locals: [[1, I32]],
  code: repeated(10, 9, [
    ...[...address(0, 10), ...loaded(0, 10)],
    ...[1, 2, 3, 4].flatMap((row) => [...loaded(row, 10), ...get(4 + row), ...SPLAT, ...MUL, ...ADD]),
    ...STORE,
  ]),
};

/** Local 5 is `at`, 6 the slopes, 7 the sums of squares. */
const descend: Kernel = {
  name: 'descend',
  parameters: [I32, I32, I32, F32, I32],
  locals: [
    [1, I32],
    [2, V128],
  ],
  code: repeated(5, 4, [
    ...[...loaded(2, 5), ...set(6)],
    ...[...loaded(1, 5), ...get(6), ...get(6), ...MUL, ...ADD, ...set(7)],
    ...[...address(1, 5), ...get(7), ...STORE],
    ...[...address(0, 5), ...loaded(0, 5)],
    ...[...get(3), ...SPLAT, ...get(6), ...MUL, ...get(7), ...SQRT, ...TINY, ...SPLAT, ...ADD, ...DIV],
    ...[...SUB, ...STORE],
  ]),
};

/** Makes the loops over a memory. */
export function kernelsOver(memory: WebAssembly.Memory): Kernels {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes()), { m: { m: memory } });
  return exports as unknown as Kernels;
}

function moduleBytes(): Uint8Array<ArrayBuffer> {
  const kernels = [dotFour, addScaled, addFour, descend];
  const name = (text: string) => [text.length, ...Buffer.from(text)];
  const section = (id: number, items: readonly Code[]) => {
    const content = [...unsigned(items.length), ...items.flat()];
    return [id, ...unsigned(content.length), ...content];
  };
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(
      1,
      kernels.map(({ parameters }) => [0x60, parameters.length, ...parameters, 0]),
    ),
    // The memory, of any size.
    ...section(2, [[...name('m'), ...name('m'), 0x02, 0x00, 0x01]]),
    ...section(
      3,
      kernels.map((_, index) => [index]),
    ),
    ...section(
      7,
      kernels.map((kernel, index) => [...name(kernel.name), 0x00, index]),
    ),
    ...section(
      10,
      kernels.map(({ locals, code }) => {
        const body = [locals.length, ...locals.flat(), ...code, 0x0b];
        return [...unsigned(body.length), ...body];
      }),
    ),
  ]);
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}
