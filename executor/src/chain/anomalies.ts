import { AnomalyKind, executorRegistryAbi } from "@nexus/protocol";
import type { Address } from "viem";
import type { AnomalyKind as Kind } from "../core/anomaly.ts";
import type { Posting } from "../core/ports.ts";
import { PostingRefusedError } from "../errors.ts";
import type { ReportJob } from "../store/anomalies.ts";
import type { ChainAccess } from "./client.ts";
import { firstLogs } from "./scan.ts";
import type { Transactions } from "./transactions.ts";

/** The contract's words for the kinds of anomalies. */
const WORDS = {
  usage: "Usage",
  "denied-calls": "DeniedCalls",
  tampered: "Tampered",
  "escape-attempt": "EscapeAttempt",
  "replica-mismatch": "ReplicaMismatch",
  unstable: "Unstable",
} as const satisfies Record<Kind, (typeof AnomalyKind)[number]>;

/** Blocks in which a report of the same anomaly is looked for: as many as one question may span. */
const RECENT = 10_000n;

/**
 * Tells the chain of an anomaly, in the executor's name, unless it did so a moment ago: the job of a process that was killed comes again.
 * @throws PostingRefusedError if the chain didn't take it, which is worth another try
 */
export async function reportAnomaly(
  access: ChainAccess,
  transactions: Transactions,
  report: ReportJob,
): Promise<Posting | { readonly status: "known" }> {
  if (await isReported(access, transactions.address, report)) return { status: "known" };
  const { versionId, taskId, kind } = report;
  const posting = await transactions.post({
    ...registryIn(access),
    functionName: "reportAnomaly",
    args: [versionId, taskId, AnomalyKind.indexOf(WORDS[kind])],
  });
  if (posting.status === "mined") return posting;
  const reason = posting.status === "refused" ? posting.error : `transaction ${posting.hash} reverted`;
  throw new PostingRefusedError({ step: "take the report on", taskId, reason });
}

async function isReported(access: ChainAccess, executor: Address, { versionId, taskId, kind }: ReportJob) {
  const { client, deployment } = access;
  const recent = (await client.getBlockNumber()) - RECENT + 1n;
  const start = BigInt(deployment.startBlock);
  const scan = {
    ...registryIn(access),
    eventName: "AnomalyReported",
    args: { versionId, executor, taskId },
  } as const;
  const word = AnomalyKind.indexOf(WORDS[kind]);
  const reports = await firstLogs(
    client,
    { ...scan, since: recent > start ? recent : start },
    ({ args }) => args.kind === word,
  );
  return reports.length > 0;
}

function registryIn({ deployment }: ChainAccess) {
  return { address: deployment.contracts.ExecutorRegistry, abi: executorRegistryAbi } as const;
}
