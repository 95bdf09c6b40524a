import type { Stack } from "./stack.ts";

/** On the first Ctrl-C, termination or closed terminal: stops the stack in order, then exits. */
export function stopOnSignal(stack: Stack, report: (message: string) => void): void {
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  let stopping = false;
  for (const [signal, code] of Object.entries(codes)) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      report("Stopping the stack");
      void stack.stop().then(() => process.exit(code));
    });
  }
}
