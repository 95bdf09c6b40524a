import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StackError } from "./errors.ts";
import type { ManagedProcess } from "./process.ts";

/** What `stack.json` says of a running or stopped stack; tools such as the CLI read it for their defaults. */
export type StackState = {
  launcher: number;
  chainId: number;
  rpcUrl: string;
  gateway: string;
  contentDirectory: string;
  /** GraphQL endpoint of the subgraph; empty until it answers. */
  index: string;
  /** Address of the web page; empty without one. */
  page: string;
  executors: { name: string; address: string; url: string }[];
  processes: { name: string; pid: number; startedAt: string }[];
};

const fileOf = (directory: string) => join(directory, "stack.json");

export function writeState(directory: string, state: StackState): void {
  writeFileSync(`${fileOf(directory)}.new`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${fileOf(directory)}.new`, fileOf(directory));
}

export function readState(directory: string): StackState | undefined {
  if (!existsSync(fileOf(directory))) return undefined;
  return JSON.parse(readFileSync(fileOf(directory), "utf8")) as StackState;
}

export function removeState(directory: string): void {
  rmSync(fileOf(directory), { force: true });
}

/** When a process started, as the kernel tells it; tells a process from a later one with the same pid. */
export function startedAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

export const identify = ({ name, pid }: ManagedProcess) => ({ name, pid, startedAt: startedAt(pid) });

/**
 * Ends what an earlier launcher left behind when it was killed. Refuses while that launcher is still alive.
 * @returns names of the processes that were ended
 */
export async function reclaim(directory: string): Promise<string[]> {
  const state = readState(directory);
  if (!state) return [];
  const orphans = state.processes.filter(({ pid, startedAt: at }) => at !== "" && startedAt(pid) === at);
  if (orphans.some(({ pid }) => pid === state.launcher)) {
    throw new StackError(
      `This folder's stack is already running (process ${state.launcher}). Stop it with Ctrl-C first.`,
    );
  }
  for (const { pid, name } of orphans)
    process.kill(pid, name === "Chain" || name === "Postgres" ? "SIGINT" : "SIGTERM");
  const deadline = Date.now() + 10_000;
  while (orphans.some(({ pid, startedAt: at }) => startedAt(pid) === at)) {
    if (Date.now() > deadline)
      for (const { pid, startedAt: at } of orphans) if (startedAt(pid) === at) process.kill(pid, "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  removeState(directory);
  return orphans.map(({ name }) => name);
}
