import { certificationStatus } from "../../domain/certification.ts";
import { Badge } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";
import { Facts } from "../../ui/facts.tsx";
import { CopyableHash } from "../../ui/hash.tsx";
import { CERTIFICATION_LOOKS } from "../../ui/status.ts";
import { Time } from "../../ui/time.tsx";
import type { VersionDetails } from "./query.ts";

/** Whether the Review Board certifies a version now, since when and until when, and its credential. */
export function CertificationCard({ version, now }: { version: VersionDetails; now: number }) {
  const { certification, credential } = version;
  const look = CERTIFICATION_LOOKS[certificationStatus(certification, now)];
  return (
    <Card title="Certification" aside={<Badge tone={look.tone}>{look.word}</Badge>}>
      {certification === null ? (
        <p className="text-sm text-quiet">
          The Review Board hasn't certified this version, so no clause can run it.
        </p>
      ) : (
        <Facts
          items={[
            ["Issued", <Time key="issued" at={certification.issuedAt} />],
            ["Expires", <Time key="expires" at={certification.expiresAt} />],
            ...(Number(certification.suspendedUntil) > now
              ? [["Suspended until", <Time key="suspended" at={certification.suspendedUntil} />] as const]
              : []),
            ...(Number(certification.revokedAt) > 0
              ? [
                  ["Revoked", <Time key="revoked" at={certification.revokedAt} />] as const,
                  ["Reason", certification.revocationReason || "none given"] as const,
                ]
              : []),
            [
              "Credential",
              credential ? (
                <CopyableHash key="token" value={credential.tokenId} label="credential number" />
              ) : (
                "none"
              ),
            ],
          ]}
        />
      )}
    </Card>
  );
}
