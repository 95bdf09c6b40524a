import { auditReasons } from "@nexus/protocol";
import { Link, useParams } from "@tanstack/react-router";
import { Account } from "../../chain/account.tsx";
import { useChainHead } from "../../chain/use-chain-head.ts";
import { Badge } from "../../ui/badge.tsx";
import { Card, PageHeader } from "../../ui/card.tsx";
import { shortened } from "../../ui/hash.tsx";
import { EmptyState, ErrorState, Note, Skeleton } from "../../ui/states.tsx";
import { CHAMBER_NAMES, PROPOSAL_LOOKS } from "../../ui/status.ts";
import { Countdown } from "../../ui/time.tsx";
import { AuditCard } from "./audit-card.tsx";
import { useBallots } from "./ballots.ts";
import { ChamberBars, capitalised } from "./chamber-bars.tsx";
import { OwnPartCard } from "./own-part-card.tsx";
import { type ReviewHistory, useReviewHistory } from "./queries.ts";
import { RelayPanel } from "./relay-panel.tsx";
import { type Standing, useStanding } from "./standing.ts";
import { Timers } from "./timers.tsx";
import { VotesList } from "./votes-list.tsx";

/** One review: where it stands, what the reader may do in it, and who voted how. */
export function ReviewPage() {
  const { id } = useParams({ from: "/reviews/$id" });
  if (!/^[0-9]{1,78}$/.test(id))
    return (
      <EmptyState level={1} title="This is no review's number">
        Open the review from the list of reviews instead.
      </EmptyState>
    );
  return <Review key={id} id={id} />;
}

function Review({ id }: { id: string }) {
  const proposalId = BigInt(id);
  const { data: standing, error, refetch } = useStanding(proposalId);
  const history = useReviewHistory(id).data?.review ?? undefined;
  if (error && !standing)
    return <ErrorState title="This review couldn't be read" error={error} onRetry={() => void refetch()} />;
  if (!standing) return <Skeleton lines={8} label="Loading the review" />;
  return <ReviewBody id={id} standing={standing} history={history} />;
}

function ReviewBody({
  id,
  standing,
  history,
}: {
  id: string;
  standing: Standing;
  history: ReviewHistory | undefined;
}) {
  const proposalId = BigInt(id);
  const collection = useBallots(proposalId);
  const name = history ? `${history.version.name} ${history.version.semver}` : shortened(standing.versionId);
  return (
    <>
      <ReviewHeader id={id} name={name} standing={standing} history={history} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,25rem)]">
        <div className="flex min-w-0 flex-col gap-6">
          <OwnPartCard proposalId={proposalId} name={name} standing={standing} collection={collection} />
          <ChamberBars standing={standing} />
          {history ? <VotesList votes={history.votes} recusals={history.recusals} /> : <NotIndexed />}
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <Card title="Time">
            <Timers standing={standing} />
          </Card>
          <Verdict standing={standing} />
          <AuditCard audit={standing.audit} />
          {standing.state === "Active" ? (
            <RelayPanel proposalId={proposalId} name={name} collection={collection} />
          ) : null}
        </div>
      </div>
    </>
  );
}

function ReviewHeader({
  id,
  name,
  standing,
  history,
}: {
  id: string;
  name: string;
  standing: Standing;
  history: ReviewHistory | undefined;
}) {
  const look = PROPOSAL_LOOKS[standing.state];
  const now = useChainHead()?.timestamp;
  const { bountyId, publisher, state, votingEndsAt } = standing;
  return (
    <PageHeader
      eyebrow={
        <Link to="/reviews" className="underline underline-offset-2">
          Reviews
        </Link>
      }
      title={history ? `Review of ${name}` : `Review ${shortened(id)}`}
      lead={
        <span className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
          <Badge tone={look.tone}>{look.word}</Badge>
          {state === "Active" ? (
            <span className="font-semibold text-ink">
              <Countdown until={votingEndsAt} now={now} ended="no time" /> left
            </span>
          ) : null}
          <span>
            by <Account address={publisher} />
          </span>
          {history ? (
            <Link
              to="/plugins/$name"
              params={{ name: history.version.name }}
              search={{ version: history.version.semver }}
              className="text-accent underline underline-offset-2"
            >
              The plugin
            </Link>
          ) : null}
          {bountyId > 0n ? (
            <Link
              to="/bounties/$id"
              params={{ id: String(bountyId) }}
              className="text-accent underline underline-offset-2"
            >
              Bounty {String(bountyId)}
            </Link>
          ) : null}
        </span>
      }
    />
  );
}

function Verdict({
  standing: { state, reasons, versionId, audit, votingEndsAt, chambers },
}: {
  standing: Standing;
}) {
  const open = state === "Active" || state === "Pending";
  if (state === "Executed") {
    return (
      <Note tone="good">
        Passed and certified.{" "}
        <Link to="/credentials/$id" params={{ id: versionId }} className="underline underline-offset-2">
          Verify the credential
        </Link>
      </Note>
    );
  }
  if (reasons.length === 0)
    return <Note tone="good">{open ? "As it stands, it passes." : "It passed."}</Note>;
  const against = chambers.filter(({ passes }) => !passes).map(({ chamber }) => CHAMBER_NAMES[chamber]);
  const faults = [
    ...auditReasons(audit, votingEndsAt),
    ...(against.length > 0
      ? [`${against.length} of ${chambers.length} chambers don't let it pass: ${against.join(", ")}`]
      : []),
  ];
  return (
    <Note tone={open ? "warn" : "bad"}>
      <p className="font-semibold">{open ? "As it stands, it doesn't pass" : "It didn't pass"}</p>
      <ul className="mt-1 flex flex-col gap-1">
        {faults.map((fault) => (
          <li key={fault}>{capitalised(fault)}.</li>
        ))}
      </ul>
    </Note>
  );
}

function NotIndexed() {
  return (
    <Card title="Votes">
      <p className="text-sm text-quiet">
        Who voted how is read from the index, which hasn't got this review yet. The chambers' counts come from
        the chain.
      </p>
    </Card>
  );
}
