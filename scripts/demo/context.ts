import { createClient, type NexusClient } from "@nexus/cli";
import { EmbeddedContentStore } from "@nexus/content";
import type { Deployment, DevelopmentAccountName } from "@nexus/protocol";
import { developmentAccount } from "../start/seed.ts";
import type { Reporter, Step } from "./reporter.ts";

/** The running stack that a walk uses. */
export type Ground = {
  rpcUrl: string;
  contentDirectory: string;
  gateway: string;
  deployment: Deployment;
  /** GraphQL endpoint of the index, once it follows the chain. */
  index(): Promise<string>;
};

/** What a step says of itself; `tx` is the transaction that did it. */
export type StepResult = { detail: string; tx?: string };

export type Walk = {
  ground: Ground;
  steps: Step[];
  /** A client that signs as a development account. */
  as(name: DevelopmentAccountName): Promise<NexusClient>;
  /** Runs one step, records and reports it; a step that throws ends the walk. */
  step<T extends StepResult>(name: string, run: () => Promise<T>): Promise<T>;
};

/** Ends a walk: the step that failed is already reported. */
export class WalkEnded extends Error {
  override name = "WalkEnded";
}

export type Clients = Walk["as"];

/** Clients of the development accounts, one each, over the stack's own content folder. */
export function clientsOf({ rpcUrl, contentDirectory, deployment }: Ground): Clients {
  const content = new EmbeddedContentStore({ directory: contentDirectory });
  const clients = new Map<string, Promise<NexusClient>>();
  return (name) => {
    const client =
      clients.get(name) ?? createClient({ rpcUrl, account: developmentAccount(name), content, deployment });
    clients.set(name, client);
    return client;
  };
}

export function createWalk(ground: Ground, reporter: Reporter): Walk {
  const steps: Step[] = [];
  const record = (step: Step) => {
    steps.push(step);
    reporter.step(step);
  };
  return {
    ground,
    steps,
    as: clientsOf(ground),
    step: async (name, run) => {
      const begun = performance.now();
      const ms = () => Math.round(performance.now() - begun);
      try {
        const result = await run();
        record({ name, ok: true, ms: ms(), detail: result.detail, ...(result.tx && { tx: result.tx }) });
        return result;
      } catch (cause) {
        record({ name, ok: false, ms: ms(), error: cause instanceof Error ? cause.message : String(cause) });
        throw new WalkEnded(name, { cause });
      }
    },
  };
}

/** Fails a step when the world isn't as it must be. */
export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`expected ${what}`);
}

/** Polls until `read` gives something, for at most `seconds`. */
export async function eventually<T>(
  what: string,
  seconds: number,
  read: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = performance.now() + seconds * 1_000;
  for (;;) {
    const value = await read();
    if (value !== undefined) return value;
    if (performance.now() > deadline) throw new Error(`${what} didn't happen within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
