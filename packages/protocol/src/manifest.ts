import type { Hex } from "viem";
import { z } from "zod";
import { canonicalBytes, inspectCanonical } from "./canonical.ts";
import { MAX_BLOCK_BYTES } from "./cid.ts";
import { sha256Digest } from "./digest.ts";
import { domainMask } from "./domains.ts";
import type { Fault } from "./errors.ts";
import { InvalidManifestError, NotCanonicalError } from "./errors.ts";
import { clauseIdOf } from "./ids.ts";
import type { Manifest, ManifestArtifact } from "./manifest-schema.ts";
import { LICENCE_TIERS, manifestSchema } from "./manifest-schema.ts";
import { faultsOf } from "./shapes.ts";

/**
 * The manifest that canonical bytes hold.
 * @throws InvalidManifestError with every fault: of the bytes, of I-JSON, of the fields and of the rules across them
 */
export function parseManifest(bytes: Uint8Array): Manifest {
  const { value, faults } = inspectCanonical(bytes);
  const all = [...sizeFaults(bytes), ...faults, ...(value === undefined ? [] : schemaFaults(value))];
  if (all.length > 0) throw new InvalidManifestError({ faults: all });
  return value as unknown as Manifest;
}

/**
 * A value that is a sound manifest, such as one read from a draft that isn't canonical yet.
 * @throws InvalidManifestError with every fault
 */
export function validateManifest(value: unknown): Manifest {
  return parseManifest(draftBytes(value));
}

/** Canonical bytes of a manifest: what lies on IPFS. @throws InvalidManifestError */
export function manifestBytes(manifest: Manifest): Uint8Array {
  const bytes = draftBytes(manifest);
  parseManifest(bytes);
  return bytes;
}

/** sha2-256 of a manifest's canonical bytes: what a publisher signs. @throws InvalidManifestError */
export function manifestDigest(manifest: Manifest): Hex {
  return sha256Digest(manifestBytes(manifest));
}

/** Mask of the manifest's domains, as `PluginRelease.domains`. */
export function domainMaskOf({ domains }: Pick<Manifest, "domains">): number {
  return domainMask(domains);
}

/** Number of the manifest's tier in the contracts' `LicenceTier`. */
export function licenceTierOf({ licence }: Pick<Manifest, "licence">): number {
  return LICENCE_TIERS.indexOf(licence.tier);
}

/** The artifact that runs: the one `entry.artifact` names. */
export function entryArtifactOf({
  artifacts,
  entry,
}: Pick<Manifest, "artifacts" | "entry">): ManifestArtifact {
  const artifact = artifacts.find(({ name }) => name === entry.artifact);
  if (artifact !== undefined) return artifact;
  throw new InvalidManifestError({
    faults: [
      {
        path: "$.entry.artifact",
        message: `must be the name of one of the artifacts (it is "${entry.artifact}")`,
      },
    ],
  });
}

/** Id of the clause that a release binds: the first one the manifest names. */
export function leadingClauseIdOf({ clauses }: Pick<Manifest, "clauses">): Hex {
  const [clause] = clauses;
  if (clause !== undefined) return clauseIdOf(clause);
  throw new InvalidManifestError({
    faults: [{ path: "$.clauses", message: "is empty; name at least one clause" }],
  });
}

/** JSON Schema 2020-12 of a manifest: its structural rules. The rules across fields are `parseManifest`'s alone. */
export function manifestJsonSchema(): object {
  const schema = z.toJSONSchema(manifestSchema, { target: "draft-2020-12" });
  return { ...schema, $id: "urn:nexus:manifest:1", title: "Nexus plugin manifest" };
}

function draftBytes(value: unknown): Uint8Array {
  try {
    return canonicalBytes(value);
  } catch (cause) {
    if (cause instanceof NotCanonicalError) {
      throw new InvalidManifestError({ faults: [...cause.faults, ...schemaFaults(value)] });
    }
    throw cause;
  }
}

function sizeFaults(bytes: Uint8Array): Fault[] {
  if (bytes.length <= MAX_BLOCK_BYTES) return [];
  return [
    { path: "$", message: `is ${bytes.length} bytes; a manifest may have ${MAX_BLOCK_BYTES} (256 KiB)` },
  ];
}

function schemaFaults(value: unknown): Fault[] {
  const result = manifestSchema.safeParse(value);
  return result.success ? [] : faultsOf(result.error.issues, value);
}
