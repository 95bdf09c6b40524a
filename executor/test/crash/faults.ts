import { setTimeout as sleep } from "node:timers/promises";
import type { NodeMood } from "../fixtures/node-proxy.ts";
import { until } from "../fixtures/until.ts";
import type { Arena } from "./arena.ts";
import { STEP_NAMES, type Step } from "./steps.ts";

/** What is taken away from an executor, and how it comes back. */
type Fault = {
  /** The steps before which it strikes. */
  readonly at: readonly Step[];
  /** The executor has nothing of what it read earlier. */
  readonly cold?: boolean;
  strike(arena: Arena): Promise<void>;
  /** What else happens once the executor goes on. */
  meanwhile?(arena: Arena): Promise<unknown>;
  mend(arena: Arena): Promise<void>;
  /** How long it lasts besides what it takes to come and go. */
  readonly lastingMs?: number;
};

const LASTING_MS = 800;

/** The steps before which there is something left to read: the last, an input, is read once its plugin is prepared. */
const READING = STEP_NAMES.slice(0, STEP_NAMES.indexOf("prepared") + 1);
/** Steps that ask the node for something, that give it a transaction, and that write to the database. */
const ASKING: readonly Step[] = [
  ...(["blocks-read", "admitted", "commit-sent", "commit-mined", "reveal-sent", "reveal-mined"] as const),
  ...(["settlement-sent", "settlement-mined"] as const),
];
const SENDING: readonly Step[] = ["commit-sent", "reveal-sent", "settlement-sent"];
const WRITING: readonly Step[] = [
  ...(["run-queued", "run-claimed", "result-stored", "commit-announced", "commit-noted"] as const),
  ...(["commit-recorded", "reveal-announced", "reveal-noted", "reveal-recorded"] as const),
  "settlement-recorded",
];

const node = (mood: NodeMood, at: readonly Step[] = STEP_NAMES) => ({
  at,
  strike: ({ node }: Arena) => node.become(mood),
  mend: ({ node }: Arena) => node.become("well"),
});

/** Kills the gateway if something before didn't, and starts it again as it should be. */
const renewGateway = async ({ stack: { gateway } }: Arena) => {
  await gateway.kill();
  await gateway.start();
};

/**
 * Postgres is killed with all its sessions, or commits and never says so; the node is away, silent, wrong, mute, breaks off or, as
 * one that is killed, loses what no block has; the gateway is killed, also in the middle of an answer, hangs until it is killed, or lies.
 */
export const FAULTS = {
  "database killed": {
    at: STEP_NAMES,
    strike: ({ stack }) => stack.killDatabase(),
    mend: ({ stack }) => stack.reopenDatabase(),
  },
  "database losing answers": {
    at: WRITING,
    strike: async ({ database }) => database.become("losing"),
    mend: async ({ database }) => database.become("well"),
  },
  "database killed with its answer on the way": {
    at: WRITING,
    strike: async ({ database }) => database.become("losing"),
    meanwhile: async ({ stack, database }) => {
      await sleep(300);
      await stack.killDatabase();
      database.become("well");
    },
    mend: ({ stack }) => stack.reopenDatabase(),
  },
  "node down": node("down"),
  "node hanging": node("hanging"),
  "node erring": node("erring"),
  "node losing answers": node("losing"),
  "node breaking off answers": node("halving", ASKING),
  "node forgetting transactions": {
    at: SENDING,
    strike: ({ stack }) => stack.chain.client.setIntervalMining({ interval: 0 }),
    meanwhile: async ({ stack: { chain } }) => {
      const waits = async () => (await chain.client.getTxpoolStatus()).pending > 0;
      await until("a transaction waits for a block", waits);
      await chain.client.request({ method: "anvil_dropAllTransactions" } as never);
    },
    mend: ({ stack }) => stack.chain.client.setIntervalMining({ interval: 1 }),
  },
  "gateway killed": {
    at: STEP_NAMES,
    strike: ({ stack }) => stack.gateway.kill(),
    mend: ({ stack }) => stack.gateway.start(),
  },
  "gateway killed in an answer": {
    at: READING,
    cold: true,
    strike: ({ stack }) => stack.gateway.become("halving"),
    meanwhile: async ({ stack }) => {
      await stack.gateway.halved();
      await stack.gateway.kill();
    },
    mend: ({ stack }) => stack.gateway.start(),
  },
  "gateway hanging": {
    at: READING,
    cold: true,
    strike: async ({ stack }) => stack.gateway.halt(),
    mend: renewGateway,
  },
  "gateway lying": {
    at: READING,
    cold: true,
    strike: ({ stack }) => stack.gateway.become("lying"),
    mend: ({ stack }) => stack.gateway.become("well"),
    // Long enough for it to be asked more than twice.
    lastingMs: 3_000,
  },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;

export function faultNamed(name: FaultName): Fault {
  return FAULTS[name];
}

/** Lets the executor, which stands at a point, run into a fault, and takes the fault away again. */
export async function runInto(arena: Arena, name: FaultName): Promise<void> {
  const { strike, meanwhile, mend, lastingMs = LASTING_MS } = faultNamed(name);
  await strike(arena);
  const done = meanwhile?.(arena);
  arena.go();
  await done;
  await sleep(lastingMs);
  await mend(arena);
}
