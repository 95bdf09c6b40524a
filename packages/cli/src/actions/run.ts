import {
  clauseEventTypedData,
  parametersFor,
  Signal,
  signalWord,
  TaskKind,
  TaskState,
} from "@nexus/protocol";
import { encodeFunctionData, type Hex, hashTypedData, parseEventLogs } from "viem";
import { explained, firstLog, type NexusClient } from "../client.ts";
import { EventElsewhereError, EventSignatureError, TaskNotFoundError } from "../domain-errors.ts";
import { sendTaking } from "./allowance.ts";
import type { SignedClauseEvent } from "./event.ts";
import { versionIdOfReference } from "./versions.ts";

export interface RunParameters {
  readonly event: SignedClauseEvent;
  /** `name@version` or version id. */
  readonly version: string;
  /** Executors that must agree; the chain's default without it. */
  readonly quorum?: number;
  /** Executors that may take part; the chain's default without it. */
  readonly panel?: number;
  /** NXS in its smallest unit, split among the agreeing executors. */
  readonly reward: bigint;
  /** NXS in its smallest unit on top, to each executor that isn't at fault. */
  readonly gasCompensation: bigint;
}

async function checkEvent({ publicClient, contracts, chainId }: NexusClient, signed: SignedClauseEvent) {
  const { event, signature, registry } = signed;
  const domain = { chainId, verifyingContract: contracts.clauseRegistry.address };
  if (signed.chainId !== chainId || registry.toLowerCase() !== domain.verifyingContract.toLowerCase()) {
    throw new EventElsewhereError({ chainId: signed.chainId, registry, expected: domain });
  }
  const hash = hashTypedData(clauseEventTypedData(domain, event));
  const signs = await explained(publicClient.verifyHash({ hash, address: event.source, signature }));
  if (!signs) throw new EventSignatureError({ source: event.source });
}

/** Relays a signed clause event and opens the run that it asks for, with all that it may cost approved first. */
export async function requestRun(client: NexusClient, parameters: RunParameters) {
  const { event: signed, version, reward, gasCompensation } = parameters;
  const { runQuorum, runPanel } = parametersFor(client.chainId).consensus;
  const { quorum = runQuorum, panel = runPanel } = parameters;
  const terms = { quorum, panel, reward, gasCompensation };
  const takes = reward + BigInt(panel) * gasCompensation;
  await checkEvent(client, signed);
  const versionId = await versionIdOfReference(client, version);
  const { address, abi } = client.contracts.resultConsensus;
  const args = [signed.event, signed.signature, versionId, terms] as const;
  const data = encodeFunctionData({ abi, functionName: "requestRun", args });
  const { receipt, ...approval } = await sendTaking(client, { to: address, data, takes });
  const { logs, transactionHash: tx } = receipt;
  const created = firstLog(parseEventLogs({ abi, eventName: "TaskCreated", logs }), "TaskCreated", tx);
  const { taskId, eventId } = created.args;
  return { tx, taskId, eventId, versionId, terms, ...approval };
}

/** A task as the chain holds it. Throws `TaskNotFoundError`. */
export async function taskOf({ publicClient, contracts }: NexusClient, taskId: Hex) {
  const task = await explained(
    publicClient.readContract({ ...contracts.resultConsensus, functionName: "task", args: [taskId] }),
  );
  if (TaskState[task.state] === "None") throw new TaskNotFoundError({ taskId });
  return task;
}

async function executorLogs(client: NexusClient, taskId: Hex) {
  const { publicClient, contracts, deployment } = client;
  const filter = {
    ...contracts.resultConsensus,
    args: { taskId },
    fromBlock: BigInt(deployment.startBlock),
    strict: true,
  } as const;
  const [commits, reveals] = await explained(
    Promise.all([
      publicClient.getContractEvents({ ...filter, eventName: "ResultCommitted" }),
      publicClient.getContractEvents({ ...filter, eventName: "ResultRevealed" }),
    ]),
  );
  return commits.map(({ args: { executor, commitment }, transactionHash: commitTx }) => {
    const reveal = reveals.find(({ args }) => args.executor === executor);
    const revealed = reveal && {
      resultDigest: reveal.args.resultDigest,
      signal: signalWord(reveal.args.signal) ?? null,
      receiptDigest: reveal.args.receiptDigest,
      revealTx: reveal.transactionHash,
    };
    return { executor, commitment, commitTx, revealed: revealed ?? null };
  });
}

/** What the chain says about a task: its terms, who committed and revealed what, its result, and whether it still counts. */
export async function showRun(client: NexusClient, { taskId }: { taskId: Hex }) {
  const { publicClient, contracts } = client;
  const task = await taskOf(client, taskId);
  const valid = await explained(
    publicClient.readContract({
      ...contracts.resultConsensus,
      functionName: "isResultValid",
      args: [taskId],
    }),
  );
  return {
    taskId,
    ...task,
    kind: TaskKind[task.kind] as TaskKind,
    state: TaskState[task.state] as TaskState,
    signal: Signal[task.signal] as Signal,
    valid,
    executors: await executorLogs(client, taskId),
  };
}
