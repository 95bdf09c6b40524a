import { traceRun } from "@nexus/discovery";
import { type Command, Option } from "commander";
import type { Hex } from "viem";
import { replayRun } from "../actions/replay.ts";
import { requestRun, showRun } from "../actions/run.ts";
import { type CommandGroup, commandGroup } from "../command.ts";
import type { Context } from "../context.ts";
import { ReplayMismatchError } from "../domain-errors.ts";
import { readClauseEvent } from "../files.ts";
import type { Terminal } from "../terminal.ts";
import { amount, count, id } from "../values.ts";
import { policyOf } from "./policy.ts";

interface RequestOptions {
  readonly event: string;
  readonly reward: bigint;
  readonly gasCompensation: bigint;
  readonly quorum?: number;
  readonly panel?: number;
}

export const taskIdOf = id("<taskId>");

/** What a replay is told besides the task. */
export const replayPolicyOption = (): Option =>
  new Option(
    "--policy <policy>",
    "what says what the plugin is granted: a policy's file or digest; the one that comes with the code without it",
  );

/** Does a settled run again and compares; an executor's operator does the same. */
export async function replayTask(
  context: Context,
  taskId: Hex,
  options: { readonly policy?: string },
): Promise<void> {
  const policy = await policyOf(context, options.policy);
  const result = await replayRun(await context.client(), { taskId, policy });
  const { digest, settled, matches, statedPolicies } = result;
  context.print(
    result,
    matches ? "The replay gives the settled result." : "The replay gives another result.",
  );
  if (!matches) throw new ReplayMismatchError({ digest, settled: settled.digest, statedPolicies });
}

function requestCommand({ command, run }: CommandGroup): void {
  command({
    usage: "request <version>",
    summary: "relay a signed clause event and open the run that it asks for",
    example: "run request rainfall-trigger@1.0.0 --event event.json --reward 30 --account requester",
  })
    .requiredOption("--event <file>", 'signed event from "nexus event sign"')
    .addOption(
      new Option("--reward <nxs>", "NXS for the executors that agree")
        .argParser(amount("--reward", "NXS"))
        .default(0n, "0"),
    )
    .addOption(
      new Option("--gas-compensation <nxs>", "NXS on top to each executor that reveals and isn't at fault")
        .argParser(amount("--gas-compensation", "NXS"))
        .default(0n, "0"),
    )
    .option("--quorum <k>", "executors that must agree", count("--quorum"))
    .option("--panel <n>", "executors that may take part", count("--panel"))
    .action(
      run(async (context, version: string, options: RequestOptions) => {
        const { quorum, panel, reward, gasCompensation } = options;
        const event = await readClauseEvent(context.path(options.event));
        const result = await requestRun(await context.client(), {
          event,
          version,
          reward,
          gasCompensation,
          ...(quorum !== undefined && { quorum }),
          ...(panel !== undefined && { panel }),
        });
        context.print(result, "The run is open.", "NXS");
      }),
    );
}

/** `nexus run`: runs of certified versions, as the chain tells them and done again. */
export function runCommands(program: Command, terminal: Terminal): void {
  const group = commandGroup(program, terminal, {
    name: "run",
    summary: "request, show, trace and replay runs",
  });
  const { command, run } = group;
  requestCommand(group);
  command({
    parse: taskIdOf,
    usage: "show <taskId>",
    summary: "show a run: executors, commitments, receipts, signal",
    example: "run show 0x…",
  }).action(
    run(async (context, taskId: Hex) => {
      const result = await showRun(await context.client(), { taskId });
      context.print(result, `Task ${result.taskId} is ${result.state}.`, "NXS");
    }),
  );
  command({
    parse: taskIdOf,
    usage: "trace <taskId>",
    summary:
      "show the whole way of a run, from its event to its result and what rests on it, as the index tells it",
    example: "run trace 0x…",
  }).action(
    run(async (context, taskId: Hex) => {
      const result = await traceRun({ url: await context.index() }, taskId);
      context.print(
        result,
        `Task ${result.taskId} is ${result.stage}, as of block ${result.asOf.block}.`,
        "NXS",
      );
    }),
  );
  command({
    parse: taskIdOf,
    usage: "replay <taskId>",
    summary: "do a settled run again in the sandbox, from chain and IPFS, and compare the digests",
    example: "run replay 0x…",
  })
    .addOption(replayPolicyOption())
    .action(run(replayTask));
}
