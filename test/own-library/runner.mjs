import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Runs code in a process of its own, which is ended and replaced when the code takes longer than the limit.
 *
 * @param limit - Milliseconds that all scenarios of one task may take together.
 */
export class Runner {
  #limit;
  #child;

  constructor(limit = 5_000) {
    this.#limit = limit;
  }

  /** Gives for each scenario of the task the kind of failure, or null where it passes. */
  failures(task, code) {
    this.#child ??= fork(fileURLToPath(new URL('run-code.mjs', import.meta.url)), {
      execArgv: [],
      stdio: 'ignore',
    });
    const child = this.#child;
    return new Promise((resolve) => {
      const all = (kind) => task.scenarios.map(() => kind);
      const end = (failures) => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(failures);
      };
      const giveUp = (kind) => {
        this.close();
        end(all(kind));
      };
      const timer = setTimeout(() => giveUp('does not end'), this.#limit);
      child.once('message', end);
      child.once('exit', () => giveUp('ends the process'));
      child.send({ task, code });
    });
  }

  close() {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }
}
