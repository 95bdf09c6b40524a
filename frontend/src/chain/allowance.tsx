import { type Address, erc20Abi, formatUnits } from "viem";
import { useConnection } from "wagmi";
import { TransactionButton } from "./transaction-button.tsx";
import { useAllowance } from "./use-allowance.ts";
import type { Asset } from "./use-asset.ts";

/** Lets a contract take an amount of a token from the connected account, where it mayn't yet. */
export function Allowance({
  asset,
  amount,
  spender,
  taker,
}: {
  asset: Asset;
  amount: bigint;
  spender: Address;
  /** The contract in people's words, such as `the escrow`. */
  taker: string;
}) {
  const { address } = useConnection();
  const allowed = useAllowance(asset.address, spender);
  if (allowed === undefined || allowed >= amount) return null;
  return (
    <TransactionButton
      action={`approve:${asset.address}:${spender}:${address}`}
      call={{ address: asset.address, abi: erc20Abi, functionName: "approve", args: [spender, amount] }}
      label={`Let ${taker} take ${asset.symbol}`}
      look="secondary"
    >
      First let {taker} take {formatUnits(amount, asset.decimals)} {asset.symbol}
    </TransactionButton>
  );
}
