import { MAX_BLOCK_BYTES, NxsError, type ProposalState } from "@nexus/protocol";
import type { Address, Hex } from "viem";
import type { ContractRefusalError } from "./errors.ts";

/** A version was named in a form that nothing understands. */
export class VersionReferenceError extends NxsError {
  readonly code = "INVALID_VERSION_REFERENCE";
  readonly reference: string;

  constructor({ reference }: { reference: string }) {
    super(
      `"${reference}" names no version: write name@major.minor.patch, or a version id (0x and 64 hex digits).`,
    );
    this.reference = reference;
  }
}

/** The registry doesn't have the version. */
export class VersionNotFoundError extends NxsError {
  readonly code = "VERSION_NOT_FOUND";
  readonly reference: string;

  constructor({ reference, registry }: { reference: string; registry: Address }) {
    super(`The registry ${registry} has no version ${reference}: publish it first ("nexus plugin publish").`);
    this.reference = reference;
  }
}

/** A version that isn't after the latest of its major line. */
export class VersionNotAfterError extends NxsError {
  readonly code = "VERSION_NOT_AFTER";
  readonly version: string;
  readonly latest: string;

  constructor({ name, version, latest }: { name: string; version: string; latest: string }) {
    super(
      `${name}@${version} isn't after ${latest}, the latest of its major line: pass a higher --version, or set "version" in the manifest.`,
    );
    this.version = version;
    this.latest = latest;
  }
}

/** The plugin's name belongs to somebody else. */
export class NameOwnedError extends NxsError {
  readonly code = "NAME_OWNED";
  readonly owner: Address;

  constructor({ name, owner, account }: { name: string; owner: Address; account: Address }) {
    super(
      `The name "${name}" belongs to ${owner}, and you sign as ${account}: use its owner's account, or another name.`,
    );
    this.owner = owner;
  }
}

/** The version leaves out a domain of its clause. */
export class ClauseMismatchError extends NxsError {
  readonly code = "CLAUSE_MISMATCH";
  readonly missing: readonly string[];

  constructor({ clauseId, missing }: { clauseId: Hex; missing: readonly string[] }) {
    super(
      `The manifest's domains lack ${missing.join(", ")} of clause ${clauseId}: add them to "domains", or pass --domains.`,
    );
    this.missing = missing;
  }
}

/** A file isn't the one that the manifest was written for. */
export class StaleDigestError extends NxsError {
  readonly code = "STALE_DIGEST";

  constructor({ name, stated, digest }: { name: string; stated: string; digest: Hex }) {
    super(
      `The artifact "${name}" has digest ${digest}, and the manifest states ${stated}: rebuild the artifact, or correct the manifest.`,
    );
  }
}

/** An audit vector whose input isn't among the plugin's files. */
export class VectorMissingError extends NxsError {
  readonly code = "VECTOR_MISSING";

  constructor({ name, digest }: { name: string; digest: Hex }) {
    super(
      `No file below vectors/ has the digest ${digest} of the audit vector "${name}": put its input there.`,
    );
  }
}

/** A version that was never submitted for review. */
export class NoReviewError extends NxsError {
  readonly code = "NO_REVIEW";

  constructor({ reference }: { reference: string }) {
    super(`${reference} was never submitted for review: its publisher does so with "nexus review submit".`);
  }
}

/** Nothing to relay. */
export class NoBallotsError extends NxsError {
  readonly code = "NO_BALLOTS";

  constructor() {
    super('No ballot was given: sign one with "nexus review vote … --sign" and pass its file.');
  }
}

/** A clause event's signature isn't its source's, or the event was changed after signing. */
export class EventSignatureError extends NxsError {
  readonly code = "EVENT_SIGNATURE";
  readonly source: Address;

  constructor({ source }: { source: Address }) {
    super(
      `The signature isn't that of ${source} over this event: it was changed after signing, or signed by another key. Have it signed again with "nexus event sign".`,
    );
    this.source = source;
  }
}

/** A clause event was signed for another chain or registry. */
export class EventElsewhereError extends NxsError {
  readonly code = "EVENT_ELSEWHERE";

  constructor(event: {
    chainId: number;
    registry: Address;
    expected: { chainId: number; verifyingContract: Address };
  }) {
    const { chainId, registry, expected } = event;
    super(
      `The event is for registry ${registry} on chain ${chainId}, not ${expected.verifyingContract} on chain ${expected.chainId}: have it signed again here.`,
    );
  }
}

/** The chain has no such task. */
export class TaskNotFoundError extends NxsError {
  readonly code = "TASK_NOT_FOUND";
  readonly taskId: Hex;

  constructor({ taskId }: { taskId: Hex }) {
    super(
      `The chain has no task ${taskId}: take the id that "nexus run request" or "nexus review submit" printed.`,
    );
    this.taskId = taskId;
  }
}

/** A run can't be replayed because it has no agreed result. */
export class NothingToReplayError extends NxsError {
  readonly code = "NOTHING_TO_REPLAY";

  constructor({ taskId, state }: { taskId: Hex; state: string }) {
    super(`Task ${taskId} has no agreed result to compare with (${state}): replay it once it is settled.`);
  }
}

/** A file that must be one raw block and is larger. */
export class BlockTooLargeError extends NxsError {
  readonly code = "BLOCK_TOO_LARGE";
  readonly bytes: number;

  constructor({ purpose, bytes }: { purpose: string; bytes: number }) {
    super(
      `The ${purpose} has ${bytes} bytes and may have ${MAX_BLOCK_BYTES}, so that its CID follows from its digest: make it smaller.`,
    );
    this.bytes = bytes;
  }
}

/** No clause has that id or UUID. */
export class ClauseNotFoundError extends NxsError {
  readonly code = "CLAUSE_NOT_FOUND";
  readonly reference: string;

  constructor({ reference }: { reference: string }) {
    super(
      `The registry has no clause "${reference}": give a registered clause's id (0x and 64 hex digits) or UUID.`,
    );
    this.reference = reference;
  }
}

/** The signer isn't an event source of the clause. */
export class NotEventSourceError extends NxsError {
  readonly code = "NOT_EVENT_SOURCE";
  readonly source: Address;

  constructor({ clauseId, source }: { clauseId: Hex; source: Address }) {
    super(
      `${source} isn't an authorised event source of clause ${clauseId}: sign with an account that "nexus clause show" lists under sources.`,
    );
    this.source = source;
  }
}

/** A credential that fails at least one check. */
export class CredentialInvalidError extends NxsError {
  readonly code = "CREDENTIAL_INVALID";
  readonly failed: readonly string[];

  constructor({ plugin, failed }: { plugin: string; failed: readonly string[] }) {
    super(`The credential of ${plugin} is not valid: ${failed.join(", ")} failed. Don't rely on it.`);
    this.failed = failed;
  }
}

/** A receipt that doesn't hold. */
export class ReceiptInvalidError extends NxsError {
  readonly code = "RECEIPT_INVALID";
  readonly failed: readonly string[];

  constructor({ path, failed }: { path: string; failed: readonly string[] }) {
    super(`The receipt ${path} is not valid: ${failed.join(", ")} failed. Don't rely on it.`);
    this.failed = failed;
  }
}

/** A signed policy whose signature isn't its signer's. */
export class PolicySignatureError extends NxsError {
  readonly code = "POLICY_SIGNATURE";
  readonly signer: Address;

  constructor({ path, signer }: { path: string; signer: Address }) {
    super(
      `The signature of ${path} isn't that of the key of ${signer}: it was changed after signing, or signed by another key. If ${signer} is a contract, only executors can check it, which ask its chain.`,
    );
    this.signer = signer;
  }
}

interface ReplayMismatch {
  readonly digest: Hex;
  readonly settled: Hex;
  readonly statedPolicies: readonly Hex[];
}

/** A replay that gave another result than the one that settled. */
export class ReplayMismatchError extends NxsError {
  readonly code = "REPLAY_MISMATCH";

  constructor({ digest, settled, statedPolicies }: ReplayMismatch) {
    const gives = `The replay gives ${digest}, and ${settled} settled`;
    super(
      statedPolicies.length === 0
        ? `${gives}: report it, since honest executors can't differ.`
        : `${gives}. The executors name the policy ${statedPolicies.join(" and ")}: if that is the one they are to go by, replay with --policy and it; else report it.`,
    );
  }
}

/** The executor's process ended with a fault, which it printed itself. */
export class ExecutorEndedError extends NxsError {
  readonly code = "EXECUTOR_ENDED";

  constructor({ exitCode }: { exitCode: number }) {
    super(`The executor ended with exit code ${exitCode}: its own last lines say why.`);
  }
}

/** Something that an executor needs isn't there. */
export class ExecutorUnfitError extends NxsError {
  readonly code = "EXECUTOR_UNFIT";
  readonly checks: readonly string[];

  constructor({ checks }: { checks: readonly string[] }) {
    super(`An executor with these settings can't work: see ${checks.join(", ")} above.`);
    this.checks = checks;
  }
}

/** A milestone that was to be released isn't proven by anything on chain. */
export class NoMilestoneDueError extends NxsError {
  readonly code = "NO_MILESTONE_DUE";
  readonly bountyId: bigint;
  readonly milestone: number | undefined;

  constructor({ bountyId, milestone }: { bountyId: bigint; milestone: number | undefined }) {
    const what = milestone === undefined ? "No unpaid milestone" : `Milestone ${milestone}`;
    super(
      `${what} of bounty ${bountyId} is due: its audit, certification or runs aren't on chain yet (see "nexus bounty show ${bountyId}").`,
    );
    this.bountyId = bountyId;
    this.milestone = milestone;
  }
}

/** The DAO has no such proposal. */
export class DecisionNotFoundError extends NxsError {
  readonly code = "DECISION_NOT_FOUND";
  readonly proposalId: bigint;

  constructor({ proposalId }: { proposalId: bigint }) {
    super(
      `The DAO has no proposal ${proposalId}: take the number that "nexus dao propose" printed, or one of "nexus dao list".`,
    );
    this.proposalId = proposalId;
  }
}

/** What each state of a DAO's proposal leaves to do. */
const DECISION_STEPS: Readonly<Record<ProposalState, string>> = {
  Pending: "its vote opens in a moment",
  Active: "it is open for votes until its vote ends",
  Canceled: "it was canceled; propose it anew",
  Defeated: "it didn't pass; propose it anew",
  Succeeded: 'it passed; queue it with "nexus dao queue"',
  Queued: 'it is queued; execute it with "nexus dao execute"',
  Expired: "it has expired; propose it anew",
  Executed: "it is done",
};

/** A proposal of the DAO isn't at the step that was asked for. */
export class DecisionStateError extends NxsError {
  readonly code = "DECISION_STATE";
  readonly state: ProposalState;

  constructor(decision: { proposalId: bigint; state: ProposalState; needed: ProposalState }) {
    const { proposalId, state, needed } = decision;
    super(
      `Proposal ${proposalId} is ${state.toLowerCase()}, and this needs it to be ${needed.toLowerCase()}: ${DECISION_STEPS[state]} (see "nexus dao show").`,
    );
    this.state = state;
  }
}

/** A call that the DAO would make is refused by its contract. */
export class DecisionWouldFailError extends NxsError {
  readonly code = "DECISION_WOULD_FAIL";

  constructor({ call, cause }: { call: string; cause: ContractRefusalError }) {
    super(
      `The DAO's call of ${call} would be refused now. ${cause.message} Correct it, or pass --unchecked if that will have changed when it is executed.`,
      { cause },
    );
  }
}

/** An account that nobody's NXS was delegated to when the vote opened. */
export class NoVotingPowerError extends NxsError {
  readonly code = "NO_VOTING_POWER";
  readonly account: Address;

  constructor({ account, at }: { account: Address; at: number }) {
    const moment = new Date(at * 1_000).toISOString();
    super(
      `No NXS was delegated to ${account} at ${moment}, when this vote opened: vote with another account, and delegate with "nexus dao delegate" before the next proposal.`,
    );
    this.account = account;
  }
}
