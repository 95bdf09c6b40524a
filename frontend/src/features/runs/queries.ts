import { TaskNotIndexedError, type Trace, traceRun } from "@nexus/discovery";
import type { Signal, TaskKind } from "@nexus/protocol";
import { useQuery } from "@tanstack/react-query";
import type { Hex } from "viem";
import { useRuntime } from "../../config/context.tsx";
import { useIndexQuery } from "../../index/use-index.ts";

/** A task in the list. Times are Unix seconds in decimal. */
export interface ListedRun {
  readonly id: Hex;
  readonly kind: TaskKind;
  readonly stage: "Open" | "Settled" | "Failed";
  readonly signal: Signal;
  readonly agreed: number;
  readonly commits: number;
  readonly reveals: number;
  readonly panel: number;
  readonly createdAt: string;
  readonly version: { readonly name: string; readonly semver: string };
}

const RUNS = `
query Runs($first: Int!, $kinds: [TaskKind!]!) {
  runTasks(first: $first, where: { kind_in: $kinds }, orderBy: createdAt, orderDirection: desc) {
    id kind stage signal agreed commits reveals panel createdAt
    version { name semver }
  }
}`;

/** The latest tasks of some kinds, latest first. */
export function useRuns(first: number, kinds: readonly TaskKind[]) {
  return useIndexQuery<{ runTasks: readonly ListedRun[] }>("runs", RUNS, { first, kinds });
}

const REREAD_MS = 3_000;

/** A run from its event to what depends on its result, read again until it has ended. */
export function useTrace(taskId: Hex) {
  const { index } = useRuntime();
  return useQuery<Trace>({
    queryKey: ["index", index, "trace", taskId],
    queryFn: () => traceRun({ url: index }, taskId),
    refetchInterval: ({ state }) => (state.data && state.data.stage !== "Open" ? false : REREAD_MS),
    retry: (failures, error) => !(error instanceof TaskNotIndexedError) && failures < 1,
  });
}

const AUDITED = `
query AuditedReview($taskId: ID!) {
  runTask(id: $taskId) { reviews { id round } }
}`;

/** The review that opened an audit. */
export function useAuditedReview(taskId: Hex) {
  return useIndexQuery<{
    runTask: { readonly reviews: readonly { readonly id: string; readonly round: number }[] } | null;
  }>("audited-review", AUDITED, { taskId });
}
