import type { ContentStore } from "@nexus/content";
import { DEVELOPMENT_CHAIN_ID, type Deployment } from "@nexus/protocol";
import {
  type Address,
  type Chain,
  createPublicClient,
  createWalletClient,
  defineChain,
  type Hex,
  type HttpTransport,
  http,
  type PublicClient,
  type TransactionReceipt,
  type WalletClient,
} from "viem";
import type { LocalAccount } from "viem/accounts";
import { type Contracts, contractsOf } from "./contracts.ts";
import {
  AccountMissingError,
  DeploymentMismatchError,
  EventMissingError,
  NodeUnreachableError,
  TransactionRevertedError,
} from "./errors.ts";
import { explainFailure } from "./failure.ts";

/** What every action works with. `walletClient` is absent when nobody is going to sign. */
export interface NexusClient {
  readonly publicClient: PublicClient<HttpTransport, Chain>;
  readonly walletClient?: WalletClient<HttpTransport, Chain, LocalAccount>;
  readonly chainId: number;
  readonly deployment: Deployment;
  readonly contracts: Contracts;
  readonly content: ContentStore;
}

export interface ClientParameters {
  readonly rpcUrl: string;
  /** Signs and sends; without it the client only reads. */
  readonly account?: LocalAccount;
  readonly content: ContentStore;
  readonly deployment: Deployment;
}

const LOCAL_POLLING_MS = 100;

const chainOf = (chainId: number, rpcUrl: string): Chain =>
  defineChain({
    id: chainId,
    name: `chain ${chainId}`,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });

/** The chain id a node answers with. Throws `NodeUnreachableError`. */
export async function chainIdOf(rpcUrl: string): Promise<number> {
  try {
    return await createPublicClient({ transport: http(rpcUrl, { retryCount: 1 }) }).getChainId();
  } catch (cause) {
    throw new NodeUnreachableError({ rpcUrl, cause });
  }
}

/** Connects to a node and checks that it runs the chain that the deployment is on. */
export async function createClient(parameters: ClientParameters): Promise<NexusClient> {
  const { rpcUrl, account, content, deployment } = parameters;
  const chainId = await chainIdOf(rpcUrl);
  if (chainId !== deployment.chainId)
    throw new DeploymentMismatchError({ rpcUrl, chainId, deployment: deployment.chainId });
  const chain = chainOf(chainId, rpcUrl);
  const settings = {
    chain,
    transport: http(rpcUrl),
    cacheTime: 0,
    ...(chainId === DEVELOPMENT_CHAIN_ID ? { pollingInterval: LOCAL_POLLING_MS } : {}),
  };
  return {
    publicClient: createPublicClient(settings),
    ...(account === undefined ? {} : { walletClient: createWalletClient({ ...settings, account }) }),
    chainId,
    deployment,
    contracts: contractsOf(deployment),
    content,
  };
}

/** The client's signer. Throws `AccountMissingError`. */
export function signerOf(client: NexusClient): LocalAccount {
  return walletOf(client).account;
}

function walletOf(client: NexusClient): NonNullable<NexusClient["walletClient"]> {
  if (client.walletClient === undefined) throw new AccountMissingError();
  return client.walletClient;
}

/** Unix seconds of the latest block: the only clock that contracts know. */
export async function chainTime({ publicClient }: NexusClient): Promise<number> {
  return Number((await explained(publicClient.getBlock())).timestamp);
}

/** The answer of a read, or its failure in words. Throws `ContractRefusalError` or `NodeError`. */
export async function explained<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (cause) {
    throw explainFailure(cause);
  }
}

export interface Call {
  readonly to: Address;
  readonly data: Hex;
  /** Wei. */
  readonly value?: bigint;
}

/** Added to the estimate, in hundredths: others may change the state before the transaction is mined. */
const GAS_MARGIN = 125n;

/**
 * The gas of a call on the pending block, so that it sees the time at which it would be mined.
 * Throws `ContractRefusalError` if it would be refused.
 */
export async function simulate(client: NexusClient, { to, data, value = 0n }: Call): Promise<bigint> {
  const { account } = walletOf(client);
  return explained(client.publicClient.estimateGas({ account, to, data, value, blockTag: "pending" }));
}

/**
 * Simulates a call, sends it and waits for its receipt. A call that would be refused is never sent.
 * Throws `ContractRefusalError` with the contract's reason, `TransactionRevertedError` if only the mined one reverts.
 */
export async function send(client: NexusClient, call: Call): Promise<TransactionReceipt> {
  const { to, data, value = 0n } = call;
  const gas = ((await simulate(client, call)) * GAS_MARGIN) / 100n;
  const hash = await explained(walletOf(client).sendTransaction({ to, data, value, gas }));
  const receipt = await explained(client.publicClient.waitForTransactionReceipt({ hash }));
  if (receipt.status !== "success") throw new TransactionRevertedError({ hash });
  return receipt;
}

/** The first of the logs that a transaction must have. Throws `EventMissingError`. */
export function firstLog<T>(logs: readonly T[], event: string, hash: Hex): T {
  const [log] = logs;
  if (log === undefined) throw new EventMissingError({ event, hash });
  return log;
}
