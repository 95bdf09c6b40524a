import { isDevelopmentChain } from "@nexus/protocol";
import { createConfig, http } from "wagmi";
import type { RuntimeConfig } from "../config/runtime-config.ts";
import { chainOf } from "./chain.ts";
import { developmentWallets } from "./development-wallet.ts";

/** Chains of a block a second are asked as often; public nodes less so. */
const LOCAL_POLLING_MS = 500;
const POLLING_MS = 4_000;

/** wagmi for the configured chain: wallets by EIP-6963, and on the local chain the development accounts. */
export function createWagmi(config: RuntimeConfig) {
  const chain = chainOf(config);
  return createConfig({
    chains: [chain],
    connectors: developmentWallets(config),
    transports: { [chain.id]: http(config.rpcUrl) },
    pollingInterval: isDevelopmentChain(chain.id) ? LOCAL_POLLING_MS : POLLING_MS,
    multiInjectedProviderDiscovery: true,
    ssr: false,
  });
}
