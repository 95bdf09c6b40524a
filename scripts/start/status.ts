import { clearScreenDown, moveCursor } from "node:readline";
import { createPublicClient, http } from "viem";
import type { Stack } from "./stack.ts";

const INTERVAL_MS = 2_000;

export type StatusOptions = {
  /** Tells of something that isn't part of the status. */
  report: (message: string) => void;
  /** How many lines were told so far: a status is redrawn in place only when nothing came after it. */
  reported: () => number;
  /** What there is for people to do. */
  tend: () => Promise<string[]>;
};

/**
 * Shows how the stack does and what there is to do, redrawn in a terminal, once elsewhere. Resolves when a process is gone for
 * good.
 */
export async function watchStatus(stack: Stack, { report, reported, tend }: StatusOptions): Promise<void> {
  const terminal = process.stdout.isTTY === true;
  let [drawn, told] = [0, -1];
  for (;;) {
    const lost = stack.lost();
    if (lost.length > 0) {
      for (const { name, logFile } of lost) report(`${name} is down; the stack ends. Its log: ${logFile}`);
      return;
    }
    const tasks = await tend().catch((error: Error) => [`  ${error.message}`]);
    if (terminal || drawn === 0) {
      const lines = [...(await describe(stack)), ...tasks, "", "  Stop: Ctrl-C"];
      if (drawn > 0 && reported() === told) {
        moveCursor(process.stdout, 0, -drawn);
        clearScreenDown(process.stdout);
      }
      process.stdout.write(`${lines.join("\n")}\n`);
      [drawn, told] = [lines.length, reported()];
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
    `  ${"index".padEnd(12)} ${state.index || "is coming up"}`,
    ...executors,
    ...(state.page
      ? ["", `  Open ${state.page} in a browser: its wallet offers every role of this chain.`]
      : []),
    "",
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
