import type { Hex } from "viem";
import { type Refusal, refused } from "./load.ts";
import type { Approval, PublishedVersion, RegistryReader } from "./ports.ts";
import type { TaskEvent } from "./run.ts";

/** A task that may be run. `approval` is what certified its version; an audit comes before that. */
export type Admission = {
  readonly status: "admitted";
  readonly version: PublishedVersion;
  readonly approval: Approval | null;
};

/**
 * Checks a task against the chain as it stands now.
 * @returns the task's version, or the first reason not to run it
 */
export async function admitTask(
  registry: RegistryReader,
  executor: `0x${string}`,
  task: TaskEvent,
): Promise<Admission | Refusal> {
  if (!(await registry.isActive(executor))) {
    return refused(
      "executor-inactive",
      "The executor is not attested, is suspended or has too little stake.",
    );
  }
  const version = await registry.publishedVersion(task.versionId);
  if (version === null) return refused("version-unknown", `Version ${task.versionId} was never published.`);
  if (version.yanked) return refused("version-yanked", "The version was withdrawn by its plugin's owner.");
  const refusal = await (task.kind === "Audit" ? refuseAudit : refuseExecution)(registry, task);
  if (refusal !== null) return refusal;
  const approval = task.kind === "Audit" ? null : await registry.approvalOf(task.versionId);
  return { status: "admitted", version, approval };
}

/**
 * Only the Review Board may ask for audits of what isn't certified yet. Of what is, executors in good standing may too: they have
 * stake, so that nobody else makes executors work for nothing.
 */
async function refuseAudit(
  registry: RegistryReader,
  { requester, versionId }: TaskEvent,
): Promise<Refusal | null> {
  if (requester.toLowerCase() === registry.board.toLowerCase()) return null;
  if (!(await registry.isActive(requester))) {
    const detail = `Audits are for the Review Board and for executors in good standing to ask for, and ${requester} asked.`;
    return refused("audit-not-by-board", detail);
  }
  return refuseUncertified(registry, versionId);
}

async function refuseExecution(registry: RegistryReader, task: TaskEvent): Promise<Refusal | null> {
  const refusal = await refuseUncertified(registry, task.versionId);
  if (refusal !== null) return refusal;
  const mode = await registry.bindingOf(task.clauseId, task.versionId);
  if (mode === "Executable") return null;
  return refused("not-bound", `The clause doesn't execute this version: its binding is ${mode}.`);
}

async function refuseUncertified(registry: RegistryReader, versionId: Hex): Promise<Refusal | null> {
  const status = await registry.certificationStatus(versionId);
  if (status === "Valid") return null;
  return refused("not-certified", `The version's certification isn't valid: it is ${status}.`);
}
