import { accessManagerAbi, type Deployment, isDevelopmentChain, roles } from "@nexus/protocol";
import { type Address, createPublicClient, createWalletClient, custom } from "viem";
import { handOverCalls } from "../../ignition/handOver.ts";
import type { Provider } from "./deploy.ts";
import { DeploymentFailedError, NothingToHandOverError } from "./errors.ts";

/**
 * Gives the deployer's roles to the DAO's timelock. It can't be undone but by a decision of the DAO.
 * @throws NothingToHandOverError when the account has no role to give, DeploymentFailedError when a transaction fails
 */
export async function handOver(provider: Provider, deployment: Deployment, deployer: Address): Promise<void> {
  const { chainId, contracts } = deployment;
  const transport = custom(provider);
  const client = createPublicClient({ transport });
  const [isAdmin] = await client.readContract({
    ...{ address: contracts.AccessManager, abi: accessManagerAbi, functionName: "hasRole" },
    args: [roles.ADMIN_ROLE, deployer],
  });
  if (!isAdmin) throw new NothingToHandOverError({ chainId, account: deployer });
  const wallet = createWalletClient({ account: deployer, transport });
  const confirmations = isDevelopmentChain(chainId) ? 1 : 5;
  for (const call of handOverCalls(deployment, deployer)) {
    const hash = await wallet.sendTransaction({ ...call, chain: null });
    const { status } = await client.waitForTransactionReceipt({ hash, confirmations });
    if (status !== "success") {
      throw new DeploymentFailedError({ chainId, reason: `the hand-over failed in transaction ${hash}` });
    }
  }
}
