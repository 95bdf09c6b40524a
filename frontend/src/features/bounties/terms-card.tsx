import { cidOfDigest, domainsOfMask } from "@nexus/protocol";
import { Account } from "../../chain/account.tsx";
import { AssetAmount } from "../../chain/asset-amount.tsx";
import { useRuntime } from "../../config/context.tsx";
import { Card } from "../../ui/card.tsx";
import { Facts } from "../../ui/facts.tsx";
import { CopyableHash } from "../../ui/hash.tsx";
import { Time } from "../../ui/time.tsx";
import type { LiveBounty } from "./escrow.ts";
import type { BountyHistory } from "./queries.ts";

/** What a bounty asks for and on which terms; they never change. */
export function TermsCard({
  bounty: { terms },
  history,
}: {
  bounty: LiveBounty;
  history: BountyHistory | undefined;
}) {
  const { gateway, contracts } = useRuntime();
  const cid = cidOfDigest(terms.specDigest);
  const board = terms.attester.toLowerCase() === contracts.ReviewBoard.toLowerCase();
  return (
    <Card title="Terms">
      <Facts
        items={[
          [
            "Clause",
            history?.clause?.uuid ?? <CopyableHash key="clause" value={terms.clauseId} label="clause id" />,
          ],
          ["Domains", domainsOfMask(terms.domains).join(", ")],
          [
            "Specification",
            <CopyableHash
              key="spec"
              value={cid}
              label="specification's CID"
              href={`${gateway}/ipfs/${cid}`}
            />,
          ],
          ["Certified by", board ? "the Review Board" : <Account key="attester" address={terms.attester} />],
          ["Deposit", <AssetAmount key="bond" value={terms.bond} asset={terms.asset} />],
          [
            "A funder gives at least",
            <AssetAmount key="minimum" value={terms.minimumContribution} asset={terms.asset} />,
          ],
          ["Claims until", <Time key="deadline" at={terms.deadline} />],
        ]}
      />
    </Card>
  );
}
