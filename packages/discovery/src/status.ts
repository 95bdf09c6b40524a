import { IndexBehindError, IndexQueryError, IndexUnreachableError } from "./errors.ts";
import { type Index, queryIndex } from "./query.ts";

const STATUS = "query IndexStatus { _meta { block { number timestamp } hasIndexingErrors } }";

const DEFAULT_WAIT_MS = 15_000;
const PAUSE_MS = 100;

export interface IndexStatus {
  /** Number of the last block that is indexed. */
  readonly block: number;
  /** Its Unix seconds; undefined if the index doesn't know them. */
  readonly timestamp: number | undefined;
  /** True if a handler failed: the index stays at its last good block. */
  readonly hasErrors: boolean;
}

export interface WaitOptions {
  readonly timeoutMs?: number;
  /** Milliseconds of a clock that only goes forward. */
  readonly now?: () => number;
  readonly pause?: (ms: number) => Promise<void>;
}

/** How far the index is. @throws IndexUnreachableError, IndexQueryError */
export async function indexStatus(index: Index): Promise<IndexStatus> {
  const { _meta: meta } = await queryIndex<{
    _meta: { block: { number: number; timestamp: number | null }; hasIndexingErrors: boolean } | null;
  }>(index, STATUS);
  if (meta === null)
    throw new IndexUnreachableError({ url: index.url, reason: "it has indexed nothing yet" });
  return {
    block: meta.block.number,
    timestamp: meta.block.timestamp ?? undefined,
    hasErrors: meta.hasIndexingErrors,
  };
}

/**
 * Resolves once the index has reached a block; an index that doesn't answer, or refuses, is asked again until the time is over.
 * @throws IndexBehindError
 */
export async function waitForBlock(
  index: Index,
  block: number | bigint,
  { timeoutMs = DEFAULT_WAIT_MS, now = () => performance.now(), pause = sleep }: WaitOptions = {},
): Promise<IndexStatus> {
  const deadline = now() + timeoutMs;
  let reached: number | undefined;
  let cause: unknown;
  for (;;) {
    try {
      const status = await indexStatus(index);
      if (status.block >= Number(block)) return status;
      reached = status.block;
      cause = undefined;
    } catch (error) {
      // A node that has just started refuses even this query.
      if (!(error instanceof IndexUnreachableError || error instanceof IndexQueryError)) throw error;
      cause = error;
    }
    if (now() >= deadline) throw new IndexBehindError({ wanted: Number(block), reached, cause });
    await pause(PAUSE_MS);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
