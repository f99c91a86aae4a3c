/** Timers in virtual time: waiting takes no time, and what is due first runs first. */
export class Clock {
  #now = 0;
  #count = 0;
  #timers = new Map();

  /** As the global `setTimeout`. Returns the number of the timer. */
  setTimeout = (run, ms = 0, ...args) => this.#add({ run: () => run(...args), ms });

  /** As the global `setInterval`. Returns the number of the timer. */
  setInterval = (run, ms = 0, ...args) => this.#add({ run: () => run(...args), ms, repeats: true });

  clear = (id) => void this.#timers.delete(id);

  /** Runs the timer that is due first. Returns false when there is none. */
  async step() {
    const [next] = [...this.#timers].sort(([a, one], [b, other]) => one.due - other.due || a - b);
    if (!next) return false;
    const [id, timer] = next;
    this.#now = timer.due;
    if (timer.repeats) timer.due += Math.max(1, timer.ms);
    else this.#timers.delete(id);
    await timer.run();
    return true;
  }

  #add(timer) {
    this.#timers.set(++this.#count, { ...timer, due: this.#now + Math.max(0, Number(timer.ms) || 0) });
    return this.#count;
  }
}
