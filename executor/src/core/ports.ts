import type {
  BindingMode,
  BountyState,
  CertificationStatus,
  DisputeState,
  FeeState,
  ProposalState,
  RunStatementMessage,
  TaskState,
  VersionContent,
} from "@nexus/protocol";
import type { Address, Hex } from "viem";
import type { Run, RunChange, StoredResult, TaskEvent } from "./run.ts";

export type Block = {
  readonly number: bigint;
  readonly hash: Hex;
  readonly parentHash: Hex;
  /** Unix seconds. */
  readonly timestamp: number;
};

/** A block that was read to its end. */
export type Cursor = { readonly number: bigint; readonly hash: Hex };

/** Something the keeper moves on: a review, a task, a bounty or a dispute, by its id on chain. */
export type KeepItem = {
  readonly kind: "review" | "task" | "bounty" | "dispute" | "chamber";
  readonly id: string;
};

/** What the executor makes of a log. A log may mean several of these. */
export type ChainEvent =
  | { readonly type: "task-created"; readonly task: TaskEvent }
  | { readonly type: "task-moved"; readonly taskId: Hex }
  | { readonly type: "keep"; readonly item: KeepItem }
  /** The Review Board certified a version; whether it still is is asked when it matters. */
  | { readonly type: "certified"; readonly versionId: Hex };

/** Blocks and logs, as the node sees them now. */
export type BlockSource = {
  readonly chainId: number;
  /** The newest block that the executor acts on: `confirmations` behind the head, or the finalized one. */
  target(): Promise<Block>;
  /** The canonical block of that number; null when the chain is shorter. */
  blockAt(number: bigint): Promise<Block | null>;
  eventsIn(from: bigint, to: bigint): Promise<readonly ChainEvent[]>;
};

/** A task as the contract answers at the end of a block. */
export type LiveTask = {
  readonly state: TaskState;
  /** Zero bytes until settled. */
  readonly resultDigest: Hex;
  /** When it was settled or failed, in Unix seconds of chain time; 0 until then. */
  readonly endedAt: number;
  /** How many executors committed, and how many of them revealed. */
  readonly commits: number;
  readonly reveals: number;
  /** The block's number. */
  readonly block: bigint;
};

export type PublishedVersion = {
  readonly pluginId: Hex;
  readonly content: VersionContent;
  readonly yanked: boolean;
};

/** What made a version runnable. */
export type Approval = { readonly contract: Address; readonly proposal: string };

/** What admission and replay ask of the chain. */
export type RegistryReader = {
  readonly chainId: number;
  /** The consensus contract of this deployment. */
  readonly consensus: Address;
  /** The Review Board of this deployment. */
  readonly board: Address;
  isActive(executor: Address): Promise<boolean>;
  certificationStatus(versionId: Hex): Promise<CertificationStatus>;
  /** Who certified the version, and by which proposal; null when nobody whom the consensus asks did. */
  approvalOf(versionId: Hex): Promise<Approval | null>;
  bindingOf(clauseId: Hex, versionId: Hex): Promise<BindingMode>;
  /** The version with the content its publisher signed; null when it was never published. */
  publishedVersion(versionId: Hex): Promise<PublishedVersion | null>;
  /** The block with that hash; null when the chain doesn't hold it (any more). */
  blockByHash(hash: Hex): Promise<Block | null>;
};

/** A call of a contract that changes nothing. */
export type ContractQuestion = { readonly to: Hex; readonly data: Hex };

/** What it returned, or what it reverted with. */
export type ContractAnswer = { readonly reverted: boolean; readonly data: Hex };

/** Reads a contract as the chain stood at the end of a block. Throws what is worth another try. */
export type ChainReads = (blockHash: Hex, question: ContractQuestion) => Promise<ContractAnswer>;

/** A step on chain, sent or found to be needless. `paid` is what its gas cost, in wei. */
export type Posting =
  | { readonly status: "mined"; readonly hash: Hex; readonly paid: bigint }
  /** The contract would refuse it, so it wasn't sent. `error` is the contract's error name. */
  | { readonly status: "refused"; readonly error: string }
  /** Mined, but reverted: somebody was faster. */
  | { readonly status: "reverted"; readonly hash: Hex; readonly paid: bigint };

/**
 * Called with the hash after signing and before sending, so that a restart finds the transaction. `most` is what its gas may cost, in
 * wei. A transaction that is sent again for a higher fee has another hash, and takes the place of the one before.
 */
export type BeforeSend = (hash: Hex, most: bigint) => Promise<void>;

/** The consensus contract in the executor's name. */
export type TaskChain = {
  readonly executor: Address;
  /** The task at the newest block. */
  task(taskId: Hex): Promise<LiveTask>;
  /** Time of the newest block that is expected to stay: the one that the watcher may read up to. Unix seconds. */
  confirmedUntil(): Promise<number>;
  /** The executor's own commitment in the task as it stood, if there is one. Others' commitments don't count. @throws LogsMissingError */
  ownCommitment(taskId: Hex, since: bigint, at: LiveTask): Promise<Hex | null>;
  /** @throws LogsMissingError */
  hasRevealed(taskId: Hex, since: bigint, at: LiveTask): Promise<boolean>;
  /** Goes on with the transaction `earlier` if that waits for a block. So does `reveal`. */
  commit(taskId: Hex, commitment: Hex, beforeSend: BeforeSend, earlier: Hex | null): Promise<Posting>;
  reveal(taskId: Hex, result: StoredResult, beforeSend: BeforeSend, earlier: Hex | null): Promise<Posting>;
  settle(taskId: Hex): Promise<Posting>;
};

/** What the keeper asks and does. Times are Unix seconds of chain time. */
export type KeeperChain = {
  now(): Promise<number>;
  review(proposalId: bigint): Promise<{
    readonly state: ProposalState;
    readonly eta: number;
    readonly fee: FeeState;
  } | null>;
  taskState(taskId: Hex): Promise<TaskState>;
  bounty(bountyId: bigint): Promise<{
    readonly state: BountyState;
    readonly claimEndsAt: number;
    readonly deadline: number;
    /** First second in which a milestone of the submission may be paid. */
    readonly payableFrom: number;
    /** When a dispute that nobody rules lapses. */
    readonly lapsesAt: number;
    readonly versionId: Hex;
  }>;
  /** An unpaid milestone of a submission that is met, proven by tasks of its version among `tasks`; null if none is. */
  dueMilestone(bountyId: bigint, tasks: readonly Hex[]): Promise<DueMilestone | null>;
  executeReview(proposalId: bigint, beforeSend: BeforeSend): Promise<Posting>;
  settleFee(proposalId: bigint, beforeSend: BeforeSend): Promise<Posting>;
  settle(taskId: Hex, beforeSend: BeforeSend): Promise<Posting>;
  release(bountyId: bigint, due: DueMilestone, beforeSend: BeforeSend): Promise<Posting>;
  freeClaim(bountyId: bigint, beforeSend: BeforeSend): Promise<Posting>;
  expire(bountyId: bigint, beforeSend: BeforeSend): Promise<Posting>;
  lapseDispute(bountyId: bigint, beforeSend: BeforeSend): Promise<Posting>;
  /** `delivered` when nothing is left to hand to the disputed contract. */
  dispute(disputeId: bigint): Promise<{ readonly state: DisputeState; readonly delivered: boolean }>;
  lapse(disputeId: bigint, beforeSend: BeforeSend): Promise<Posting>;
  deliver(disputeId: bigint, beforeSend: BeforeSend): Promise<Posting>;
  /** Whether expired seats of a chamber, by its number, must be taken out before anybody can be appointed to it or asked to vote. */
  isUnpruned(chamber: number): Promise<boolean>;
  prune(chamber: number, beforeSend: BeforeSend): Promise<Posting>;
};

/** A bounty's milestone that can be released, with the tasks that prove it. */
export type DueMilestone = { readonly milestone: number; readonly proof: readonly Hex[] };

/** Bytes by sha2-256 digest. Every read is verified against the digest. */
export type Content = {
  /**
   * @param cid needed for a file of more than one block
   * @throws ContentTamperedError if the CID names other bytes, which is for good; what else it throws is worth another try
   */
  get(digest: Hex, cid?: string): Promise<Uint8Array>;
  /** Keeps a file for good. */
  add(bytes: Uint8Array): Promise<void>;
};

/** Signs statements; the key stays inside. */
export type ReceiptSigner = {
  readonly address: Address;
  signStatement(statement: RunStatementMessage): Promise<Hex>;
};

/** One step of the watcher: all of it is written, or nothing. */
export type Batch = {
  /** The cursor the batch was read from; null at the very first. */
  readonly after: Cursor | null;
  readonly cursor: Cursor;
  readonly events: readonly ChainEvent[];
};

export type CursorStore = {
  cursor(): Promise<Cursor | null>;
  /** Newest first, bounded. */
  checkpoints(): Promise<readonly Cursor[]>;
  /** Cursor, runs, jobs and keeper items in one transaction. A log seen twice changes nothing. */
  apply(batch: Batch): Promise<void>;
  /** Forgets all after `ancestor` (everything when null) and marks the runs of those blocks as orphaned. */
  rewind(ancestor: Cursor | null): Promise<void>;
};

export type RunStore = {
  /** Raises the attempt of every run of the task and returns them, oldest first. */
  claim(taskId: Hex): Promise<readonly Run[]>;
  /** False when another attempt holds the run: then nothing was written. */
  change(run: Run, change: RunChange): Promise<boolean>;
  /** Stores a result unless there is one already, and moves a pending run to `executed`. The run as it is then; null as false in `change`. */
  saveResult(run: Run, result: StoredResult): Promise<Run | null>;
  runs(taskId: Hex): Promise<readonly Run[]>;
};

export type ReceiptStore = {
  /** Digest of the receipt that this process stored last, or before its first that the database has; null when there is none. */
  newestReceipt(): Promise<Hex | null>;
};

/** Wakes a task's run again. A later call for the same task replaces an earlier one that hasn't run. */
export type Wake = (taskId: Hex, afterMs: number) => Promise<void>;

export type KeeperStore = {
  /** Items that are due now, longest waiting first. */
  due(limit: number): Promise<readonly KeepItem[]>;
  later(item: KeepItem, afterMs: number): Promise<void>;
  done(item: KeepItem): Promise<void>;
  /** What steps cost in the last 24 hours, in wei; of those that wait for a block the most that they may. */
  spent(): Promise<bigint>;
  /** Counts what an item's step may cost, in place of what was counted for it while it waited. */
  reserve(item: KeepItem, wei: bigint): Promise<void>;
  /** Counts what an item's step cost, in place of what was reserved for it. */
  spend(item: KeepItem, wei: bigint): Promise<void>;
  /** Tasks of a version, newest first. */
  tasksOf(versionId: Hex, limit: number): Promise<readonly Hex[]>;
};

/** Structured log lines; never a secret. */
export type Log = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};
