import type { Command } from "commander";
import { showCouncil, suspendVersion } from "../actions/council.ts";
import { commandGroup } from "../command.ts";
import type { Terminal } from "../terminal.ts";
import { duration } from "../values.ts";

interface SuspendOptions {
  readonly for: number;
  readonly reason: string;
}

/** `nexus council`: what the security council may do, and who it is. */
export function councilCommands(program: Command, terminal: Terminal): void {
  const { command, run } = commandGroup(program, terminal, {
    name: "council",
    summary: "suspend a certified version in an emergency, once",
  });
  command({
    usage: "suspend <version>",
    summary: "suspend a certified version (name@x.y.z or id) at once, as a member",
    example:
      'council suspend rainfall-trigger@1.0.0 --for 1h --reason "its output names people" --account hub-1',
  })
    .requiredOption("--for <time>", "how long, up to the council's maximum", duration("--for"))
    .requiredOption("--reason <text>", "a sentence that goes on chain")
    .action(
      run(async (context, version: string, options: SuspendOptions) => {
        const parameters = { version, duration: options.for, reason: options.reason };
        const result = await suspendVersion(await context.client(), parameters);
        context.print(result, `${version} is suspended.`);
      }),
    );
  command({
    usage: "show",
    summary: "show the council's members and the end of their mandate",
    example: "council show",
  }).action(
    run(async (context) => {
      const result = await showCouncil(await context.client());
      context.print(result, `Council ${result.term} has ${result.members.length} members.`);
    }),
  );
}
