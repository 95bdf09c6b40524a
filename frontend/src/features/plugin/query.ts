import type { Chamber, LicenceTier, Signal } from "@nexus/protocol";
import type { Address, Hex } from "viem";
import type { IndexedTimes } from "../../domain/certification.ts";

/** A plugin with all its versions, as the index tells it. Times are unix seconds in decimal. */
export interface PluginDetails {
  readonly id: Hex;
  readonly name: string;
  readonly owner: { readonly id: Hex };
  readonly registeredAt: string;
  readonly versions: readonly VersionDetails[];
}

export interface VersionDetails {
  readonly id: Hex;
  readonly semver: string;
  readonly publisher: { readonly id: Hex };
  readonly manifestDigest: Hex;
  readonly manifestCid: string;
  readonly artifactDigest: Hex;
  readonly clause: { readonly id: Hex; readonly uuid: string; readonly jurisdiction: string } | null;
  readonly licence: LicenceTier;
  readonly domainChambers: readonly Chamber[];
  readonly yanked: boolean;
  readonly yankReason: string | null;
  readonly publishedAt: string;
  readonly publishedTx: Hex;
  readonly settledRuns: number;
  readonly failedRuns: number;
  readonly triggers: number;
  readonly certification:
    | (IndexedTimes & { readonly issuedAt: string; readonly revocationReason: string | null })
    | null;
  readonly credential: { readonly tokenId: string; readonly mintedAt: string } | null;
  readonly reviews: readonly {
    readonly id: string;
    readonly round: number;
    readonly stage: "Submitted" | "Canceled" | "Executed";
    readonly submittedAt: string;
  }[];
  readonly bounties: readonly {
    readonly id: string;
    readonly state: string;
    /** Null for ETH. */
    readonly asset: Address | null;
    readonly contributed: string;
  }[];
  readonly tasks: readonly {
    readonly id: Hex;
    readonly kind: string;
    readonly stage: string;
    readonly signal: Signal;
    readonly createdAt: string;
  }[];
}

export const PLUGIN_DOCUMENT = `
query Plugin($name: String!) {
  plugins(where: { name: $name }, first: 1) {
    id name registeredAt owner { id }
    versions(first: 100, orderBy: publishedAt, orderDirection: desc) {
      id semver publisher { id } manifestDigest manifestCid artifactDigest
      clause { id uuid jurisdiction }
      licence domainChambers yanked yankReason publishedAt publishedTx settledRuns failedRuns triggers
      certification { expiresAt suspendedUntil revokedAt issuedAt revocationReason }
      credential { tokenId mintedAt }
      reviews(first: 10, orderBy: submittedAt, orderDirection: desc) { id round stage submittedAt }
      bounties(first: 10) { id state asset contributed }
      tasks(first: 10, orderBy: createdAt, orderDirection: desc) { id kind stage signal createdAt }
    }
  }
}`;
