/** What the scripts that are to be fixed call. */
export const FIX_DECLARATIONS = `
declare namespace Corp {
  interface User { id: string; name: string; phone?: string; boss: User | null; greet?(text: string): void; manager(): User | undefined }
  /** Sends a note. */
  function send(options: { to: string; body?: string; level?: 'low' | 'mid' | 'high'; times?: number; when?: Date; copy?: string[]; place?: { floor: number; room: string } }): Promise<{ noteId: string }>;
  /** Waits. */
  function wait(ms: number): Promise<void>;
  /** The user. */
  function user(id?: string): Promise<User>;
  /** A user that may be missing. */
  function find(id: string): User | undefined;
  /** Hides. */
  function hide(): void;
  /** Runs a job. */
  function run(job: () => void, delay?: number): void;
  /** Watches a user. */
  function watch(id: string, onChange: (user: User) => void): () => void;
  /** Rings at a time. */
  function at(when: Date): void;
  /** Lists users. */
  function list(ids: string[]): string[];
  /** Goes through users. */
  function each(options: { onItem: (item: User) => void; limit?: number }): void;
  /** Opens a page. */
  function open(options: { url: string; animated?: boolean }): void;
  /** Fills something. */
  function fill(size: number, deep: boolean, keep: readonly string[], when: Date, done: Promise<string>, big: bigint): void;
  /** A cache. */
  class Cache { constructor(size: number); get(key: string): string | null; private size; static of(size: number): Cache }
  /** Uses a cache. */
  function use(cache: Cache): void;
  /** Draws a point. */
  function point(at: [x: number, y: number]): void;
  /** Moves a user by minutes, or to a room. */
  function move(user: User, room: string): void;
  function move(user: User, minutes: number): void;
  /** Keeps. */
  function keep<T>(key: string, value: T): T;
  /** Marks. */
  function mark(how: { kind: 'circle'; radius: number } | { kind: 'box'; width: number }): void;
  /** Does something later. */
  function later(work: (user: User, index: number) => Promise<string>): void;
  const version: string;
  const job: Promise<(times: number) => void>;
  namespace net { /** Pings. */ function ping(host: string): Promise<number>; /** Stops. */ function stop(): void; }
  /** Shows a note.
   * @param options.msg - Text.
   * @param options.duration - Time on screen in milliseconds. */
  function toast(options: { msg: string; duration?: number }): Promise<void>;
  /** Scans a code. */
  function scan(options?: { album?: boolean }): Promise<{ text: string; kind: 'qr' | 'bar' }>;
  /** @deprecated Use send instead. */
  function post(to: string, body?: string, when?: Date): void;
  /** @deprecated Use net.ping instead. */
  function pong(host: string): Promise<number>;
  /** @deprecated Use user instead. */
  function userNow(id?: string): User;
  /** Shows a tip.
   * @param text - Text.
   * @param seconds - Time on screen in seconds.
   * @deprecated Use toast instead. */
  function tip(text: string, seconds?: number): void;
  /** @deprecated Use user instead. */
  function me(success: (user: User) => void, fail?: (error: Error) => void): void;
  /** @deprecated Use scan instead. */
  function scanText(success: (text: string) => void, fail?: (error: Error) => void): void;
  /** @deprecated Use user instead. */
  function load(id: string, done: (error: Error | null, user?: User) => void): void;
}
`;

/** The exports of `@corp/box`. */
export const FIX_MODULE = `
/** Sends. */
export declare function send(options: { to: string }): Promise<void>;
/** Lists. */
export declare function list(): string[];
/** @deprecated Use send instead. */
export declare function post(options: { to: string }): Promise<void>;
/** @deprecated Use send instead. */
export declare function mail(to: string): Promise<void>;
`;
