import type { Hex } from "viem";
import { certificationStatusAt } from "./certification.ts";
import { IndexShapeError, TaskNotIndexedError } from "./errors.ts";
import { type Index, queryIndex } from "./query.ts";
import { type TaskAnswer, type Trace, type TraceVersion, traceAnswer } from "./trace-shape.ts";

/** The full way of a run in one query; variable `taskId`. */
export const TRACE_RUN = `query TraceRun($taskId: ID!) {
  _meta { block { number timestamp } hasIndexingErrors }
  runTask(id: $taskId) {
    id kind stage requester quorum panel reward commitDeadline revealDeadline
    agreed signal resultDigest createdAt createdBlock createdTx endedAt endedBlock endedTx
    event {
      id sourceAccount inputDigest inputCid occurredAt sourceEventId recordedAt block tx
      clause { id uuid digest clauseType jurisdiction }
    }
    commitments(first: 1000, orderBy: at) {
      executor { id region }
      affiliation commitment at block tx
      receipt { resultDigest signal receiptDigest receiptCid at block tx }
    }
    rewards(first: 1000, orderBy: at) { account amount refund tx }
    slashes(first: 1000, orderBy: at) { executor { id } amount tx }
    version {
      id name semver publisher { id } licence yanked
      manifestDigest manifestCid artifactDigest publishedAt publishedTx
      manifest { pluginClass description tags risk }
      certification {
        attester issuedAt expiresAt suspendedUntil revokedAt revokedForCause issuedTx
        review {
          id round submittedTx executedTx
          audit { id signal resultDigest endedTx }
          chambers(orderBy: id) { chamber forVotes againstVotes abstainVotes total passes }
        }
      }
      credential { tokenId holder { id } locked mintedTx }
      bounties(first: 1000, orderBy: createdAt) { id state asset contributed paid claimant payouts { claimant amount at tx } }
    }
  }
}`;

/**
 * What led to a run's result and what depends on it.
 * @throws IndexUnreachableError, IndexQueryError, IndexShapeError, TaskNotIndexedError
 */
export async function traceRun(index: Index, taskId: Hex): Promise<Trace> {
  const data = await queryIndex<unknown>(index, TRACE_RUN, { taskId: taskId.toLowerCase() });
  const parsed = traceAnswer.safeParse(data);
  if (!parsed.success) throw new IndexShapeError({ url: index.url, cause: parsed.error });
  const { _meta: meta, runTask } = parsed.data;
  if (runTask === null) throw new TaskNotIndexedError({ taskId, block: meta.block.number });
  return toTrace(runTask, { block: meta.block.number, timestamp: meta.block.timestamp ?? runTask.createdAt });
}

function toTrace({ id, commitments, version, ...task }: TaskAnswer, asOf: Trace["asOf"]): Trace {
  const settled = task.stage === "Settled";
  const agrees = ({ receipt }: TaskAnswer["commitments"][number]) =>
    settled &&
    receipt !== null &&
    receipt.resultDigest === task.resultDigest &&
    receipt.signal === task.signal;
  return {
    taskId: id,
    ...task,
    executors: commitments.map((commitment) => ({ ...commitment, agrees: agrees(commitment) })),
    version: toVersion(version, asOf.timestamp),
    valid: settled && version.certification?.revokedForCause !== true,
    asOf,
  };
}

function toVersion({ certification, ...version }: TaskAnswer["version"], timestamp: number): TraceVersion {
  if (certification === null) return { ...version, certification };
  return {
    ...version,
    certification: { ...certification, status: certificationStatusAt(certification, timestamp) },
  };
}
