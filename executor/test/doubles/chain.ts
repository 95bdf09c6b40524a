import type { TaskState } from "@nexus/protocol";
import { type Address, type Hex, keccak256, stringToHex } from "viem";
import type {
  BeforeSend,
  Block,
  BlockSource,
  ChainEvent,
  LiveTask,
  Posting,
  TaskChain,
} from "../../src/core/ports.ts";
import type { StoredResult, TaskEvent } from "../../src/core/run.ts";

type MemoryBlock = Block & { readonly events: readonly ChainEvent[] };

export const hashOf = (text: string): Hex => keccak256(stringToHex(text));

/** A chain in memory that can be reorganised. Block hashes follow from the branch, the number and the parent. */
export class MemoryBlocks implements BlockSource {
  readonly chainId = 31_337;
  #blocks: MemoryBlock[] = [];
  #branch = 0;
  confirmations = 0;
  /** Called after logs were read, to change the chain under the reader. */
  afterReading: () => void = () => {};

  constructor() {
    this.mine();
  }

  mine(...make: ((block: Block) => ChainEvent)[]): Block {
    const parent = this.#blocks.at(-1);
    const number = BigInt(this.#blocks.length);
    const parentHash = parent?.hash ?? hashOf("nothing");
    const hash = hashOf(`${this.#branch}:${number}:${parentHash}`);
    const block = { number, hash, parentHash, timestamp: 1_700_000_000 + Number(number) };
    this.#blocks.push({ ...block, events: make.map((event) => event(block)) });
    return block;
  }

  /** Drops the newest blocks; what is mined next has other hashes. */
  drop(depth: number): void {
    this.#branch += 1;
    this.#blocks = this.#blocks.slice(0, this.#blocks.length - depth);
  }

  get head(): Block {
    return this.#blocks.at(-1) as Block;
  }

  async target(): Promise<Block> {
    return this.#blocks[Math.max(0, this.#blocks.length - 1 - this.confirmations)] as Block;
  }

  async blockAt(number: bigint): Promise<Block | null> {
    return this.#blocks[Number(number)] ?? null;
  }

  async eventsIn(from: bigint, to: bigint): Promise<readonly ChainEvent[]> {
    const events = this.#blocks.slice(Number(from), Number(to) + 1).flatMap((block) => block.events);
    this.afterReading();
    return events;
  }

  async blockByHash(hash: Hex): Promise<Block | null> {
    return this.#blocks.find((block) => block.hash === hash) ?? null;
  }
}

/** Unix seconds. */
const ENDED_AT = 1_700_000_100;

type Member = { commitment: Hex; revealed: { resultDigest: Hex } | null };

/** The consensus contract's rules, for one panel, with every transaction mined at once unless held back. */
export class MemoryConsensus {
  readonly members = new Map<Address, Member>();
  readonly transactions = new Map<Hex, "mined" | "pending">();
  readonly calls: string[] = [];
  panel = 3;
  exists = true;
  commitsOver = false;
  revealsOver = false;
  ending: { state: "Settled" | "Failed"; resultDigest: Hex } | null = null;
  /** The end is in a block that may still be replaced. */
  endsAtHead = false;
  /** Name of the error the next posting is refused with. */
  refuseNext: string | null = null;
  /** Transactions are sent but wait to be mined. */
  holdBack = false;
  #held: (() => void)[] = [];
  #sent = 0;

  get state(): TaskState {
    if (!this.exists) return "None";
    if (this.ending !== null) return this.ending.state;
    const commits = this.members.size;
    const reveals = [...this.members.values()].filter(({ revealed }) => revealed !== null).length;
    if (!this.commitsOver && commits < this.panel) return "Committing";
    return !this.revealsOver && reveals < commits ? "Revealing" : "Settleable";
  }

  /** The contract as one executor meets it. */
  as(executor: Address): TaskChain {
    return {
      executor,
      task: async () => this.#live(),
      confirmedUntil: async () => (this.endsAtHead ? ENDED_AT - 1 : ENDED_AT),
      ownCommitment: async () => this.members.get(executor)?.commitment ?? null,
      hasRevealed: async () => (this.members.get(executor)?.revealed ?? null) !== null,
      commit: (_, commitment, beforeSend, earlier) =>
        this.#post("commit", beforeSend, "Committing", () => this.commit(executor, commitment), earlier),
      reveal: (_, result, beforeSend, earlier) =>
        this.#post("reveal", beforeSend, "Revealing", () => this.#reveal(executor, result), earlier),
      settle: () =>
        this.#post(
          "settle",
          async () => {},
          "Settleable",
          () => this.#settle(),
        ),
    };
  }

  commit(executor: Address, commitment: Hex): string | null {
    if (this.members.has(executor)) return "ResultConsensusAlreadyCommitted";
    this.members.set(executor, { commitment, revealed: null });
    return null;
  }

  reveal(executor: Address, resultDigest: Hex): void {
    const member = this.members.get(executor);
    if (member !== undefined) member.revealed = { resultDigest };
  }

  /** Mines what was held back. */
  mine(): void {
    for (const land of this.#held.splice(0)) land();
  }

  #live(): LiveTask {
    const members = [...this.members.values()];
    return {
      state: this.state,
      resultDigest: this.ending?.resultDigest ?? hashOf("none"),
      endedAt: this.ending === null ? 0 : ENDED_AT,
      commits: members.length,
      reveals: members.filter(({ revealed }) => revealed !== null).length,
      block: 1n,
    };
  }

  #reveal(executor: Address, result: StoredResult): string | null {
    const member = this.members.get(executor);
    if (member?.commitment !== result.commitment) return "ResultConsensusCommitmentMismatch";
    if (member.revealed !== null) return "ResultConsensusAlreadyRevealed";
    member.revealed = { resultDigest: result.resultDigest };
    return null;
  }

  #settle(): string | null {
    const digests = [...this.members.values()].map(({ revealed }) => revealed?.resultDigest);
    const agreed = digests.find(
      (digest) => digest !== undefined && digests.filter((other) => other === digest).length >= 2,
    );
    this.ending = {
      state: agreed === undefined ? "Failed" : "Settled",
      resultDigest: agreed ?? hashOf("none"),
    };
    return null;
  }

  async #post(
    name: string,
    beforeSend: BeforeSend,
    needed: TaskState,
    land: () => string | null,
    earlier: Hex | null = null,
  ): Promise<Posting> {
    const refusal = this.refuseNext ?? (this.state === needed ? null : "ResultConsensusUnexpectedState");
    this.refuseNext = null;
    if (refusal !== null) return { status: "refused", error: refusal };
    if (earlier !== null && this.transactions.get(earlier) === "pending")
      throw new Error("not mined in time");
    this.#sent += 1;
    const hash = hashOf(`transaction ${this.#sent}`);
    await beforeSend(hash, 1n);
    this.calls.push(name);
    if (!this.holdBack) return this.#land(hash, land);
    this.transactions.set(hash, "pending");
    this.#held.push(() => this.#land(hash, land));
    throw new Error("not mined in time");
  }

  #land(hash: Hex, land: () => string | null): Posting {
    this.transactions.set(hash, "mined");
    return { status: land() === null ? "mined" : "reverted", hash, paid: 1n };
  }
}

/** A `TaskCreated` log in a block. */
export function taskIn(block: Block, name = "task", fields: Partial<TaskEvent> = {}): TaskEvent {
  return {
    key: `31337:${block.hash}:${hashOf(`transaction of ${name}`)}:0`,
    taskId: hashOf(name),
    kind: "Execution",
    versionId: hashOf("version"),
    clauseId: hashOf("clause"),
    inputDigest: hashOf("input"),
    requester: "0x00000000000000000000000000000000000000aa",
    blockNumber: block.number,
    blockHash: block.hash,
    ...fields,
  };
}
