import type { Receipt, ResultRecord } from "@nexus/protocol";
import {
  canonicalBytes,
  commitmentOf,
  grantDigest,
  receiptFile,
  receiptMessage,
  resultDigest,
  signalNumber,
  signalOf,
} from "@nexus/protocol";
import type { Hex } from "viem";
import { PrepareRefused, RunInputTooLarge } from "../sandbox/errors.ts";
import { admitTask } from "./admit.ts";
import type { Performance } from "./advance.ts";
import { type ExecutePorts, type Execution, executeTask } from "./execute.ts";
import { type LoadedPlugin, loadPlugin, type Refusal, type Rules, refused } from "./load.ts";
import type { Content, ReceiptSigner, RegistryReader } from "./ports.ts";
import type { StoredResult, TaskEvent } from "./run.ts";

export type PerformPorts = Pick<ExecutePorts, "sandbox"> & {
  readonly content: Content;
  readonly registry: RegistryReader;
  readonly policy: Omit<Rules, "walls">;
  readonly signer: ReceiptSigner;
  /** What stands around a plugin, outermost first. */
  readonly walls: readonly string[];
  /** 32 random bytes. */
  salt(): Hex;
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
};

/**
 * Admits a task, runs it and signs its receipt, which is on IPFS when this returns.
 * Throws what is worth another try: an unreachable node, gateway or database, a busy sandbox.
 */
export async function performTask(ports: PerformPorts, task: TaskEvent): Promise<Performance> {
  const admission = await admitTask(ports.registry, ports.signer.address, task);
  if (admission.status === "refused") return admission;
  const { content } = admission.version;
  const loaded = await loadPlugin(
    ports.content,
    { ...ports.policy, walls: ports.walls },
    {
      versionId: task.versionId,
      content,
      // An audit is about the version, whose leading clause stands for those it may be run for.
      clauseId: task.kind === "Audit" ? content.clauseId : task.clauseId,
      at: Math.floor(ports.nowMs() / 1_000),
    },
  );
  if (loaded.status === "refused") return loaded;
  const startedAt = ports.nowMs();
  const execution = await tryExecute(ports, task, loaded);
  if (execution.status !== "result") return execution;
  const { record, usage } = execution;
  const receipt = receiptOf(ports, task, { record, usage, loaded, startedAt });
  return { status: "result", result: await seal(ports, receipt) };
}

async function tryExecute(
  ports: PerformPorts,
  task: TaskEvent,
  loaded: LoadedPlugin,
): Promise<Execution | Refusal> {
  const { chainId, blockByHash } = ports.registry;
  try {
    return await executeTask({ ...ports, chainId, blockByHash }, task, loaded);
  } catch (fault) {
    if (fault instanceof PrepareRefused && !isMachines(fault))
      return refused("component-refused", fault.message);
    if (fault instanceof RunInputTooLarge) return refused("input-too-large", fault.message);
    throw fault;
  }
}

/** Preparing that ran out of time or memory may go better another time. */
function isMachines({ rule }: PrepareRefused): boolean {
  return rule === "time" || rule === "resources";
}

type Finished = {
  readonly record: ResultRecord;
  readonly usage: Receipt["usage"];
  readonly loaded: LoadedPlugin;
  readonly startedAt: number;
};

function receiptOf(
  ports: PerformPorts,
  { taskId }: TaskEvent,
  { record, usage, loaded, startedAt }: Finished,
): Receipt {
  const { node, v8 } = process.versions;
  return {
    receiptVersion: "1",
    taskId,
    executor: ports.signer.address,
    record,
    usage: wholeNumbers(usage),
    engine: { node, v8, arch: process.arch },
    walls: [...ports.walls],
    grantDigest: grantDigest(loaded.grant),
    startedAt,
    endedAt: Math.max(startedAt, ports.nowMs()),
  };
}

function wholeNumbers(usage: Receipt["usage"]): Receipt["usage"] {
  const { wallMs, cpuMs, steps, peakMemoryBytes, hostCalls, logBytes, outputBytes } = usage;
  return {
    wallMs: Math.ceil(wallMs),
    cpuMs: Math.ceil(cpuMs),
    steps,
    peakMemoryBytes,
    hostCalls,
    logBytes,
    outputBytes,
  };
}

async function seal({ content, signer, salt }: PerformPorts, receipt: Receipt): Promise<StoredResult> {
  const { record, taskId, executor } = receipt;
  const file = receiptFile(receipt, await signer.signReceipt(receiptMessage(receipt)));
  await content.add(file.bytes);
  const signal = signalOf(record);
  const opening = { executor, taskId, resultDigest: resultDigest(record), salt: salt() };
  return {
    record: new TextDecoder().decode(canonicalBytes(record)),
    resultDigest: opening.resultDigest,
    signal,
    receipt: new TextDecoder().decode(file.bytes),
    receiptDigest: file.digest,
    salt: opening.salt,
    commitment: commitmentOf({ ...opening, signal: signalNumber(signal) }),
  };
}
