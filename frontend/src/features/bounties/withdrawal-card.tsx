import { formatEther } from "viem";
import { TransactionButton } from "../../chain/transaction-button.tsx";
import { Card } from "../../ui/card.tsx";
import { useEscrow } from "./escrow.ts";

/** Takes out what the escrow owes an account. */
export function WithdrawalCard({ account, owed }: { account: `0x${string}`; owed: bigint }) {
  const escrow = useEscrow();
  return (
    <Card title="Owed to you">
      <p className="mb-4 text-sm">
        The escrow owes you <strong className="tabular-nums">{formatEther(owed)} ETH</strong>, from all
        bounties together.
      </p>
      <TransactionButton
        action={`withdraw:${account}`}
        call={{ ...escrow, functionName: "withdraw", args: [account] }}
        label={`Withdraw ${formatEther(owed)} ETH`}
      >
        Withdraw
      </TransactionButton>
    </Card>
  );
}
