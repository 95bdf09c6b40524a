import { certificationStatusAt } from "@nexus/discovery";
import type { CertificationStatus } from "@nexus/protocol";

/** A certification's times as GraphQL gives them: unix seconds in decimal, 0 for "never". */
export interface IndexedTimes {
  readonly expiresAt: string;
  readonly suspendedUntil: string;
  readonly revokedAt: string;
}

/** How a version is certified at a time in unix seconds; `null` stands for a version that never was. */
export function certificationStatus(times: IndexedTimes | null, now: number): CertificationStatus {
  if (times === null) return "None";
  const { expiresAt, suspendedUntil, revokedAt } = times;
  return certificationStatusAt(
    { expiresAt: Number(expiresAt), suspendedUntil: Number(suspendedUntil), revokedAt: Number(revokedAt) },
    now,
  );
}
