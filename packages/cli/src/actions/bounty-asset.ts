import { type Address, erc20Abi, type TransactionReceipt, zeroAddress } from "viem";
import { type Call, explained, type NexusClient, send } from "../client.ts";
import { sendTaking } from "./allowance.ts";

/** What a bounty's money is in; the zero address stands for ETH. */
export interface Asset {
  readonly address: Address;
  readonly symbol: string;
  readonly decimals: number;
}

const ETHER: Asset = { address: zeroAddress, symbol: "ETH", decimals: 18 };

/** An asset by its token's address; ETH without one, or for the zero address. */
export async function assetOf({ publicClient }: NexusClient, token?: Address): Promise<Asset> {
  if (token === undefined || token === zeroAddress) return ETHER;
  const read = { address: token, abi: erc20Abi } as const;
  const [symbol, decimals] = await Promise.all([
    explained(publicClient.readContract({ ...read, functionName: "symbol" })),
    explained(publicClient.readContract({ ...read, functionName: "decimals" })),
  ]);
  return { address: token, symbol, decimals };
}

/** Sends a call with an amount of ETH, or after allowing its target to take as much of a token. */
export async function sendPaying(
  client: NexusClient,
  call: Call,
  { asset, amount }: { asset: Address; amount: bigint },
): Promise<{ receipt: TransactionReceipt; approveTx?: `0x${string}` }> {
  if (asset === zeroAddress) return { receipt: await send(client, { ...call, value: amount }) };
  return sendTaking(client, { ...call, takes: amount, token: asset });
}
