import type { Manifest, RunLimits, VersionContent } from "@nexus/protocol";
import {
  canonicalBytes,
  entryArtifactOf,
  InvalidManifestError,
  leadingClauseIdOf,
  parseManifest,
  sha256Digest,
} from "@nexus/protocol";
import type { Hex } from "viem";
import type { Content } from "./ports.ts";
import type { Reason } from "./run.ts";

/** Why a task isn't run. */
export type Refusal = { readonly status: "refused"; readonly reason: Reason; readonly detail: string };

/** What a plugin may do and use: its manifest's wishes within the policy. */
export type Grant = {
  readonly capabilities: readonly { readonly name: string; readonly scope: readonly string[] }[];
  readonly limits: RunLimits;
};

/** What executors grant at most. */
export type Policy = { readonly capabilities: readonly string[]; readonly limits: RunLimits };

/** A version's content, each part verified against its digest on chain. */
export type LoadedPlugin = {
  readonly status: "loaded";
  readonly versionId: Hex;
  readonly artifactDigest: Hex;
  readonly manifest: Manifest;
  readonly component: Uint8Array;
  readonly grant: Grant;
};

export function refused(reason: Reason, detail: string): Refusal {
  return { status: "refused", reason, detail };
}

/** Fetches a version's manifest and component and works out its grant. Throws what is worth another try. */
export async function loadPlugin(
  content: Pick<Content, "get">,
  policy: Policy,
  version: { readonly versionId: Hex; readonly content: VersionContent },
): Promise<LoadedPlugin | Refusal> {
  const manifest = readManifest(await content.get(version.content.manifestDigest));
  if ("status" in manifest) return manifest;
  const artifact = entryArtifactOf(manifest);
  const { artifactDigest, clauseId } = version.content;
  if (artifact.digest !== artifactDigest || leadingClauseIdOf(manifest) !== clauseId) {
    return refused(
      "manifest-mismatch",
      "The manifest names another component or clause than its publisher signed.",
    );
  }
  const denied = manifest.capabilities.filter(({ name }) => !policy.capabilities.includes(name));
  if (denied.length > 0) {
    const names = denied.map(({ name }) => name).join(", ");
    return refused("capability-denied", `The policy doesn't grant what the manifest asks for: ${names}.`);
  }
  const component = await content.get(artifactDigest, artifact.cid);
  const grant = { capabilities: manifest.capabilities, limits: limitsOf(manifest, policy.limits) };
  return { status: "loaded", versionId: version.versionId, artifactDigest, manifest, component, grant };
}

/** sha2-256 of a grant's canonical bytes, as receipts name it. */
export function grantDigest({ capabilities, limits }: Grant): Hex {
  return sha256Digest(canonicalBytes({ capabilities, limits: { ...limits } }));
}

function readManifest(bytes: Uint8Array): Manifest | Refusal {
  try {
    return parseManifest(bytes);
  } catch (fault) {
    if (!(fault instanceof InvalidManifestError)) throw fault;
    return refused("manifest-invalid", fault.message);
  }
}

function limitsOf({ limits }: Manifest, most: RunLimits): RunLimits {
  return {
    ...most,
    wallMs: Math.min(limits.wallMs, most.wallMs),
    cpuMs: Math.min(limits.cpuMs, most.cpuMs),
    memoryBytes: Math.min(limits.memoryBytes, most.memoryBytes),
    outputBytes: Math.min(limits.outputBytes, most.outputBytes),
  };
}
