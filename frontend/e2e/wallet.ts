import { DEVELOPMENT_ACCOUNTS, DEVELOPMENT_MNEMONIC, type DevelopmentAccountName } from "@nexus/protocol";
import type { BrowserContext, Page } from "playwright-core";
import {
  type Address,
  createPublicClient,
  createWalletClient,
  type Hex,
  hexToBigInt,
  http,
  type TypedDataDefinition,
  toHex,
} from "viem";
import { type HDAccount, mnemonicToAccount } from "viem/accounts";
import { anvil } from "viem/chains";

/** The name under which the wallet announces itself. */
export const WALLET_NAME = "Test wallet";

const BRIDGE = "__testWallet";

/** The key of a development account. */
export function developmentKey(name: DevelopmentAccountName): HDAccount {
  return mnemonicToAccount(DEVELOPMENT_MNEMONIC, { addressIndex: DEVELOPMENT_ACCOUNTS.indexOf(name) });
}

interface Request {
  readonly method: string;
  readonly params?: readonly unknown[];
}

class WalletFault extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * A wallet extension as a page sees one (EIP-1193, announced by EIP-6963), over a local key. It hides its accounts until it
 * was asked for permission.
 */
export class TestWallet {
  /** What the page asked for, in order: methods that need a person. */
  readonly asked: string[] = [];
  #account: HDAccount;
  #chainId = anvil.id as number;
  #permitted = false;
  #rejectNext = false;
  readonly #rpcUrl: string;
  readonly #pages = new Set<Page>();

  constructor(rpcUrl: string, account: DevelopmentAccountName) {
    this.#rpcUrl = rpcUrl;
    this.#account = developmentKey(account);
  }

  /** What it was asked to sign or send. */
  get signatures(): readonly string[] {
    return this.asked.filter((method) => method === "eth_sendTransaction" || method.startsWith("eth_sign"));
  }

  get address(): Address {
    return this.#account.address;
  }

  /** The person declines the next request. */
  rejectNext(): void {
    this.#rejectNext = true;
  }

  /** The person chooses another account in the wallet. */
  async changeAccount(account: DevelopmentAccountName): Promise<void> {
    this.#account = developmentKey(account);
    await this.#emit("accountsChanged", this.#permitted ? [this.address] : []);
  }

  /** The person chooses another chain in the wallet. */
  async changeChain(chainId: number): Promise<void> {
    this.#chainId = chainId;
    await this.#emit("chainChanged", toHex(chainId));
  }

  /** Puts the wallet into every page that the context opens from now on. */
  async install(context: BrowserContext): Promise<void> {
    await context.exposeBinding(BRIDGE, async ({ page }, text: string) => {
      this.#pages.add(page);
      return JSON.stringify(await this.#answer(JSON.parse(text) as Request));
    });
    await context.addInitScript(announceWallet, { bridge: BRIDGE, name: WALLET_NAME });
  }

  async #answer(
    request: Request,
  ): Promise<{ result: unknown } | { error: { code: number; message: string } }> {
    try {
      return { result: (await this.#perform(request)) ?? null };
    } catch (error) {
      const { code, message, details } = error as { code?: number; message: string; details?: string };
      return { error: { code: code ?? -32_603, message: details ?? message } };
    }
  }

  async #perform({ method, params = [] }: Request): Promise<unknown> {
    switch (method) {
      case "eth_accounts":
        return this.#permitted ? [this.address] : [];
      case "eth_requestAccounts":
        this.#askPerson(method);
        this.#permitted = true;
        return [this.address];
      case "wallet_requestPermissions":
        this.#askPerson(method);
        this.#permitted = true;
        return [
          {
            parentCapability: "eth_accounts",
            caveats: [{ type: "restrictReturnedAccounts", value: [this.address] }],
          },
        ];
      case "wallet_revokePermissions":
        this.#permitted = false;
        return null;
      case "eth_chainId":
        return toHex(this.#chainId);
      case "wallet_switchEthereumChain":
        this.#askPerson(method);
        await this.changeChain(Number((params[0] as { chainId: Hex }).chainId));
        return null;
      case "eth_sendTransaction":
        this.#askPerson(method);
        return this.#send(params[0] as SentFields);
      case "personal_sign":
        this.#askPerson(method);
        return this.#account.signMessage({ message: { raw: params[0] as Hex } });
      case "eth_signTypedData_v4":
        this.#askPerson(method);
        return this.#account.signTypedData(JSON.parse(String(params[1])) as TypedDataDefinition);
      default:
        return createPublicClient({ chain: anvil, transport: http(this.#rpcUrl) }).request({
          method,
          params,
        } as never);
    }
  }

  #askPerson(method: string): void {
    this.asked.push(method);
    if (!this.#rejectNext) return;
    this.#rejectNext = false;
    throw new WalletFault(4_001, "User rejected the request.");
  }

  async #send({ to, data, value, gas }: SentFields): Promise<Hex> {
    if (this.#chainId !== anvil.id) throw new WalletFault(4_901, "The wallet is on another chain.");
    const wallet = createWalletClient({
      account: this.#account,
      chain: anvil,
      transport: http(this.#rpcUrl),
    });
    return wallet.sendTransaction({
      ...(to && { to }),
      ...(data && { data }),
      ...(value && { value: hexToBigInt(value) }),
      ...(gas && { gas: hexToBigInt(gas) }),
    });
  }

  async #emit(event: string, payload: unknown): Promise<void> {
    for (const page of this.#pages) {
      if (page.isClosed()) continue;
      await page.evaluate(
        ([name, value]) => window.dispatchEvent(new CustomEvent(`test-wallet:${name}`, { detail: value })),
        [event, payload] as const,
      );
    }
  }
}

interface SentFields {
  readonly to?: Address;
  readonly data?: Hex;
  readonly value?: Hex;
  readonly gas?: Hex;
}

/** Runs in the page: makes the provider and announces it. */
function announceWallet({ bridge, name }: { bridge: string; name: string }): void {
  type Listener = (payload: unknown) => void;
  const listeners = new Map<string, Set<Listener>>();
  const call = (text: string) =>
    (window as unknown as Record<string, (text: string) => Promise<string>>)[bridge]?.(
      text,
    ) as Promise<string>;
  const provider = {
    request: async (request: unknown) => {
      const { result, error } = JSON.parse(await call(JSON.stringify(request)));
      if (error) throw Object.assign(new Error(error.message), error);
      return result;
    },
    on: (event: string, listener: Listener) => {
      const known = listeners.get(event) ?? new Set();
      listeners.set(event, known.add(listener));
      return provider;
    },
    removeListener: (event: string, listener: Listener) => {
      listeners.get(event)?.delete(listener);
      return provider;
    },
  };
  for (const event of ["accountsChanged", "chainChanged"]) {
    window.addEventListener(`test-wallet:${event}`, (happening) => {
      for (const listener of listeners.get(event) ?? []) listener((happening as CustomEvent).detail);
    });
  }
  const info = {
    uuid: "5b4b1b0e-6f0a-4b9e-9d5e-0c8f8a1c2d3e",
    name,
    icon: "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E",
    rdns: "example.test-wallet",
  };
  const announce = () =>
    window.dispatchEvent(
      new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }),
    );
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
}
