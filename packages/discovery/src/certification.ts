import type { CertificationStatus } from "@nexus/protocol";

/** A certification's times in Unix seconds; 0 where there is none. */
export interface CertificationTimes {
  readonly expiresAt: number;
  readonly suspendedUntil: number;
  readonly revokedAt: number;
}

/** The status that `CertificationRegistry` reports at a time. */
export function certificationStatusAt(
  { expiresAt, suspendedUntil, revokedAt }: CertificationTimes,
  timestamp: number,
): CertificationStatus {
  if (revokedAt !== 0) return "Revoked";
  if (timestamp >= expiresAt) return "Expired";
  return timestamp < suspendedUntil ? "Suspended" : "Valid";
}
