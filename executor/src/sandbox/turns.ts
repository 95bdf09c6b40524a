import { SandboxBusy } from "./errors.ts";

/** Lets few in at once; the others wait in order, as many as may. */
export class Turns {
  readonly #most: number;
  readonly #waitingLimit: number;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor({ most, waitingLimit }: { most: number; waitingLimit: number }) {
    this.#most = most;
    this.#waitingLimit = waitingLimit;
  }

  /** @throws SandboxBusy, and what the work throws */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#taken < this.#most) this.#taken += 1;
    else await this.#wait();
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#taken -= 1;
      else next();
    }
  }

  #wait(): Promise<void> {
    const waiting = this.#waiting.length;
    if (waiting >= this.#waitingLimit) throw new SandboxBusy({ waiting });
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
