export * from "./audit.ts";
export * from "./authorship.ts";
export * from "./ballots.ts";
export { canonicalBytes, type JsonValue, MAX_JSON_DEPTH, parseCanonical } from "./canonical.ts";
export * from "./cid.ts";
export * from "./credential.ts";
export * from "./development.ts";
export * from "./digest.ts";
export * from "./domains.ts";
export { type Envelope, envelopeOf, isEnvelopeSigned, preAuthEncoding, STATEMENT_TYPE } from "./dsse.ts";
export * from "./errors.ts";
export * from "./fees.ts";
export * from "./generated/abis.gen.ts";
export * from "./generated/deployments.gen.ts";
export * from "./generated/enums.gen.ts";
export * from "./grant.ts";
export * from "./ids.ts";
export * from "./manifest.ts";
export {
  type AuditVector,
  CAPABILITIES,
  type Capability,
  CLAUSE_MODES,
  LICENCE_TIERS,
  MAX_ARTIFACT_BYTES,
  MAX_VECTOR_BYTES,
  type Manifest,
  type ManifestArtifact,
  type ManifestClause,
} from "./manifest-schema.ts";
export * from "./milestones.ts";
export * from "./parameters.ts";
export { childPath, jsonPath } from "./path.ts";
export { PLUGIN_CLASSES, type PluginClass } from "./plugin-classes.ts";
export * from "./policy.ts";
export { ANY_SCOPE, ISOLATIONS, type Isolation, type Policy, type PolicyRule } from "./policy-schema.ts";
export * from "./receipt.ts";
export * from "./receipt-checks.ts";
export type { FirstReceipt, Receipt } from "./receipt-schema.ts";
export { REFUSALS } from "./refusal-words.ts";
export { type RefusalArgs, type RefusalName, refusalAbi } from "./refusals.ts";
export * from "./result.ts";
export * from "./semver.ts";
export * from "./statement.ts";
export * from "./states.ts";
export * from "./transcript.ts";
export * from "./typed-data.ts";
export * from "./verdict.ts";
export * from "./worlds.ts";
