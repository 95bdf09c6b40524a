import type { CredentialCheck } from "@nexus/protocol";
import { Link, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Hex } from "viem";
import { Account } from "../../chain/account.tsx";
import { useRuntime } from "../../config/context.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Spinner } from "../../ui/button.tsx";
import { Card, PageHeader } from "../../ui/card.tsx";
import { Facts } from "../../ui/facts.tsx";
import { CopyableHash } from "../../ui/hash.tsx";
import { EmptyState, ErrorState, Note, Skeleton } from "../../ui/states.tsx";
import { CERTIFICATION_LOOKS } from "../../ui/status.ts";
import { Time } from "../../ui/time.tsx";
import { versionIdOfReference } from "./reference.ts";
import { type CheckState, useVerification, type Verification } from "./use-verification.ts";

/** Whether a credential holds: one verdict, and each check that it rests on. */
export function CredentialPage() {
  const { id } = useParams({ from: "/credentials/$id" });
  const { chainId, contracts } = useRuntime();
  const versionId = versionIdOfReference(id, { chainId, registry: contracts.PluginRegistry });
  if (versionId === undefined) {
    return (
      <EmptyState level={1} title="This names no credential">
        Give a token id, a version id or name@version on the page of credentials.
      </EmptyState>
    );
  }
  return <Credential key={versionId} versionId={versionId} />;
}

function Credential({ versionId }: { versionId: Hex }) {
  const verification = useVerification(versionId);
  const { version, error } = verification;
  return (
    <>
      <PageHeader
        eyebrow={
          <Link to="/credentials" className="underline underline-offset-2">
            Credentials
          </Link>
        }
        title={version ? `${version.name} ${version.semver}` : "Credential"}
        lead={
          <>
            Version <CopyableHash value={versionId} label="version id" />
          </>
        }
      />
      {error ? <ErrorState title="The chain couldn't be asked" error={error} /> : null}
      <div className="flex flex-col gap-6">
        <VerdictBanner verification={verification} />
        <Card title="Checks" aside={<span className="text-sm text-quiet">Each done in this browser</span>}>
          <ul className="divide-y divide-line">
            {verification.checks.map((state) => (
              <CheckItem key={state.name} state={state} />
            ))}
          </ul>
        </Card>
        <Record versionId={versionId} verification={verification} />
      </div>
    </>
  );
}

function VerdictBanner({ verification: { verdict, version } }: { verification: Verification }) {
  const reason = version?.certification?.revocationReason ?? version?.certification?.suspensionReason;
  const about = verdict?.word === "Revoked" || verdict?.word === "Suspended";
  if (!verdict) return <Skeleton lines={2} label="Checking" />;
  return (
    <div role="status">
      <Note tone={verdict.tone === "neutral" ? "info" : verdict.tone}>
        <p className="text-lg font-semibold">{verdict.word}</p>
        <p>{verdict.sentence}</p>
        {about && reason ? <p className="mt-1">Reason given: {reason}</p> : null}
      </Note>
    </div>
  );
}

const CHECKS = {
  token: { name: "Token", asks: "Was it minted?" },
  certification: { name: "Certification", asks: "Does the board certify it now?" },
  holder: { name: "Holder", asks: "Does the version's publisher hold it?" },
  board: { name: "Board", asks: "Did the Review Board issue it?" },
  manifest: { name: "Manifest", asks: "Are the bytes on IPFS those on chain?" },
  artifact: { name: "Artifact", asks: "Are the bytes on IPFS those certified?" },
} as const satisfies Record<CredentialCheck["name"], { name: string; asks: string }>;

function CheckItem({ state: { name, check } }: { state: CheckState }) {
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-1 py-3 text-sm first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1 basis-72">
        <h3 className="text-base">
          {CHECKS[name].name} <span className="text-sm font-normal text-quiet">{CHECKS[name].asks}</span>
        </h3>
        <p className="break-words text-quiet">
          {check ? `${check.detail.charAt(0).toUpperCase()}${check.detail.slice(1)}` : "Checking…"}
        </p>
      </div>
      {check ? <Badge tone={check.ok ? "good" : "bad"}>{check.ok ? "Holds" : "Fails"}</Badge> : <Spinner />}
    </li>
  );
}

function Record({
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
