import { z } from "zod";
import { PIECE_BYTES, REQUEST_BYTES } from "./child-limits.ts";
import type { Frame } from "./frames.ts";
import { encodeFrame } from "./frames.ts";
import type { PluginErrorCase } from "./sandbox.ts";

/** What a plugin asks of its host in the middle of a run. */
export type HostCall =
  | { readonly interface: "clause-data"; readonly references: readonly string[] }
  | { readonly interface: "chain-read"; readonly calls: readonly ContractCall[] }
  | {
      readonly interface: "artifacts";
      readonly kind: string;
      readonly name: string;
      readonly mediaType: string;
      readonly body: Uint8Array;
    };

export type ContractCall = { readonly to: Uint8Array; readonly data: Uint8Array };

/**
 * What the host says. A refusal reaches the plugin as its `plugin-error`, so its message must be the same on every machine;
 * "exceeded" ends the run as the trap "output".
 */
export type HostAnswer =
  | { readonly status: "ok"; readonly interface: "clause-data"; readonly documents: readonly Uint8Array[] }
  | {
      readonly status: "ok";
      readonly interface: "chain-read";
      readonly answers: readonly { readonly reverted: boolean; readonly data: Uint8Array }[];
    }
  | { readonly status: "ok"; readonly interface: "artifacts"; readonly digest: string }
  | { readonly status: "refused"; readonly case: PluginErrorCase; readonly message: string }
  | { readonly status: "exceeded" };

/** Stands behind the interfaces of a run, holds what they need, and enforces the grant. */
export type HostBroker = {
  /** @throws what keeps the host from answering, such as an unreachable node: then the run has no outcome and is tried again */
  answer(call: HostCall): Promise<HostAnswer>;
};

/** Texts or blobs of one call. */
const MOST_PIECES = REQUEST_BYTES / PIECE_BYTES;
/** What stands in a header around a call's own words, and the length of one blob in it. */
const AROUND_BYTES = 1_024;
const LENGTH_BYTES = 8;
const CALL_BYTES = REQUEST_BYTES + AROUND_BYTES + MOST_PIECES * LENGTH_BYTES;

/** The largest call that an honest child makes. */
export const CALL_FRAME = { maxBytes: CALL_BYTES, maxHeaderBytes: CALL_BYTES, maxBlobs: MOST_PIECES };

const callSchema = z.discriminatedUnion("interface", [
  z.strictObject({
    kind: z.literal("call"),
    interface: z.literal("clause-data"),
    references: z.array(z.string()).max(MOST_PIECES),
  }),
  z.strictObject({ kind: z.literal("call"), interface: z.literal("chain-read") }),
  z.strictObject({
    kind: z.literal("call"),
    interface: z.literal("artifacts"),
    form: z.string(),
    name: z.string(),
    mediaType: z.string(),
  }),
]);

/** The call that a frame makes; undefined when it isn't exactly one. */
export function callIn({ header, blobs }: Frame): HostCall | undefined {
  const parsed = callSchema.safeParse(header);
  if (!parsed.success) return undefined;
  const call = parsed.data;
  switch (call.interface) {
    case "clause-data":
      return blobs.length === 0 ? { interface: "clause-data", references: call.references } : undefined;
    case "chain-read":
      return blobs.length % 2 === 0 ? { interface: "chain-read", calls: pairsOf(blobs) } : undefined;
    case "artifacts": {
      const [body, ...more] = blobs;
      if (body === undefined || more.length > 0) return undefined;
      const { form: kind, name, mediaType } = call;
      return { interface: "artifacts", kind, name, mediaType, body };
    }
  }
}

function pairsOf(blobs: readonly Uint8Array[]): ContractCall[] {
  return Array.from({ length: blobs.length / 2 }, (_, index) => ({
    to: blobs[2 * index] ?? new Uint8Array(),
    data: blobs[2 * index + 1] ?? new Uint8Array(),
  }));
}

export function answerFrame(answer: HostAnswer): Buffer {
  if (answer.status !== "ok") return encodeFrame({ kind: "answer", ...answer });
  switch (answer.interface) {
    case "clause-data":
      return encodeFrame({ kind: "answer", status: "ok" }, answer.documents);
    case "chain-read": {
      const reverted = answer.answers.map((one) => one.reverted);
      const blobs = answer.answers.map(({ data }) => data);
      return encodeFrame({ kind: "answer", status: "ok", reverted }, blobs);
    }
    case "artifacts":
      return encodeFrame({ kind: "answer", status: "ok", digest: answer.digest });
  }
}
