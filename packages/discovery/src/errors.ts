import { NxsError } from "@nexus/protocol";

/** The index doesn't answer, or not as GraphQL. */
export class IndexUnreachableError extends NxsError {
  readonly code = "INDEX_UNREACHABLE";
  readonly url: string;
  readonly reason: string;

  constructor({ url, reason, cause }: { url: string; reason: string; cause?: unknown }) {
    super(`The index at ${url} can't be read: ${reason}. Check its address, or that the stack is running.`, {
      cause,
    });
    this.url = url;
    this.reason = reason;
  }
}

/** The index refused a query; `messages` are its own words. */
export class IndexQueryError extends NxsError {
  readonly code = "INDEX_QUERY";
  readonly url: string;
  readonly messages: readonly string[];

  constructor({ url, messages }: { url: string; messages: readonly string[] }) {
    super(`The index at ${url} refused a query: ${messages.join("; ")}`);
    this.url = url;
    this.messages = messages;
  }
}

/** The index answered with something else than this version of the project expects. */
export class IndexShapeError extends NxsError {
  readonly code = "INDEX_SHAPE";
  readonly url: string;

  constructor({ url, cause }: { url: string; cause: unknown }) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`The index at ${url} serves another version of the schema: ${reason}`, { cause });
    this.url = url;
  }
}

/** The index hasn't reached a block in the time that was given. */
export class IndexBehindError extends NxsError {
  readonly code = "INDEX_BEHIND";
  readonly wanted: number;
  readonly reached: number | undefined;

  constructor({ wanted, reached, cause }: { wanted: number; reached: number | undefined; cause?: unknown }) {
    const where = reached === undefined ? "doesn't answer yet" : `is at block ${reached}`;
    super(`The index ${where} and block ${wanted} is needed. Try again in a moment.`, { cause });
    this.wanted = wanted;
    this.reached = reached;
  }
}

/** The index has no task with this id, up to the block it has reached. */
export class TaskNotIndexedError extends NxsError {
  readonly code = "TASK_NOT_INDEXED";
  readonly taskId: string;
  readonly block: number;

  constructor({ taskId, block }: { taskId: string; block: number }) {
    super(`The index knows no task ${taskId} up to block ${block}. Check the id, or try again in a moment.`);
    this.taskId = taskId;
    this.block = block;
  }
}
