import { NxsError } from "@nexus/protocol";
import { Command, CommanderError } from "commander";
import { addGlobalOptions } from "./command.ts";
import { accountCommands } from "./commands/account.ts";
import { bountyCommands } from "./commands/bounty.ts";
import { clauseCommands, eventCommands } from "./commands/clause.ts";
import { councilCommands } from "./commands/council.ts";
import { credentialCommands } from "./commands/credential.ts";
import { daoCommands } from "./commands/dao.ts";
import { disputeCommands } from "./commands/dispute.ts";
import { executorCommands } from "./commands/executor.ts";
import { licenceCommands } from "./commands/licence.ts";
import { pluginCommands } from "./commands/plugin.ts";
import { policyCommands } from "./commands/policy.ts";
import { receiptCommands } from "./commands/receipt.ts";
import { reviewCommands } from "./commands/review.ts";
import { runCommands } from "./commands/run.ts";
import { UsageError } from "./errors.ts";
import { explainFailure } from "./failure.ts";
import { oneLine, toJson } from "./output.ts";
import type { Terminal } from "./terminal.ts";

const VERSION = "0.1.0";

function settle(command: Command, terminal: Terminal): void {
  if (command.commands.length === 0) addGlobalOptions(command);
  command.exitOverride().configureOutput({
    writeOut: (text) => terminal.out(text.trimEnd()),
    writeErr: () => undefined,
  });
  for (const child of command.commands) settle(child, terminal);
}

/** Every command of `nexus`, bound to a terminal. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command("nexus")
    .description("Publish, review, certify, reward and run plugins of the Nexus Ecosystem.")
    .version(VERSION, "--version", "print the version")
    .enablePositionalOptions()
    .addHelpText(
      "after",
      "\nExample:\n  $ nexus plugin publish plugins/rainfall-trigger --account publisher",
    );
  pluginCommands(program, terminal);
  reviewCommands(program, terminal);
  disputeCommands(program, terminal);
  bountyCommands(program, terminal);
  clauseCommands(program, terminal);
  eventCommands(program, terminal);
  runCommands(program, terminal);
  licenceCommands(program, terminal);
  receiptCommands(program, terminal);
  policyCommands(program, terminal);
  credentialCommands(program, terminal);
  councilCommands(program, terminal);
  daoCommands(program, terminal);
  executorCommands(program, terminal);
  accountCommands(program, terminal);
  settle(program, terminal);
  return program;
}

/** Help and version end the parser by an error too; those are no faults. */
const isAnswered = (error: unknown): boolean => error instanceof CommanderError && error.exitCode === 0;

function faultOf(error: unknown): unknown {
  if (!(error instanceof CommanderError)) return explainFailure(error);
  const rule = error.code === "commander.help" ? "Name a command." : error.message.replace(/^error: /, "");
  return new UsageError({ rule: `${rule.replace(/\.?$/, ".")} See --help.` });
}

function report(terminal: Terminal, fault: unknown, argv: readonly string[]): void {
  const known = fault instanceof NxsError;
  const code = known ? fault.code : "UNEXPECTED";
  const message = oneLine(fault instanceof Error ? fault.message : String(fault));
  const advice = known || argv.includes("--verbose") ? "" : " (run it again with --verbose for the stack)";
  if (argv.includes("--json")) terminal.out(toJson({ error: { code, message } }));
  terminal.err(`${code}: ${message}${advice}`);
  if (argv.includes("--verbose") && fault instanceof Error) terminal.err(stackOf(fault));
}

function stackOf(error: Error): string {
  const stack = error.stack ?? error.message;
  return error.cause instanceof Error ? `${stack}\nCaused by: ${stackOf(error.cause)}` : stack;
}

/** Runs one command line (without the program's name) and returns the exit code: 0, or 1 after one line on what is wrong. */
export async function runCli(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await createProgram(terminal).parseAsync(argv, { from: "user" });
    return 0;
  } catch (error) {
    if (isAnswered(error)) return 0;
    report(terminal, faultOf(error), argv);
    return 1;
  }
}
