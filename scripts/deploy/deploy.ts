import { join } from "node:path";
import {
  type ContractName,
  DEVELOPMENT_ACCOUNTS,
  DEVELOPMENT_MNEMONIC,
  type Deployment,
  isDevelopmentChain,
} from "@nexus/protocol";
import { type DeploymentResult, deploy } from "@nomicfoundation/ignition-core";
import type { artifacts } from "hardhat";
import type { Address } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { NexusRegistry } from "../../ignition/modules/NexusRegistry.ts";
import { moduleParameters } from "../../ignition/parameters.ts";
import { DeploymentFailedError, DevelopmentKeyError, NoDeployerError } from "./errors.ts";

export interface Provider {
  request(call: { method: string; params?: unknown[] }): Promise<unknown>;
}

export type Artifacts = Pick<typeof artifacts, "readArtifact">;

/** A development chain mines at once or each second; a public one needs depth and patience. */
function pacing(chainId: number) {
  return isDevelopmentChain(chainId)
    ? { requiredConfirmations: 1, blockPollingInterval: 50, retryInterval: 100, disableFeeBumping: true }
    : { requiredConfirmations: 5, blockPollingInterval: 1_000, retryInterval: 1_000 };
}

/** The first account that can sign. @throws NoDeployerError, DevelopmentKeyError */
export async function deployerOf(provider: Provider, chainId: number): Promise<string> {
  const [account] = (await provider.request({ method: "eth_accounts" })) as string[];
  if (account === undefined) throw new NoDeployerError({ chainId });
  const known = DEVELOPMENT_ACCOUNTS.map((_, addressIndex) =>
    mnemonicToAccount(DEVELOPMENT_MNEMONIC, { addressIndex }).address.toLowerCase(),
  );
  if (!isDevelopmentChain(chainId) && known.includes(account.toLowerCase())) {
    throw new DevelopmentKeyError({ account, chainId });
  }
  return account;
}

function reasonOf(result: DeploymentResult): string {
  if ("errors" in result) {
    return Object.entries(result.errors)
      .map(([future, errors]) => `${future}: ${errors.join(", ")}`)
      .join("; ");
  }
  if (!("failed" in result)) return result.type;
  const failed = result.failed.map(({ futureId, error }) => `${futureId}: ${error}`);
  const pending = [...result.timedOut, ...result.held].map(({ futureId }) => `${futureId} isn't confirmed`);
  return [...failed, ...pending].join("; ");
}

/**
 * Deploys the module, on a public chain with a journal under `ignition/deployments/` from which an interrupted deployment
 * goes on. @throws DeploymentFailedError
 */
export async function deployRegistry(
  provider: Provider,
  {
    artifacts,
    chainId,
    deployer,
    root,
  }: { artifacts: Artifacts; chainId: number; deployer: string; root: string },
): Promise<Deployment> {
  const startBlock = Number(await provider.request({ method: "eth_blockNumber" })) + 1;
  const journal = join(root, "ignition/deployments", `chain-${chainId}`);
  const result = await deploy({
    config: pacing(chainId),
    provider,
    artifactResolver: {
      loadArtifact: (name) => artifacts.readArtifact(name),
      getBuildInfo: async () => undefined,
    },
    ignitionModule: NexusRegistry,
    deploymentParameters: moduleParameters(chainId),
    accounts: [deployer],
    defaultSender: deployer,
    ...(isDevelopmentChain(chainId) ? {} : { deploymentDir: journal }),
  });
  if (!("contracts" in result)) throw new DeploymentFailedError({ chainId, reason: reasonOf(result) });
  const addressOf = (name: string) => result.contracts[`NexusRegistry#${name}`]?.address;
  const entries = Object.keys(NexusRegistry.results).map((name) => [name, addressOf(name)] as const);
  return {
    chainId,
    startBlock: isDevelopmentChain(chainId) ? 0 : startBlock,
    contracts: Object.fromEntries(entries) as Record<ContractName, Address>,
  };
}
