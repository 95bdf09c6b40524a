import { parametersFor } from "@nexus/protocol";
import { type Address, encodeFunctionData, hexToString } from "viem";
import { explained, type NexusClient, signerOf } from "../client.ts";
import { sendTaking } from "./allowance.ts";

/** An executor that runs somewhere. */
export interface ExecutorEndpoint {
  readonly name: string;
  readonly address: Address;
  readonly url: string;
}

const NO_REGION = "0x0000";

async function standingOf({ publicClient, contracts }: NexusClient, address: Address) {
  const registry = contracts.executorRegistry;
  const [record, active] = await explained(
    Promise.all([
      publicClient.readContract({ ...registry, functionName: "executorOf", args: [address] }),
      publicClient.readContract({ ...registry, functionName: "isActive", args: [address] }),
    ]),
  );
  return {
    ...record,
    region: record.region === NO_REGION ? null : hexToString(record.region, { size: 2 }),
    active,
  };
}

/** Whether an executor's process says that it is ready, in one word and its reason. */
async function readinessOf(url: string): Promise<{ ready: boolean; detail: string }> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) });
    return { ready: answer.ok, detail: answer.ok ? "ready" : (await answer.text()).slice(0, 500) };
  } catch (error) {
    return { ready: false, detail: `no answer from ${url}: ${(error as Error).message}` };
  }
}

/** What the chain says about executors, and whether their processes are ready if a URL is known. */
export async function executorStatus(
  client: NexusClient,
  { executors }: { executors: readonly (Pick<ExecutorEndpoint, "address"> & Partial<ExecutorEndpoint>)[] },
) {
  return Promise.all(
    executors.map(async (executor) => ({
      ...executor,
      ...(await standingOf(client, executor.address)),
      process: executor.url === undefined ? null : await readinessOf(executor.url),
    })),
  );
}

/** Stakes NXS for the client's account (the chain's minimum without `amount`), after approving it. */
export async function registerExecutor(client: NexusClient, { amount }: { amount?: bigint } = {}) {
  const { executorRegistry } = client.contracts;
  const executor = signerOf(client).address;
  const stake = amount ?? parametersFor(client.chainId).staking.minimumStake;
  const data = encodeFunctionData({ abi: executorRegistry.abi, functionName: "stake", args: [stake] });
  const { receipt, ...approval } = await sendTaking(client, {
    to: executorRegistry.address,
    data,
    takes: stake,
  });
  const standing = await standingOf(client, executor);
  return { tx: receipt.transactionHash, ...approval, executor, staked: stake, ...standing };
}
