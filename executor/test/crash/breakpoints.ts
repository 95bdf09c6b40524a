import type { Hex } from "viem";
import type { Point, Step, When } from "./steps.ts";

/** What the test tells the executor's process. */
export type Order =
  | { readonly arm: Point; readonly known: readonly Hex[] }
  /** Go on from the point. */
  | { readonly go: true };

/** What the process answers. */
export type Report = { readonly did: "arm" | "reach" };

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
    const value = await act();
    await this.#at(step, "after");
    return value;
  }

  async #at(step: Step, when: When): Promise<void> {
    if (this.#armed?.step !== step || this.#armed.when !== when) return;
    this.#armed = null;
    report({ did: "reach" });
    await this.#go.promise;
  }
}

function report(message: Report): void {
  process.send?.(message);
}
