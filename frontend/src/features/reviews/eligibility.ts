import { Chamber, Eligibility } from "@nexus/protocol";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { type Config, useConfig, useConnection } from "wagmi";
import { readContract } from "wagmi/actions";
import { explained } from "../../chain/explained.ts";
import { type Board, useBoard } from "./board.ts";

/** Why the reader may or may not vote now, and what they could do, in whole sentences. */
export const ELIGIBILITY_SENTENCES = {
  Eligible: "You may vote in this review.",
  NotActive: "You can't vote: votes are taken only while the review is open.",
  NoSeat:
    "You can't vote: this account held no seat of the Review Board when the version was submitted. Seats are appointed by the DAO; connect the account that holds yours.",
  ChamberNotEngaged:
    "You can't vote: your chamber doesn't take part in this review, because the version's domains don't concern it.",
  ConflictOfInterest:
    "You can't vote: you have a conflict of interest. Your seat shares the publisher's affiliation, or you published the version or funded its bounty.",
  AlreadyVoted:
    "Your part is done: this seat has voted or stepped back already, and a vote can't be changed.",
  ObjectionsOnly:
    "Only votes against are taken now: the review turned to passing shortly before its end, and the objection period lets others object.",
} as const satisfies Record<Eligibility, string>;

async function readOwnPart(config: Config, board: Board, proposalId: bigint, account: Address) {
  const [eligibility, seat] = await Promise.all([
    readContract(config, { ...board, functionName: "eligibility", args: [proposalId, account] }),
    readContract(config, { ...board, functionName: "seatOf", args: [account] }),
  ]);
  const held =
    seat.weight > 0 ? { chamber: Chamber[seat.chamber] ?? "Security", weight: seat.weight } : undefined;
  return { account, eligibility: Eligibility[eligibility] ?? "NotActive", seat: held };
}

export type OwnPart = Awaited<ReturnType<typeof readOwnPart>>;

/** What the connected account may do in a review; `undefined` while nobody is connected or it isn't known. */
export function useOwnPart(proposalId: bigint): OwnPart | undefined {
  const config = useConfig();
  const board = useBoard();
  const { address } = useConnection();
  const { data } = useQuery({
    queryKey: ["own-part", board.address, String(proposalId), address],
    queryFn: () =>
      address === undefined ? undefined : explained(readOwnPart(config, board, proposalId, address)),
    enabled: address !== undefined,
    refetchInterval: 3_000,
  });
  return address === undefined ? undefined : data;
}
