import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { BrokenBaselineError } from "./errors.ts";
import type { Request, Verdict } from "./protocol.ts";
import type { Target } from "./targets.ts";

const worker = join(import.meta.dirname, "worker.ts");

/** A mutant that makes the tests hang is noticed by that. */
const DEADLINE_MS = 300_000;

const DEATH = "the tests' process died";

/** Mutants after which a worker is replaced, because the compiler and the chain in it grow. */
const LIFE = 60;

/** The process that holds one target's tests; replaced when it hangs, dies or grows old. */
export class WorkerProcess {
  readonly #target: Target;
  #child: ChildProcess | undefined;
  #asked = 0;

  constructor(target: Target) {
    this.#target = target;
  }

  /** A death may be what an earlier mutant left behind, so it counts only when a fresh process dies, too. */
  async verdictOn(request: Request): Promise<Verdict> {
    const verdict = await this.#ask(request);
    return verdict.by === DEATH ? this.#ask(request) : verdict;
  }

  async #ask({ source, text }: Request): Promise<Verdict> {
    const child = await this.#ready();
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    const judged = new AbortController();
    const signal = AbortSignal.any([deadline, judged.signal]);
    try {
      const died = once(child, "exit", { signal }).then(() => ({
        outcome: "killed",
        by: DEATH,
      }));
      const answered = once(child, "message", { signal }).then(([message]) => message);
      child.send({ source, text });
      const verdict = (await Promise.race([answered, died])) as Verdict;
      if (verdict.by === DEATH || this.#asked >= LIFE) this.close();
      return verdict;
    } catch (cause) {
      this.close();
      if (deadline.aborted) return { outcome: "killed", by: `no answer within ${DEADLINE_MS / 1_000} s` };
      throw cause;
    } finally {
      judged.abort();
    }
  }

  close(): void {
    this.#child?.kill("SIGKILL");
    this.#child = undefined;
  }

  async #ready(): Promise<ChildProcess> {
    this.#asked += 1;
    if (this.#child) return this.#child;
    this.#asked = 1;
    this.#child = fork(worker, [JSON.stringify(this.#target)], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const child = this.#child;
    const failed = once(child, "exit").then(() => {
      throw new BrokenBaselineError({ target: this.#target.name, failed: "they can't be loaded" });
    });
    await Promise.race([once(child, "message"), failed]);
    failed.catch(() => undefined);
    return child;
  }
}
