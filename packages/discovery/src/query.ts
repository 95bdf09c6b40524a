import { IndexQueryError, IndexUnreachableError } from "./errors.ts";

const DEFAULT_TIMEOUT_MS = 10_000;

/** Where the index answers GraphQL. */
export interface Index {
  readonly url: string;
  /** Milliseconds that one query may take. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message?: unknown }[];
}

/**
 * Asks the index. `Data` is the caller's word for what the document asks for: it isn't checked here.
 * @throws IndexUnreachableError, IndexQueryError
 */
export async function queryIndex<Data>(
  index: Index,
  document: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Data> {
  const answer = await post(index, JSON.stringify({ query: document, variables }));
  if (answer.errors !== undefined && answer.errors.length > 0) {
    const messages = answer.errors.map(({ message }) => String(message));
    throw new IndexQueryError({ url: index.url, messages });
  }
  if (typeof answer.data !== "object" || answer.data === null) {
    throw new IndexUnreachableError({ url: index.url, reason: "it answered without data" });
  }
  return answer.data as Data;
}

async function post(
  { url, timeoutMs = DEFAULT_TIMEOUT_MS, fetch: send = fetch }: Index,
  body: string,
): Promise<Answer> {
  const unreachable = (reason: string, cause?: unknown) => new IndexUnreachableError({ url, reason, cause });
  let response: Response;
  let text: string;
  try {
    response = await send(url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    text = await response.text();
  } catch (cause) {
    throw unreachable(reasonOf(cause, timeoutMs), cause);
  }
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (cause) {
    throw unreachable(`it answered ${response.status} and no JSON`, cause);
  }
  if (typeof answer !== "object" || answer === null)
    throw unreachable(`it answered ${response.status} and no object`);
  return answer;
}

function reasonOf(cause: unknown, timeoutMs: number): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === "TimeoutError") return `no answer within ${timeoutMs} ms`;
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}
