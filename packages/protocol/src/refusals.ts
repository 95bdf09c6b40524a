import type { AbiParameterToPrimitiveType } from "abitype";
import { parseAbi } from "viem";
import {
  bountyEscrowAbi,
  certificateTokenAbi,
  certificationRegistryAbi,
  clauseRegistryAbi,
  disputeManagerAbi,
  executorRegistryAbi,
  licenceRegistryAbi,
  nexusTokenAbi,
  pluginRegistryAbi,
  registryDirectoryAbi,
  resultConsensusAbi,
  reviewBoardAbi,
  reviewerSeatTokenAbi,
  reviewFeesAbi,
  securityCouncilAbi,
} from "./generated/abis.gen.ts";

/** Errors of the stock contracts underneath that people meet. */
const stockAbi = parseAbi([
  "error GovernorAlreadyCastVote(address voter)",
  "error GovernorInvalidSignature(address voter)",
  "error GovernorInvalidVoteType()",
  "error GovernorNonexistentProposal(uint256 proposalId)",
  "error GovernorUnexpectedProposalState(uint256 proposalId, uint8 current, bytes32 expectedStates)",
  "error GovernorInsufficientProposerVotes(address proposer, uint256 votes, uint256 threshold)",
  "error GovernorOnlyExecutor(address account)",
  "error TimelockUnexpectedOperationState(bytes32 operationId, bytes32 expectedStates)",
  "error AccessManagedUnauthorized(address caller)",
  "error AccessManagerUnauthorizedAccount(address msgsender, uint64 roleId)",
  "error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed)",
  "error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)",
  "error ERC721NonexistentToken(uint256 tokenId)",
]);

/** Every contract's entries, so that an error that passes through several contracts is still read. */
export const refusalAbi = [
  ...stockAbi,
  ...pluginRegistryAbi,
  ...clauseRegistryAbi,
  ...reviewBoardAbi,
  ...reviewFeesAbi,
  ...certificationRegistryAbi,
  ...certificateTokenAbi,
  ...bountyEscrowAbi,
  ...executorRegistryAbi,
  ...licenceRegistryAbi,
  ...resultConsensusAbi,
  ...nexusTokenAbi,
  ...disputeManagerAbi,
  ...securityCouncilAbi,
  ...registryDirectoryAbi,
  ...reviewerSeatTokenAbi,
] as const;

type ErrorEntry = Extract<(typeof refusalAbi)[number], { type: "error" }>;
type StockName = Extract<(typeof stockAbi)[number], { type: "error" }>["name"];
type Domain =
  | "AssetLedger"
  | "Authorship"
  | "BountyEscrow"
  | "CertificateToken"
  | "CertificationRegistry"
  | "ClauseRegistry"
  | "DisputeManager"
  | "ExecutorRegistry"
  | "LicenceRegistry"
  | "ModuleRegistry"
  | "PluginRegistry"
  | "RegistryDirectory"
  | "ResultConsensus"
  | "ReviewBoard"
  | "ReviewFees"
  | "ReviewerSeatToken"
  | "ReviewerSeats"
  | "SecurityCouncil";

/** Names of the errors that have a sentence: the project's own, and the stock ones that people meet. */
export type RefusalName = StockName | Extract<ErrorEntry["name"], `${Domain}${string}`>;

/** A refusal's arguments by name. */
export type RefusalArgs<Name extends RefusalName> = {
  readonly [Input in Extract<
    ErrorEntry,
    { name: Name }
  >["inputs"][number] as Input["name"]]: AbiParameterToPrimitiveType<Input>;
};

/** A sentence for each refusal. */
export type RefusalWords = { readonly [Name in RefusalName]: (args: RefusalArgs<Name>) => string };
