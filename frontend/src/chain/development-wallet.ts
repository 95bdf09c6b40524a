import {
  assertDevelopmentChain,
  DEVELOPMENT_ACCOUNTS,
  type DevelopmentAccountName,
  isDevelopmentChain,
} from "@nexus/protocol";
import { type EIP1193RequestFn, SwitchChainError } from "viem";
import { type CreateConnectorFn, createConnector } from "wagmi";
import type { RuntimeConfig } from "../config/runtime-config.ts";
import { askToSign, type SigningRequest } from "./confirmation.ts";
import type { DevelopmentProvider } from "./development-signer.ts";

const PREFIX = "development:";

/** Where the chosen account is kept, so that a reload finds it again. */
const CHOICE = "developmentAccount";

type KeptChoice = { readonly [CHOICE]: string };

/** Whether a connector signs with a development account. */
export function isDevelopmentConnector({ id }: { readonly id: string }): boolean {
  return id.startsWith(PREFIX);
}

/** Id of the connector of a development account. */
export function developmentConnectorId(name: DevelopmentAccountName): string {
  return `${PREFIX}${name}`;
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
  return createConnector<DevelopmentProvider | undefined, Record<string, unknown>, KeptChoice>(
    ({ chains, emitter, storage }) => {
      let provider: Promise<DevelopmentProvider> | undefined;
      const providerOnce = () => {
        provider ??= open().catch((error: unknown) => {
          provider = undefined;
          throw error;
        });
        return provider;
      };
      const isChosen = async () => (await storage?.getItem(CHOICE)) === name;
      return {
        id: developmentConnectorId(name),
        name,
        type: "development",
        async connect({ withCapabilities } = {}) {
          const { address } = await providerOnce();
          const chainId = await nodeChainId(context.rpc);
          await storage?.setItem(CHOICE, name);
          const accounts = withCapabilities ? [{ address, capabilities: {} }] : [address];
          return { accounts: accounts as never, chainId };
        },
        async disconnect() {
          await storage?.removeItem(CHOICE);
        },
        getAccounts: async () => [(await providerOnce()).address],
        getChainId: () => nodeChainId(context.rpc),
        // wagmi asks every connector for its provider when the page opens. Deriving the key of each account took so long that a
        // wallet which a person had connected meanwhile was connected once more, with the account that it had at first.
        getProvider: async () => (provider !== undefined || (await isChosen()) ? providerOnce() : undefined),
        isAuthorized: isChosen,
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
    },
  );
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
