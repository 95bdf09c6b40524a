import { canonicalBytes, parseReceiptFile } from "@nexus/protocol";
import type { Command } from "commander";
import type { Hex } from "viem";
import {
  fetchReceipt,
  type ReceiptVerification,
  trustBundle,
  verifyEnvelope,
  verifyReceipt,
  verifyReceiptOnChain,
} from "../actions/receipt.ts";
import { commandGroup } from "../command.ts";
import type { Context } from "../context.ts";
import { ReceiptInvalidError } from "../domain-errors.ts";
import { UsageError } from "../errors.ts";
import { readTrustBundle, writeNewFile } from "../files.ts";
import { readBytes } from "../package.ts";
import type { Terminal } from "../terminal.ts";
import { id } from "../values.ts";

interface VerifyOptions {
  readonly dsse?: boolean;
  readonly online?: boolean;
  readonly bundle?: string;
}

async function verification(
  context: Context,
  path: string,
  options: VerifyOptions,
): Promise<ReceiptVerification> {
  const { dsse = false, online = false, bundle } = options;
  if ([dsse, online, bundle !== undefined].filter(Boolean).length > 1)
    throw new UsageError({
      rule: "--dsse, --online and --bundle are three ways to check: choose one of them.",
    });
  const bytes = await readBytes(context.path(path), "a receipt");
  if (dsse) return verifyEnvelope(bytes);
  if (online) return verifyReceiptOnChain(await context.client(), bytes);
  return verifyReceipt(bytes, bundle === undefined ? undefined : await readTrustBundle(context.path(bundle)));
}

function verificationLines({
  valid,
  taskId,
  executor,
  executorKnown,
  checks,
}: ReceiptVerification): string[] {
  const lines = [
    `The receipt of ${executor} about task ${taskId} is ${valid ? "valid" : "not valid"}.`,
    ...checks.map(({ name, ok, detail }) => `  ${ok ? "✓" : "✗"} ${name.padEnd(10)} ${detail}`),
  ];
  if (executorKnown) return lines;
  return [...lines, "  ? whether this executor counts wasn't checked: pass --bundle <file>, or --online"];
}

async function verify(context: Context, path: string, options: VerifyOptions): Promise<void> {
  const result = await verification(context, path, options);
  if (context.options.json) context.print(result);
  else for (const line of verificationLines(result)) context.terminal.out(line);
  const failed = result.checks.filter(({ ok }) => !ok).map(({ name }) => name);
  if (!result.valid) throw new ReceiptInvalidError({ path, failed });
}

/** `nexus receipt`: what executors say about runs. */
export function receiptCommands(program: Command, terminal: Terminal): void {
  const { command, run } = commandGroup(program, terminal, {
    name: "receipt",
    summary: "fetch, show and verify receipts of runs",
  });
  command({
    usage: "verify <file>",
    summary: "check a receipt's statement and signatures without asking anybody; exit code 1 if one fails",
    example: "receipt verify receipt.json --bundle trust.json",
  })
    .option("--dsse", "the file is a bare DSSE envelope: check the run's signature alone")
    .option("--bundle <file>", 'contracts and executors to trust, from "nexus receipt bundle"')
    .option("--online", "check it against the chain too")
    .action(run(async (context, path: string, options: VerifyOptions) => verify(context, path, options)));
  command({
    usage: "show <file>",
    summary: "show what a receipt says",
    example: "receipt show receipt.json",
  }).action(
    run(async (context, path: string) => {
      context.print(parseReceiptFile(await readBytes(context.path(path), "a receipt")).receipt);
    }),
  );
  command({
    parse: id("<digest>"),
    usage: "fetch <digest>",
    summary: "get a receipt from IPFS by the digest that its executor revealed",
    example: "receipt fetch 0x… --out receipt.json",
  })
    .requiredOption("--out <file>", "the new file")
    .action(
      run(async (context, digest: Hex, { out }: { out: string }) => {
        const bytes = await fetchReceipt(await context.client(), digest);
        await writeNewFile(context.path(out), bytes, "a receipt");
        context.print({ receiptDigest: digest, out, bytes: bytes.length }, `Wrote ${out}.`);
      }),
    );
  command({
    usage: "bundle",
    summary:
      "write down which contracts and executors count now, so that receipts can be checked without the chain",
    example: "receipt bundle --out trust.json",
  })
    .requiredOption("--out <file>", "the new file")
    .action(
      run(async (context, { out }: { out: string }) => {
        const bundle = await trustBundle(await context.client());
        await writeNewFile(context.path(out), canonicalBytes(bundle), "a trust bundle");
        context.print({ ...bundle, out }, `Wrote ${out}.`);
      }),
    );
}
