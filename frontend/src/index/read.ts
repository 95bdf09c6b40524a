import { IndexQueryError, IndexUnreachableError } from "./errors.ts";

export type IndexVariables = Readonly<Record<string, unknown>>;

/**
 * Asks the index one GraphQL document.
 * @throws IndexUnreachableError without a usable answer, IndexQueryError if the index refuses the document
 */
export async function readIndex<T>(
  url: string,
  document: string,
  variables: IndexVariables,
  { fetcher = fetch, signal }: { fetcher?: typeof fetch; signal?: AbortSignal } = {},
): Promise<T> {
  let response: Response;
  try {
    response = await fetcher(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: document, variables }),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new IndexUnreachableError({ url, reason: "no answer came", cause });
  }
  if (!response.ok) throw new IndexUnreachableError({ url, reason: `it answered ${response.status}` });
  const { data, errors } = await answerOf<T>(url, response);
  if (errors?.length) throw new IndexQueryError({ messages: errors.map(({ message }) => message) });
  if (data === undefined || data === null)
    throw new IndexUnreachableError({ url, reason: "the answer holds no data" });
  return data;
}

async function answerOf<T>(url: string, response: Response) {
  try {
    return (await response.json()) as { data?: T | null; errors?: readonly { message: string }[] };
  } catch (cause) {
    throw new IndexUnreachableError({ url, reason: "the answer isn't JSON", cause });
  }
}
