import { moveCursor } from "node:readline";
import { createPublicClient, http } from "viem";
import type { Stack } from "./stack.ts";

const INTERVAL_MS = 2_000;
const CLEAR_LINE = "\x1b[2K";

/**
 * Shows how the stack does, redrawn in a terminal, once elsewhere; says when a process ends by itself. Resolves when one did.
 */
export async function watchStatus(stack: Stack, report: (message: string) => void): Promise<void> {
  const terminal = process.stdout.isTTY === true;
  let drawn = 0;
  for (;;) {
    const ended = stack.processes.filter((managed) => !managed.running());
    if (ended.length > 0) {
      for (const { name, logFile } of ended) report(`${name} ended by itself. Its log: ${logFile}`);
      return;
    }
    if (terminal || drawn === 0) {
      const lines = await describe(stack);
      if (drawn > 0) moveCursor(process.stdout, 0, -drawn);
      process.stdout.write(lines.map((line) => `${drawn > 0 ? CLEAR_LINE : ""}${line}\n`).join(""));
      drawn = lines.length;
    }
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
  }
}

async function describe({ state }: Stack): Promise<string[]> {
  const client = createPublicClient({ transport: http(state.rpcUrl) });
  const block = await client.getBlockNumber().catch(() => undefined);
  const executors = await Promise.all(
    state.executors.map(async ({ name, url }) => `  ${name.padEnd(12)} ${url}/status   ${await runsOf(url)}`),
  );
  return [
    "",
    `  ${"chain".padEnd(12)} ${state.rpcUrl}   ${block === undefined ? "does not answer" : `block ${block}`}`,
    `  ${"IPFS".padEnd(12)} ${state.gateway}/ipfs/<cid>`,
    ...executors,
    "",
    "  In another terminal: npm run nexus -- --help        Stop: Ctrl-C",
  ];
}

async function runsOf(url: string): Promise<string> {
  try {
    const answer = await fetch(`${url}/status`, { signal: AbortSignal.timeout(1_000) });
    const { runs } = (await answer.json()) as { runs: Record<string, number> };
    const words = Object.entries(runs).map(([state, count]) => `${count} ${state}`);
    return words.length > 0 ? words.join(", ") : "waiting for a task";
  } catch {
    return "does not answer";
  }
}
