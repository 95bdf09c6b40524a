import { readFile } from "node:fs/promises";
import { type ContractName, contractNames, type Deployment, deployments } from "@nexus/protocol";
import { isAddress } from "viem";
import { z } from "zod";
import type { Settings } from "../config.ts";
import { DeploymentFileError, DeploymentUnknownError, WrongChainError } from "../errors.ts";
import { askChainId } from "./client.ts";

const contractAddress = z.custom<`0x${string}`>(
  (value) => typeof value === "string" && isAddress(value, { strict: false }),
  "must be 0x and 40 hex digits",
);

/** The contracts that the executor talks to; a file may name more. */
const shape = z.object({
  chainId: z.int().positive(),
  startBlock: z.int().min(0),
  contracts: z.looseObject(
    Object.fromEntries(contractNames.map((name) => [name, contractAddress])) as Record<
      ContractName,
      typeof contractAddress
    >,
  ),
});

/**
 * The deployment that the settings mean: their file's, or the one known for their chain, or for the node's.
 * @throws DeploymentFileError, DeploymentUnknownError, WrongChainError, UnreachableError
 */
export async function findDeployment({
  rpcUrl,
  chainId,
  deploymentFile,
}: Pick<Settings, "rpcUrl" | "chainId" | "deploymentFile">): Promise<Deployment> {
  if (deploymentFile !== undefined) {
    const deployment = await readDeployment(deploymentFile);
    if (chainId === undefined || chainId === deployment.chainId) return deployment;
    throw new WrongChainError({ expected: deployment.chainId, actual: chainId, host: "NEXUS_CHAIN_ID" });
  }
  return knownDeployment(chainId ?? (await askChainId(rpcUrl)));
}

/** The deployment that the protocol knows for a chain. @throws DeploymentUnknownError */
export function knownDeployment(chainId: number): Deployment {
  const deployment = deployments[chainId];
  if (deployment === undefined) throw new DeploymentUnknownError({ chainId });
  return deployment;
}

/** The deployment in a file such as `deployments/31337.json`. @throws DeploymentFileError with every fault */
export async function readDeployment(path: string): Promise<Deployment> {
  const parsed = shape.safeParse(await readJson(path));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  throw new DeploymentFileError({ path, faults });
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    throw new DeploymentFileError({ path, faults: [(cause as Error).message], cause });
  }
}
