import { NxsError } from "@nexus/protocol";
import type { RunOutcome } from "../../src/sandbox/sandbox.ts";

/** One line of the table: what is tried, and how it must end behind every wall. */
export type Attack = {
  readonly id: string;
  /** What it tries, as a half sentence. */
  readonly attack: string;
  /** As `verdictOf` words it. */
  readonly expected: string;
};

const SHORT_BYTES = 16;

/** "ok <output>", "plugin-error <case>", "trap <class>" or "void <reason>". */
export function verdictOf(outcome: RunOutcome): string {
  switch (outcome.status) {
    case "ok": {
      const { output } = outcome;
      const short = output.byteLength <= SHORT_BYTES;
      return `ok ${short ? Buffer.from(output).toString("hex") || "empty" : `${output.byteLength} bytes`}`;
    }
    case "plugin-error":
      return `plugin-error ${outcome.case}`;
    case "trap":
      return `trap ${outcome.class}`;
    case "void":
      return `void ${outcome.reason}`;
  }
}

/** The verdict of a run, or "refused <rule>" or "error <code>" where there was none. Anything unforeseen is thrown. */
export async function verdict(run: Promise<RunOutcome>): Promise<string> {
  try {
    return verdictOf(await run);
  } catch (fault) {
    if (!(fault instanceof NxsError)) throw fault;
    return "rule" in fault ? `refused ${fault.rule}` : `error ${fault.code}`;
  }
}
