import { NxsError } from "@nexus/protocol";

/** The index gave no usable answer. */
export class IndexUnreachableError extends NxsError {
  readonly code = "INDEX_UNREACHABLE";
  readonly url: string;

  constructor({ url, reason, cause }: { url: string; reason: string; cause?: unknown }) {
    super(`The index at ${url} can't be read: ${reason}.`, { cause });
    this.url = url;
  }
}

/** The index refused a query. */
export class IndexQueryError extends NxsError {
  readonly code = "INDEX_QUERY";
  readonly messages: readonly string[];

  constructor({ messages }: { messages: readonly string[] }) {
    super(`The index refused the query: ${messages.join("; ")}.`);
    this.messages = messages;
  }
}
