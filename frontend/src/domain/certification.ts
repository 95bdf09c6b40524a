import type { CertificationStatus } from "@nexus/protocol";

/** What decides how a certification stands at a time, as the index gives it: unix seconds in decimal, 0 for "never". */
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
