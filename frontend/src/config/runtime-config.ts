import { type ContractName, contractNames } from "@nexus/protocol";
import type { Address } from "viem";
import * as z from "zod/mini";
import { InvalidRuntimeConfigError, RuntimeConfigMissingError } from "./errors.ts";

const WEB_ADDRESS = "must be an address that begins with http:// or https://";

const webAddress = z.string(WEB_ADDRESS).check(z.refine((text) => isWebAddress(text), WEB_ADDRESS));

const ACCOUNT = "must be 0x and 40 hex digits";

const account = z
  .string(ACCOUNT)
  .check(z.regex(/^0x[0-9a-fA-F]{40}$/, ACCOUNT))
  .check(z.refine((text) => !/^0x0{40}$/.test(text), "must not be the zero address"));

const addresses = Object.fromEntries(contractNames.map((name) => [name, account])) as Record<
  ContractName,
  typeof account
>;

const CHAIN_ID = "must be a whole number from 1, the chain's id";
const START_BLOCK = "must be a whole number, the block from which logs are read";

const schema = z.object(
  {
    chainId: z.int(CHAIN_ID).check(z.minimum(1, CHAIN_ID)),
    rpcUrl: webAddress,
    index: webAddress,
    gateway: webAddress,
    explorer: z.optional(webAddress),
    contracts: z.object(addresses, "must hold the address of each contract"),
    startBlock: z.int(START_BLOCK).check(z.minimum(0, START_BLOCK)),
    developmentAccounts: z.boolean("must be true or false"),
  },
  "must be an object",
);

/** What a deployment of the page is told at run time; nothing of it is baked into the build. */
export interface RuntimeConfig {
  readonly chainId: number;
  /** JSON-RPC of the chain. */
  readonly rpcUrl: string;
  /** GraphQL endpoint of the index. */
  readonly index: string;
  /** IPFS gateway, without `/ipfs`. */
  readonly gateway: string;
  /** Block explorer, without a trailing slash; `undefined` where the chain has none. */
  readonly explorer: string | undefined;
  readonly contracts: Readonly<Record<ContractName, Address>>;
  readonly startBlock: number;
  /** Whether the well-known development accounts are offered; honoured on chain 31337 only. */
  readonly developmentAccounts: boolean;
}

/** Whether a text can be fetched from: http or https. */
export function isWebAddress(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? "");
}

/** The configuration in a parsed JSON document. @throws InvalidRuntimeConfigError with every fault */
export function parseRuntimeConfig(document: unknown): RuntimeConfig {
  const parsed = schema.safeParse(document);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => ({
      path: ["$", ...path.map(String)].join("."),
      message,
    }));
    throw new InvalidRuntimeConfigError({ faults });
  }
  const { rpcUrl, index, gateway, explorer, contracts, ...rest } = parsed.data;
  return {
    ...rest,
    rpcUrl,
    index,
    gateway: trimmed(gateway),
    explorer: explorer === undefined ? undefined : trimmed(explorer),
    contracts: contracts as Record<ContractName, Address>,
  };
}

const trimmed = (url: string): string => url.replace(/\/+$/, "");

/** Reads `config.json` beside the page. @throws RuntimeConfigMissingError, InvalidRuntimeConfigError */
export async function fetchRuntimeConfig(
  fetcher: typeof fetch,
  url = "./config.json",
): Promise<RuntimeConfig> {
  const text = await fetchText(fetcher, url);
  try {
    return parseRuntimeConfig(JSON.parse(text));
  } catch (cause) {
    if (cause instanceof SyntaxError)
      throw new RuntimeConfigMissingError({ url, reason: "it isn't JSON", cause });
    throw cause;
  }
}

async function fetchText(fetcher: typeof fetch, url: string): Promise<string> {
  let response: Response;
  try {
    response = await fetcher(url, { cache: "no-cache" });
  } catch (cause) {
    throw new RuntimeConfigMissingError({ url, reason: "no answer came", cause });
  }
  if (!response.ok)
    throw new RuntimeConfigMissingError({ url, reason: `the server answered ${response.status}` });
  return response.text();
}
