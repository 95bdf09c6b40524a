import {
  type CredentialCheck,
  checkBoard,
  checkCertification,
  checkHolder,
  checkToken,
} from "@nexus/protocol";
import type { Address, Hex } from "viem";
import { useRuntime } from "../../config/context.tsx";
import { type ChainFacts, useChainFacts, usePublisher } from "./chain-facts.ts";
import { useArtifactFact, useManifestFact } from "./content-facts.ts";
import { type CredentialVersion, useCredentialVersion } from "./queries.ts";
import { type CredentialVerdict, verdictOf } from "./verdict.ts";

export interface CheckState {
  readonly name: CredentialCheck["name"];
  /** `undefined` while it is being checked. */
  readonly check: CredentialCheck | undefined;
}

export interface Verification {
  readonly verdict: CredentialVerdict | undefined;
  readonly checks: readonly CheckState[];
  readonly facts: ChainFacts | undefined;
  readonly version: CredentialVersion | undefined;
  readonly error: unknown;
}

const unknownVersion = (name: CredentialCheck["name"]): CredentialCheck => ({
  name,
  ok: false,
  detail: "no version with this id is known, so there is nothing to compare",
});

/** Checks a credential against chain and IPFS, each part by itself. */
export function useVerification(versionId: Hex): Verification {
  const { contracts } = useRuntime();
  const { data: facts, error } = useChainFacts(versionId);
  const found = useCredentialVersion(versionId);
  const version = found.data?.pluginVersion ?? undefined;
  const missing = found.data !== undefined && version === undefined;
  const publisher = usePublisher(version);
  const manifest = useManifestFact(version);
  const artifact = useArtifactFact(version);
  const named = (name: "manifest" | "artifact", fact: typeof manifest): CredentialCheck | undefined =>
    missing ? unknownVersion(name) : fact && { name, ...fact };
  const states: CheckState[] = [
    { name: "token", check: facts && checkToken(facts.holder) },
    { name: "certification", check: facts && certificationCheck(facts, version, missing) },
    { name: "holder", check: missing ? unknownVersion("holder") : holderCheck(facts, publisher) },
    { name: "board", check: facts && boardCheck(facts, contracts.ReviewBoard) },
    { name: "manifest", check: named("manifest", manifest) },
    { name: "artifact", check: named("artifact", artifact) },
  ];
  const checks = states.map(({ check }) => check);
  const verdict = facts && verdictOf(checks, facts.status);
  return { verdict, checks: states, facts, version, error: facts ? undefined : error };
}

/** Without the version's record only the status can be judged, and a status in force isn't enough. */
function certificationCheck(
  facts: ChainFacts,
  version: CredentialVersion | undefined,
  missing: boolean,
): CredentialCheck | undefined {
  if (version !== undefined) return checkCertification(facts, version.artifactDigest);
  if (facts.status !== "Valid") return checkCertification(facts, facts.certification.artifactDigest);
  return missing ? unknownVersion("certification") : undefined;
}

function boardCheck({ holder, board }: ChainFacts, reviewBoard: Address): CredentialCheck {
  if (holder === undefined)
    return { name: "board", ok: false, detail: "nobody issued it, because it was never minted" };
  return checkBoard(board, reviewBoard);
}

function holderCheck(
  facts: ChainFacts | undefined,
  { data, error }: ReturnType<typeof usePublisher>,
): CredentialCheck | undefined {
  if (error) return { name: "holder", ok: false, detail: error.message };
  return facts && data && checkHolder(facts.holder, data);
}
