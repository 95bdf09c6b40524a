import { type Command, Option } from "commander";
import { type Context, createContext, type GlobalOptions } from "./context.ts";
import type { Terminal } from "./terminal.ts";

/** A leaf of the command tree. */
export interface CommandInfo {
  /** Name and arguments, such as `show <version>`. */
  readonly usage: string;
  readonly summary: string;
  /** What follows `nexus` in an example. */
  readonly example: string;
  /** Reads the first argument before anything else happens; without it the argument stays text. */
  readonly parse?: (value: string) => unknown;
}

/** What a command does; commander hands over its arguments, then its options. */
export type Handler<Args extends unknown[]> = (context: Context, ...args: Args) => Promise<void>;

/** Defines commands below `parent`; each handler gets its own context before its arguments and options. */
export interface CommandGroup {
  command(info: CommandInfo): Command;
  /** Wraps a handler as commander calls it. */
  run<Args extends unknown[]>(handler: Handler<Args>): (...args: unknown[]) => Promise<void>;
}

const globalOption = (flags: string, description: string, env?: string): Option => {
  const option = new Option(flags, description).helpGroup("Options of every command:");
  return env === undefined ? option : option.env(env);
};

/** Adds the options of every command; after its own, so that help shows those first. */
export function addGlobalOptions(command: Command): void {
  command
    .addOption(globalOption("--rpc-url <url>", "the node; the local stack's without it", "NEXUS_RPC_URL"))
    .addOption(globalOption("--gateway <url>", "IPFS gateway to read from", "NEXUS_IPFS_GATEWAY"))
    .addOption(
      globalOption("--content-directory <path>", "IPFS store to add files to", "NEXUS_CONTENT_DIRECTORY"),
    )
    .addOption(globalOption("--index <url>", "GraphQL endpoint of the subgraph", "NEXUS_INDEX"))
    .addOption(globalOption("--deployment <file>", "addresses of the contracts", "NEXUS_DEPLOYMENT"))
    .addOption(globalOption("--account <name>", "development account by name or index; chain 31337 only"))
    .addOption(
      globalOption(
        "--keystore <file>",
        "encrypted key to sign with; its passphrase is asked, or read from the file that NEXUS_PASSPHRASE_FILE names",
      ),
    )
    .addOption(globalOption("--json", "print one JSON value"))
    .addOption(globalOption("--verbose", "show the stack of an error"));
}

/** A group of commands about one noun. */
export function commandGroup(
  program: Command,
  terminal: Terminal,
  { name, summary }: { name: string; summary: string },
): CommandGroup {
  const group = program.command(name).summary(summary).description(summary);
  return {
    command: (info) => addCommand(group, info),
    run: (handler) => runWith(terminal, handler),
  };
}

/** A command of its own. */
export function addCommand(parent: Command, { usage, summary, example, parse }: CommandInfo): Command {
  const command = parent.command(usage).summary(summary).description(summary);
  command.addHelpText("after", `\nExample:\n  $ nexus ${example}`);
  if (parse !== undefined) command.registeredArguments[0]?.argParser(parse);
  return command;
}

/** Wraps a handler as commander calls it: with arguments, options and the command. */
export function runWith<Args extends unknown[]>(
  terminal: Terminal,
  handler: Handler<Args>,
): (...args: unknown[]) => Promise<void> {
  return async (...args) => {
    const command = args.at(-1) as Command;
    await handler(createContext(terminal, command.opts<GlobalOptions>()), ...(args.slice(0, -1) as Args));
  };
}
