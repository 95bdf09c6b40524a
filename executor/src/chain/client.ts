import type { Deployment } from "@nexus/protocol";
import type { Address, Chain, HttpTransport, PublicClient } from "viem";
import { createPublicClient, defineChain, http } from "viem";
import { UnreachableError, WrongChainError } from "../errors.ts";

export type ChainClient = PublicClient<HttpTransport, Chain>;

/** A node and where the contracts are on its chain. */
export type ChainAccess = { readonly client: ChainClient; readonly deployment: Deployment };

const REQUEST_MS = 10_000;

/** A client for one chain; nothing is asked yet. */
export function chainClient(rpcUrl: string, chainId: number, pollMs: number): ChainClient {
  const chain = defineChain({
    id: chainId,
    name: `chain ${chainId}`,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  return createPublicClient({
    chain,
    transport: http(rpcUrl, { timeout: REQUEST_MS, retryCount: 1 }),
    cacheTime: 0,
    pollingInterval: pollMs,
  });
}

/** The chain id that a node answers with. @throws UnreachableError */
export async function askChainId(rpcUrl: string): Promise<number> {
  try {
    return await createPublicClient({ transport: http(rpcUrl, { timeout: REQUEST_MS }) }).getChainId();
  } catch (cause) {
    throw new UnreachableError({ what: "The chain's node", where: new URL(rpcUrl).host, cause });
  }
}

/** @throws UnreachableError, WrongChainError */
export async function checkChain(rpcUrl: string, expected: number): Promise<void> {
  const actual = await askChainId(rpcUrl);
  if (actual !== expected) throw new WrongChainError({ expected, actual, host: new URL(rpcUrl).host });
}

export function sameAddress(a: Address, b: Address): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
