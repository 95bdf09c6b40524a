import { type Address, erc20Abi, formatUnits, zeroAddress } from "viem";
import { useConnection, useReadContract } from "wagmi";
import { TransactionButton } from "../../chain/transaction-button.tsx";
import type { Asset } from "../../chain/use-asset.ts";
import { useEscrow } from "./escrow.ts";

/** What a call sends along of an amount in an asset: all of ETH, nothing of a token. */
export const etherOf = (asset: Address, amount: bigint): bigint => (asset === zeroAddress ? amount : 0n);

/** Lets the escrow take a token from the connected account, where it mayn't yet. */
export function Allowance({ asset, amount }: { asset: Asset; amount: bigint }) {
  const escrow = useEscrow();
  const { address } = useConnection();
  const token = { address: asset.address, abi: erc20Abi } as const;
  const isToken = asset.address !== zeroAddress;
  const { data: allowed } = useReadContract({
    ...token,
    functionName: "allowance",
    args: [address ?? zeroAddress, escrow.address],
    query: { enabled: isToken && address !== undefined, refetchInterval: 3_000 },
  });
  if (!isToken || allowed === undefined || allowed >= amount) return null;
  return (
    <TransactionButton
      action={`approve:${asset.address}:${address}`}
      call={{ ...token, functionName: "approve", args: [escrow.address, amount] }}
      label={`Let the escrow take ${asset.symbol}`}
      look="secondary"
    >
      First let the escrow take {formatUnits(amount, asset.decimals)} {asset.symbol}
    </TransactionButton>
  );
}
