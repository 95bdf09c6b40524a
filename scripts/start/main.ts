import { join, resolve } from "node:path";
import { readOptions } from "../command/options.ts";
import { localClause } from "../demo/plugin.ts";
import { consoleReporter } from "../demo/reporter.ts";
import { walkMainJob } from "../demo/walk.ts";
import { openWorkbench, VOTING_SECONDS, workbenchLines } from "../demo/workbench.ts";
import { StackError } from "./errors.ts";
import { fixedPorts } from "./ports.ts";
import { stopOnSignal } from "./signals.ts";
import { createStack } from "./stack.ts";
import { watchStatus } from "./status.ts";

const HELP = `npm start [-- --fresh] [--no-walk]

Brings up the local stack (chain with contracts, IPFS gateway, Postgres, three executors), walks a plugin from disk to a
certified, credentialed, paid and executed version, and stays up until Ctrl-C. State is kept in .nexus/local.

  --fresh     throw away the state of earlier starts first
  --no-walk   only bring the stack up
  --help      this text

Ports: NEXUS_PORT_CHAIN, NEXUS_PORT_GATEWAY, NEXUS_PORT_POSTGRES, NEXUS_PORT_EXECUTORS (the first of three).
Folder: NEXUS_STACK_DIRECTORY.`;

const values = readOptions(HELP, { fresh: { type: "boolean" }, "no-walk": { type: "boolean" } });

const reporter = consoleReporter();
let reported = 0;
const report = (message: string) => {
  reported += 1;
  reporter.line(message);
};
try {
  const directory = resolve(
    process.env.NEXUS_STACK_DIRECTORY ?? join(import.meta.dirname, "../../.nexus/local"),
  );
  const stack = createStack({
    directory,
    ports: await fixedPorts(),
    fresh: values.fresh ?? false,
    clause: localClause(),
    page: true,
    report,
  });
  stopOnSignal(stack, report);
  const deployment = await stack.start();
  const ground = { ...stack.state, deployment, index: stack.index };
  const walked = values["no-walk"] || (await walkMainJob(ground, reporter, VOTING_SECONDS)).ok;
  if (walked && !values["no-walk"])
    report(`Done. Open ${stack.state.page}; a review for you to vote on is being opened`);
  const workbench = values["no-walk"] ? undefined : openWorkbench(ground);
  const tend = async () => (workbench ? workbenchLines(await workbench()) : []);
  if (!walked) process.exitCode = 1;
  else await watchStatus(stack, { report, reported: () => reported, tend });
  await stack.stop();
} catch (error) {
  console.error(error instanceof StackError ? error.message : error);
  process.exitCode = 1;
}
