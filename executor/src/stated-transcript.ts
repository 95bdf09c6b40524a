import {
  EMPTY_DIGEST,
  NxsError,
  parseTranscript,
  type ResultRecord,
  resultDigest,
  type TranscriptEntry,
} from "@nexus/protocol";
import type { ChainAccess } from "./chain/client.ts";
import type { Content } from "./core/ports.ts";
import { type ResultQuestion, statedReceipts } from "./stated-receipts.ts";

/** What the host answered in the run that gave a result. */
export type StatedTranscript = {
  readonly entries: readonly TranscriptEntry[];
  /** Why there are no entries, in words; null when the transcript was read. */
  readonly gap: string | null;
};

/**
 * The transcript of the run that gave a result, by a receipt whose record has that result's digest; the transcript is found by its
 * digest in the record. One that is gone, or isn't what its digest names, leaves a gap: a replay may do without.
 */
export async function statedTranscript(
  access: ChainAccess,
  content: Pick<Content, "get">,
  question: ResultQuestion,
): Promise<StatedTranscript> {
  for await (const { record } of statedReceipts(access, content, question)) {
    if (record.kind === "execution" && resultDigest(record) === question.resultDigest)
      return transcriptOf(content, record);
  }
  return { entries: [], gap: "no receipt that names it is left" };
}

async function transcriptOf(
  content: Pick<Content, "get">,
  { transcriptDigest }: ResultRecord & { readonly kind: "execution" },
): Promise<StatedTranscript> {
  if (transcriptDigest === EMPTY_DIGEST) return { entries: [], gap: null };
  try {
    return { entries: parseTranscript(await content.get(transcriptDigest)), gap: null };
  } catch (fault) {
    if (!(fault instanceof NxsError)) throw fault;
    return { entries: [], gap: fault.message };
  }
}
