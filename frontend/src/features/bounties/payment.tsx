import { type Address, zeroAddress } from "viem";
import { Allowance } from "../../chain/allowance.tsx";
import type { Asset } from "../../chain/use-asset.ts";
import { useEscrow } from "./escrow.ts";

/** What a call sends along of an amount in an asset: all of ETH, nothing of a token. */
export const etherOf = (asset: Address, amount: bigint): bigint => (asset === zeroAddress ? amount : 0n);

/** Lets the escrow take a token from the connected account, where it mayn't yet. */
export function EscrowAllowance({ asset, amount }: { asset: Asset; amount: bigint }) {
  const escrow = useEscrow();
  return <Allowance asset={asset} amount={amount} spender={escrow.address} taker="the escrow" />;
}
