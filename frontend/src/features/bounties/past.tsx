import type { Address } from "viem";
import { Account } from "../../chain/account.tsx";
import { AssetAmount } from "../../chain/asset-amount.tsx";
import { explorerLink } from "../../chain/chain.ts";
import { useRuntime } from "../../config/context.tsx";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";
import { CopyableHash } from "../../ui/hash.tsx";
import { Table } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import type { BountyHistory } from "./queries.ts";

const CLAIM_LOOKS = {
  Claimed: { word: "Claimed", tone: "warn" },
  Submitted: { word: "Submitted", tone: "warn" },
  Paid: { word: "Paid", tone: "good" },
  Freed: { word: "Ended", tone: "neutral" },
} as const satisfies Record<BountyHistory["claims"][number]["state"], { word: string; tone: Tone }>;

/** Who funded and who claimed a bounty, and its payment; as the index has it. */
export function BountyPast({
  history: { contributions, claims, payouts },
  asset,
}: {
  history: BountyHistory;
  asset: Address;
}) {
  return (
    <Card title="What happened">
      <div className="flex flex-col gap-6">
        {payouts.map((payout) => (
          <Payment key={payout.id} payout={payout} asset={asset} />
        ))}
        <div>
          <h3 className="mb-2 text-base">Funders</h3>
          <Table
            caption="Funders"
            rows={contributions}
            rowKey={({ id }) => id}
            columns={[
              { head: "Funder", cell: ({ funder }) => <Account address={funder} /> },
              {
                head: "Given",
                cell: ({ amount }) => <AssetAmount value={BigInt(amount)} asset={asset} />,
                end: true,
              },
              {
                head: "Taken back",
                cell: ({ refunded }) => <AssetAmount value={BigInt(refunded)} asset={asset} />,
                end: true,
              },
            ]}
          />
        </div>
        {claims.length > 0 ? <Claims claims={claims} /> : null}
      </div>
    </Card>
  );
}

function Payment({ payout, asset }: { payout: BountyHistory["payouts"][number]; asset: Address }) {
  const config = useRuntime();
  return (
    <p className="text-sm">
      <strong>
        <AssetAmount value={BigInt(payout.amount)} asset={asset} />
      </strong>{" "}
      paid to <Account address={payout.claimant} /> on <Time at={payout.at} />{" "}
      <CopyableHash
        value={payout.tx}
        label="payment's transaction"
        href={explorerLink(config, "tx", payout.tx)}
      />
    </p>
  );
}

function Claims({ claims }: { claims: BountyHistory["claims"] }) {
  return (
    <div>
      <h3 className="mb-2 text-base">Claims</h3>
      <Table
        caption="Claims"
        rows={claims}
        rowKey={({ id }) => id}
        columns={[
          { head: "Claimant", cell: ({ claimant }) => <Account address={claimant} /> },
          {
            head: "Version",
            cell: ({ version }) => (version ? `${version.name} ${version.semver}` : "none"),
          },
          {
            head: "State",
            cell: ({ state }) => <Badge tone={CLAIM_LOOKS[state].tone}>{CLAIM_LOOKS[state].word}</Badge>,
          },
          { head: "On", cell: ({ claimedAt }) => <Time at={claimedAt} /> },
        ]}
      />
    </div>
  );
}
