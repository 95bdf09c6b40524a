import { setTimeout as sleep } from "node:timers/promises";
import type { NodeMood } from "../fixtures/node-proxy.ts";
import type { Arena } from "./arena.ts";

/** What is taken away from an executor, and how it comes back. */
type Fault = { strike(arena: Arena): Promise<void>; mend(arena: Arena): Promise<void> };

const node = (mood: NodeMood): Fault => ({
  strike: ({ node }) => node.become(mood),
  mend: ({ node }) => node.become("well"),
});

/** Postgres is killed with all its sessions; the node is away, silent, wrong or mute; the gateway is away. */
export const FAULTS = {
  "database killed": {
    strike: ({ stack }) => stack.killDatabase(),
    mend: ({ stack }) => stack.reopenDatabase(),
  },
  "node down": node("down"),
  "node hanging": node("hanging"),
  "node erring": node("erring"),
  "node losing answers": node("losing"),
  "gateway down": {
    strike: ({ stack }) => stack.closeGateway(),
    mend: ({ stack }) => stack.openGateway(),
  },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;

/** How long a fault lasts besides what it takes to come and go. */
const LASTING_MS = 800;

/** Lets the executor, which stands at a point, run into a fault, and takes the fault away again. */
export async function runInto(arena: Arena, name: FaultName): Promise<void> {
  const fault: Fault = FAULTS[name];
  await fault.strike(arena);
  arena.go();
  await sleep(LASTING_MS);
  await fault.mend(arena);
}
