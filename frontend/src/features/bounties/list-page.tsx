import { Link } from "@tanstack/react-router";
import { AssetAmount } from "../../chain/asset-amount.tsx";
import { useChainHead } from "../../chain/use-chain-head.ts";
import { Badge, Tag } from "../../ui/badge.tsx";
import { PageHeader } from "../../ui/card.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../ui/states.tsx";
import { BOUNTY_LOOKS, CHAMBER_NAMES } from "../../ui/status.ts";
import { Countdown } from "../../ui/time.tsx";
import { type ListedBounty, useBounties } from "./queries.ts";

const MOST = 100;

/** Every bounty, latest first. */
export function BountiesPage() {
  const { data, error, isPending, refetch } = useBounties(MOST);
  return (
    <>
      <PageHeader
        title="Bounties"
        lead="Money in escrow for whoever publishes a certified version for a clause. It is paid when audits, certifications or runs exist on chain; nobody's discretion is asked."
      />
      {isPending ? <Skeleton lines={6} label="Loading bounties" /> : null}
      {error && !data ? (
        <ErrorState title="The bounties couldn't be read" error={error} onRetry={() => void refetch()} />
      ) : null}
      {data?.bounties.length === 0 ? (
        <EmptyState title="There is no bounty yet">
          Funders create one with <code className="font-mono">npm run nexus -- bounty create</code>.
        </EmptyState>
      ) : null}
      <ul className="grid gap-4 md:grid-cols-2">
        {data?.bounties.map((bounty) => (
          <BountyRow key={bounty.id} bounty={bounty} />
        ))}
      </ul>
    </>
  );
}

function BountyRow({ bounty }: { bounty: ListedBounty }) {
  const { id, state, asset, amount, contributed, paid, deadline, domainChambers, clause, version } = bounty;
  const now = useChainHead()?.timestamp;
  const look = BOUNTY_LOOKS[state];
  const worth = { Paid: paid, Expired: contributed }[String(state)] ?? amount;
  return (
    <li className="relative flex min-w-0 flex-col gap-3 rounded-xl border border-line bg-surface p-5 transition-colors focus-within:border-accent hover:border-accent">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <h2 className="text-lg">
          <Link to="/bounties/$id" params={{ id }} className="after:absolute after:inset-0">
            Bounty {id}
          </Link>
        </h2>
        <Badge tone={look.tone}>{look.word}</Badge>
      </div>
      <p className="text-xl font-semibold">
        <AssetAmount value={BigInt(worth)} asset={asset} />
      </p>
      <p className="text-sm text-quiet">
        {version
          ? `${version.name} ${version.semver}`
          : `For clause ${clause?.uuid ?? "that isn't registered"}`}
      </p>
      <div className="mt-auto flex flex-wrap items-center gap-2">
        {domainChambers.map((chamber) => (
          <Tag key={chamber}>{CHAMBER_NAMES[chamber]}</Tag>
        ))}
        {state === "Open" ? (
          <span className="ms-auto text-xs text-quiet">
            <Countdown until={BigInt(deadline)} now={now} ended="no time" /> left to claim
          </span>
        ) : null}
      </div>
    </li>
  );
}
