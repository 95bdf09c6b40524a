import type { Hex } from "viem";
import { z } from "zod";
import { canonicalBytes, inspectCanonical } from "./canonical.ts";
import { EMPTY_DIGEST, sha256Digest } from "./digest.ts";
import { InvalidTranscriptError } from "./errors.ts";
import { PLUGIN_ERROR_CASES } from "./result.ts";
import { countShape, digestShape, faultsOf, textOf } from "./shapes.ts";
import { ARTIFACT_KINDS } from "./worlds.ts";

const bytesShape = textOf<Hex>(/^0x([0-9a-f]{2})*$/u, "must be 0x and lower-case hex bytes");
const contractShape = textOf<Hex>(/^0x[0-9a-f]{40}$/u, "must be 0x and 40 lower-case hex digits");
const fileShape = z.strictObject({ digest: digestShape, size: countShape });

/** A host call that was refused: what it asked for is told by its digest alone, which bounds the transcript. */
const refusedEntry = z.strictObject({
  interface: z.enum(["clause-data", "chain-read", "artifacts"]),
  requestDigest: digestShape,
  error: z.enum(PLUGIN_ERROR_CASES),
});

const clauseDataEntry = z.strictObject({
  interface: z.literal("clause-data"),
  references: z.array(z.string()),
  documents: z.array(fileShape),
});

const chainReadEntry = z.strictObject({
  interface: z.literal("chain-read"),
  calls: z.array(z.strictObject({ to: contractShape, data: bytesShape })),
  answers: z.array(z.strictObject({ reverted: z.boolean(), data: bytesShape })),
});

const artifactShape = z.strictObject({
  kind: z.enum(ARTIFACT_KINDS),
  name: z.string(),
  mediaType: z.string(),
  size: countShape,
  digest: digestShape,
});

const artifactEntry = z.strictObject({ interface: z.literal("artifacts"), artifact: artifactShape });

const entrySchema = z.union([refusedEntry, clauseDataEntry, chainReadEntry, artifactEntry]);

const transcriptSchema = z.strictObject({
  transcriptVersion: z.literal("1"),
  entries: z.array(entrySchema).min(1),
});

/** One host call and its answer, in the order of the calls. Lines of the log are none: nothing is answered to them. */
export type TranscriptEntry = z.infer<typeof entrySchema>;

/** The file that lies on IPFS for a run with host calls; no bytes for one without. */
export function transcriptBytes(entries: readonly TranscriptEntry[]): Uint8Array {
  if (entries.length === 0) return new Uint8Array();
  return canonicalBytes({ transcriptVersion: "1", entries: [...entries] });
}

/** What a result record says of a run's host calls. */
export function transcriptDigest(entries: readonly TranscriptEntry[]): Hex {
  return entries.length === 0 ? EMPTY_DIGEST : sha256Digest(transcriptBytes(entries));
}

/** @throws InvalidTranscriptError with every fault */
export function parseTranscript(bytes: Uint8Array): readonly TranscriptEntry[] {
  if (bytes.length === 0) return [];
  const { value, faults } = inspectCanonical(bytes);
  const result = transcriptSchema.safeParse(value);
  const schemaFaults = result.success || value === undefined ? [] : faultsOf(result.error.issues, value);
  const all = [...faults, ...schemaFaults];
  if (all.length > 0 || !result.success) throw new InvalidTranscriptError({ faults: all });
  return result.data.entries;
}
