import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { GatewayHostError, GatewayStartError } from "./errors.ts";
import { readPreflight } from "./gateway-headers.ts";
import { respond } from "./gateway-response.ts";
import type { ContentReader } from "./port.ts";
import { rpcApp, type UploadOptions } from "./rpc.ts";

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

export interface GatewayOptions {
  /** Where the content comes from. */
  readonly store: ContentReader;
  /** Who may write, and where to. Without it nobody may. */
  readonly uploads?: UploadOptions;
  readonly host?: string;
  /** 0 takes a free port. */
  readonly port: number;
}

export interface Gateway {
  /** Such as http://127.0.0.1:8080. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and ends open connections. */
  close(): Promise<void>;
}

/** The gateway's routes and the RPC API's, without a listener. @throws UploadPolicyError */
export function gatewayApp(store: ContentReader, uploads?: UploadOptions): Hono {
  const app = new Hono();
  app.options("/ipfs/*", () => readPreflight("GET, HEAD"));
  app.get("/ipfs/*", (context) => respond(store, context.req.raw));
  app.route("/api/v0", rpcApp(store, uploads));
  app.get("*", (context) => context.text("Nothing is here. Content is at /ipfs/{cid}.\n", 404));
  app.all("*", (context) =>
    context.text("Content is only read here: use GET or HEAD.\n", 405, { allow: "GET, HEAD, OPTIONS" }),
  );
  return app;
}

/**
 * Serves a store's content over HTTP on loopback: `GET` and `HEAD /ipfs/{cid}[/path]`, with `?format=raw` for single blocks and
 * `?format=car` for several, and at `/api/v0` a subset of Kubo's RPC API.
 * @throws GatewayHostError, GatewayStartError, UploadPolicyError
 */
export async function startGateway({
  store,
  uploads,
  host = "127.0.0.1",
  port,
}: GatewayOptions): Promise<Gateway> {
  if (!LOOPBACK.has(host)) throw new GatewayHostError({ host });
  const server = createAdaptorServer({ fetch: gatewayApp(store, uploads).fetch, hostname: host });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => reject(new GatewayStartError({ host, port, cause })));
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  const close = () =>
    new Promise<void>((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()));
      if ("closeAllConnections" in server) server.closeAllConnections();
    });
  return { url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`, port: bound, close };
}
