import {
  EMPTY_DIGEST,
  NxsError,
  parseReceiptFile,
  parseTranscript,
  resultConsensusAbi,
  resultDigest,
  type TranscriptEntry,
} from "@nexus/protocol";
import type { Hex } from "viem";
import type { ChainAccess } from "./chain/client.ts";
import { firstLogs } from "./chain/scan.ts";
import type { ChainReads, Content, ContractAnswer, ContractQuestion } from "./core/ports.ts";

/** Receipts that are read at most, until one tells of the result. */
const MOST_RECEIPTS = 16;

/**
 * What the host answered in the run that gave a result, by a receipt whose record has that result's digest; the transcript is
 * found by its digest in the record. Empty where nothing was asked, or where no such receipt is left.
 */
export async function statedTranscript(
  { client, deployment }: ChainAccess,
  content: Pick<Content, "get">,
  { taskId, since, resultDigest: wanted }: { taskId: Hex; since: bigint; resultDigest: Hex },
): Promise<readonly TranscriptEntry[]> {
  const scan = {
    address: deployment.contracts.ResultConsensus,
    abi: resultConsensusAbi,
    eventName: "ResultRevealed",
    args: { taskId },
    since,
  } as const;
  const logs = await firstLogs(client, scan, ({ args }) => args.resultDigest === wanted);
  for (const { args } of logs.slice(0, MOST_RECEIPTS)) {
    const entries = await transcriptOf(content, args.receiptDigest, wanted);
    if (entries !== undefined) return entries;
  }
  return [];
}

async function transcriptOf(
  content: Pick<Content, "get">,
  receiptDigest: Hex,
  wanted: Hex,
): Promise<readonly TranscriptEntry[] | undefined> {
  try {
    const { record } = parseReceiptFile(await content.get(receiptDigest)).receipt;
    if (record.kind === "audit" || resultDigest(record) !== wanted) return undefined;
    if (record.transcriptDigest === EMPTY_DIGEST) return [];
    return parseTranscript(await content.get(record.transcriptDigest));
  } catch (fault) {
    if (fault instanceof NxsError) return undefined;
    throw fault;
  }
}

/** A contract's answer at a block follows from the question alone, so the order of the calls doesn't matter. */
export function recordedReads(transcript: readonly TranscriptEntry[], live: ChainReads): ChainReads {
  const keyOf = ({ to, data }: ContractQuestion) => `${to}:${data}`;
  const recorded = new Map<string, ContractAnswer>();
  for (const entry of transcript) {
    if (!("calls" in entry)) continue;
    for (const [index, call] of entry.calls.entries()) {
      const answer = entry.answers[index];
      if (answer !== undefined) recorded.set(keyOf(call), answer);
    }
  }
  return async (block, question) => recorded.get(keyOf(question)) ?? live(block, question);
}
