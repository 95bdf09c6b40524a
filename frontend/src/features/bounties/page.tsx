import { Link, useParams } from "@tanstack/react-router";
import { AssetAmount } from "../../chain/asset-amount.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Card, PageHeader } from "../../ui/card.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../ui/states.tsx";
import { BOUNTY_LOOKS } from "../../ui/status.ts";
import { BountyActions } from "./actions.tsx";
import { type LiveBounty, useBounty, useOwnMoney } from "./escrow.ts";
import { MilestonesCard } from "./milestones.tsx";
import { BountyPast } from "./past.tsx";
import { useBountyHistory } from "./queries.ts";
import { BountySteps } from "./steps.tsx";
import { TermsCard } from "./terms-card.tsx";
import { WithdrawalCard } from "./withdrawal-card.tsx";

/** One bounty: its steps, its terms, and what the reader may do. */
export function BountyPage() {
  const { id } = useParams({ from: "/bounties/$id" });
  if (!/^[0-9]{1,18}$/.test(id))
    return (
      <EmptyState level={1} title="This is no bounty's number">
        Open the bounty from the list of bounties instead.
      </EmptyState>
    );
  return <Bounty key={id} id={id} />;
}

function Bounty({ id }: { id: string }) {
  const bountyId = BigInt(id);
  const { data: bounty, error, refetch } = useBounty(bountyId);
  const history = useBountyHistory(id).data?.bounty ?? undefined;
  const own = useOwnMoney(bountyId);
  if (error && !bounty)
    return <ErrorState title="This bounty couldn't be read" error={error} onRetry={() => void refetch()} />;
  if (!bounty) return <Skeleton lines={8} label="Loading the bounty" />;
  const reviewId = history?.version?.reviews[0]?.id;
  return (
    <>
      <BountyHeader id={id} bounty={bounty} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,25rem)]">
        <div className="flex min-w-0 flex-col gap-6">
          <Card title="What you can do">
            <BountyActions
              bountyId={bountyId}
              bounty={bounty}
              reviewId={reviewId}
              contribution={own?.contribution ?? 0n}
            />
          </Card>
          {own && own.owed > 0n ? (
            <WithdrawalCard account={own.account} owed={own.owed} asset={bounty.terms.asset} />
          ) : null}
          {history ? <BountyPast history={history} asset={bounty.terms.asset} /> : null}
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <BountySteps bounty={bounty} />
          <MilestonesCard bounty={bounty} />
          <TermsCard bounty={bounty} history={history} />
        </div>
      </div>
    </>
  );
}

function BountyHeader({ id, bounty }: { id: string; bounty: LiveBounty }) {
  const look = BOUNTY_LOOKS[bounty.state];
  return (
    <PageHeader
      eyebrow={
        <Link to="/bounties" className="underline underline-offset-2">
          Bounties
        </Link>
      }
      title={`Bounty ${id}`}
      lead={
        <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <Badge tone={look.tone}>{look.word}</Badge>
          <span>
            holds <AssetAmount value={bounty.amount} asset={bounty.terms.asset} />
          </span>
        </span>
      }
    />
  );
}
