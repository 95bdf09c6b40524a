import type { Stack } from "./stack.ts";

const ORPHAN_POLL_MS = 1_000;

/** On the first Ctrl-C, termination, closed terminal or death of the parent (npm): stops the stack in order, then exits. */
export function stopOnSignal(stack: Stack, report: (message: string) => void): void {
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  let stopping = false;
  const stop = (code: number) => {
    if (stopping) return;
    stopping = true;
    report("Stopping the stack");
    void stack.stop().then(() => process.exit(code));
  };
  for (const [signal, code] of Object.entries(codes)) process.on(signal, () => stop(code));
  // A signal to npm ends the shell between npm and this process, and never arrives here.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(codes.SIGTERM), ORPHAN_POLL_MS).unref();
}
