/** The process under test was killed: nothing of it runs any more. */
export class Killed extends Error {}

/**
 * A process that is killed around the `at`-th call (from 1) of its ports: before the call has an effect, or after it had
 * one whose answer never arrived. From then on every call of it fails.
 */
export class MortalProcess {
  readonly #at: number;
  readonly #when: "before" | "after";
  #calls = 0;

  constructor(at: number, when: "before" | "after") {
    this.#at = at;
    this.#when = when;
  }

  get died(): boolean {
    return this.#calls >= this.#at;
  }

  /** The same port, as this process sees it. */
  seen<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const member = Reflect.get(target, name, target) as unknown;
        return typeof member === "function" ? this.#mortal(member.bind(target)) : member;
      },
    });
  }

  #mortal(call: (...parameters: unknown[]) => unknown) {
    return async (...parameters: unknown[]): Promise<unknown> => {
      this.#calls += 1;
      if (this.#calls > this.#at || (this.#calls === this.#at && this.#when === "before")) throw new Killed();
      const answer = await call(...parameters);
      if (this.died) throw new Killed();
      return answer;
    };
  }
}
