import { Allowance } from "../../chain/allowance.tsx";
import { AssetAmount } from "../../chain/asset-amount.tsx";
import { useAsset } from "../../chain/use-asset.ts";
import { useRuntime } from "../../config/context.tsx";
import { Note } from "../../ui/states.tsx";
import { type SubmissionFee, useFees } from "./fees.ts";

/** What a submission costs, and the step that lets it be taken. `payable` tells whether the connected account may submit. */
export function SubmissionFeeNote({ fee, payable }: { fee: SubmissionFee; payable: boolean }) {
  const { contracts } = useRuntime();
  const { address: spender } = useFees();
  const asset = useAsset(contracts.NexusToken);
  if (fee.amount === 0n) {
    const carried = fee.fee > 0n ? " What the annulled round left of its fee pays for this one." : "";
    return <Note tone="info">This submission costs nothing.{carried}</Note>;
  }
  const refund = (fee.amount * BigInt(fee.refundBps)) / 10_000n;
  return (
    <>
      <Note tone="info">
        It costs you <AssetAmount value={fee.amount} asset={contracts.NexusToken} />. Each cast vote is paid
        up to <AssetAmount value={fee.payPerVote} asset={contracts.NexusToken} /> of it, whichever way it
        goes; <AssetAmount value={refund} asset={contracts.NexusToken} /> come back if the version is
        certified.
      </Note>
      {payable && asset ? (
        <Allowance asset={asset} amount={fee.amount} spender={spender} taker="the board's fees" />
      ) : null}
    </>
  );
}
