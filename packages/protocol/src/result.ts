import type { Hex } from "viem";
import { z } from "zod";
import { canonicalBytes } from "./canonical.ts";
import { EMPTY_DIGEST, sha256Digest } from "./digest.ts";
import { InvalidRecordError } from "./errors.ts";
import { countShape, digestShape, faultsOf, signalShape, textShape } from "./shapes.ts";
import type { SignalWord } from "./states.ts";

/** A refusal by the plugin itself. */
export const PLUGIN_ERROR_CASES = ["invalid-input", "denied", "limit", "internal"] as const;

/** Deterministic ends of a run inside the component. A run that ends by time or by the engine's own stack has no result at all. */
export const TRAP_CLASSES = ["unreachable", "memory", "stack", "steps", "output", "other"] as const;

const okOutcome = z.strictObject({ status: z.literal("ok"), signal: signalShape, outputDigest: digestShape });
const refusedOutcome = z.strictObject({
  status: z.literal("plugin-error"),
  case: z.enum(PLUGIN_ERROR_CASES),
});
const trapOutcome = z.strictObject({ status: z.literal("trap"), class: z.enum(TRAP_CLASSES) });

const outcomeSchema = z.discriminatedUnion("status", [okOutcome, refusedOutcome, trapOutcome]);

const pluginSchema = z.strictObject({ versionId: digestShape, artifactDigest: digestShape });

const contextSchema = z.strictObject({
  runId: textShape(66),
  seed: digestShape,
  nowMs: countShape,
  block: countShape,
  chainId: countShape,
});

const executionSchema = z.strictObject({
  recordVersion: z.literal("1"),
  kind: z.literal("execution"),
  plugin: pluginSchema,
  context: contextSchema,
  inputDigest: digestShape,
  transcriptDigest: digestShape,
  outcome: outcomeSchema,
});

/** Only where a run made host calls, so that one without has one form. */
const callsShape = digestShape
  .refine((digest) => digest !== EMPTY_DIGEST, "must be left out where no host call was made")
  .optional();

const auditSchema = z.strictObject({
  recordVersion: z.literal("1"),
  kind: z.literal("audit"),
  plugin: pluginSchema,
  seed: digestShape,
  vectors: z
    .array(
      z.strictObject({
        inputDigest: digestShape,
        transcriptDigest: callsShape,
        outcome: outcomeSchema,
        matches: z.boolean(),
      }),
    )
    .min(1)
    .max(32),
  seeded: z
    .array(z.strictObject({ inputDigest: digestShape, transcriptDigest: callsShape, outcome: outcomeSchema }))
    .max(16),
});

/** The result record that executors agree on. */
export const resultRecordSchema = z.discriminatedUnion("kind", [executionSchema, auditSchema]);

/** How a plugin's run ended, as every executor must see it. */
export type Outcome = z.infer<typeof outcomeSchema>;
export type PluginErrorCase = (typeof PLUGIN_ERROR_CASES)[number];
export type TrapClass = (typeof TRAP_CLASSES)[number];
/** Everything a run may depend on besides its input; `nowMs` in milliseconds since the Unix epoch. */
export type RunContext = z.infer<typeof contextSchema>;
export type ExecutionRecord = z.infer<typeof executionSchema>;
export type AuditRecord = z.infer<typeof auditSchema>;
export type ResultRecord = z.infer<typeof resultRecordSchema>;

/** A value that is a sound result record. @throws InvalidRecordError with every fault */
export function parseResultRecord(value: unknown): ResultRecord {
  const result = resultRecordSchema.safeParse(value);
  if (!result.success) throw new InvalidRecordError({ faults: faultsOf(result.error.issues, value) });
  return result.data;
}

/** What executors commit to: sha2-256 of the record's canonical bytes. @throws InvalidRecordError */
export function resultDigest(record: ResultRecord): Hex {
  return sha256Digest(canonicalBytes(parseResultRecord(record)));
}

/**
 * The signal a record settles as. An execution gives the plugin's own, or ESCALATE when the plugin refused or
 * trapped. An audit gives PASS if every vector matches and no seeded input trapped, else FAIL.
 */
export function signalOf(record: ResultRecord): SignalWord {
  if (record.kind === "execution") return record.outcome.status === "ok" ? record.outcome.signal : "ESCALATE";
  const sound = record.vectors.every(({ matches }) => matches);
  return sound && record.seeded.every(({ outcome }) => outcome.status !== "trap") ? "PASS" : "FAIL";
}

/**
 * sha2-256 of what anybody must reproduce from the artifact and the inputs alone: the record without the version's id in one
 * registry and without what the manifest expects.
 */
export function reproducibleDigest(record: ResultRecord): Hex {
  const { artifactDigest } = record.plugin;
  if (record.kind === "execution") {
    const { context, inputDigest, transcriptDigest, outcome } = record;
    return sha256Digest(canonicalBytes({ artifactDigest, context, inputDigest, transcriptDigest, outcome }));
  }
  const vectors = record.vectors.map(({ matches: _, ...reproducible }) => reproducible);
  return sha256Digest(canonicalBytes({ artifactDigest, seed: record.seed, vectors, seeded: record.seeded }));
}
