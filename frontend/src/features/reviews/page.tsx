import { useParams } from "@tanstack/react-router";
import { Card } from "../../ui/card.tsx";
import { shortened } from "../../ui/hash.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../ui/states.tsx";
import { AuditCard } from "./audit-card.tsx";
import { useBallots } from "./ballots.ts";
import { ChamberBars } from "./chamber-bars.tsx";
import { FeeCard } from "./fee-card.tsx";
import { OwnPartCard } from "./own-part-card.tsx";
import { type ReviewHistory, useReviewHistory } from "./queries.ts";
import { RelayPanel } from "./relay-panel.tsx";
import { ReviewHeader } from "./review-header.tsx";
import { type Standing, useStanding } from "./standing.ts";
import { Timers } from "./timers.tsx";
import { VerdictNote } from "./verdict-note.tsx";
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
          <VerdictNote standing={standing} />
          <AuditCard audit={standing.audit} />
          <FeeCard id={id} name={name} publisher={standing.publisher} />
          {standing.state === "Active" ? (
            <RelayPanel proposalId={proposalId} name={name} collection={collection} />
          ) : null}
        </div>
      </div>
    </>
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
