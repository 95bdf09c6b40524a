import { BountyState, bountyEscrowAbi, MilestoneKind } from "@nexus/protocol";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { type Config, useConfig, useConnection } from "wagmi";
import { readContract } from "wagmi/actions";
import { explained } from "../../chain/explained.ts";
import { useRuntime } from "../../config/context.tsx";

/** The BountyEscrow of the configured deployment, as viem wants it. */
export function useEscrow() {
  const { contracts } = useRuntime();
  return { address: contracts.BountyEscrow, abi: bountyEscrowAbi } as const;
}

type Escrow = ReturnType<typeof useEscrow>;

async function readBounty(config: Config, escrow: Escrow, bountyId: bigint) {
  const bounty = await readContract(config, { ...escrow, functionName: "bounty", args: [bountyId] });
  const milestones = bounty.terms.milestones.map(({ kind, ...milestone }, number) => ({
    ...milestone,
    number,
    kind: MilestoneKind[kind] ?? "Certified",
    paid: ((bounty.paidMilestones >> number) & 1) === 1,
  }));
  return { ...bounty, milestones, state: BountyState[bounty.state] ?? "None" };
}

/** A bounty as the chain holds it: amounts in its asset's smallest unit, times in Unix seconds. */
export type LiveBounty = Awaited<ReturnType<typeof readBounty>>;

/** A bounty as the chain holds it, read again every few seconds. */
export function useBounty(bountyId: bigint) {
  const config = useConfig();
  const escrow = useEscrow();
  return useQuery({
    queryKey: ["bounty", escrow.address, String(bountyId)],
    queryFn: () => explained(readBounty(config, escrow, bountyId)),
    refetchInterval: 3_000,
    retry: false,
  });
}

async function readOwnMoney(config: Config, escrow: Escrow, bountyId: bigint, account: Address) {
  const { terms } = await readContract(config, { ...escrow, functionName: "bounty", args: [bountyId] });
  const [owed, contribution] = await Promise.all([
    readContract(config, { ...escrow, functionName: "owed", args: [account, terms.asset] }),
    readContract(config, { ...escrow, functionName: "contributionOf", args: [bountyId, account] }),
  ]);
  return { account, owed, contribution };
}

/** What the escrow owes the connected account in a bounty's asset, and what the account has in the bounty. */
export function useOwnMoney(bountyId: bigint) {
  const config = useConfig();
  const escrow = useEscrow();
  const { address } = useConnection();
  const { data } = useQuery({
    queryKey: ["own-money", escrow.address, String(bountyId), address],
    queryFn: () =>
      address === undefined ? undefined : explained(readOwnMoney(config, escrow, bountyId, address)),
    enabled: address !== undefined,
    refetchInterval: 3_000,
  });
  return address === undefined ? undefined : data;
}
