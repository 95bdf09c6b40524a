import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Deployment } from "@nexus/protocol";
import { buildPage } from "../../frontend/build.ts";
import { type ManagedProcess, startProcess } from "./process.ts";

const server = resolve(import.meta.dirname, "../../frontend/server.ts");

export type PageOptions = {
  deployment: Deployment;
  rpcUrl: string;
  index: string;
  gateway: string;
  port: number;
  /** The stack's folder: the page's runtime configuration and log lie in it. */
  directory: string;
};

/** Builds the web page where its sources changed, and serves it with the stack's addresses as its configuration. */
export async function startPageProcess(options: PageOptions): Promise<ManagedProcess> {
  const { deployment, rpcUrl, index, gateway, port, directory } = options;
  const { chainId, startBlock, contracts } = deployment;
  const configFile = join(directory, "page.json");
  const config = { chainId, rpcUrl, index, gateway, contracts, startBlock, developmentAccounts: true };
  writeFileSync(configFile, `${JSON.stringify(config, null, 2)}\n`);
  await buildPage();
  const managed = startProcess({
    name: "Page",
    command: process.execPath,
    args: [server, String(port), configFile],
    logFile: join(directory, "logs", "page.log"),
    probe: async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/config.json`);
      if (!answer.ok) throw new Error(`the page answers ${answer.status}`);
    },
  });
  await managed.ready();
  return managed;
}
