import type { Address, Hex } from "viem";
import { hashStruct } from "viem";

/** Where a signature counts. */
export interface SigningDomain {
  readonly chainId: number;
  readonly verifyingContract: Address;
}

/** What a publisher signs, field for field; Unix seconds, a uint8 licence tier, a uint16 domain mask. */
export interface PluginReleaseMessage {
  readonly pluginId: Hex;
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly manifestDigest: Hex;
  readonly artifactDigest: Hex;
  readonly clauseId: Hex;
  readonly module: Address;
  readonly licence: number;
  readonly domains: number;
  readonly publisher: Address;
  readonly nonce: bigint;
  readonly deadline: number;
}

/** What an event source signs; times in Unix seconds. */
export interface ClauseEventMessage {
  readonly clauseId: Hex;
  readonly inputDigest: Hex;
  readonly occurredAt: number;
  readonly sourceEventId: Hex;
  readonly source: Address;
  readonly deadline: number;
}

/** A vote: support 0 against, 1 for, 2 abstain. */
export interface BallotMessage {
  readonly proposalId: bigint;
  readonly support: number;
  readonly voter: Address;
  readonly reason?: string;
  readonly params?: Hex;
}

/** What executors signed about one run before they made statements; `signal` as on chain. */
export interface RunReceiptMessage {
  readonly taskId: Hex;
  readonly resultDigest: Hex;
  readonly signal: number;
  readonly reproducibleDigest: Hex;
  readonly executor: Address;
}

/** What an executor signs about one run and the statement it makes of it. */
export interface RunStatementMessage extends RunReceiptMessage {
  readonly statementDigest: Hex;
}

/** What the signer of an executor policy signs; `notAfter` in Unix seconds, 0 for a policy without an end. */
export interface PolicyMessage {
  readonly policyDigest: Hex;
  readonly notAfter: number;
  readonly signer: Address;
}

const PLUGIN_RELEASE = {
  PluginRelease: [
    { name: "pluginId", type: "bytes32" },
    { name: "major", type: "uint32" },
    { name: "minor", type: "uint32" },
    { name: "patch", type: "uint32" },
    { name: "manifestDigest", type: "bytes32" },
    { name: "artifactDigest", type: "bytes32" },
    { name: "clauseId", type: "bytes32" },
    { name: "module", type: "address" },
    { name: "licence", type: "uint8" },
    { name: "domains", type: "uint16" },
    { name: "publisher", type: "address" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint48" },
  ],
} as const;

const CLAUSE_EVENT = {
  ClauseEvent: [
    { name: "clauseId", type: "bytes32" },
    { name: "inputDigest", type: "bytes32" },
    { name: "occurredAt", type: "uint48" },
    { name: "sourceEventId", type: "bytes32" },
    { name: "source", type: "address" },
    { name: "deadline", type: "uint48" },
  ],
} as const;

const BALLOT_FIELDS = [
  { name: "proposalId", type: "uint256" },
  { name: "support", type: "uint8" },
  { name: "voter", type: "address" },
  { name: "nonce", type: "uint256" },
] as const;

const BALLOT = { Ballot: BALLOT_FIELDS } as const;

const EXTENDED_BALLOT = {
  ExtendedBallot: [...BALLOT_FIELDS, { name: "reason", type: "string" }, { name: "params", type: "bytes" }],
} as const;

const RUN_RECEIPT_FIELDS = [
  { name: "taskId", type: "bytes32" },
  { name: "resultDigest", type: "bytes32" },
  { name: "signal", type: "uint8" },
  { name: "reproducibleDigest", type: "bytes32" },
  { name: "executor", type: "address" },
] as const;

const RUN_RECEIPT = { RunReceipt: RUN_RECEIPT_FIELDS } as const;

const RUN_STATEMENT = {
  RunStatement: [...RUN_RECEIPT_FIELDS, { name: "statementDigest", type: "bytes32" }],
} as const;

const EXECUTOR_POLICY = {
  ExecutorPolicy: [
    { name: "policyDigest", type: "bytes32" },
    { name: "notAfter", type: "uint48" },
    { name: "signer", type: "address" },
  ],
} as const;

const domainOf = (name: string, { chainId, verifyingContract }: SigningDomain) => ({
  name,
  version: "1",
  chainId,
  verifyingContract,
});

/** Typed data of a release, over the PluginRegistry's domain. */
export function pluginReleaseTypedData(domain: SigningDomain, message: PluginReleaseMessage) {
  return {
    domain: domainOf("PluginRegistry", domain),
    types: PLUGIN_RELEASE,
    primaryType: "PluginRelease",
    message,
  } as const;
}

/** Typed data of a clause event, over the ClauseRegistry's domain. */
export function clauseEventTypedData(domain: SigningDomain, message: ClauseEventMessage) {
  return {
    domain: domainOf("ClauseRegistry", domain),
    types: CLAUSE_EVENT,
    primaryType: "ClauseEvent",
    message,
  } as const;
}

/** Typed data of a ballot, over the ReviewBoard's domain: stock Governor's `ExtendedBallot` if it has a reason or params, else its `Ballot`. */
export function ballotTypedData(domain: SigningDomain, ballot: BallotMessage) {
  const { proposalId, support, voter, reason = "", params = "0x" } = ballot;
  const board = domainOf("ReviewBoard", domain);
  const message = { proposalId, support, voter, nonce: 0n };
  if (reason === "" && params === "0x")
    return { domain: board, types: BALLOT, primaryType: "Ballot", message } as const;
  return {
    domain: board,
    types: EXTENDED_BALLOT,
    primaryType: "ExtendedBallot",
    message: { ...message, reason, params },
  } as const;
}

/** Typed data of a run's receipt of version 1, over the ResultConsensus's domain. */
export function runReceiptTypedData(domain: SigningDomain, message: RunReceiptMessage) {
  return {
    domain: domainOf("ResultConsensus", domain),
    types: RUN_RECEIPT,
    primaryType: "RunReceipt",
    message,
  } as const;
}

/** Typed data of a run's statement, over the ResultConsensus's domain. */
export function runStatementTypedData(domain: SigningDomain, message: RunStatementMessage) {
  return {
    domain: domainOf("ResultConsensus", domain),
    types: RUN_STATEMENT,
    primaryType: "RunStatement",
    message,
  } as const;
}

/** Typed data of an executor policy, over the domain of the registry set's AccessManager. */
export function policyTypedData(domain: SigningDomain, message: PolicyMessage) {
  return {
    domain: domainOf("AccessManager", domain),
    types: EXECUTOR_POLICY,
    primaryType: "ExecutorPolicy",
    message,
  } as const;
}

/** Id of a clause event: its EIP-712 struct hash, without a domain. */
export function eventIdOf(event: ClauseEventMessage): Hex {
  return hashStruct({ types: CLAUSE_EVENT, primaryType: "ClauseEvent", data: event });
}
