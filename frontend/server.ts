import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";

const DIST = resolve(import.meta.dirname, "dist");

/** The built page and its `config.json`, which is read again at each request. */
export function createPageApp(configFile: string, page = DIST): Hono {
  const app = new Hono();
  app.use(
    secureHeaders({
      xFrameOptions: "DENY",
      contentSecurityPolicy: { frameAncestors: ["'none'"] },
      crossOriginResourcePolicy: "same-origin",
      referrerPolicy: "no-referrer",
      strictTransportSecurity: false,
    }),
  );
  app.get("/config.json", async (context) => {
    context.header("cache-control", "no-store");
    context.header("content-type", "application/json");
    return context.body(await readFile(configFile, "utf8"));
  });
  app.use("/assets/*", async (context, next) => {
    await next();
    if (context.res.ok) context.header("cache-control", "public, max-age=31536000, immutable");
  });
  app.use("/*", serveStatic({ root: page }));
  app.notFound((context) => context.text("There is nothing at this address. The page is at /.", 404));
  return app;
}

/** Serves the page on loopback; resolves with its URL once it listens. */
export function servePage({ port, configFile }: { port: number; configFile: string }): Promise<string> {
  const { fetch } = createPageApp(configFile);
  return new Promise((done, fail) => {
    const server = serve({ fetch, port, hostname: "127.0.0.1" }, (address) =>
      done(`http://127.0.0.1:${address.port}/`),
    );
    server.once("error", fail);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [port, configFile] = process.argv.slice(2);
  if (!port || !configFile) {
    process.stderr.write("Usage: node frontend/server.ts <port> <path of config.json>\n");
    process.exitCode = 1;
  } else {
    process.stdout.write(`${await servePage({ port: Number(port), configFile: resolve(configFile) })}\n`);
  }
}
