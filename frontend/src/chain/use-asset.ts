import { useQuery } from "@tanstack/react-query";
import { type Address, erc20Abi, zeroAddress } from "viem";
import { type Config, useConfig } from "wagmi";
import { readContract } from "wagmi/actions";
import { explained } from "./explained.ts";

/** What money is in: ETH, or a token by its address. */
export interface Asset {
  /** The zero address stands for ETH. */
  readonly address: Address;
  readonly symbol: string;
  readonly decimals: number;
}

const ETHER: Asset = { address: zeroAddress, symbol: "ETH", decimals: 18 };

async function readAsset(config: Config, address: Address): Promise<Asset> {
  const token = { address, abi: erc20Abi } as const;
  const [symbol, decimals] = await Promise.all([
    readContract(config, { ...token, functionName: "symbol" }),
    readContract(config, { ...token, functionName: "decimals" }),
  ]);
  return { address, symbol, decimals };
}

/** An asset by its token's address; ETH for none and for the zero address; `undefined` until the token has answered. */
export function useAsset(address: Address | null): Asset | undefined {
  const config = useConfig();
  const token = address === null || address === zeroAddress ? undefined : address;
  const { data } = useQuery({
    queryKey: ["asset", token],
    queryFn: () => (token === undefined ? ETHER : explained(readAsset(config, token))),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return token === undefined ? ETHER : data;
}
