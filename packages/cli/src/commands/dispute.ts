import { DISPUTE_STATE_WORDS, type DisputeKind, type Ruling } from "@nexus/protocol";
import type { Command } from "commander";
import type { Address, Hex } from "viem";
import { addBlock } from "../actions/content.ts";
import {
  counterDispute,
  deliverRuling,
  lapseDispute,
  listDisputes,
  openDispute,
  ruleDispute,
  rulingCall,
  showDispute,
  submitEvidence,
  withdrawBonds,
} from "../actions/dispute.ts";
import { isId } from "../actions/versions.ts";
import type { NexusClient } from "../client.ts";
import { type CommandGroup, commandGroup } from "../command.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { readBytes } from "../package.ts";
import type { Terminal } from "../terminal.ts";
import { address, disputeKind, wholeNumber } from "../values.ts";

const disputeNumber = wholeNumber("<disputeId>");

export const EVIDENCE_OPTION = [
  "--evidence <file|digest>",
  "what shows that you are right; a file is added to IPFS",
] as const;

/** The digest of evidence: given as such, or of a file, which is added to the content store. */
async function evidenceOf(context: Context, client: NexusClient, evidence: string): Promise<Hex> {
  if (isId(evidence)) return evidence;
  return (await addBlock(client, await readBytes(context.path(evidence), "evidence"), "evidence")).digest;
}

/** Opens a dispute and prints it. */
export async function challenge(
  context: Context,
  kind: DisputeKind,
  subject: string,
  { evidence }: { evidence: string },
): Promise<void> {
  const client = await context.client();
  const digest = await evidenceOf(context, client, evidence);
  const result = await openDispute(client, { kind, subject, evidence: digest });
  context.print(result, `Dispute ${result.disputeId} is open; ${result.arbitrator} rules it.`, "NXS");
}

interface RuleOptions {
  readonly upheld?: boolean;
  readonly rejected?: boolean;
  readonly refused?: boolean;
  readonly calldata?: boolean;
}

function rulingOf(options: RuleOptions): Exclude<Ruling, "None"> {
  const words = { upheld: "Upheld", rejected: "Rejected", refused: "Refused" } as const;
  const chosen = (["upheld", "rejected", "refused"] as const).filter((word) => options[word]);
  const [word] = chosen;
  if (word === undefined || chosen.length > 1)
    throw new UsageError({ rule: "Pass one of --upheld, --rejected, --refused." });
  return words[word];
}

async function rule(context: Context, disputeId: bigint, options: RuleOptions): Promise<void> {
  const ruling = rulingOf(options);
  const client = await context.client();
  if (options.calldata)
    return context.print(rulingCall(client, { disputeId, ruling }), "Propose this call to the DAO.", "NXS");
  const result = await ruleDispute(client, { disputeId, ruling });
  context.print(result, `Dispute ${disputeId} is ruled: ${ruling.toLowerCase()}.`, "NXS");
}

function ruleCommand({ command, run }: CommandGroup): void {
  command({
    parse: disputeNumber,
    usage: "rule <disputeId>",
    summary: "rule a dispute as its arbitrator, or print the call for a proposal of the DAO",
    example: "dispute rule 1 --upheld --keystore arbitrator.json",
  })
    .option("--upheld", "the challenger was right")
    .option("--rejected", "the challenger was wrong")
    .option("--refused", "give both bonds back; it counts as rejected")
    .option("--calldata", "print the call instead of sending it")
    .action(
      run(async (context, disputeId: bigint, options: RuleOptions) => rule(context, disputeId, options)),
    );
}

function openCommands({ command, run }: CommandGroup): void {
  command({
    parse: disputeKind,
    usage: "open <kind> <subject>",
    summary: "dispute a passed review, a defeated one (appeal), a certificate or a bounty, with a bond",
    example: "dispute open certificate rainfall-trigger@1.0.0 --evidence fault.md --account verifier",
  })
    .requiredOption(...EVIDENCE_OPTION)
    .action(
      run(async (context, kind: DisputeKind, subject: string, options: { evidence: string }) =>
        challenge(context, kind, subject, options),
      ),
    );
  command({
    parse: disputeNumber,
    usage: "counter <disputeId>",
    summary: "put the same bond against a dispute",
    example: "dispute counter 1 --account publisher",
  }).action(
    run(async (context, disputeId: bigint) => {
      const result = await counterDispute(await context.client(), { disputeId });
      context.print(result, `Your bond stands against dispute ${disputeId}.`, "NXS");
    }),
  );
  command({
    parse: disputeNumber,
    usage: "evidence <disputeId> <file|digest>",
    summary: "add evidence to a dispute, whoever you are",
    example: "dispute evidence 1 measurements.csv --account verifier",
  }).action(
    run(async (context, disputeId: bigint, evidence: string) => {
      const client = await context.client();
      const digest = await evidenceOf(context, client, evidence);
      context.print(
        await submitEvidence(client, { disputeId, digest }),
        "Your evidence is on record.",
        "NXS",
      );
    }),
  );
}

function closingCommands({ command, run }: CommandGroup): void {
  const steps = [
    ["lapse", "close a dispute that nobody ruled in time; bonds go back", "is closed", lapseDispute],
    ["deliver", "hand a ruling to a contract that had failed to take it", "is delivered", deliverRuling],
  ] as const;
  for (const [name, summary, done, act] of steps) {
    command({
      parse: disputeNumber,
      usage: `${name} <disputeId>`,
      summary,
      example: `dispute ${name} 1 --account verifier`,
    }).action(
      run(async (context, disputeId: bigint) => {
        context.print(
          await act(await context.client(), { disputeId }),
          `Dispute ${disputeId} ${done}.`,
          "NXS",
        );
      }),
    );
  }
  command({
    usage: "withdraw",
    summary: "receive all NXS that disputes owe an account",
    example: "dispute withdraw --account verifier",
  })
    .option("--payee <address>", "who is paid; you without it", address("--payee"))
    .action(
      run(async (context, options: { payee?: Address }) => {
        const result = await withdrawBonds(await context.client(), options);
        context.print(result, `Paid to ${result.payee}.`, "NXS");
      }),
    );
}

/** `nexus dispute`: bonded challenges of decisions, and their rulings. */
export function disputeCommands(program: Command, terminal: Terminal): void {
  const group = commandGroup(program, terminal, {
    name: "dispute",
    summary: "challenge decisions with a bond and evidence, and rule them",
  });
  const { command, run } = group;
  openCommands(group);
  command({
    parse: disputeNumber,
    usage: "show <disputeId>",
    summary: "show a dispute, its bonds, times and ruling",
    example: "dispute show 1",
  }).action(
    run(async (context, disputeId: bigint) => {
      const result = await showDispute(await context.client(), { disputeId });
      context.print(result, `Dispute ${disputeId}: ${DISPUTE_STATE_WORDS[result.state]}.`, "NXS");
    }),
  );
  ruleCommand(group);
  closingCommands(group);
  command({
    usage: "list",
    summary: "list the newest disputes",
    example: "dispute list",
  }).action(
    run(async (context) => {
      const result = await listDisputes(await context.client());
      if (context.options.json) return context.print(result);
      for (const { disputeId, kind, state } of result.disputes)
        context.terminal.out(`${disputeId}  ${kind}  ${DISPUTE_STATE_WORDS[state]}`);
      context.terminal.out(`${result.disputes.length} of ${result.count} disputes.`);
    }),
  );
}
