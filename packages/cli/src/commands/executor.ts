import type { Command } from "commander";
import type { Address, Hex } from "viem";
import { executorStatus, registerExecutor } from "../actions/executor.ts";
import { type CommandGroup, commandGroup } from "../command.ts";
import type { Context } from "../context.ts";
import { ExecutorEndedError, ExecutorUnfitError } from "../domain-errors.ts";
import { UsageError } from "../errors.ts";
import { runExecutor } from "../executor-process.ts";
import {
  addExecutorOptions,
  databaseOption,
  type ExecutorOptions,
  executorEnvironment,
} from "../executor-settings.ts";
import type { Terminal } from "../terminal.ts";
import { address, amount, id } from "../values.ts";
import { replayPolicyOption, replayTask, taskIdOf } from "./run.ts";

async function start(context: Context, options: ExecutorOptions): Promise<void> {
  const code = await runExecutor(await executorEnvironment(context, options));
  if (code !== 0) throw new ExecutorEndedError({ exitCode: code });
}

function startCommand({ command, run }: CommandGroup): void {
  addExecutorOptions(
    command({
      usage: "start",
      summary: "run an executor here until it is stopped",
      example: "executor start --database-url postgres://localhost/executor --account executor-1 --keeper",
    }),
  ).action(run(async (context, options: ExecutorOptions) => start(context, options)));
}

async function doctor(context: Context, options: ExecutorOptions): Promise<void> {
  const { examine } = await import("@nexus/executor");
  const findings = await examine(await executorEnvironment(context, options));
  const faults = findings.filter(({ ok }) => !ok);
  context.print(
    context.options.json
      ? { ok: faults.length === 0, findings }
      : Object.fromEntries(
          findings.map(({ check, ok, detail }) => [check, `${ok ? "ok" : "FAULT"}: ${detail}`]),
        ),
    faults.length === 0 ? "This executor can start." : "This executor can't work yet.",
  );
  if (faults.length > 0) throw new ExecutorUnfitError({ checks: faults.map(({ check }) => check) });
}

function doctorCommand({ command, run }: CommandGroup): void {
  addExecutorOptions(
    command({
      usage: "doctor",
      summary: "look at everything an executor needs, and say what is missing",
      example: "executor doctor --database-url postgres://localhost/executor --account executor-1",
    }),
  ).action(run(async (context, options: ExecutorOptions) => doctor(context, options)));
}

function replayCommand({ command, run }: CommandGroup): void {
  command({
    usage: "replay <taskId>",
    summary: "perform a settled task again in the sandbox, from chain and IPFS alone",
    example: "executor replay 0x…",
    parse: taskIdOf,
  })
    .addOption(replayPolicyOption())
    .action(run(replayTask));
}

interface DatabaseOptions {
  readonly databaseUrl?: string;
}

function databaseOf({ databaseUrl }: DatabaseOptions): string {
  if (databaseUrl !== undefined) return databaseUrl;
  throw new UsageError({ rule: "Name the executor's database: --database-url (or DATABASE_URL)." });
}

function quarantineCommands({ command, run }: CommandGroup): void {
  command({
    usage: "quarantine",
    summary: "list the versions that an executor doesn't run for now, and why",
    example: "executor quarantine --database-url postgres://localhost/executor",
  })
    .addOption(databaseOption())
    .action(
      run(async (context, options: DatabaseOptions) => {
        const { quarantineOf } = await import("@nexus/executor");
        const held = await quarantineOf(databaseOf(options));
        context.print(held, held.length === 0 ? "No version is in quarantine." : undefined);
      }),
    );
  command({
    usage: "release <versionId>",
    summary: "let an executor run a version again that it put into quarantine",
    example: "executor release 0x… --database-url postgres://localhost/executor",
    parse: id("<versionId>"),
  })
    .addOption(databaseOption())
    .action(
      run(async (context, versionId: Hex, options: DatabaseOptions) => {
        const { releaseVersion } = await import("@nexus/executor");
        const released = await releaseVersion(databaseOf(options), versionId);
        context.print(
          { versionId, released },
          released ? "The version runs here again." : "The version wasn't in quarantine.",
        );
      }),
    );
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
  doctorCommand(group);
  replayCommand(group);
  quarantineCommands(group);
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
