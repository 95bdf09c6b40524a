import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { GatewayHostError, GatewayStartError } from "./errors.ts";
import { respond } from "./gateway-response.ts";
import type { ContentReader } from "./port.ts";

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

export interface GatewayOptions {
  /** Where the content comes from; the gateway only reads. */
  readonly store: ContentReader;
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

/** The gateway's routes, without a listener. */
export function gatewayApp(store: ContentReader): Hono {
  const app = new Hono();
  app.get("/ipfs/*", (context) => respond(store, context.req.raw));
  app.get("*", (context) => context.text("Nothing is here. Content is at /ipfs/{cid}.\n", 404));
  app.all("*", (context) =>
    context.text("This gateway only reads: use GET or HEAD.\n", 405, { allow: "GET, HEAD" }),
  );
  return app;
}

/**
 * Serves a store's content over HTTP on loopback: `GET` and `HEAD /ipfs/{cid}[/path]`, and `?format=raw` for single blocks.
 * @throws GatewayHostError, GatewayStartError
 */
export async function startGateway({ store, host = "127.0.0.1", port }: GatewayOptions): Promise<Gateway> {
  if (!LOOPBACK.has(host)) throw new GatewayHostError({ host });
  const server = createAdaptorServer({ fetch: gatewayApp(store).fetch, hostname: host });
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
