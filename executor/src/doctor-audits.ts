import { disputeManagerAbi, nexusTokenAbi } from "@nexus/protocol";
import { type Address, formatEther } from "viem";
import type { ChainAccess } from "./chain/client.ts";
import type { Settings } from "./config.ts";

/** Whether the executor can pay for the audits and disputes that its settings ask for. */
export async function lookAtAudits(
  { client, deployment }: ChainAccess,
  { audits, mostBond }: Pick<Settings, "audits" | "mostBond">,
  executor: Address,
): Promise<string> {
  if (audits === undefined && mostBond === undefined) return "none are asked for, and nothing is disputed";
  const { DisputeManager, NexusToken } = deployment.contracts;
  const manager = { address: DisputeManager, abi: disputeManagerAbi } as const;
  const { bond } = await client.readContract({ ...manager, functionName: "terms" });
  if (mostBond !== undefined && mostBond < bond)
    throw new Error(
      `NEXUS_DISPUTE_BOND is ${formatEther(mostBond)} NXS, and a dispute takes ${formatEther(bond)}: raise it, or nothing is disputed.`,
    );
  const rewards = (audits?.reward ?? 0n) * BigInt(audits?.daily ?? 0);
  const needed = rewards + (mostBond === undefined ? 0n : bond);
  const token = { address: NexusToken, abi: nexusTokenAbi } as const;
  const held = await client.readContract({ ...token, functionName: "balanceOf", args: [executor] });
  if (held < needed)
    throw new Error(
      `${executor} holds ${formatEther(held)} NXS, and a day's audits and a dispute take ${formatEther(needed)}: send it some.`,
    );
  return `${formatEther(held)} NXS, where a day's audits and a dispute take ${formatEther(needed)}`;
}
