import { readSettings } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { serve } from "../../src/service.ts";
import { breaking } from "./between.ts";
import { Breakpoints } from "./breakpoints.ts";

// An executor as it is run, which its parent can stop at any step of a run.
const settings = readSettings(process.env);
await serve(settings, createLog(settings.logLevel), breaking(new Breakpoints()));
