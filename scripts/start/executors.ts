import { join, resolve } from "node:path";
import { DEVELOPMENT_CHAIN_ID } from "@nexus/protocol";
import { bytesToHex } from "viem";
import { NODE_FLAGS } from "../../executor/src/node-flags.ts";
import { type ManagedProcess, startProcess } from "./process.ts";
import { developmentAccount } from "./seed.ts";

const root = resolve(import.meta.dirname, "../..");

export const EXECUTOR_NAMES = ["executor-1", "executor-2", "executor-3"] as const;

export type ExecutorOptions = {
  name: (typeof EXECUTOR_NAMES)[number];
  port: number;
  databaseUrl: string;
  rpcUrl: string;
  gateway: string;
  contentDirectory: string;
  /** The stack's folder: logs and caches lie below it. */
  directory: string;
};

/**
 * Starts one executor: its own process, key, database and cache. Every one of them is a keeper too. It is ready when it
 * reaches chain, database and IPFS.
 */
export function startExecutor(options: ExecutorOptions): ManagedProcess {
  const key = developmentAccount(options.name).getHdKey().privateKey;
  if (!key) throw new Error(`development account ${options.name} has no private key`);
  return startProcess({
    name: options.name,
    command: process.execPath,
    args: [...NODE_FLAGS, join(root, "executor/src/main.js")],
    logFile: join(options.directory, "logs", `${options.name}.log`),
    cwd: root,
    env: {
      PATH: process.env.PATH,
      NEXUS_CHAIN_ID: String(DEVELOPMENT_CHAIN_ID),
      NEXUS_RPC_URL: options.rpcUrl,
      DATABASE_URL: options.databaseUrl,
      NEXUS_IPFS_GATEWAY: options.gateway,
      NEXUS_CONTENT_DIRECTORY: options.contentDirectory,
      NEXUS_CACHE_DIRECTORY: join(options.directory, options.name, "cache"),
      NEXUS_EXECUTOR_KEY: bytesToHex(key),
      NEXUS_HTTP_PORT: String(options.port),
      NEXUS_KEEPER: "true",
      NEXUS_WALLS: process.env.NEXUS_WALLS ?? "process",
    },
    probe: async () => {
      const answer = await fetch(`http://127.0.0.1:${options.port}/readyz`);
      if (!answer.ok) throw new Error(`${options.name}: ${await answer.text()}`);
    },
  });
}
