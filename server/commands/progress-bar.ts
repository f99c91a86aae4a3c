const WIDTH = 24;

export interface ProgressBar {
  readonly show: (done: number, total: number, what: string) => void;
  /** Takes the bar off the terminal; call it before anything else is printed. */
  readonly clear: () => void;
}

/** A progress bar on stderr; silent where that is not a terminal or `wanted` is false. */
export function progressBar(title: string, wanted: boolean): ProgressBar {
  const terminal = process.stderr;
  if (!wanted || !terminal.isTTY) return { show: () => {}, clear: () => {} };
  return {
    show: (done, total, what) => {
      const filled = total > 0 ? Math.round((WIDTH * Math.min(done, total)) / total) : 0;
      const bar = `${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}`;
      // Cut to the width of the terminal: a line that wraps cannot be taken back.
      const line = `${title} [${bar}] ${what}`.slice(0, Math.max(0, terminal.columns - 1));
      terminal.write(`\r\u001B[K${line}`);
    },
    clear: () => terminal.write('\r\u001B[K'),
  };
}
