import { type Command, Option } from "commander";
import { bytesToHex } from "viem";
import { developmentAccount } from "./accounts.ts";
import { chainIdOf } from "./client.ts";
import type { Context } from "./context.ts";
import { AccountMissingError, UsageError } from "./errors.ts";

/** What an executor is told on the command line, beside the options of every command. */
export interface ExecutorOptions {
  readonly databaseUrl?: string;
  readonly httpPort: string;
  readonly cacheDirectory: string;
  readonly keeper?: boolean;
  readonly walls: string;
}

/** Adds the options that describe an executor. */
export function addExecutorOptions(command: Command): Command {
  return command
    .addOption(databaseOption())
    .option("--http-port <port>", "port of its status pages; a free one without it", "0")
    .option("--cache-directory <path>", "where prepared plugins are kept", ".nexus/executor-cache")
    .option("--keeper", "also execute, settle, release and prune what anybody may")
    .option("--walls <list>", "walls that must stand around a plugin: process, bwrap, gvisor", "process");
}

/** The database of an executor. */
export function databaseOption(): Option {
  return new Option("--database-url <url>", "Postgres of its own").env("DATABASE_URL").argParser(databaseUrl);
}

/** A database's address, which isn't repeated, since it may hold a password. */
function databaseUrl(value: string): string {
  if (URL.canParse(value) && ["postgres:", "postgresql:"].includes(new URL(value).protocol)) return value;
  throw new UsageError({
    rule: "--database-url (or DATABASE_URL) must be an address that starts with postgres://.",
  });
}

/** The settings that hand the executor its key: a development account's, a keystore's path, or none for a remote signer. */
async function keySettings(context: Context, chainId: number): Promise<Record<string, string>> {
  const { account, keystore } = context.options;
  if (account !== undefined) {
    const key = developmentAccount(account, chainId).getHdKey().privateKey;
    if (key === null) throw new AccountMissingError();
    return { NEXUS_EXECUTOR_KEY: bytesToHex(key) };
  }
  // A remote signer holds the key: the executor reads where from the environment.
  if (keystore === undefined && context.terminal.env.NEXUS_EXECUTOR_SIGNER !== undefined) return {};
  if (keystore === undefined) throw new AccountMissingError();
  return { NEXUS_EXECUTOR_KEYSTORE: context.path(keystore) };
}

/** The executor's environment, from the command line, the terminal's environment and the local stack. */
export async function executorEnvironment(
  context: Context,
  options: ExecutorOptions,
): Promise<NodeJS.ProcessEnv> {
  const rpcUrl = await context.rpcUrl();
  const chainId = await chainIdOf(rpcUrl);
  const stack = await context.stack();
  const {
    gateway = stack?.gateway,
    contentDirectory = stack?.contentDirectory,
    deployment,
  } = context.options;
  const databaseUrl = options.databaseUrl;
  if (gateway === undefined || contentDirectory === undefined || databaseUrl === undefined) {
    throw new UsageError({
      rule: "An executor needs --gateway, --content-directory and --database-url (or DATABASE_URL).",
    });
  }
  return {
    ...context.terminal.env,
    NEXUS_CHAIN_ID: String(chainId),
    NEXUS_RPC_URL: rpcUrl,
    NEXUS_IPFS_GATEWAY: gateway,
    NEXUS_CONTENT_DIRECTORY: context.path(contentDirectory),
    NEXUS_CACHE_DIRECTORY: context.path(options.cacheDirectory),
    DATABASE_URL: databaseUrl,
    NEXUS_HTTP_PORT: options.httpPort,
    NEXUS_KEEPER: String(options.keeper ?? false),
    NEXUS_WALLS: options.walls,
    ...(deployment !== undefined && { NEXUS_DEPLOYMENT: context.path(deployment) }),
    ...(await keySettings(context, chainId)),
  };
}
