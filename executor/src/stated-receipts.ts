import {
  type FirstReceipt,
  NxsError,
  parseReceiptFile,
  type Receipt,
  resultConsensusAbi,
} from "@nexus/protocol";
import type { Hex } from "viem";
import type { ChainAccess } from "./chain/client.ts";
import { firstLogs } from "./chain/scan.ts";
import type { Content } from "./core/ports.ts";

/** Receipts that are read at most. */
const MOST_RECEIPTS = 16;

/** A task's result, and the first block that may tell of it. */
export type ResultQuestion = { readonly taskId: Hex; readonly since: bigint; readonly resultDigest: Hex };

/** The receipts of executors that came to a result. One that is gone, or isn't a receipt, is left out. */
export async function* statedReceipts(
  { client, deployment }: ChainAccess,
  content: Pick<Content, "get">,
  { taskId, since, resultDigest }: ResultQuestion,
): AsyncGenerator<Receipt | FirstReceipt> {
  const scan = {
    address: deployment.contracts.ResultConsensus,
    abi: resultConsensusAbi,
    eventName: "ResultRevealed",
    args: { taskId },
    since,
  } as const;
  const logs = await firstLogs(client, scan, ({ args }) => args.resultDigest === resultDigest);
  for (const { args } of logs.slice(0, MOST_RECEIPTS)) {
    const receipt = await orNothing(
      async () => parseReceiptFile(await content.get(args.receiptDigest)).receipt,
    );
    if (receipt !== undefined) yield receipt;
  }
}

/** What is read; undefined when it is gone or isn't what it should be. */
async function orNothing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (fault) {
    if (fault instanceof NxsError) return undefined;
    throw fault;
  }
}
