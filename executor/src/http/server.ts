import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { Hono } from "hono";
import { PortTakenError } from "../errors.ts";

export type Server = { readonly url: string; close(): Promise<void> };

const HOST = "127.0.0.1";

/** Serves on loopback. Port 0 takes a free one. @throws PortTakenError */
export async function startServer(app: Hono, port: number): Promise<Server> {
  const server = createAdaptorServer({ fetch: app.fetch, hostname: HOST });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => reject(new PortTakenError({ host: HOST, port, cause })));
    server.listen(port, HOST, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${HOST}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}
