import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { NODE_FLAGS } from "@nexus/executor/node-flags";

/** The executor's program, beside its package's entry. */
const program = (): string => fileURLToPath(new URL("./main.js", import.meta.resolve("@nexus/executor")));

/**
 * Runs the executor with this Node and in this terminal, and hands it the signals that this process gets.
 * @returns its exit code, 1 if a signal ended it
 */
export function runExecutor(environment: Readonly<Record<string, string | undefined>>): Promise<number> {
  const child = spawn(process.execPath, [...NODE_FLAGS, program()], {
    env: { ...environment },
    stdio: "inherit",
  });
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  process.on("SIGINT", pass);
  process.on("SIGTERM", pass);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      process.off("SIGINT", pass);
      process.off("SIGTERM", pass);
      resolve(code ?? 1);
    });
  });
}
