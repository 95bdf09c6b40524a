import type { Address, Hex } from "viem";
import { useIndexQuery } from "../../index/use-index.ts";

/** A version, as far as its credential is about it. */
export interface CredentialVersion {
  readonly id: Hex;
  readonly name: string;
  readonly semver: string;
  readonly manifestDigest: Hex;
  readonly artifactDigest: Hex;
  readonly clauseId: Hex;
  readonly module: Address | null;
  readonly certification: {
    readonly suspensionReason: string | null;
    readonly revocationReason: string | null;
    readonly revokedForCause: boolean;
    readonly review: { readonly id: string } | null;
  } | null;
}

const VERSION = `
query CredentialVersion($id: ID!) {
  pluginVersion(id: $id) {
    id name semver manifestDigest artifactDigest clauseId module
    certification { suspensionReason revocationReason revokedForCause review { id } }
  }
}`;

/** The version that a credential is about. */
export function useCredentialVersion(versionId: Hex) {
  return useIndexQuery<{ pluginVersion: CredentialVersion | null }>("credential-version", VERSION, {
    id: versionId,
  });
}

export interface HeldCredential {
  readonly id: Hex;
  readonly tokenId: string;
  readonly mintedAt: string;
  readonly version: { readonly name: string; readonly semver: string };
}

const HELD = `
query Held($holder: String!) {
  credentials(first: 100, where: { holder: $holder }, orderBy: mintedAt, orderDirection: desc) {
    id tokenId mintedAt
    version { name semver }
  }
}`;

/** The credentials that an account holds, latest first. */
export function useHeldCredentials(holder: Address | undefined) {
  return useIndexQuery<{ credentials: readonly HeldCredential[] }>("held-credentials", HELD, {
    holder: (holder ?? "0x").toLowerCase(),
  });
}
