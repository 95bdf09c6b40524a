import type { Confirmation, Deployment } from "@nexus/protocol";
import {
  bountyEscrowAbi,
  certificationRegistryAbi,
  disputeManagerAbi,
  resultConsensusAbi,
  reviewBoardAbi,
  TaskKind,
} from "@nexus/protocol";
import { type Address, BlockNotFoundError, type Hex, type Log, parseEventLogs } from "viem";
import type { Block, BlockSource, ChainEvent, KeepItem } from "../core/ports.ts";
import type { TaskEvent } from "../core/run.ts";
import { type ChainAccess, sameAddress } from "./client.ts";

type MinedLog = Log<bigint, number, false>;

/** Blocks and logs through JSON-RPC. */
export function rpcBlocks(access: ChainAccess, confirmation: Confirmation): BlockSource {
  const { client, deployment } = access;
  const { ResultConsensus, ReviewBoard, BountyEscrow, DisputeManager, CertificationRegistry } =
    deployment.contracts;
  return {
    chainId: deployment.chainId,
    target: () => targetBlock(access, confirmation),
    blockAt: (blockNumber) => blockOrNull(() => client.getBlock({ blockNumber })),
    eventsIn: async (fromBlock, toBlock) => {
      const address = [ResultConsensus, ReviewBoard, BountyEscrow, DisputeManager, CertificationRegistry];
      const logs = await client.getLogs({ address, fromBlock, toBlock });
      return logs.flatMap((log) => eventsOf(deployment, log));
    },
  };
}

/** The block with that hash; null when the chain doesn't hold it. */
export function blockByHash({ client }: ChainAccess, blockHash: Hex): Promise<Block | null> {
  return blockOrNull(() => client.getBlock({ blockHash }));
}

async function targetBlock({ client }: ChainAccess, confirmation: Confirmation): Promise<Block> {
  if (confirmation === "finalized") return blockOf(await client.getBlock({ blockTag: "finalized" }));
  const head = await client.getBlockNumber();
  const depth = BigInt(confirmation);
  return blockOf(await client.getBlock({ blockNumber: head > depth ? head - depth : 0n }));
}

type RpcBlock = { number: bigint; hash: Hex; parentHash: Hex; timestamp: bigint };

async function blockOrNull(read: () => Promise<RpcBlock>): Promise<Block | null> {
  try {
    return blockOf(await read());
  } catch (fault) {
    if (fault instanceof BlockNotFoundError) return null;
    throw fault;
  }
}

function blockOf({ number, hash, parentHash, timestamp }: RpcBlock): Block {
  return { number, hash, parentHash, timestamp: Number(timestamp) };
}

function eventsOf({ chainId, contracts }: Deployment, log: MinedLog): ChainEvent[] {
  if (sameAddress(log.address, contracts.ResultConsensus)) return consensusEvents(chainId, log);
  if (sameAddress(log.address, contracts.ReviewBoard)) return boardEvents(log);
  if (sameAddress(log.address, contracts.DisputeManager)) return disputeEvents(log);
  if (sameAddress(log.address, contracts.CertificationRegistry)) {
    return certificationEvents(contracts.ReviewBoard, log);
  }
  return bountyEvents(log);
}

function consensusEvents(chainId: number, log: MinedLog): ChainEvent[] {
  const [event] = parseEventLogs({ abi: resultConsensusAbi, logs: [log] });
  switch (event?.eventName) {
    case "TaskCreated": {
      const task = taskEventOf(chainId, log, event.args);
      return [{ type: "task-created", task }, keep({ kind: "task", id: task.taskId })];
    }
    case "ResultCommitted":
    case "ResultRevealed":
    case "TaskSettled":
    case "TaskFailed":
      return [{ type: "task-moved", taskId: event.args.taskId }];
    default:
      return [];
  }
}

type TaskCreatedArgs = {
  readonly taskId: Hex;
  readonly versionId: Hex;
  readonly kind: number;
  readonly clauseId: Hex;
  readonly inputDigest: Hex;
  readonly requester: Hex;
};

/** The event of a `TaskCreated` log. */
export function taskEventOf(chainId: number, log: MinedLog, args: TaskCreatedArgs): TaskEvent {
  return {
    key: `${chainId}:${log.blockHash}:${log.transactionHash}:${log.logIndex}`,
    taskId: args.taskId,
    kind: TaskKind[args.kind] ?? "Execution",
    versionId: args.versionId,
    clauseId: args.clauseId,
    inputDigest: args.inputDigest,
    requester: args.requester,
    blockNumber: log.blockNumber,
    blockHash: log.blockHash,
  };
}

function boardEvents(log: MinedLog): ChainEvent[] {
  const [event] = parseEventLogs({ abi: reviewBoardAbi, logs: [log] });
  // A dispute that is over lets a review go on, which the keeper had stopped asking about.
  if (event?.eventName !== "ReviewSubmitted" && event?.eventName !== "ReviewReleased") return [];
  return [keep({ kind: "review", id: event.args.proposalId.toString() })];
}

function bountyEvents(log: MinedLog): ChainEvent[] {
  const [event] = parseEventLogs({ abi: bountyEscrowAbi, logs: [log] });
  if (event === undefined || !("bountyId" in event.args)) return [];
  return [keep({ kind: "bounty", id: event.args.bountyId.toString() })];
}

function disputeEvents(log: MinedLog): ChainEvent[] {
  const [event] = parseEventLogs({ abi: disputeManagerAbi, logs: [log] });
  if (event?.eventName !== "DisputeOpened") return [];
  return [keep({ kind: "dispute", id: event.args.disputeId.toString() })];
}

/** Anybody may certify in their own name; only the Review Board's certificates are looked after. */
function certificationEvents(board: Address, log: MinedLog): ChainEvent[] {
  const [event] = parseEventLogs({ abi: certificationRegistryAbi, logs: [log] });
  if (event?.eventName !== "CertificationAttested" || !sameAddress(event.args.attester, board)) return [];
  return [{ type: "certified", versionId: event.args.versionId }];
}

function keep(item: KeepItem): ChainEvent {
  return { type: "keep", item };
}
