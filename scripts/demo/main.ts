import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { readOptions } from "../command/options.ts";
import { StackError } from "../start/errors.ts";
import { freePorts } from "../start/ports.ts";
import { stopOnSignal } from "../start/signals.ts";
import { createStack } from "../start/stack.ts";
import { localClause } from "./plugin.ts";
import type { Report } from "./report.ts";
import { consoleReporter } from "./reporter.ts";
import { walkMainJob } from "./walk.ts";

const HELP = `npm run demo [-- --json] [--keep]

Starts what it needs on free ports (chain, contracts, IPFS gateway, Postgres, three executors), walks a plugin from disk to
a certified, credentialed, paid and executed version, and stops. Exits non-zero at the first step that isn't as it must be.

  --json   tell progress on stderr, and end with one JSON object on stdout, read back from the chain
  --keep   keep the stack's folder (logs, databases) below .nexus
  --help   this text`;

const values = readOptions(HELP, { json: { type: "boolean" }, keep: { type: "boolean" } });

const reporter = consoleReporter(values.json ? console.error : console.log);
const home = resolve(import.meta.dirname, "../../.nexus");
mkdirSync(home, { recursive: true });
const directory = mkdtempSync(join(home, "demo-"));
chmodSync(directory, 0o755);
const options = { directory, fresh: false, clause: localClause(), report: reporter.line };
const stack = createStack({ ...options, ports: await freePorts() });
stopOnSignal(stack, reporter.line);
try {
  const deployment = await stack.start();
  finish(await walkMainJob({ ...stack.state, deployment, index: stack.index }, reporter));
} catch (error) {
  console.error(error instanceof StackError ? error.message : error);
  finish({ ok: false, steps: [] });
} finally {
  await stack.stop();
  if (values.keep || process.exitCode !== 0) reporter.line(`Logs are kept in ${join(directory, "logs")}`);
  else rmSync(directory, { recursive: true, force: true });
}

function finish(report: Report): void {
  process.exitCode = report.ok ? 0 : 1;
  if (values.json)
    console.log(JSON.stringify(report, (_, value) => (typeof value === "bigint" ? String(value) : value), 2));
  else reporter.line(report.ok ? "The main job is done" : "The main job is not done");
}
