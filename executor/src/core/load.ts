import type { Grant, Manifest, Policy, RunLimits, VersionContent } from "@nexus/protocol";
import {
  entryArtifactOf,
  evaluatePolicies,
  InvalidManifestError,
  leadingClauseIdOf,
  parseManifest,
} from "@nexus/protocol";
import type { Hex } from "viem";
import type { Content } from "./ports.ts";
import type { Reason } from "./run.ts";

/** Why a task isn't run. */
export type Refusal = { readonly status: "refused"; readonly reason: Reason; readonly detail: string };

/** By what executors decide what a plugin may do and use. */
export type Rules = {
  /** What all executors go by. */
  readonly common: Policy;
  /** What this executor's operator asks for besides. */
  readonly own?: Policy | undefined;
  /** The DAO's limits. */
  readonly most: RunLimits;
  /** What stands around a plugin here; undefined where it doesn't matter. */
  readonly walls?: readonly string[];
};

/** What is loaded, for which clause, and when (Unix seconds). */
export type LoadOrder = {
  readonly versionId: Hex;
  readonly content: VersionContent;
  readonly clauseId: Hex;
  readonly at?: number;
};

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
  rules: Rules,
  version: LoadOrder,
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
  const { most, walls } = rules;
  const { grant, refusals } = evaluatePolicies(rules, {
    manifest,
    clauseId: version.clauseId,
    most,
    ...(walls !== undefined && { walls }),
    ...(version.at !== undefined && { at: version.at }),
  });
  if (refusals.length > 0) {
    return refused("policy-denied", refusals.map(({ rule, words }) => `[${rule}] ${words}`).join(" "));
  }
  const component = await content.get(artifactDigest, artifact.cid);
  return { status: "loaded", versionId: version.versionId, artifactDigest, manifest, component, grant };
}

function readManifest(bytes: Uint8Array): Manifest | Refusal {
  try {
    return parseManifest(bytes);
  } catch (fault) {
    if (!(fault instanceof InvalidManifestError)) throw fault;
    return refused("manifest-invalid", fault.message);
  }
}
