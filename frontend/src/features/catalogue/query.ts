import type { CertificationStatus, LicenceTier } from "@nexus/protocol";

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
  readonly certification: CertificationTimes | null;
  readonly reviews: readonly { readonly id: string; readonly stage: string; readonly voteEnd: string }[];
}

/** What decides how a certification stands at a time; 0 means "never". Unix seconds in decimal. */
export interface CertificationTimes {
  readonly expiresAt: string;
  readonly suspendedUntil: string;
  readonly revokedAt: string;
}

/** How a certification stands at a time in unix seconds, by the contract's own order of precedence. */
export function certificationStatus(times: CertificationTimes | null, now: number): CertificationStatus {
  if (times === null) return "None";
  if (Number(times.revokedAt) > 0) return "Revoked";
  if (Number(times.expiresAt) <= now) return "Expired";
  return Number(times.suspendedUntil) > now ? "Suspended" : "Valid";
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
