import {
  EMPTY_DIGEST,
  parseTranscript,
  type ResultRecord,
  resultDigest,
  type TranscriptEntry,
} from "@nexus/protocol";
import type { Hex } from "viem";
import type { ChainAccess } from "./chain/client.ts";
import type { ChainReads, Content, ContractAnswer, ContractQuestion } from "./core/ports.ts";
import { orNothing, type ResultQuestion, statedReceipts } from "./stated-receipts.ts";

/**
 * What the host answered in the run that gave a result, by a receipt whose record has that result's digest; the transcript is
 * found by its digest in the record. Empty where nothing was asked, or where no such receipt is left.
 */
export async function statedTranscript(
  access: ChainAccess,
  content: Pick<Content, "get">,
  question: ResultQuestion,
): Promise<readonly TranscriptEntry[]> {
  for await (const { record } of statedReceipts(access, content, question)) {
    const entries = await orNothing(() => transcriptOf(content, record, question.resultDigest));
    if (entries !== undefined) return entries;
  }
  return [];
}

/** Undefined when the record is of another result. */
async function transcriptOf(
  content: Pick<Content, "get">,
  record: ResultRecord,
  wanted: Hex,
): Promise<readonly TranscriptEntry[] | undefined> {
  if (record.kind === "audit" || resultDigest(record) !== wanted) return undefined;
  if (record.transcriptDigest === EMPTY_DIGEST) return [];
  return parseTranscript(await content.get(record.transcriptDigest));
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
