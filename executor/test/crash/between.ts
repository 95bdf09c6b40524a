import { resultConsensusAbi } from "@nexus/protocol";
import { decodeFunctionData, type Hex, keccak256, parseTransaction, type TransactionSerialized } from "viem";
import type { ChainClient } from "../../src/chain/client.ts";
import type { PerformPorts } from "../../src/core/perform.ts";
import type { ChainEvent, CursorStore, RunStore } from "../../src/core/ports.ts";
import type { RunChange } from "../../src/core/run.ts";
import type { ExecutorParts } from "../../src/executor.ts";
import type { Between } from "../../src/service.ts";
import type { Breakpoints } from "./breakpoints.ts";
import type { Step } from "./steps.ts";

/** Puts the breakpoints between the executor and everything that a run's steps go through. */
export function breaking(points: Breakpoints): Between {
  return {
    client: (client) => breakingClient(client, points),
    performing: (ports) => breakingPerforming(ports, points),
    parts: (parts) => breakingParts(parts, points),
  };
}

const SENT = { commit: "commit-sent", reveal: "reveal-sent", settle: "settlement-sent" } as const;
const MINED = { commit: "commit-mined", reveal: "reveal-mined", settle: "settlement-mined" } as const;
type Call = keyof typeof SENT;

function breakingClient(client: ChainClient, points: Breakpoints): ChainClient {
  const sent = new Map<Hex, Call>();
  const sendRawTransaction: ChainClient["sendRawTransaction"] = (parameters) => {
    const { serializedTransaction } = parameters;
    const call = callOf(serializedTransaction as TransactionSerialized);
    if (call === null) return client.sendRawTransaction(parameters);
    sent.set(keccak256(serializedTransaction), call);
    return points.around(SENT[call], () => client.sendRawTransaction(parameters));
  };
  const waitForTransactionReceipt: ChainClient["waitForTransactionReceipt"] = (parameters) => {
    const call = sent.get(parameters.hash);
    // A process that was killed sent it.
    if (call === undefined) return client.waitForTransactionReceipt(parameters);
    return points.around(MINED[call], () => client.waitForTransactionReceipt(parameters));
  };
  return { ...client, sendRawTransaction, waitForTransactionReceipt };
}

/** Null for the empty transaction that takes the place of another. */
function callOf(serialized: TransactionSerialized): Call | null {
  const { data } = parseTransaction(serialized);
  if (data === undefined) return null;
  const { functionName } = decodeFunctionData({ abi: resultConsensusAbi, data });
  if (functionName in SENT) return functionName as Call;
  throw new Error(`A run doesn't call ${functionName}.`);
}

function breakingPerforming(ports: PerformPorts, points: Breakpoints): PerformPorts {
  const { content, sandbox, signer } = ports;
  return {
    ...ports,
    registryAt: async (reached) => {
      const registry = await ports.registryAt(reached);
      return {
        ...registry,
        publishedVersion: (id) => points.around("admitted", () => registry.publishedVersion(id)),
      };
    },
    content: {
      ...content,
      get: (digest, cid) => points.around("content-fetched", () => content.get(digest, cid)),
    },
    sandbox: {
      prepare: (...order) => points.around("prepared", () => sandbox.prepare(...order)),
      run: (...order) => points.around("executed", () => sandbox.run(...order)),
      close: (graceMs) => sandbox.close(graceMs),
    },
    signer: {
      ...signer,
      signStatement: (it) => points.around("receipt-signed", () => signer.signStatement(it)),
    },
  };
}

function breakingParts(parts: ExecutorParts, points: Breakpoints): ExecutorParts {
  const { advance, watch } = parts;
  const { source } = watch;
  const eventsIn: typeof source.eventsIn = async (from, to) => {
    const events = await source.eventsIn(from, to);
    return opensRun(events, points) ? points.around("blocks-read", () => source.eventsIn(from, to)) : events;
  };
  return {
    ...parts,
    watch: { ...watch, source: { ...source, eventsIn }, store: breakingCursor(watch.store, points) },
    advance: {
      ...advance,
      runs: breakingRuns(advance.runs, points),
      keepReceipt: (file) => points.around("receipt-pinned", () => advance.keepReceipt(file)),
    },
  };
}

function breakingCursor(store: CursorStore, points: Breakpoints): CursorStore {
  return {
    ...store,
    apply: (batch) =>
      opensRun(batch.events, points)
        ? points.around("run-queued", () => store.apply(batch))
        : store.apply(batch),
  };
}

function opensRun(events: readonly ChainEvent[], points: Breakpoints): boolean {
  return events.some((event) => event.type === "task-created" && points.isNew(event.task.taskId));
}

const RECORDED: Readonly<Record<string, Step>> = {
  committing: "commit-announced",
  committed: "commit-recorded",
  revealing: "reveal-announced",
  revealed: "reveal-recorded",
  settled: "settlement-recorded",
};

function breakingRuns(runs: RunStore, points: Breakpoints): RunStore {
  return {
    ...runs,
    claim: (taskId) =>
      points.isNew(taskId) ? points.around("run-claimed", () => runs.claim(taskId)) : runs.claim(taskId),
    saveResult: (run, result) => points.around("result-stored", () => runs.saveResult(run, result)),
    change: (run, change) => {
      const step = stepOf(change);
      return step === undefined
        ? runs.change(run, change)
        : points.around(step, () => runs.change(run, change));
    },
  };
}

function stepOf({ phase, commitTx, revealTx }: RunChange): Step | undefined {
  if (commitTx !== undefined) return "commit-noted";
  if (revealTx !== undefined) return "reveal-noted";
  return phase === undefined ? undefined : RECORDED[phase];
}
