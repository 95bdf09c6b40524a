import { readSettings } from "./config.ts";
import { viewFault } from "./core/fault.ts";
import { createLog } from "./log.ts";
import { serve } from "./service.ts";

/** Runs an executor with the environment's settings. */
export async function start(): Promise<void> {
  let log = createLog("info");
  try {
    const settings = readSettings(process.env);
    log = createLog(settings.logLevel);
    await serve(settings, log);
  } catch (fault) {
    log.fatal({ err: fault }, viewFault(fault).message);
    process.stderr.write(`nexus-executor: ${viewFault(fault).message}\n`);
    process.exit(1);
  }
}
