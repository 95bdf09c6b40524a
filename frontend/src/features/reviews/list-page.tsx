import { chambersOfMask, ProposalState } from "@nexus/protocol";
import { Link } from "@tanstack/react-router";
import { useReadContracts } from "wagmi";
import { Account } from "../../chain/account.tsx";
import { useChainHead } from "../../chain/use-chain-head.ts";
import { Badge } from "../../ui/badge.tsx";
import { PageHeader } from "../../ui/card.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../ui/states.tsx";
import { CHAMBER_NAMES, PROPOSAL_LOOKS } from "../../ui/status.ts";
import { Countdown, Time } from "../../ui/time.tsx";
import { useBoard } from "./board.ts";
import { usePayDue } from "./fees.ts";
import { type ListedReview, useReviews } from "./queries.ts";

const MOST = 100;

/** Every review of the board, latest first. */
export function ReviewsPage() {
  const { data, error, isPending, refetch } = useReviews(MOST);
  const states = useStates(data?.reviews ?? []);
  const due = usePayDue(data?.reviews.map(({ id }) => id) ?? []);
  return (
    <>
      <PageHeader
        title="Reviews"
        lead="A version is certified when every engaged chamber of the Review Board lets it pass and independent executors reproduce what it promises."
      />
      {isPending ? <Skeleton lines={6} label="Loading reviews" /> : null}
      {error && !data ? (
        <ErrorState title="The reviews couldn't be read" error={error} onRetry={() => void refetch()} />
      ) : null}
      {data?.reviews.length === 0 ? (
        <EmptyState title="No version was submitted for review yet">
          A publisher submits a version from its plugin's page.
        </EmptyState>
      ) : null}
      <ul className="flex flex-col gap-4">
        {data?.reviews.map((review) => (
          <ReviewRow
            key={review.id}
            review={review}
            state={states.get(review.id)}
            paid={due.has(review.id)}
          />
        ))}
      </ul>
    </>
  );
}

/** What the chain says of the reviews that aren't executed: only it knows which have passed. */
function useStates(reviews: readonly ListedReview[]): ReadonlyMap<string, ProposalState> {
  const board = useBoard();
  const open = reviews.filter(({ stage }) => stage !== "Executed");
  const { data } = useReadContracts({
    contracts: open.map(({ id }) => ({ ...board, functionName: "state", args: [BigInt(id)] }) as const),
    query: { refetchInterval: 4_000 },
  });
  const states = new Map<string, ProposalState>();
  for (const { id, stage } of reviews) if (stage === "Executed") states.set(id, "Executed");
  open.forEach(({ id }, index) => {
    const number = data?.[index]?.result;
    const state = number === undefined ? undefined : ProposalState[number];
    if (state !== undefined) states.set(id, state);
  });
  return states;
}

function ReviewRow({
  review,
  state,
  paid,
}: {
  review: ListedReview;
  state: ProposalState | undefined;
  /** Whether the connected account has pay to collect. */
  paid: boolean;
}) {
  const { id, version, round, publisher, submittedAt, engaged, passing, voteEnd } = review;
  const now = useChainHead()?.timestamp;
  const look = state === undefined ? undefined : PROPOSAL_LOOKS[state];
  const chambers = chambersOfMask(engaged);
  const letting = chambersOfMask(engaged & passing);
  return (
    <li className="relative flex min-w-0 flex-col gap-3 rounded-xl border border-line bg-surface p-5 transition-colors focus-within:border-accent hover:border-accent">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <h2 className="min-w-0 text-lg">
          <Link to="/reviews/$id" params={{ id }} className="after:absolute after:inset-0">
            {version.name} {version.semver}
          </Link>
        </h2>
        {look ? <Badge tone={look.tone}>{look.word}</Badge> : null}
      </div>
      <p className="text-sm text-quiet">
        {chambers.map((chamber) => CHAMBER_NAMES[chamber]).join(", ")}: {letting.length} of {chambers.length}{" "}
        let it pass.
      </p>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-1 text-xs text-quiet">
        <span className="relative">
          by <Account address={publisher} />
        </span>
        <span>
          submitted <Time at={submittedAt} />
        </span>
        {round > 1 ? <span>round {round}</span> : null}
        {paid ? <span className="font-semibold text-ink">your pay is due</span> : null}
        {state === "Active" ? (
          <span className="font-semibold text-ink">
            <Countdown until={BigInt(voteEnd)} now={now} ended="voting ends" /> left to vote
          </span>
        ) : null}
      </div>
    </li>
  );
}
