import { setTimeout as sleep } from "node:timers/promises";
import type { Hex } from "viem";
import type { Point, Step, When } from "./steps.ts";

/** What the test tells the executor's process. */
export type Order =
  | { readonly arm: Point; readonly known: readonly Hex[] }
  /** Go on from the point. */
  | { readonly go: true };

/** What the process answers. */
export type Report = { readonly did: "arm" | "reach" | "overrun" };

/** How long a step has been under way where it is stopped amid: preparing takes long, and running a millisecond or a few. */
const AMID_MS: Partial<Record<Step, number>> = { prepared: 30, executed: 1 };

/** Stops this process's work on a run at the point that its parent names, until it says to go on. */
export class Breakpoints {
  #armed: Point | null = null;
  #known: readonly Hex[] = [];
  #go = Promise.withResolvers<void>();

  constructor() {
    process.on("message", (order: Order) => {
      if ("go" in order) return this.#go.resolve();
      [this.#armed, this.#known] = [order.arm, order.known];
      this.#go = Promise.withResolvers();
      report({ did: "arm" });
    });
  }

  /** Whether a task came after the breakpoint was armed. */
  isNew(taskId: Hex): boolean {
    return !this.#known.includes(taskId);
  }

  async around<T>(step: Step, act: () => Promise<T>): Promise<T> {
    await this.#at(step, "before");
    const acting = act();
    await this.#amid(step, acting);
    const value = await acting;
    await this.#at(step, "after");
    return value;
  }

  async #at(step: Step, when: When): Promise<void> {
    if (!this.#disarm(step, when)) return;
    report({ did: "reach" });
    await this.#go.promise;
  }

  /** A step that is over too soon to be stopped amid is told of, so that no test takes it for one. */
  async #amid(step: Step, acting: Promise<unknown>): Promise<void> {
    if (!this.#disarm(step, "amid")) return;
    const over = await Promise.race([acting.then(() => true), sleep(AMID_MS[step], false)]);
    report({ did: over ? "overrun" : "reach" });
    await this.#go.promise;
  }

  #disarm(step: Step, when: When): boolean {
    if (this.#armed?.step !== step || this.#armed.when !== when) return false;
    this.#armed = null;
    return true;
  }
}

function report(message: Report): void {
  process.send?.(message);
}
