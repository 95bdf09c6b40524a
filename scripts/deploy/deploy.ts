import { join } from "node:path";
import {
  type ContractName,
  DEVELOPMENT_ACCOUNTS,
  DEVELOPMENT_MNEMONIC,
  type Deployment,
  isDevelopmentChain,
} from "@nexus/protocol";
import {
  type DeploymentParameters,
  type DeploymentResult,
  deploy,
  type IgnitionModule,
  type IgnitionModuleResult,
} from "@nomicfoundation/ignition-core";
import type { artifacts } from "hardhat";
import type { Address } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { NexusDao } from "../../ignition/modules/NexusDao.ts";
import { NexusTimelock } from "../../ignition/modules/NexusTimelock.ts";
import { daoParameters, timelockParameters } from "../../ignition/parameters.ts";
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

export interface Deploying {
  readonly artifacts: Artifacts;
  readonly chainId: number;
  readonly deployer: string;
  readonly root: string;
}

type Module = IgnitionModule<string, string, IgnitionModuleResult<string>>;
type Deployed = Readonly<Record<string, { readonly address: string }>>;

export async function deployModule(
  provider: Provider,
  { artifacts, chainId, deployer, root }: Deploying,
  ignitionModule: Module,
  deploymentParameters: DeploymentParameters,
): Promise<Deployed> {
  const journal = join(root, "ignition/deployments", `chain-${chainId}`);
  const result = await deploy({
    config: pacing(chainId),
    provider,
    artifactResolver: {
      loadArtifact: (name) => artifacts.readArtifact(name),
      getBuildInfo: async () => undefined,
    },
    ignitionModule,
    deploymentParameters,
    accounts: [deployer],
    defaultSender: deployer,
    ...(isDevelopmentChain(chainId) ? {} : { deploymentDir: journal }),
  });
  if (!("contracts" in result)) throw new DeploymentFailedError({ chainId, reason: reasonOf(result) });
  return result.contracts;
}

/**
 * Deploys the timelock, then the registry set with its DAO, on a public chain with a journal under `ignition/deployments/`
 * from which an interrupted deployment goes on. The deployer keeps its roles. @throws DeploymentFailedError
 */
export async function deployRegistry(provider: Provider, deploying: Deploying): Promise<Deployment> {
  const { chainId } = deploying;
  const startBlock = Number(await provider.request({ method: "eth_blockNumber" })) + 1;
  const first = await deployModule(provider, deploying, NexusTimelock, timelockParameters(chainId));
  const timelock = first[NexusTimelock.results.TimelockController.id]?.address ?? "";
  const deployed = await deployModule(provider, deploying, NexusDao, daoParameters(chainId, timelock));
  const found = Object.entries(NexusDao.results).map(([name, { id }]) => [name, deployed[id]?.address]);
  return {
    chainId,
    startBlock: isDevelopmentChain(chainId) ? 0 : startBlock,
    contracts: Object.fromEntries(found) as Record<ContractName, Address>,
  };
}
