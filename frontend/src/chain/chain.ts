import { DEVELOPMENT_CHAIN_ID } from "@nexus/protocol";
import type { Chain } from "viem";
import type { RuntimeConfig } from "../config/runtime-config.ts";

/** The configured chain, as viem describes chains. */
export function chainOf({ chainId, rpcUrl, explorer }: RuntimeConfig): Chain {
  return {
    id: chainId,
    name: chainId === DEVELOPMENT_CHAIN_ID ? "Local chain" : `Chain ${chainId}`,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
    ...(explorer === undefined ? {} : { blockExplorers: { default: { name: "Explorer", url: explorer } } }),
  };
}

/** Where an explorer shows a transaction or an account; `undefined` where the chain has none. */
export function explorerLink(
  { explorer }: Pick<RuntimeConfig, "explorer">,
  kind: "tx" | "address" | "block",
  id: string,
): string | undefined {
  return explorer === undefined ? undefined : `${explorer}/${kind}/${id}`;
}
