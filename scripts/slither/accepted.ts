/** Findings that stand, each with its reason: of every subject, or of the named ones alone. */
export interface Acceptance {
  readonly reason: string;
  readonly subjects?: readonly string[];
}

const STATE =
  "It tells whether a record or an amount exists; no outsider's deposit can move the compared value.";

export const accepted: Readonly<Record<string, Acceptance>> = {
  "weak-prng": {
    reason: "The remainder checks that a term ends on a term unit; nothing is drawn.",
    subjects: ["SeatRolls._appoint(SeatBook,uint48,uint48,address,IReviewerSeats.Seat)"],
  },
  "arbitrary-send-erc20": {
    reason:
      "Only the board calls it, naming the account that submits; what that account allowed is the bound.",
    subjects: ["ReviewFees.charge(uint256,uint256,address)"],
  },
  "incorrect-equality": {
    reason: STATE,
    subjects: [
      "ClauseRegistry._requireClause(ClauseId)",
      "ModuleRegistryAdapter.moduleOf(VersionId)",
      "RegistryDirectory._requireParent(IRegistryDirectory.RegistryKind,bytes32)",
      "RegistryDirectory.registry(bytes32)",
      "ResultConsensus._accrue(TaskId,address,uint256)",
      "ResultConsensus.withdraw()",
      "SeatRolls._weightNow(ChamberRoll)",
    ],
  },
  "uninitialized-local": {
    reason: "Memory structs and arrays that start at zero and are filled member by member.",
    subjects: [
      "BallotBatches._countBatch(uint256,uint256,bytes32,IReviewDesk.SignedBallot[]).batch",
      "ReviewDesk.proposalVotes(uint256).sums",
      "ResultConsensus.openAudit(VersionId,uint256,IResultConsensus.RunTerms).record",
      "ResultConsensus.requestRun(IClauseRegistry.ClauseEvent,bytes,VersionId,IResultConsensus.RunTerms).record",
      "ReviewBoard.submitForReview(VersionId,IPluginRegistry.VersionContent,uint256).submission",
    ],
  },
  "unused-return": {
    reason:
      "A failed recovery leaves the zero address, which no voter or publisher is; versions are asked for their revert; a slash logs what it took; a list is sorted in place; a checkpoint is only kept; of a conclusion the ballots alone are asked.",
    subjects: [
      "Ballots.isSigned(address,bytes32,bytes)",
      "BountyClaims.contest(uint256,IPluginRegistry.VersionContent)",
      "ModuleRegistryAdapter.registerModule(IPluginRegistry,bytes32,SemVer,IPluginRegistry.VersionContent)",
      "PluginRegistry._requireSigned(IPluginRegistry.PluginRelease,bytes)",
      "RegistryDirectory.attestersOf(bytes32[])",
      "ResultConsensus.openAudit(VersionId,uint256,IResultConsensus.RunTerms)",
      "ResultConsensus.slash(TaskId,address)",
      "ResultConsensus.slashProven(TaskId,address,bytes32)",
      "ReviewFees.payDue(uint256,address)",
      "SeatRolls._keepPast(SeatBook,address)",
    ],
  },
  "missing-zero-check": {
    reason:
      "The deployment module gives the treasury; a board of zero stays unset; nothing is ever owed to the zero address.",
    subjects: [
      "CertificateToken.setBoard(address).board_",
      "ExecutorRegistry.constructor(address,IERC20,address,uint48,uint96).treasury_",
    ],
  },
  "reentrancy-benign": {
    reason:
      "The called registry is fixed at deployment, trusted, and calls nobody back; funding takes no re-entry.",
    subjects: [
      "Reentrancy in BountyFunding.fundWithPermit(uint256,uint256,IBountyEscrow.Permit)",
      "Reentrancy in ResultConsensus.requestRun(IClauseRegistry.ClauseEvent,bytes,VersionId,IResultConsensus.RunTerms)",
    ],
  },
  "reentrancy-events": {
    reason: "The called contracts are fixed at deployment, trusted, and call nobody back.",
  },
  timestamp: {
    reason:
      "Terms are chain time by design; on a public chain they are hours or more, a block's leeway seconds.",
  },
  "shadowing-local": {
    reason: "A parameter or local carries its value's name; no shadowed function is meant there.",
  },
  "dead-code": {
    reason:
      "Overrides that stock Governor calls, and the comparisons that complete an id's or a version's type.",
  },
  "naming-convention": {
    reason: "Names that ERC-6372 and stock Governor fix.",
    subjects: [
      "Function GovernorCountingChambers.COUNTING_MODE()",
      "Function NexusToken.CLOCK_MODE()",
      "Function ReviewBoard.CLOCK_MODE()",
    ],
  },
  "low-level-calls": {
    reason: "ETH is sent with all gas, because payees may be contracts; a refusal reverts.",
    subjects: [
      "Low level call in AssetLedger._withdraw(address,address,address,uint256)",
      "Low level call in BountyClaims._requireUnreviewed(address,VersionId)",
    ],
  },
  "redundant-statements": {
    reason: "The analyser takes one branch of a conditional for a statement.",
    subjects: ['Redundant expression "afterHyphen'],
  },
  "unindexed-event-address": {
    reason: "Set a few times in a deployment's life; the index reads it by the contract.",
    subjects: [
      "Event IDisputeManager.ArbitratorSet(address,address)",
      "Event IResultConsensus.AttesterSet(address,address)",
      "Event IReviewFees.FeeBoardSet(address)",
    ],
  },
  assembly: {
    reason:
      "Solidity has no way to pass a call and its answer on as they are, nor to read a bounded list without checks or shorten one.",
    subjects: [
      "CertificationRecords._countValid(mapping(address => CertificationWord),bytes32,address[],uint256)",
      "DeskCalls._ask()",
      "DeskCalls._read()",
      "RegistryDirectory.attestersOf(bytes32[])",
    ],
  },
  "uninitialized-state": {
    reason: "The board writes it; the desk's code reads it on the board's storage, by a delegated call.",
    subjects: ["BoardState._latestProposals"],
  },
  "unimplemented-functions": {
    reason: "Public mappings by user-defined types are these functions, which the analyser doesn't match.",
    subjects: ["BountyEscrow", "DisputeManager", "SecurityCouncil"],
  },
  "msg-value-in-nonpayable": {
    reason: "The payable calls are those of the contract that inherits it.",
    subjects: ["AssetLedger._collect(address,uint256)"],
  },
  "shadowing-state": {
    reason: "Private constants of one value, each seen by its own file alone.",
    subjects: ["CertificationRegistry.NO_VERSION"],
  },
  "reentrancy-no-eth": {
    reason: "The function takes no re-entry, nor does any other that moves money.",
    subjects: ["Reentrancy in BountyFunding.fundWithPermit(uint256,uint256,IBountyEscrow.Permit)"],
  },
  "calls-loop": {
    reason: "The lists have a bound, and the called contracts are fixed at deployment and trusted.",
    subjects: [
      "BountyMilestones._requireRuns(BountyStore.BountyRecord,TaskId[])",
      "BountyClaims._statusOf(VersionId,address)",
      "ReviewerSeatToken.tokenOf(address)",
    ],
  },
};
