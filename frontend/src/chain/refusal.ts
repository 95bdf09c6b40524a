import { REFUSALS, refusalAbi } from "@nexus/protocol";
import { BaseError, decodeErrorResult, type Hex, isHex } from "viem";

type Sentence = (args: Readonly<Record<string, unknown>>) => string;

/** Sentences whose way out is another in a browser than on the command line. */
const IN_BROWSER: Readonly<Record<string, Sentence>> = {
  GovernorNonexistentProposal: () => "No review has this number. Open it from the list of reviews.",
  GovernorUnexpectedProposalState: () =>
    "The review isn't in a state that allows this any more. Reload the page to see where it stands.",
  AccessManagedUnauthorized: ({ caller }) =>
    `${caller} lacks the role that this call needs: the DAO holds it, and acts by proposals.`,
  AccessManagerUnauthorizedAccount: ({ msgsender }) =>
    `${msgsender} lacks the role that this call needs: the DAO holds it, and acts by proposals.`,
  GovernorOnlyExecutor: ({ account }) =>
    `${account} can't call this: only the DAO can, by a proposal that passed.`,
  TimelockUnexpectedOperationState: () =>
    "The DAO's timelock isn't ready for this: it waits out its delay, or was done already.",
  ReviewBoardUnderReview: () =>
    "This version is under review already. Open its review from the plugin's page.",
  ReviewBoardProposeDisabled: () =>
    "The Review Board takes no free-form proposals. Submit a version for review.",
  ReviewBoardBountyMismatch: () =>
    "This version isn't submitted to that bounty. Submit it to the bounty first.",
  CertificationRegistryNotValid: () => "This version isn't certified now. Have it reviewed first.",
  ClauseRegistrySourceNotAuthorized: () =>
    "This account isn't an authorised event source of the clause. A clause steward authorises sources.",
  AssetLedgerShortfall: () =>
    "The bounty's token took away a part of what the escrow held. Nothing more of it is taken in.",
  AuthorshipNotCommitted: () => "There is no such commitment on chain. Commit to the version first.",
  BountyEscrowUnknownMilestone: () => "The bounty has no such milestone. Reload the page.",
  BountyEscrowClaimEnded: () => "The claim on this bounty has ended. Free it, then claim it again.",
  BountyEscrowUnexpectedState: () =>
    "The bounty isn't in a state that allows this. Reload the page to see where it stands.",
  LicenceRegistryNotForSale: () => "This version isn't for sale. Ask its publisher for a grant.",
  LicenceRegistryOfferChanged: () => "The offer has changed. Reload the page to see it as it is now.",
  DisputeManagerUnexpectedState: ({ disputeId }) =>
    `Dispute ${disputeId} isn't in a state that allows this any more. Reload the page to see where it stands.`,
  DisputeManagerAlreadyDisputed: ({ disputeId }) =>
    `It is disputed already: add your evidence to dispute ${disputeId}.`,
  ResultConsensusTaskExists: () => "This event has a run already. Open it from the list of runs.",
};

const SENTENCES: ReadonlyMap<string, Sentence> = new Map(
  Object.entries({ ...REFUSALS, ...IN_BROWSER }) as [string, Sentence][],
);

/** Why a contract refused, from its revert data: a sentence, or the error's name and arguments if it has none. */
export function refusalSentence(data: Hex): string {
  let decoded: ReturnType<typeof decodeErrorResult<typeof refusalAbi>>;
  try {
    decoded = decodeErrorResult({ abi: refusalAbi, data });
  } catch {
    return `The contract refused with data that none of the known contracts uses: ${data.slice(0, 10)}.`;
  }
  const args = (decoded.args ?? []) as readonly unknown[];
  const inputs = decoded.abiItem.type === "error" ? decoded.abiItem.inputs : [];
  const named = Object.fromEntries(inputs.map((input, index) => [input.name, args[index]]));
  const sentence = SENTENCES.get(decoded.errorName);
  return sentence?.(named) ?? `The contract refused: ${decoded.errorName}(${args.map(String).join(", ")}).`;
}

const isRevertData = (value: unknown): value is Hex => isHex(value) && value.length >= 10;

/** The revert data somewhere in an error's causes. */
export function revertDataOf(error: unknown): Hex | undefined {
  if (!(error instanceof BaseError)) return undefined;
  let found: Hex | undefined;
  error.walk((cause) => {
    const { raw, data } = cause as { raw?: unknown; data?: unknown };
    const inner = (data as { data?: unknown } | undefined)?.data;
    found ??= [raw, data, inner].find(isRevertData);
    return found !== undefined;
  });
  return found;
}
