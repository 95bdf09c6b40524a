import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { type Hex, zeroAddress } from "viem";
import { useConnection, useReadContract } from "wagmi";
import { Account } from "../../chain/account.tsx";
import { TransactionButton } from "../../chain/transaction-button.tsx";
import { buttonClass } from "../../ui/button.tsx";
import { Card, PageHeader } from "../../ui/card.tsx";
import { Facts } from "../../ui/facts.tsx";
import { Field, INPUT_CLASS } from "../../ui/field.tsx";
import { CopyableHash } from "../../ui/hash.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../ui/states.tsx";
import { CHAMBER_NAMES } from "../../ui/status.ts";
import { useBoard } from "./board.ts";
import { type SubmissionFee, useSubmissionFee } from "./fees.ts";
import { type SubmittableVersion, useSubmittableVersion } from "./queries.ts";
import { SubmissionFeeNote } from "./submission-fee.tsx";

/** Submits a version for review; for its publisher. */
export function SubmitReviewPage() {
  const { versionId } = useParams({ from: "/reviews/submit/$versionId" });
  const { data, error, isPending, refetch } = useSubmittableVersion(versionId.toLowerCase() as Hex);
  const version = data?.pluginVersion;
  return (
    <>
      <PageHeader
        eyebrow={
          <Link to="/reviews" className="underline underline-offset-2">
            Reviews
          </Link>
        }
        title={version ? `Submit ${version.name} ${version.semver}` : "Submit a version for review"}
        lead="A submission freezes the rules and the conflicts of interest, opens the vote at once, and asks executors for an audit."
      />
      {isPending ? <Skeleton lines={5} label="Loading the version" /> : null}
      {error && !data ? (
        <ErrorState title="The version couldn't be read" error={error} onRetry={() => void refetch()} />
      ) : null}
      {data && !version ? (
        <EmptyState title="The index has no such version">
          It may not be published yet, or the index may be behind the chain.
        </EmptyState>
      ) : null}
      {version ? <Submission version={version} /> : null}
    </>
  );
}

function Submission({ version }: { version: SubmittableVersion }) {
  const board = useBoard();
  const { address } = useConnection();
  const [bounty, setBounty] = useState("0");
  const { manifestDigest, artifactDigest, clauseId, module } = version;
  const content = { manifestDigest, artifactDigest, clauseId, module: module ?? zeroAddress };
  const { data: latest } = useReadContract({
    ...board,
    functionName: "latestProposal",
    args: [version.id],
    query: { refetchInterval: 3_000 },
  });
  const fee = useSubmissionFee(latest);
  const blocked = blockedReason(version, address);
  return (
    <Card title="What is submitted">
      <div className="flex flex-col gap-6">
        <VersionFacts version={version} />
        <BountyChoice version={version} value={bounty} onChange={setBounty} />
        {fee ? <SubmissionFeeNote fee={fee} payable={blocked === undefined} /> : null}
        <TransactionButton
          action={`submit-review:${version.id}`}
          call={{ ...board, functionName: "submitForReview", args: [version.id, content, BigInt(bounty)] }}
          label={`Submit ${version.name} ${version.semver} for review`}
          blocked={blocked ?? unpaidReason(fee)}
        >
          Submit for review
        </TransactionButton>
        {latest ? (
          <Link
            to="/reviews/$id"
            params={{ id: String(latest) }}
            className={buttonClass("secondary", "self-start")}
          >
            Open its latest review
          </Link>
        ) : null}
      </div>
    </Card>
  );
}

function blockedReason(
  { yanked, publisher }: SubmittableVersion,
  account: string | undefined,
): string | undefined {
  if (yanked) return "Its publisher withdrew this version.";
  if (account !== undefined && account.toLowerCase() !== publisher.id.toLowerCase())
    return "Only the version's publisher may submit it. Connect that account.";
  return undefined;
}

function unpaidReason(fee: SubmissionFee | undefined): string | undefined {
  return fee?.allowed === false ? "Let the fee be taken first." : undefined;
}

function VersionFacts({ version }: { version: SubmittableVersion }) {
  const chambers = ["ClauseAuditors", "Security", ...version.domainChambers] as const;
  return (
    <Facts
      items={[
        ["Publisher", <Account key="publisher" address={version.publisher.id} />],
        ["Version", <CopyableHash key="version" value={version.id} label="version id" />],
        ["Manifest", <CopyableHash key="manifest" value={version.manifestDigest} label="manifest digest" />],
        ["Artifact", <CopyableHash key="artifact" value={version.artifactDigest} label="artifact digest" />],
        ["Clause", <CopyableHash key="clause" value={version.clauseId} label="clause id" />],
        ["Chambers", chambers.map((chamber) => CHAMBER_NAMES[chamber]).join(", ")],
      ]}
    />
  );
}

function BountyChoice({
  version: { bounties },
  value,
  onChange,
}: {
  version: SubmittableVersion;
  value: string;
  onChange: (value: string) => void;
}) {
  if (bounties.length === 0) return null;
  return (
    <Field
      label="For a bounty"
      hint="A bounty that this version was submitted to. Its funders' seats are then in conflict."
    >
      {(control) => (
        <select
          {...control}
          className={INPUT_CLASS}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="0">None</option>
          {bounties.map(({ id }) => (
            <option key={id} value={id}>
              Bounty {id}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
