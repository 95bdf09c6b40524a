import { NxsError } from "@nexus/protocol";
import { Hono } from "hono";
import { readPreflight, SAFETY } from "./gateway-headers.ts";
import { type BlockStore, type ContentReader, DEFAULT_MAX_BYTES } from "./port.ts";
import { RpcArguments } from "./rpc-arguments.ts";
import { assertMayWrite, assertWritePolicy, isAllowedOrigin, type WritePolicy } from "./rpc-authority.ts";
import {
  NotPinnedError,
  RpcArgumentError,
  RpcCommandError,
  UploadMalformedError,
  UploadsBusyError,
  UploadTimeoutError,
  WriteForbiddenError,
} from "./rpc-errors.ts";
import { READS } from "./rpc-reads.ts";
import { UploadGate, type UploadLimits } from "./rpc-upload.ts";
import { WRITES } from "./rpc-writes.ts";
import { statusOf } from "./status.ts";

const LIMITS: UploadLimits = { maxBytes: DEFAULT_MAX_BYTES, timeout: 60_000, concurrency: 8 };

/** Where writes go, who may send them, and how much. */
export interface UploadOptions extends WritePolicy, Partial<UploadLimits> {
  readonly store: BlockStore;
}

/**
 * A subset of Kubo's RPC API, as an app to mount at /api/v0: version, cat, block/get and block/stat for all, and for those who
 * may write add, block/put, pin/add, pin/rm and pin/ls. Faults are Kubo's JSON with an HTTP status of their own.
 * @param uploads without them nobody may write
 * @throws UploadPolicyError
 */
export function rpcApp(store: ContentReader, uploads?: UploadOptions): Hono {
  if (uploads !== undefined) assertWritePolicy(uploads);
  const gate = new UploadGate({ ...LIMITS, ...uploads });
  const app = new Hono();
  for (const [name, read] of Object.entries(READS)) {
    app.options(`/${name}`, () => readPreflight("POST"));
    app.post(`/${name}`, async ({ req }) =>
      withHeaders(await answered(() => read(store, new RpcArguments(req.url))), SAFETY),
    );
  }
  for (const [name, write] of Object.entries(WRITES)) {
    app.options(`/${name}`, ({ req }) => writePreflight(req.raw.headers, uploads));
    app.post(`/${name}`, async ({ req }) => {
      const answer = await answered(async () => {
        const { headers } = req.raw;
        assertMayWrite(headers, uploads);
        return write({
          store: uploads.store,
          args: new RpcArguments(req.url),
          receive: () => gate.receive(req.raw),
        });
      });
      return withHeaders(answer, pageHeaders(req.raw.headers, uploads));
    });
  }
  app.post("*", ({ req }) => {
    const command = req.path.replace(/^.*\/api\/v0\//, "").slice(0, 64);
    return fault(
      404,
      new RpcCommandError({ command, reason: "it isn't in the subset of Kubo's API that this server has" })
        .message,
    );
  });
  app.all("*", () => withHeaders(fault(405, "Commands are sent by POST."), { allow: "POST" }));
  return app;
}

async function answered(command: () => Promise<Response>): Promise<Response> {
  try {
    return await command();
  } catch (error) {
    if (!(error instanceof NxsError)) throw error;
    return fault(rpcStatusOf(error), error.message);
  }
}

function rpcStatusOf(error: NxsError): number {
  if (error instanceof WriteForbiddenError) return 403;
  if (error instanceof RpcArgumentError || error instanceof UploadMalformedError) return 400;
  if (error instanceof NotPinnedError) return 404;
  if (error instanceof UploadTimeoutError) return 408;
  if (error instanceof RpcCommandError) return 501;
  return error instanceof UploadsBusyError ? 503 : statusOf(error);
}

/** The rest of a refused upload isn't read, so its connection can't be used again. */
function fault(status: number, message: string): Response {
  const headers = { "cache-control": "no-store", connection: "close" };
  return Response.json({ Message: message, Code: 0, Type: "error" }, { status, headers });
}

function writePreflight(headers: Headers, uploads: UploadOptions | undefined): Response {
  const allowed = pageHeaders(headers, uploads);
  const answer = new Response(null, { status: 204, headers: { vary: "Origin" } });
  if (!("access-control-allow-origin" in allowed)) return answer;
  return withHeaders(answer, {
    ...allowed,
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "Authorization, Content-Type",
    "access-control-max-age": "600",
  });
}

/** What lets a configured origin's page read the answer. */
function pageHeaders(headers: Headers, uploads: UploadOptions | undefined): Record<string, string> {
  const origin = headers.get("origin");
  const safety = { vary: "Origin", "x-content-type-options": "nosniff" };
  return origin !== null && isAllowedOrigin(origin, uploads)
    ? { ...safety, "access-control-allow-origin": origin }
    : safety;
}

function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}
