import type { SignalWord } from "@nexus/protocol";
import type { Hex } from "viem";
import type { NexusClient } from "../client.ts";

/** A run performed again from the chain and IPFS alone, beside what was agreed on chain. */
export interface RunReplay {
  readonly taskId: Hex;
  /** Digest and signal are those that settled. */
  readonly matches: boolean;
  /** What the replay gave. */
  readonly digest: Hex;
  readonly signal: SignalWord;
  readonly settled: { readonly digest: Hex; readonly signal: SignalWord };
}

export async function replayRun(client: NexusClient, parameters: { taskId: Hex }): Promise<RunReplay> {
  throw new Error(`${client.chainId} ${parameters.taskId}`);
}
