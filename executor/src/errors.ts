import { NxsError } from "@nexus/protocol";

/** Another attempt took the run over; whoever holds the older one must stop writing and posting. */
export class FencedOutError extends NxsError {
  readonly code = "FENCED_OUT";
  readonly taskId: string;
  readonly attempt: number;

  constructor({ taskId, attempt }: { taskId: string; attempt: number }) {
    super(`Attempt ${attempt} of task ${taskId} no longer holds the run; a later attempt goes on with it.`);
    this.taskId = taskId;
    this.attempt = attempt;
  }
}

/** The contract refuses a step for a reason that the executor doesn't expect. */
export class PostingRefusedError extends NxsError {
  readonly code = "POSTING_REFUSED";
  readonly step: string;
  readonly taskId: string;
  readonly reason: string;

  constructor({ step, taskId, reason }: { step: string; taskId: string; reason: string }) {
    super(`The contract refuses to ${step} task ${taskId}: ${reason}.`);
    this.step = step;
    this.taskId = taskId;
    this.reason = reason;
  }
}

/** A transaction was sent, but no block took it, although its fee was raised. */
export class TransactionTimeoutError extends NxsError {
  readonly code = "TRANSACTION_TIMEOUT";
  readonly hash: string;

  constructor({ hash, raises }: { hash: string; raises: number }) {
    super(
      `No block took transaction ${hash}, although its fee was raised ${raises} times; it is looked for later.`,
    );
    this.hash = hash;
  }
}

/** Other transactions of the executor's key were mined in the place of a step's, again and again. */
export class TransactionDisplacedError extends NxsError {
  readonly code = "TRANSACTION_DISPLACED";
  readonly hash: string;

  constructor({ hash, turns }: { hash: string; turns: number }) {
    super(
      `Another transaction of the executor's key took the nonce of ${hash}, and so it went ${turns} times; the step is tried again later. If another program uses the key, give that its own.`,
    );
    this.hash = hash;
  }
}

/** The chain changed while it was read. The watcher reads again. */
export class ChainMovedError extends NxsError {
  readonly code = "CHAIN_MOVED";
  readonly block: bigint;

  constructor({ block }: { block: bigint }) {
    super(`Block ${block} changed while its logs were read; reading again.`);
    this.block = block;
  }
}

/** The node's logs tell less than its state does: it is behind, or the chain changed between two questions. Asking again helps. */
export class LogsMissingError extends NxsError {
  readonly code = "LOGS_MISSING";
  readonly taskId: string;

  constructor({ taskId, event, found, expected, block }: LogGap) {
    super(
      `The node gives ${found} ${event} logs of task ${taskId} up to block ${block}, but the contract counts ${expected}; it is asked again.`,
    );
    this.taskId = taskId;
  }
}

type LogGap = {
  readonly taskId: string;
  readonly event: string;
  readonly found: number;
  readonly expected: number;
  readonly block: bigint;
};

/** Another process of this executor moved the cursor. The watcher reads again from there. */
export class CursorMovedError extends NxsError {
  readonly code = "CURSOR_MOVED";

  constructor({ expected, actual }: { expected: string; actual: string }) {
    super(`The cursor is at ${actual}, not at ${expected}: another process of this executor moved it.`);
  }
}

/** The database already belongs to another key or chain. */
export class DatabaseOwnerError extends NxsError {
  readonly code = "DATABASE_OWNER";

  constructor({ stored, actual }: { stored: string; actual: string }) {
    super(
      `DATABASE_URL holds the runs of executor ${stored}, but this one is ${actual}. Use a database of its own.`,
    );
  }
}

/** Something the executor needs doesn't answer. */
export class UnreachableError extends NxsError {
  readonly code = "UNREACHABLE";
  readonly what: string;

  constructor({ what, where, cause }: { what: string; where: string; cause?: unknown }) {
    super(`${what} at ${where} doesn't answer.`, { cause });
    this.what = what;
  }
}

/** A gateway gave other bytes than those it was asked for. That speaks against the gateway alone, so it is asked again. */
export class GatewayDeceivedError extends NxsError {
  readonly code = "GATEWAY_DECEIVED";
  readonly cid: string;

  constructor({ cid, cause }: { cid: string; cause: unknown }) {
    super(
      `The IPFS gateway gave other bytes than those of ${cid}, which were thrown away. If it goes on, name another one in NEXUS_IPFS_GATEWAY.`,
      { cause },
    );
    this.cid = cid;
  }
}

/** The node is on another chain than the deployment. */
export class WrongChainError extends NxsError {
  readonly code = "WRONG_CHAIN";
  readonly expected: number;
  readonly actual: number;

  constructor({ expected, actual, host }: { expected: number; actual: number; host: string }) {
    super(`The node at ${host} (NEXUS_RPC_URL) is on chain ${actual}, but chain ${expected} is meant.`);
    this.expected = expected;
    this.actual = actual;
  }
}

/** No contracts are known for a chain. */
export class DeploymentUnknownError extends NxsError {
  readonly code = "DEPLOYMENT_UNKNOWN";
  readonly chainId: number;

  constructor({ chainId }: { chainId: number }) {
    super(
      `No deployment is known for chain ${chainId}. Set NEXUS_DEPLOYMENT to the path of its deployment file.`,
    );
    this.chainId = chainId;
  }
}

/** Settings from the environment that can't be used; `faults` has all of them. */
export class InvalidSettingsError extends NxsError {
  readonly code = "INVALID_SETTINGS";
  readonly faults: readonly string[];

  constructor({ faults }: { faults: readonly string[] }) {
    super(`${faults.length} setting${faults.length === 1 ? " is" : "s are"} wrong: ${faults.join("; ")}.`);
    this.faults = faults;
  }
}

/** The task to replay isn't there, or isn't in a state that can be compared. */
export class TaskNotReplayableError extends NxsError {
  readonly code = "TASK_NOT_REPLAYABLE";
  readonly taskId: string;
  readonly reason: string;

  /** @param statedPolicies digests of other policies that the task's executors name */
  constructor({ taskId, reason, statedPolicies = [] }: NotReplayable) {
    const named = statedPolicies.join(" and ");
    const hint = `Its executors name the policy ${named}: if that is the one they are to go by, replay by it.`;
    const fault = `Task ${taskId} can't be replayed: ${reason.replace(/\.$/, "")}.`;
    super(named === "" ? fault : `${fault} ${hint}`);
    this.taskId = taskId;
    this.reason = reason;
  }
}

type NotReplayable = {
  readonly taskId: string;
  readonly reason: string;
  readonly statedPolicies?: readonly string[];
};

/** A replay can't be told what a contract answered, neither by the node nor by the settled run's transcript. */
export class ContractUnansweredError extends NxsError {
  readonly code = "CONTRACT_UNANSWERED";
  readonly contract: string;
  readonly block: string;

  constructor({ contract, block, node, transcript, cause }: ContractGap) {
    super(
      `What contract ${contract} answered as of block ${block} is told neither by the node (${node}) nor by the settled transcript (${transcript}). Replay with a node that keeps that block's state.`,
      { cause },
    );
    this.contract = contract;
    this.block = block;
  }
}

type ContractGap = {
  readonly contract: string;
  readonly block: string;
  /** What the node says instead. */
  readonly node: string;
  /** Why the transcript doesn't tell. */
  readonly transcript: string;
  readonly cause: unknown;
};

/** The executor's key file can't be opened. */
export class KeystoreError extends NxsError {
  readonly code = "KEYSTORE";
  readonly path: string;
  readonly reason: string;

  constructor({ path, reason, cause }: { path: string; reason: string; cause?: unknown }) {
    super(`The keystore ${path} can't be opened: ${reason}.`, { cause });
    this.path = path;
    this.reason = reason;
  }
}

/** A bare key is used on a chain where keys are worth something. */
export class BareKeyError extends NxsError {
  readonly code = "BARE_KEY";
  readonly chainId: number;

  constructor({ chainId }: { chainId: number }) {
    super(
      `NEXUS_EXECUTOR_KEY is for the development chain, and this is chain ${chainId}: put the key into a keystore (NEXUS_EXECUTOR_KEYSTORE) or behind a remote signer (NEXUS_EXECUTOR_SIGNER).`,
    );
    this.chainId = chainId;
  }
}

/** The remote signer doesn't do what it is there for. */
export class RemoteSignerError extends NxsError {
  readonly code = "REMOTE_SIGNER";
  readonly host: string;
  readonly reason: string;

  constructor({ host, reason, cause }: { host: string; reason: string; cause?: unknown }) {
    super(`The signer at ${host} (NEXUS_EXECUTOR_SIGNER) can't be used: ${reason}.`, { cause });
    this.host = host;
    this.reason = reason;
  }
}

/** A run's identity is used after the run's deadline. */
export class IdentityExpiredError extends NxsError {
  readonly code = "IDENTITY_EXPIRED";
  readonly expiresAt: number;

  constructor({ expiresAt }: { expiresAt: number }) {
    const end = new Date(expiresAt * 1_000).toISOString();
    super(`The run's identity ended with its deadline at ${end}; the run is done again with a new one.`);
    this.expiresAt = expiresAt;
  }
}

/** Documents and contracts for one run took too long. A run that asks for much isn't tried again for it. */
export class HostOverdueError extends NxsError {
  readonly code = "HOST_OVERDUE";
  readonly ms: number;

  constructor({ ms }: { ms: number }) {
    super(
      `What the run reads takes more than ${ms} ms from its first call; a nearer node or gateway, or a plugin that reads less, helps.`,
    );
    this.ms = ms;
  }
}

/** A call on behalf of a run that isn't the run's to make. */
export class CallDeniedError extends NxsError {
  readonly code = "CALL_DENIED";
  readonly rule: string;

  constructor({ rule, reason, cause }: { rule: string; reason: string; cause?: unknown }) {
    super(`The call is denied by rule "${rule}": ${reason}.`, { cause });
    this.rule = rule;
  }
}

/** A policy that can't be used. */
export class PolicyFileError extends NxsError {
  readonly code = "POLICY_FILE";
  readonly path: string;
  readonly reason: string;

  constructor({ path, reason, cause }: { path: string; reason: string; cause?: unknown }) {
    super(`The policy ${path} can't be used: ${reason}.`, { cause });
    this.path = path;
    this.reason = reason;
  }
}

/** A deployment file that can't be used; `faults` has all that is wrong with it. */
export class DeploymentFileError extends NxsError {
  readonly code = "DEPLOYMENT_FILE";
  readonly path: string;
  readonly faults: readonly string[];

  constructor({ path, faults, cause }: { path: string; faults: readonly string[]; cause?: unknown }) {
    super(`The deployment file ${path} can't be used: ${faults.join("; ")}.`, { cause });
    this.path = path;
    this.faults = faults;
  }
}

/** The executor's pages can't be served. */
export class PortTakenError extends NxsError {
  readonly code = "PORT_TAKEN";
  readonly port: number;

  constructor({ host, port, cause }: { host: string; port: number; cause: unknown }) {
    super(`Can't listen on ${host}:${port} (${(cause as Error).message}). Choose another NEXUS_HTTP_PORT.`, {
      cause,
    });
    this.port = port;
  }
}

/** The executor revealed no result of the task, so the chain names no receipt. */
export class ReceiptNotFoundError extends NxsError {
  readonly code = "RECEIPT_NOT_FOUND";
  readonly taskId: string;
  readonly executor: string;

  constructor({ taskId, executor }: { taskId: string; executor: string }) {
    super(`Executor ${executor} revealed no result of task ${taskId}, so there is no receipt to verify.`);
    this.taskId = taskId;
    this.executor = executor;
  }
}

/** The receiver of notices doesn't take one. */
export class WebhookRefusedError extends NxsError {
  readonly code = "WEBHOOK_REFUSED";
  readonly status: number;

  constructor({ host, status }: { host: string; status: number }) {
    super(
      `The webhook at ${host} (NEXUS_WEBHOOK_URL) answers with status ${status}; the notice is sent again.`,
    );
    this.status = status;
  }
}

/** A file that holds a secret can't be used. */
export class SecretFileError extends NxsError {
  readonly code = "SECRET_FILE";
  readonly path: string;

  constructor({ path, setting, cause }: { path: string; setting: string; cause: unknown }) {
    super(`The file ${path} that ${setting} names can't be used: ${(cause as Error).message}.`, { cause });
    this.path = path;
  }
}
