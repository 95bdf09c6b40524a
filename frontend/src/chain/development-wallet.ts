import {
  assertDevelopmentChain,
  DEVELOPMENT_ACCOUNTS,
  type DevelopmentAccountName,
  isDevelopmentChain,
} from "@nexus/protocol";
import { type Address, type EIP1193RequestFn, SwitchChainError } from "viem";
import { type CreateConnectorFn, createConnector } from "wagmi";
import type { RuntimeConfig } from "../config/runtime-config.ts";
import { askToSign, type SigningRequest } from "./confirmation.ts";

const PREFIX = "development:";

/** Whether a connector signs with a development account. */
export function isDevelopmentConnector({ id }: { readonly id: string }): boolean {
  return id.startsWith(PREFIX);
}

/** What a development wallet needs of the world; tests give their own. */
export interface DevelopmentWalletContext {
  readonly rpc: EIP1193RequestFn;
  readonly ask: (request: SigningRequest) => Promise<boolean>;
}

/**
 * One connector per development account, where they are allowed: the configuration says so and its chain is 31337. Empty
 * anywhere else. Connecting checks the node's own chain id again.
 */
export function developmentWallets(
  { developmentAccounts, chainId, rpcUrl }: RuntimeConfig,
  rpc: EIP1193RequestFn = httpRequest(rpcUrl),
  ask: DevelopmentWalletContext["ask"] = askToSign,
): CreateConnectorFn[] {
  if (!developmentAccounts || !isDevelopmentChain(chainId)) return [];
  return DEVELOPMENT_ACCOUNTS.map((name) => developmentWallet(name, { rpc, ask }));
}

/** A wallet over one development account. @throws NotDevelopmentChainError on connecting to any other chain */
function developmentWallet(
  name: DevelopmentAccountName,
  context: DevelopmentWalletContext,
): CreateConnectorFn {
  const open = async () => {
    assertDevelopmentChain(await nodeChainId(context.rpc));
    const { openSigner } = await import("./development-signer.ts");
    return openSigner(name, context);
  };
  return createConnector<Awaited<ReturnType<typeof open>>>(({ chains, emitter }) => {
    let provider: ReturnType<typeof open> | undefined;
    let connected = false;
    const providerOnce = async () => {
      provider ??= open();
      provider.catch(() => {
        provider = undefined;
      });
      return provider;
    };
    return {
      id: `${PREFIX}${name}`,
      name,
      type: "development",
      async connect({ withCapabilities } = {}) {
        const { address } = await providerOnce();
        const chainId = await nodeChainId(context.rpc);
        connected = true;
        const accounts = withCapabilities ? [{ address, capabilities: {} }] : [address];
        return { accounts: accounts as never, chainId };
      },
      async disconnect() {
        connected = false;
      },
      async getAccounts(): Promise<readonly Address[]> {
        return [(await providerOnce()).address];
      },
      getChainId: () => nodeChainId(context.rpc),
      getProvider: providerOnce,
      async isAuthorized() {
        return connected || isDevelopmentChain(await nodeChainId(context.rpc).catch(() => 0));
      },
      async switchChain({ chainId }) {
        const chain = chains.find(({ id }) => id === chainId && isDevelopmentChain(id));
        if (!chain)
          throw new SwitchChainError(new Error(`Development accounts are refused on chain ${chainId}.`));
        return chain;
      },
      onAccountsChanged: () => undefined,
      onChainChanged: (chain) => emitter.emit("change", { chainId: Number(chain) }),
      onDisconnect: () => emitter.emit("disconnect"),
    };
  });
}

async function nodeChainId(rpc: EIP1193RequestFn): Promise<number> {
  return Number(await rpc({ method: "eth_chainId" }));
}

function httpRequest(rpcUrl: string): EIP1193RequestFn {
  let id = 0;
  const request = async ({ method, params = [] }: { method: string; params?: unknown }) => {
    id += 1;
    const response = await fetch(rpcUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id, method, params }),
    });
    const { result, error } = (await response.json()) as {
      result?: unknown;
      error?: { code: number; message: string; data?: unknown };
    };
    if (error) throw Object.assign(new Error(error.message), error);
    return result;
  };
  return request as EIP1193RequestFn;
}
