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
  const refusal = task.kind === "Audit" ? refuseAudit(registry, task) : await refuseExecution(registry, task);
  if (refusal !== null) return refusal;
  const approval = task.kind === "Audit" ? null : await registry.approvalOf(task.versionId);
  return { status: "admitted", version, approval };
}

/** Audits run what isn't certified yet, so only the Review Board may ask for them. */
function refuseAudit({ board }: RegistryReader, { requester }: TaskEvent): Refusal | null {
  if (requester.toLowerCase() === board.toLowerCase()) return null;
  return refused("audit-not-by-board", `Audits are the Review Board's to ask for, and ${requester} asked.`);
}

async function refuseExecution(registry: RegistryReader, task: TaskEvent): Promise<Refusal | null> {
  const status = await registry.certificationStatus(task.versionId);
  if (status !== "Valid") {
    return refused("not-certified", `The version's certification isn't valid: it is ${status}.`);
  }
  const mode = await registry.bindingOf(task.clauseId, task.versionId);
  if (mode === "Executable") return null;
  return refused("not-bound", `The clause doesn't execute this version: its binding is ${mode}.`);
}
