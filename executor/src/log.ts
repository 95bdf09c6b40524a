import { type Logger, pino } from "pino";
import { viewCauses } from "./core/fault.ts";

/** JSON lines on standard output. Faults are told without addresses, stacks or request bodies, which may hold keys. */
export function createLog(level: string): Logger {
  return pino({ level, serializers: { err: viewCauses } });
}
