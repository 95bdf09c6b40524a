import { readFile } from "node:fs/promises";
import { type ContractName, contractNames, type Deployment, deployments } from "@nexus/protocol";
import { isAddress } from "viem";
import { z } from "zod";
import { DeploymentFileError, DeploymentUnknownError } from "../errors.ts";

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
