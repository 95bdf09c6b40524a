import { spawn } from "node:child_process";
import { readOptions } from "../command/options.ts";

/** One line of `npm test`: a command that must exit with 0. */
export type Check = { name: string; command: string; args: readonly string[] };

const HELP = `Runs this project's checks one after another, all of them even when one fails.

  --only <name>   this one; may repeat
  --list          their names
  --help          this text`;

type Outcome = { name: string; passed: boolean; seconds: number };

/**
 * Runs checks one after another, all of them even when one fails, and ends with a table.
 */
export async function runChecks(checks: readonly Check[]): Promise<void> {
  const values = readOptions(HELP, { only: { type: "string", multiple: true }, list: { type: "boolean" } });
  if (values.list) return console.log(checks.map(({ name }) => name).join("\n"));
  const unknown = values.only?.filter((name) => !checks.some((check) => check.name === name)) ?? [];
  if (unknown.length > 0) {
    console.error(
      `No check is called ${unknown.join(", ")}. There are: ${checks.map(({ name }) => name).join(", ")}.`,
    );
    process.exit(2);
  }
  const outcomes: Outcome[] = [];
  for (const check of checks) {
    if (!values.only || values.only.includes(check.name)) outcomes.push(await runCheck(check));
  }
  summarize(outcomes);
}

async function runCheck({ name, command, args }: Check): Promise<Outcome> {
  console.log(`\n▶ ${name}: ${command} ${args.join(" ")}`);
  const begun = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  const passed = await new Promise<boolean>((resolve) => {
    child.once("error", (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(false);
    });
    child.once("close", (code) => resolve(code === 0));
  });
  return { name, passed, seconds: (performance.now() - begun) / 1000 };
}

function summarize(outcomes: readonly Outcome[]): void {
  console.log("\nChecks");
  for (const { name, passed, seconds } of outcomes) {
    console.log(`  ${passed ? "✓" : "✗"} ${name.padEnd(12)} ${seconds.toFixed(1).padStart(7)} s`);
  }
  const failed = outcomes.filter(({ passed }) => !passed).length;
  console.log(`\n${outcomes.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
