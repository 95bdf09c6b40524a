import type { LicenceTier } from "@nexus/protocol";
import type { IndexedTimes } from "../../domain/certification.ts";

/** One plugin in the catalogue, described by its latest version. */
export interface CataloguePlugin {
  readonly id: string;
  readonly name: string;
  readonly versionCount: number;
  readonly settledRuns: number;
  readonly latestVersion: CatalogueVersion | null;
}

interface CatalogueVersion {
  readonly id: string;
  readonly semver: string;
  readonly licence: LicenceTier;
  readonly domainChambers: readonly string[];
  readonly yanked: boolean;
  readonly publisher: { readonly id: string };
  readonly manifest: {
    readonly wellFormed: boolean;
    readonly pluginClass: string;
    readonly description: string;
    readonly searchText: string;
  } | null;
  readonly certification: IndexedTimes | null;
  readonly reviews: readonly { readonly id: string; readonly stage: string; readonly voteEnd: string }[];
}

export const CATALOGUE_DOCUMENT = `
query Catalogue($first: Int!, $skip: Int!) {
  plugins(first: $first, skip: $skip, orderBy: registeredAt, orderDirection: desc) {
    id name versionCount settledRuns
    latestVersion {
      id semver licence domainChambers yanked
      publisher { id }
      manifest { wellFormed pluginClass description searchText }
      certification { expiresAt suspendedUntil revokedAt }
      reviews(first: 1, orderBy: submittedAt, orderDirection: desc) { id stage voteEnd }
    }
  }
}`;
