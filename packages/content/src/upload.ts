import { ContentCidMismatchError, ContentRefusedError, ContentUnavailableError } from "./errors.ts";
import { cidOfFile } from "./files.ts";
import { readBodyWithin } from "./http-body.ts";
import { networkReason } from "./network-reason.ts";

const LONGEST_ANSWER = 65_536;

/** A server of Kubo's RPC API that takes uploads. */
export interface UploadServer {
  /** Such as http://127.0.0.1:8080. */
  readonly url: string;
  readonly token: string;
  /** Milliseconds that the upload may take, a minute unless told otherwise. */
  readonly timeout?: number;
}

/**
 * Uploads a file, pinned, and returns its CID, which is computed here and compared with the server's. For pages: it needs no
 * more than `fetch`.
 * @throws ContentRefusedError, ContentCidMismatchError, ContentUnavailableError
 */
export async function uploadContent(server: UploadServer, bytes: Uint8Array): Promise<string> {
  const url = server.url.replace(/\/+$/, "");
  const expected = await cidOfFile(bytes);
  const { status, text } = await post(url, server, bytes, expected);
  const answer = parseAnswer(text);
  if (status === 401 || status === 403)
    throw new ContentRefusedError({ server: url, reason: answer.Message ?? `it answered ${status}` });
  if (status !== 200 || answer.Hash === undefined) {
    const reason = `it answered ${status}${answer.Message === undefined ? "" : `: ${answer.Message}`}`;
    throw new ContentUnavailableError({ cid: expected, gateway: url, reason });
  }
  if (answer.Hash !== expected)
    throw new ContentCidMismatchError({ server: url, expected, found: answer.Hash });
  return expected;
}

async function post(url: string, { token, timeout = 60_000 }: UploadServer, bytes: Uint8Array, cid: string) {
  const body = new FormData();
  body.set("file", new Blob([Uint8Array.from(bytes)]), "file");
  try {
    const response = await fetch(
      `${url}/api/v0/add?cid-version=1&raw-leaves=true&chunker=size-262144&pin=true`,
      {
        method: "POST",
        headers: { authorization: `Bearer ${token}` },
        body,
        redirect: "error",
        signal: AbortSignal.timeout(timeout),
      },
    );
    const answer = await readBodyWithin(response.body, LONGEST_ANSWER);
    return { status: response.status, text: answer === "too-large" ? "" : new TextDecoder().decode(answer) };
  } catch (cause) {
    throw new ContentUnavailableError({ cid, gateway: url, reason: networkReason(cause, timeout), cause });
  }
}

/** The fields of a JSON object that are text; none if it isn't one. */
function parseAnswer(text: string): Partial<Record<"Hash" | "Message", string>> {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return {};
  }
  if (typeof answer !== "object" || answer === null) return {};
  return Object.fromEntries(Object.entries(answer).filter(([, value]) => typeof value === "string"));
}
