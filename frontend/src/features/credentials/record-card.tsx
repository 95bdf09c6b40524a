import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Hex } from "viem";
import { Account } from "../../chain/account.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";
import { Facts } from "../../ui/facts.tsx";
import { CopyableHash } from "../../ui/hash.tsx";
import { CERTIFICATION_LOOKS } from "../../ui/status.ts";
import { Time } from "../../ui/time.tsx";
import type { Verification } from "./use-verification.ts";

/** What the chain records of a minted credential; nothing for any other. */
export function RecordCard({
  versionId,
  verification: { facts, version },
}: {
  versionId: Hex;
  verification: Verification;
}) {
  if (!facts || facts.holder === undefined) return null;
  const { certification, status, holder } = facts;
  const look = CERTIFICATION_LOOKS[status];
  const rows: [string, ReactNode][] = [
    [
      "Status",
      <Badge key="status" tone={look.tone}>
        {look.word}
      </Badge>,
    ],
    ["Held by", <Account key="holder" address={holder} />],
    ["Issued", <Time key="issued" at={certification.issuedAt} />],
    ["Expires", <Time key="expires" at={certification.expiresAt} />],
    ["Token id", <CopyableHash key="token" value={String(BigInt(versionId))} label="token id" />],
  ];
  if (certification.suspendedUntil > 0)
    rows.push(["Suspended until", <Time key="suspended" at={certification.suspendedUntil} />]);
  if (certification.revokedAt > 0) {
    rows.push(["Revoked", <Time key="revoked" at={certification.revokedAt} />]);
    rows.push([
      "For cause",
      certification.revokedForCause ? "yes: results that rest on it don't count" : "no",
    ]);
  }
  return (
    <Card title="On chain">
      <Facts items={rows} />
      {version?.certification?.review ? (
        <p className="mt-4 text-sm">
          <Link
            to="/reviews/$id"
            params={{ id: version.certification.review.id }}
            className="text-accent underline underline-offset-2"
          >
            The review behind it
          </Link>
        </p>
      ) : null}
    </Card>
  );
}
