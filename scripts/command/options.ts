import { type ParseArgsOptionsConfig, parseArgs } from "node:util";

/**
 * A command's options from its arguments. `--help` prints the help and ends the process; arguments that it doesn't know end it
 * with 2 and one line.
 */
export function readOptions<T extends ParseArgsOptionsConfig>(help: string, options: T) {
  try {
    const { values } = parseArgs({ options: { ...options, help: { type: "boolean" } } });
    if (!("help" in values && values.help)) return parseArgs({ options }).values;
    console.log(help);
  } catch (error) {
    if (!isWrongUse(error)) throw error;
    console.error(`${error.message.replace(/\.$/, "")}. --help tells what there is.`);
    process.exit(2);
  }
  process.exit(0);
}

function isWrongUse(error: unknown): error is Error {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith("ERR_PARSE_ARGS_");
}
