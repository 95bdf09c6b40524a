import { policyDigest, type Receipt } from "@nexus/protocol";
import type { CallGuard } from "../identity/call-guard.ts";
import type { IdentityProvider, RunIdentity } from "../identity/provider.ts";
import { type ShowCall, shownCalls } from "../identity/shown-calls.ts";
import { PrepareRefused, RunInputTooLarge } from "../sandbox/errors.ts";
import { admitTask } from "./admit.ts";
import type { Performance } from "./advance.ts";
import { HOST_MS } from "./broker.ts";
import { type ExecutePorts, type Execution, executeTask, runsOf } from "./execute.ts";
import { byPolicy, type LoadedPlugin, loadPlugin, type Refusal, type Rules, refused } from "./load.ts";
import type { Content, RegistryReader } from "./ports.ts";
import type { TaskEvent } from "./run.ts";
import { type SealPorts, sealResult } from "./seal.ts";

export type PerformPorts = Pick<ExecutePorts, "sandbox" | "reads" | "nowMs"> &
  Omit<SealPorts, "policy" | "chain"> & {
    readonly content: Content;
    /** The registries at a head that has reached the block. */
    registryAt(reached: bigint): Promise<RegistryReader>;
    readonly policy: Omit<Rules, "walls">;
    readonly identities: IdentityProvider;
    /** Verifies a run's SVID and guards the host calls that are made in its name. @throws CallDeniedError */
    guardOf(identity: RunIdentity): Promise<CallGuard>;
  };

/** What a run tells of its plugin. */
export type Told = Pick<Receipt, "record" | "usage">;

/** How performing a task ended, a result with what its run told. */
export type Performed = Performance &
  ({ readonly status: "result"; readonly told: Told } | { readonly status: "refused" | "void" });

/** What a run may wait for a child besides its own limits, before its identity ends. */
const PATIENCE_MS = 600_000;

/**
 * Admits a task, runs it and signs its receipt. What is kept of its runs is on IPFS when this returns.
 * Throws what is worth another try: an unreachable node, gateway or database, a busy sandbox.
 */
export async function performTask(ports: PerformPorts, task: TaskEvent): Promise<Performed> {
  const { signer, walls, nowMs } = ports;
  const registry = await ports.registryAt(task.blockNumber);
  const admission = await admitTask(registry, signer.address, task);
  if (admission.status === "refused") return admission;
  const { version, approval } = admission;
  const order = {
    versionId: task.versionId,
    content: version.content,
    // An audit is about the version, whose leading clause stands for those it may be run for.
    clauseId: task.kind === "Audit" ? version.content.clauseId : task.clauseId,
  };
  const decide = byPolicy({ ...ports.policy, walls }, Math.floor(nowMs() / 1_000));
  const loaded = await loadPlugin(ports.content, decide, order);
  if (loaded.status === "refused") return loaded;
  const startedAt = nowMs();
  const identity = await identify(ports, task, loaded, startedAt);
  const show = shownCalls(identity, () => ports.guardOf(identity));
  const execution = await tryExecute({ ...ports, registry, show }, task, loaded);
  if (execution.status !== "result") return execution;
  const { record, usage } = execution;
  const chain = { chainId: registry.chainId, consensus: registry.consensus };
  const finished = { task, record, usage, loaded, approval, identity, startedAt, endedAt: nowMs() };
  const result = await sealResult({ ...ports, chain }, finished);
  return { status: "result", result, told: { record, usage } };
}

function identify(
  { identities, signer, policy }: PerformPorts,
  { taskId, kind }: TaskEvent,
  { versionId, artifactDigest, clauseId, grant, manifest }: LoadedPlugin,
  startedAt: number,
) {
  const { prepareMs, wallMs } = grant.limits;
  const endsAt = startedAt + prepareMs + runsOf(kind, manifest) * (wallMs + HOST_MS) + PATIENCE_MS;
  return identities.issue({
    executor: signer.address,
    taskId,
    versionId,
    artifactDigest,
    clauseId,
    policyDigest: policyDigest(policy.common),
    grant,
    expiresAt: Math.ceil(endsAt / 1_000),
  });
}

async function tryExecute(
  ports: PerformPorts & { readonly registry: RegistryReader; readonly show: ShowCall },
  task: TaskEvent,
  loaded: LoadedPlugin,
): Promise<Execution | Refusal> {
  const { chainId, blockByHash } = ports.registry;
  const keep = (file: Uint8Array) => ports.content.add(file);
  try {
    return await executeTask({ ...ports, chainId, blockByHash, keep }, task, loaded);
  } catch (fault) {
    if (fault instanceof PrepareRefused && !isMachines(fault))
      return refused(fault.rule === "imports" ? "import-denied" : "component-refused", fault.message);
    if (fault instanceof RunInputTooLarge) return refused("input-too-large", fault.message);
    throw fault;
  }
}

/** Preparing that ran out of time or memory may go better another time. */
function isMachines({ rule }: PrepareRefused): boolean {
  return rule === "time" || rule === "resources";
}
