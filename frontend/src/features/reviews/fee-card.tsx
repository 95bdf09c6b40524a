import { CONCLUSION_WORDS } from "@nexus/protocol";
import type { Address } from "viem";
import { useConnection } from "wagmi";
import { AssetAmount } from "../../chain/asset-amount.tsx";
import { TransactionButton } from "../../chain/transaction-button.tsx";
import { useRuntime } from "../../config/context.tsx";
import { Card } from "../../ui/card.tsx";
import { Facts } from "../../ui/facts.tsx";
import { type ReviewFee, useFees, usePayDue, useReviewFee } from "./fees.ts";

/** What a review cost, what its votes are paid, and the calls that pay out; nothing for a review without a fee. */
export function FeeCard({ id, name, publisher }: { id: string; name: string; publisher: Address }) {
  const fee = useReviewFee(BigInt(id));
  const due = usePayDue([id]).get(id);
  if (fee === undefined) return null;
  return (
    <Card title="Fee and pay">
      <div className="flex flex-col gap-5">
        <FeeFacts fee={fee} />
        {due === undefined ? null : <Collection id={id} name={name} due={due} />}
        <Settlement id={id} name={name} fee={fee} publisher={publisher} />
      </div>
    </Card>
  );
}

function FeeFacts({ fee: { terms, conclusion, ballots, pay, closed } }: { fee: ReviewFee }) {
  const { contracts } = useRuntime();
  const inNxs = (value: bigint) => <AssetAmount value={value} asset={contracts.NexusToken} />;
  const voting = conclusion === "Voting";
  return (
    <Facts
      items={[
        ["Fee", inNxs(terms.fee)],
        ["Back on certification", `${terms.refundBps / 100} %`],
        ["For each cast vote", inNxs(voting ? terms.payPerVote : pay)],
        ...(voting ? [] : [["Votes", String(ballots)] as const]),
        ["Rest", closed ? "paid out" : `kept: ${CONCLUSION_WORDS[conclusion]}`],
      ]}
    />
  );
}

function Collection({ id, name, due }: { id: string; name: string; due: bigint }) {
  const fees = useFees();
  const { contracts } = useRuntime();
  const { address } = useConnection();
  return (
    <div>
      <p className="mb-3 text-sm">
        Your vote is paid <AssetAmount value={due} asset={contracts.NexusToken} />, whichever way it went.
      </p>
      <TransactionButton
        action={`collect-pay:${id}:${address}`}
        call={{ ...fees, functionName: "collectPay", args: [BigInt(id), address] }}
        label={`Collect the pay for ${name}`}
      >
        Collect your pay
      </TransactionButton>
    </div>
  );
}

/** Anyone may settle a decided review; of an annulled one, whose rest pays for the next round, the publisher alone. */
function Settlement({
  id,
  name,
  fee: { state },
  publisher,
}: {
  id: string;
  name: string;
  fee: ReviewFee;
  publisher: Address;
}) {
  const fees = useFees();
  const { address } = useConnection();
  const reclaimable = state === "Reclaimable";
  const own = address?.toLowerCase() === publisher.toLowerCase();
  if (reclaimable ? !own : state !== "Due") return null;
  return (
    <TransactionButton
      action={`settle-fee:${id}`}
      call={{ ...fees, functionName: "settle", args: [BigInt(id)] }}
      label={`Settle the fee of ${name}`}
      look="secondary"
    >
      {reclaimable ? "Take the rest back instead of a free round" : "Pay out the rest of the fee"}
    </TransactionButton>
  );
}
