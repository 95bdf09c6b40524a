import type {
  AuditRecord,
  AuditVector,
  ExecutionRecord,
  Manifest,
  Outcome,
  ResultRecord,
  RunContext,
  SignalWord,
} from "@nexus/protocol";
import {
  auditSeedOf,
  deriveAuditInput,
  EMPTY_DIGEST,
  grantDigest,
  seedOf,
  sha256Digest,
  transcriptBytes,
  transcriptDigest,
} from "@nexus/protocol";
import { type Hex, hexToBytes, zeroHash } from "viem";
import { ChainMovedError, HostOverdueError } from "../errors.ts";
import type { ShowCall } from "../identity/shown-calls.ts";
import type { PluginSignal, PreparedPlugin, RunOutcome, Sandbox, Terms, Usage } from "../sandbox/sandbox.ts";
import { Broker } from "./broker.ts";
import type { LoadedPlugin } from "./load.ts";
import type { Block, ChainReads, Content, ContractQuestion } from "./ports.ts";
import type { Reason, TaskEvent } from "./run.ts";

export type ExecutePorts = {
  readonly chainId: number;
  blockByHash(hash: Hex): Promise<Block | null>;
  readonly content: Pick<Content, "get">;
  readonly reads: ChainReads;
  readonly sandbox: Sandbox;
  /** Shows the runs' host calls with their identity. */
  readonly show?: ShowCall;
  /** Keeps what a run's record names by digest, as soon as the run is over. Missing where nothing is kept: in a replay. */
  keep?(file: Uint8Array): Promise<void>;
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
};

/** What a task gave: the record that executors agree on, or the reason why this machine has none. */
export type Execution =
  | { readonly status: "result"; readonly record: ResultRecord; readonly usage: Usage }
  | VoidExecution;

type VoidExecution = { readonly status: "void"; readonly reason: Reason; readonly detail: string };

/** One run inside a task. */
type Single =
  | {
      readonly status: "ended";
      readonly inputDigest: Hex;
      readonly transcriptDigest: Hex;
      readonly outcome: Outcome;
      readonly usage: Usage;
    }
  | VoidExecution;

type Ended = Exclude<Single, VoidExecution>;

const SIGNAL_WORDS = {
  pass: "PASS",
  fail: "FAIL",
  trigger: "TRIGGER",
  escalate: "ESCALATE",
} as const satisfies Record<PluginSignal, SignalWord>;

/**
 * Runs a task in the sandbox and makes its result record. It asks the chain for nothing but the block that opened the task, and
 * contracts as they stood at its end, so that anybody can repeat it.
 * @throws PrepareRefused, RunInputTooLarge and what the sandbox and the content throw
 */
export async function executeTask(
  ports: ExecutePorts,
  task: TaskEvent,
  loaded: LoadedPlugin,
): Promise<Execution> {
  const { componentBytes, memoryBytes, prepareMs } = loaded.grant.limits;
  const limits = { componentBytes, memoryBytes, wallMs: prepareMs };
  const plugin = await ports.sandbox.prepare(loaded.component, limits, termsOf(loaded));
  const runner = runnerOf(ports, task, loaded, plugin);
  try {
    return await (task.kind === "Audit" ? audit : execute)(ports, runner, task, loaded);
  } catch (fault) {
    if (!(fault instanceof HostOverdueError)) throw fault;
    return { status: "void", reason: "wall-time", detail: fault.message };
  }
}

/** How often a task runs its plugin. */
export function runsOf(kind: TaskEvent["kind"], { audit: { vectors, seeded } }: Manifest): number {
  return kind === "Audit" ? vectors.length + seeded : 1;
}

function termsOf({ manifest, grant, world }: LoadedPlugin): Terms {
  const asked = manifest.capabilities.map(({ name }) => name);
  return { ...world, asked, granted: grant.capabilities.map(({ name }) => name) };
}

type Runner = (context: RunContext, input: Uint8Array) => Promise<Single>;

function runnerOf(
  { sandbox, content, reads, show, keep, nowMs: clock }: ExecutePorts,
  task: TaskEvent,
  { grant, manifest }: LoadedPlugin,
  plugin: PreparedPlugin,
): Runner {
  const read = task.kind === "Audit" ? null : (question: ContractQuestion) => reads(task.blockHash, question);
  const digest = grantDigest(grant);
  return async (context, input) => {
    const { runId, seed, nowMs, block, chainId } = context;
    const document = (asked: Hex) => content.get(asked);
    const broker = new Broker({ grant, manifest, document, read, nowMs: clock, ...(show && { show }) });
    const outcome = await sandbox.run(plugin, {
      context: {
        runId,
        seed: hexToBytes(seed),
        nowMs: BigInt(nowMs),
        block: BigInt(block),
        chainId: BigInt(chainId),
      },
      input,
      limits: grant.limits,
      tenant: `${task.clauseId}:${digest}`,
      isolation: grant.isolation,
      host: broker,
    });
    if (outcome.status === "void") return { status: "void", reason: outcome.reason, detail: outcome.detail };
    for (const file of filesOf(task, broker)) await keep?.(file);
    return {
      status: "ended",
      inputDigest: sha256Digest(input),
      transcriptDigest: transcriptDigest(broker.transcript),
      outcome: outcomeOf(outcome),
      usage: { ...outcome.usage, deniedCalls: broker.denied },
    };
  };
}

/** What is kept of a run. An audit's artifacts aren't: there are many, nobody reads them, and whoever repeats the audit has them. */
function filesOf({ kind }: TaskEvent, { transcript, artifacts }: Broker): Uint8Array[] {
  if (transcript.length === 0) return [];
  return [transcriptBytes(transcript), ...(kind === "Audit" ? [] : artifacts.values())];
}

function outcomeOf(outcome: Exclude<RunOutcome, { status: "void" }>): Outcome {
  switch (outcome.status) {
    case "ok": {
      const outputDigest = sha256Digest(outcome.output);
      return { status: "ok", signal: SIGNAL_WORDS[outcome.signal], outputDigest };
    }
    case "plugin-error":
      return { status: "plugin-error", case: outcome.case };
    case "trap":
      return { status: "trap", class: outcome.class };
  }
}

async function execute(
  ports: ExecutePorts,
  run: Runner,
  task: TaskEvent,
  { versionId, artifactDigest }: LoadedPlugin,
): Promise<Execution> {
  const block = await ports.blockByHash(task.blockHash);
  if (block === null) throw new ChainMovedError({ block: task.blockNumber });
  const context: RunContext = {
    runId: task.taskId,
    seed: seedOf(task.taskId, task.blockHash),
    nowMs: block.timestamp * 1_000,
    block: Number(block.number),
    chainId: ports.chainId,
  };
  const single = await run(context, await ports.content.get(task.inputDigest));
  if (single.status === "void") return single;
  const record: ExecutionRecord = {
    recordVersion: "1",
    kind: "execution",
    plugin: { versionId, artifactDigest },
    context,
    inputDigest: task.inputDigest,
    transcriptDigest: single.transcriptDigest,
    outcome: single.outcome,
  };
  return { status: "result", record, usage: single.usage };
}

/** Audits are independent of time and place: only the seed of the derived inputs comes from the chain. */
const AUDIT_CONTEXT: RunContext = { runId: "audit", seed: zeroHash, nowMs: 0, block: 0, chainId: 0 };

async function audit(
  { content }: ExecutePorts,
  run: Runner,
  task: TaskEvent,
  { versionId, artifactDigest, manifest }: LoadedPlugin,
): Promise<Execution> {
  const seed = seedOf(task.taskId, task.blockHash);
  const { vectors, seeded } = manifest.audit;
  const inputs: Uint8Array[] = [];
  for (const { input } of vectors) inputs.push(await content.get(input.digest));
  const plans = [
    ...inputs.map((input) => ({ context: AUDIT_CONTEXT, input })),
    ...Array.from({ length: seeded }, (_, index) => seededPlan(seed, index, inputs)),
  ];
  const singles: Ended[] = [];
  for (const { context, input } of plans) {
    const single = await run(context, input);
    if (single.status === "void") return single;
    singles.push(single);
  }
  const record: AuditRecord = {
    recordVersion: "1",
    kind: "audit",
    plugin: { versionId, artifactDigest },
    seed,
    vectors: vectors.map((vector, i) => vectorResult(vector, singles[i])),
    seeded: singles.slice(vectors.length).map(resultOf),
  };
  return { status: "result", record, usage: sumOf(singles.map(({ usage }) => usage)) };
}

function seededPlan(seed: Hex, index: number, inputs: readonly Uint8Array[]) {
  const vectorInput = inputs[index % inputs.length] ?? new Uint8Array();
  const context = { ...AUDIT_CONTEXT, seed: auditSeedOf(seed, index) };
  return { context, input: deriveAuditInput({ seed, index, vectorInput }) };
}

function vectorResult({ expected }: AuditVector, single: Ended | undefined) {
  if (single === undefined) throw new RangeError("A vector has no run.");
  const { outcome } = single;
  const matches =
    outcome.status === "ok" &&
    outcome.signal === expected.signal &&
    outcome.outputDigest === expected.outputDigest;
  return { ...resultOf(single), matches };
}

/** What an audit's record says of a run. */
function resultOf({ inputDigest, transcriptDigest: told, outcome }: Ended) {
  return { inputDigest, ...(told !== EMPTY_DIGEST && { transcriptDigest: told }), outcome };
}

const NO_USAGE: Usage = {
  wallMs: 0,
  cpuMs: 0,
  steps: 0,
  peakMemoryBytes: 0,
  hostCalls: 0,
  deniedCalls: 0,
  logBytes: 0,
  outputBytes: 0,
};

function sumOf(usages: readonly Usage[]): Usage {
  return usages.reduce(
    (sum, usage) => ({
      wallMs: sum.wallMs + usage.wallMs,
      cpuMs: sum.cpuMs + usage.cpuMs,
      steps: sum.steps + usage.steps,
      peakMemoryBytes: Math.max(sum.peakMemoryBytes, usage.peakMemoryBytes),
      hostCalls: sum.hostCalls + usage.hostCalls,
      deniedCalls: sum.deniedCalls + usage.deniedCalls,
      logBytes: sum.logBytes + usage.logBytes,
      outputBytes: sum.outputBytes + usage.outputBytes,
    }),
    NO_USAGE,
  );
}
