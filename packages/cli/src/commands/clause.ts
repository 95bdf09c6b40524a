import { writeFile } from "node:fs/promises";
import { BindingMode } from "@nexus/protocol";
import type { Command } from "commander";
import { Option } from "commander";
import type { Hex } from "viem";
import { bindVersion, showClause } from "../actions/clause.ts";
import { signClauseEvent } from "../actions/event.ts";
import { commandGroup } from "../command.ts";
import type { Context } from "../context.ts";
import { FileError } from "../errors.ts";
import { toJson } from "../output.ts";
import { readBytes } from "../package.ts";
import type { Terminal } from "../terminal.ts";
import { duration, id, moment } from "../values.ts";

const modeOf = (word: string): BindingMode =>
  BindingMode.find((mode) => mode.toLowerCase() === word) ?? "None";

/** `nexus clause`: what clauses there are and which versions they may run. */
export function clauseCommands(program: Command, terminal: Terminal): void {
  const { command, run } = commandGroup(program, terminal, {
    name: "clause",
    summary: "show clauses and bind versions to them",
  });
  command({
    usage: "show <clause>",
    summary: "show a clause (id or UUID), its event sources and the versions it may run",
    example: "clause show 0x…",
  }).action(
    run(async (context, clause: string) => {
      const result = await showClause(await context.client(), { clause });
      context.print(result, `Clause ${result.uuid}`);
    }),
  );
  command({
    usage: "bind <clause> <version>",
    summary: "say how a clause may use a version; clause stewards only (else: dao propose)",
    example: "clause bind 0x… rainfall-trigger@1.0.0 --mode executable --keystore steward.json",
  })
    .addOption(
      new Option("--mode <mode>", "how")
        .choices(BindingMode.map((mode) => mode.toLowerCase()))
        .default("executable"),
    )
    .action(
      run(async (context, clause: string, version: string, { mode }: { mode: string }) => {
        const result = await bindVersion(await context.client(), { clause, version, mode: modeOf(mode) });
        context.print(result, `The clause uses ${version} as ${mode}.`);
      }),
    );
}

interface SignOptions {
  readonly clause: string;
  readonly input: string;
  readonly occurredAt?: number;
  readonly sourceEventId?: Hex;
  readonly validFor?: number;
  readonly out?: string;
}

async function sign(context: Context, options: SignOptions): Promise<void> {
  const { clause, input, occurredAt, sourceEventId, validFor, out } = options;
  const signed = await signClauseEvent(await context.client(), {
    clause,
    input: await readBytes(context.path(input), "an input"),
    ...(occurredAt !== undefined && { occurredAt }),
    ...(sourceEventId !== undefined && { sourceEventId }),
    ...(validFor !== undefined && { validFor }),
  });
  if (out === undefined) return context.terminal.out(toJson(signed));
  const path = context.path(out);
  await writeFile(path, `${toJson(signed)}\n`, { flag: "wx" }).catch((cause: unknown) => {
    throw new FileError({ path, purpose: "a new file for the event", cause });
  });
  context.print(
    { file: out, eventId: signed.eventId, source: signed.event.source },
    "Signed; anyone may relay it.",
  );
}

/** `nexus event`: risk events that activate clauses. */
export function eventCommands(program: Command, terminal: Terminal): void {
  const { command, run } = commandGroup(program, terminal, { name: "event", summary: "sign clause events" });
  command({
    usage: "sign",
    summary: "sign a clause event over an input file as an authorised source",
    example: "event sign --clause 0x… --input storm.json --out event.json --account source",
  })
    .requiredOption("--clause <id>", "clause id or UUID")
    .requiredOption("--input <file>", "what the plugin gets; it is added to IPFS")
    .option("--occurred-at <time>", "when the risk event happened; now without it", moment("--occurred-at"))
    .option("--source-event-id <id>", "the source's own id of the event, 32 bytes", id("--source-event-id"))
    .option(
      "--valid-for <time>",
      "how long the signature may be used; an hour without it",
      duration("--valid-for"),
    )
    .option("--out <file>", "write the event to a new file")
    .action(run(async (context, options: SignOptions) => sign(context, options)));
}
