import type { Address } from "viem";
import { AssetAmount } from "../../chain/asset-amount.tsx";
import { TransactionButton } from "../../chain/transaction-button.tsx";
import { Card } from "../../ui/card.tsx";
import { useEscrow } from "./escrow.ts";

/** Takes out what the escrow owes an account. */
export function WithdrawalCard({ account, owed, asset }: { account: Address; owed: bigint; asset: Address }) {
  const escrow = useEscrow();
  return (
    <Card title="Owed to you">
      <p className="mb-4 text-sm">
        The escrow owes you{" "}
        <strong>
          <AssetAmount value={owed} asset={asset} />
        </strong>
        , from all bounties together.
      </p>
      <TransactionButton
        action={`withdraw:${account}:${asset}`}
        call={{ ...escrow, functionName: "withdraw", args: [account, asset] }}
        label="Withdraw what the escrow owes"
      >
        Withdraw
      </TransactionButton>
    </Card>
  );
}
