#!/usr/bin/env node
import { runCli } from "./program.ts";
import { systemTerminal } from "./terminal.ts";

/** Whoever reads the output may stop reading, as `head` does. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

process.exitCode = await runCli(process.argv.slice(2), systemTerminal());
