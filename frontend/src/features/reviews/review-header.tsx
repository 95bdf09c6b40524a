import { Link } from "@tanstack/react-router";
import { Account } from "../../chain/account.tsx";
import { useChainHead } from "../../chain/use-chain-head.ts";
import { Badge } from "../../ui/badge.tsx";
import { PageHeader } from "../../ui/card.tsx";
import { shortened } from "../../ui/hash.tsx";
import { PROPOSAL_LOOKS } from "../../ui/status.ts";
import { Countdown } from "../../ui/time.tsx";
import type { ReviewHistory } from "./queries.ts";
import type { Standing } from "./standing.ts";

/** What is reviewed, how it stands, and where its plugin and bounty are. */
export function ReviewHeader({
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
