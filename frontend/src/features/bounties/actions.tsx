import type { BountyState } from "@nexus/protocol";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useConnection } from "wagmi";
import { Account } from "../../chain/account.tsx";
import { AssetAmount } from "../../chain/asset-amount.tsx";
import { TransactionButton } from "../../chain/transaction-button.tsx";
import { useAsset } from "../../chain/use-asset.ts";
import { useChainHead } from "../../chain/use-chain-head.ts";
import { buttonClass } from "../../ui/button.tsx";
import { durationWords } from "../../ui/duration.ts";
import { Note } from "../../ui/states.tsx";
import { Countdown, Time } from "../../ui/time.tsx";
import { type LiveBounty, useEscrow } from "./escrow.ts";
import { FundForm } from "./fund-form.tsx";
import { ReleaseActions } from "./milestones.tsx";
import { EscrowAllowance, etherOf } from "./payment.tsx";
import { SubmitForm } from "./submit-form.tsx";

export interface BountyParts {
  readonly bountyId: bigint;
  readonly bounty: LiveBounty;
  /** The latest review of the submitted version; `undefined` if there is none or it isn't known. */
  readonly reviewId: string | undefined;
  /** What the connected account put in, in the asset's smallest unit. */
  readonly contribution: bigint;
}

/** What can be done with a bounty in its present state. */
export function BountyActions(props: BountyParts) {
  const Actions = ACTIONS[props.bounty.state];
  return <Actions {...props} />;
}

const ACTIONS = {
  None: () => null,
  Open: OpenActions,
  Claimed: ClaimedActions,
  Submitted: SubmittedActions,
  Paid: () => <Note tone="good">This bounty is paid.</Note>,
  Expired: ExpiredActions,
  Disputed: DisputedActions,
} as const satisfies Record<BountyState, (props: BountyParts) => ReactNode>;

function OpenActions({ bountyId, bounty: { terms, amount } }: BountyParts) {
  const escrow = useEscrow();
  const asset = useAsset(terms.asset);
  const now = useChainHead()?.timestamp;
  if (now !== undefined && now > terms.deadline) return <ExpireAction bountyId={bountyId} />;
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-col gap-4">
        <h3 className="text-base">Claim it</h3>
        <ul className="list-disc ps-5 text-sm">
          <li>
            You deposit{" "}
            <strong>
              <AssetAmount value={terms.bond} asset={terms.asset} />
            </strong>
            , which comes back with the reward.
          </li>
          <li>
            You alone may answer for <strong>{durationWords(terms.claimWindow)}</strong>. Without a submission
            by then, the deposit stays in the bounty.
          </li>
          <li>
            The milestones must be met within {durationWords(terms.reviewWindow)} of a submission. Nobody can
            claim after <Time at={terms.deadline} />.
          </li>
        </ul>
        {asset ? <EscrowAllowance asset={asset} amount={terms.bond} /> : null}
        <TransactionButton
          action={`claim:${bountyId}`}
          call={{
            ...escrow,
            functionName: "claim",
            args: [bountyId],
            value: etherOf(terms.asset, terms.bond),
          }}
          label={`Claim bounty ${bountyId}`}
          blocked={amount === 0n ? "Nobody has funded it yet." : undefined}
        >
          Claim for <AssetAmount value={terms.bond} asset={terms.asset} />
        </TransactionButton>
      </div>
      <FundForm bountyId={bountyId} terms={terms} />
    </div>
  );
}

function ExpireAction({ bountyId }: { bountyId: bigint }) {
  const escrow = useEscrow();
  return (
    <div className="flex flex-col items-start gap-4">
      <p className="text-sm">
        Its deadline has passed. Once it is marked as expired, its funders can take their money back.
      </p>
      <TransactionButton
        action={`expire:${bountyId}`}
        call={{ ...escrow, functionName: "expire", args: [bountyId] }}
        label={`Expire bounty ${bountyId}`}
      >
        Mark as expired
      </TransactionButton>
    </div>
  );
}

function ClaimedActions({ bountyId, bounty }: BountyParts) {
  const { address } = useConnection();
  const { claimant, claimEndsAt } = bounty;
  const own = address?.toLowerCase() === claimant.toLowerCase();
  return (
    <div className="flex flex-col gap-6">
      <ClaimTime claimant={claimant} until={claimEndsAt} what="to submit a version" />
      {own ? <SubmitForm bountyId={bountyId} terms={bounty.terms} publisher={claimant} /> : null}
      <FreeAction bountyId={bountyId} until={claimEndsAt} />
    </div>
  );
}

function SubmittedActions({ bountyId, bounty, reviewId }: BountyParts) {
  const { address } = useConnection();
  const { claimant, claimEndsAt, versionId } = bounty;
  const own = address?.toLowerCase() === claimant.toLowerCase();
  return (
    <div className="flex flex-col gap-6">
      <ClaimTime claimant={claimant} until={claimEndsAt} what="to meet the milestones" />
      {reviewId ? (
        <Link to="/reviews/$id" params={{ id: reviewId }} className={buttonClass("secondary", "self-start")}>
          Open its review
        </Link>
      ) : (
        <Link
          to="/reviews/submit/$versionId"
          params={{ versionId }}
          className={buttonClass("secondary", "self-start")}
        >
          Submit the version for review
        </Link>
      )}
      <ReleaseActions bountyId={bountyId} bounty={bounty} />
      {own ? <RetractAction bountyId={bountyId} /> : null}
      <FreeAction bountyId={bountyId} until={claimEndsAt} />
    </div>
  );
}

function RetractAction({ bountyId }: { bountyId: bigint }) {
  const escrow = useEscrow();
  return (
    <div className="flex flex-col gap-3">
      <h3 className="text-base">Take it back</h3>
      <p className="text-sm text-quiet">
        Your claim&apos;s clock goes on where it stopped, and you may submit another version.
      </p>
      <TransactionButton
        action={`retract:${bountyId}`}
        call={{ ...escrow, functionName: "retract", args: [bountyId] }}
        label={`Retract from bounty ${bountyId}`}
        look="secondary"
      >
        Retract the submission
      </TransactionButton>
    </div>
  );
}

function DisputedActions({ bounty: { claimant, heldSince } }: BountyParts) {
  return (
    <Note tone="warn">
      The claim of <Account address={claimant} /> is disputed since <Time at={heldSince} />. Until the ruling
      it is neither paid nor freed; its clock stands still.
    </Note>
  );
}

function ClaimTime({ claimant, until, what }: { claimant: string; until: number; what: string }) {
  const now = useChainHead()?.timestamp;
  return (
    <p className="text-sm">
      <span className="block text-xl font-semibold">
        <Countdown until={until} now={now} ended="Time is over" />
      </span>
      left {what}. Claimed by <Account address={claimant} />
    </p>
  );
}

/** A claim whose time ran out may be freed by anyone. */
function FreeAction({ bountyId, until }: { bountyId: bigint; until: number }) {
  const escrow = useEscrow();
  const now = useChainHead()?.timestamp;
  if (now === undefined || now <= until) return null;
  return (
    <div className="flex flex-col gap-3">
      <h3 className="text-base">Free the claim</h3>
      <p className="text-sm text-quiet">
        Its time ran out. The bounty opens again, and keeps the deposit if nothing was paid.
      </p>
      <TransactionButton
        action={`free:${bountyId}`}
        call={{ ...escrow, functionName: "freeClaim", args: [bountyId] }}
        label={`Free bounty ${bountyId}`}
        look="secondary"
      >
        Free the claim
      </TransactionButton>
    </div>
  );
}

function ExpiredActions({ bountyId, contribution }: BountyParts) {
  const escrow = useEscrow();
  const { address } = useConnection();
  return (
    <div className="flex flex-col items-start gap-4">
      <p className="text-sm">Nobody was paid. Each funder takes back their share, with forfeited deposits.</p>
      <TransactionButton
        action={`refund:${bountyId}:${address}`}
        call={address && { ...escrow, functionName: "refund", args: [bountyId, address] }}
        label={`Refund of bounty ${bountyId}`}
        blocked={contribution === 0n ? "You have nothing in this bounty to take back." : undefined}
      >
        Take your share back
      </TransactionButton>
    </div>
  );
}
