import { ContentTamperedError } from "@nexus/content";
import type { Grant, Manifest, Policy, RunLimits, VersionContent, WitPackage, World } from "@nexus/protocol";
import {
  entryArtifactOf,
  evaluatePolicies,
  InvalidManifestError,
  leadingClauseIdOf,
  parseManifest,
  worldOf,
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

/** A version and the clause that it is loaded for. */
export type LoadOrder = {
  readonly versionId: Hex;
  readonly content: VersionContent;
  readonly clauseId: Hex;
};

/** Says what a plugin may do and use, from its manifest. */
export type Decide = (manifest: Manifest, clauseId: Hex) => Grant | Refusal;

/** A version's content, each part verified against its digest on chain. */
export type LoadedPlugin = {
  readonly status: "loaded";
  readonly versionId: Hex;
  readonly artifactDigest: Hex;
  readonly manifest: Manifest;
  readonly component: Uint8Array;
  /** The clause that the grant is for. */
  readonly clauseId: Hex;
  readonly grant: Grant;
  /** The interface that the component was made for. */
  readonly world: { readonly witPackage: WitPackage; readonly world: World };
};

export function refused(reason: Reason, detail: string): Refusal {
  return { status: "refused", reason, detail };
}

/** Decides by the policies, as they are at a time (Unix seconds; without it a policy doesn't end). */
export function byPolicy(rules: Rules, at?: number): Decide {
  const { most, walls } = rules;
  return (manifest, clauseId) => {
    const { grant, refusals } = evaluatePolicies(rules, {
      manifest,
      clauseId,
      most,
      ...(walls !== undefined && { walls }),
      ...(at !== undefined && { at }),
    });
    if (refusals.length === 0) return grant;
    return refused("policy-denied", refusals.map(({ rule, words }) => `[${rule}] ${words}`).join(" "));
  };
}

/** Fetches a version's manifest and component and works out its grant. Throws what is worth another try. */
export async function loadPlugin(
  content: Pick<Content, "get">,
  decide: Decide,
  { versionId, content: published, clauseId }: LoadOrder,
): Promise<LoadedPlugin | Refusal> {
  const { artifactDigest, manifestDigest } = published;
  const manifest = readManifest(await content.get(manifestDigest));
  if ("status" in manifest) return manifest;
  const artifact = entryArtifactOf(manifest);
  if (artifact.digest !== artifactDigest || leadingClauseIdOf(manifest) !== published.clauseId) {
    return refused(
      "manifest-mismatch",
      "The manifest names another component or clause than its publisher signed.",
    );
  }
  const world = worldOf(manifest);
  if ("fault" in world) return refused("world-unknown", `The manifest's ${world.fault}.`);
  const grant = decide(manifest, clauseId);
  if ("status" in grant) return grant;
  const component = await content.get(artifactDigest, artifact.cid).catch(refuseTampered);
  if ("status" in component) return component;
  return { status: "loaded", versionId, artifactDigest, manifest, component, clauseId, grant, world };
}

/** The one file under a CID of its publisher's choice: where that names other bytes, it always will. */
function refuseTampered(fault: unknown): Refusal {
  if (!(fault instanceof ContentTamperedError)) throw fault;
  return refused("content-tampered", fault.message);
}

/** Manifests by their bytes, for as long as somebody keeps those. */
const manifests = new WeakMap<Uint8Array, Manifest>();

function readManifest(bytes: Uint8Array): Manifest | Refusal {
  try {
    const manifest = manifests.get(bytes) ?? parseManifest(bytes);
    manifests.set(bytes, manifest);
    return manifest;
  } catch (fault) {
    if (!(fault instanceof InvalidManifestError)) throw fault;
    return refused("manifest-invalid", fault.message);
  }
}
