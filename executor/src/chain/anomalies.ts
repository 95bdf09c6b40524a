import { AnomalyKind, executorRegistryAbi } from "@nexus/protocol";
import type { AnomalyKind as Kind } from "../core/anomaly.ts";
import type { Posting } from "../core/ports.ts";
import type { ReportJob } from "../store/anomalies.ts";
import type { ChainAccess } from "./client.ts";
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

/** Tells the chain of an anomaly, in the executor's name. */
export function reportAnomaly(
  { deployment }: ChainAccess,
  transactions: Transactions,
  { versionId, taskId, kind }: ReportJob,
): Promise<Posting> {
  return transactions.post({
    address: deployment.contracts.ExecutorRegistry,
    abi: executorRegistryAbi,
    functionName: "reportAnomaly",
    args: [versionId, taskId, AnomalyKind.indexOf(WORDS[kind])],
  });
}
