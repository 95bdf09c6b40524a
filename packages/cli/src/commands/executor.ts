import { type Command, Option } from "commander";
import { type Address, bytesToHex } from "viem";
import { developmentAccount } from "../accounts.ts";
import { executorStatus, registerExecutor } from "../actions/executor.ts";
import { chainIdOf } from "../client.ts";
import { type CommandGroup, commandGroup } from "../command.ts";
import type { Context } from "../context.ts";
import { ExecutorEndedError } from "../domain-errors.ts";
import { AccountMissingError, UsageError } from "../errors.ts";
import { runExecutor } from "../executor-process.ts";
import type { Terminal } from "../terminal.ts";
import { address, amount } from "../values.ts";

interface StartOptions {
  readonly databaseUrl?: string;
  readonly httpPort: string;
  readonly cacheDirectory: string;
  readonly keeper?: boolean;
  readonly walls: string;
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

async function start(context: Context, options: StartOptions): Promise<void> {
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
  const code = await runExecutor({
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
  });
  if (code !== 0) throw new ExecutorEndedError({ exitCode: code });
}

function startCommand({ command, run }: CommandGroup): void {
  command({
    usage: "start",
    summary: "run an executor here until it is stopped",
    example: "executor start --database-url postgres://localhost/executor --account executor-1 --keeper",
  })
    .addOption(new Option("--database-url <url>", "Postgres of its own").env("DATABASE_URL"))
    .option("--http-port <port>", "port of its status pages; a free one without it", "0")
    .option("--cache-directory <path>", "where prepared plugins are kept", ".nexus/executor-cache")
    .option("--keeper", "also execute, settle, release and prune what anybody may")
    .option("--walls <list>", "walls that must stand around a plugin: process, bwrap", "process")
    .action(run(async (context, options: StartOptions) => start(context, options)));
}

async function status(context: Context, chosen: Address | undefined): Promise<void> {
  const client = await context.client();
  const own = client.walletClient?.account.address;
  const known = (await context.stack())?.executors ?? [];
  const wanted = chosen ?? (known.length === 0 ? own : undefined);
  const executors =
    wanted === undefined ? known : [known.find((item) => item.address === wanted) ?? { address: wanted }];
  if (executors.length === 0) {
    throw new UsageError({
      rule: "No executor is known here: pass --executor <address>, or start the local stack.",
    });
  }
  context.print(await executorStatus(client, { executors }), undefined, "NXS");
}

/** `nexus executor`: who performs runs. */
export function executorCommands(program: Command, terminal: Terminal): void {
  const group = commandGroup(program, terminal, {
    name: "executor",
    summary: "run, register and inspect executors",
  });
  const { command, run } = group;
  startCommand(group);
  command({
    usage: "status",
    summary: "show executors' stake and standing, and whether their processes are ready",
    example: "executor status",
  })
    .option("--executor <address>", "one executor; the local stack's without it", address("--executor"))
    .action(run(async (context, options: { executor?: Address }) => status(context, options.executor)));
  command({
    usage: "register",
    summary: "stake NXS, so that an executor may take part once a steward attests it",
    example: "executor register --amount 1000 --account executor-1",
  })
    .option("--amount <nxs>", "NXS to stake; the chain's minimum without it", amount("--amount", "NXS"))
    .action(
      run(async (context, options: { amount?: bigint }) => {
        const result = await registerExecutor(await context.client(), options);
        const next = result.active ? "the executor is active" : "a steward attests its affiliation next";
        context.print(result, `Staked; ${next}.`, "NXS");
      }),
    );
}
