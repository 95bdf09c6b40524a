import { writeFile } from "node:fs/promises";
import type { BallotParameters, Criterion, Support } from "@nexus/protocol";
import type { Command } from "commander";
import { signBallot } from "../actions/ballots.ts";
import { addBlock } from "../actions/content.ts";
import { executeReview, findReview, submitForReview } from "../actions/review.ts";
import { reviewStatus } from "../actions/review-status.ts";
import { isId } from "../actions/versions.ts";
import { castVote, recuse, relayBallots } from "../actions/vote.ts";
import type { NexusClient } from "../client.ts";
import { type CommandGroup, commandGroup } from "../command.ts";
import type { Context } from "../context.ts";
import { FileError, UsageError } from "../errors.ts";
import { readBallots } from "../files.ts";
import { toJson } from "../output.ts";
import { readBytes } from "../package.ts";
import type { Terminal } from "../terminal.ts";
import { criteria, review, wholeNumber } from "../values.ts";
import { challenge, EVIDENCE_OPTION } from "./dispute.ts";
import { feeCommands } from "./review-fees.ts";
import { reviewLines } from "./review-lines.ts";

interface VoteOptions {
  readonly for?: boolean;
  readonly against?: boolean;
  readonly abstain?: boolean;
  readonly criteria?: Criterion[];
  readonly report?: string;
  readonly reason?: string;
  readonly sign?: boolean;
  readonly out?: string;
}

function supportOf(options: VoteOptions): Support {
  const chosen = (["for", "against", "abstain"] as const).filter((support) => options[support]);
  const [support] = chosen;
  if (support === undefined || chosen.length > 1)
    throw new UsageError({ rule: "Pass one of --for, --against, --abstain." });
  return support;
}

/** The digest of a report: given as such, or of a file, which is added to the content store. */
async function reportOf(context: Context, client: NexusClient, report: string) {
  if (isId(report)) return report;
  return (await addBlock(client, await readBytes(context.path(report), "a report"), "report")).digest;
}

async function saveBallot(_context: Context, path: string, text: string): Promise<void> {
  try {
    await writeFile(path, `${text}\n`, { flag: "wx" });
  } catch (cause) {
    throw new FileError({ path, purpose: "a new file for the ballot", cause });
  }
}

async function vote(context: Context, reference: string, options: VoteOptions): Promise<void> {
  const support = supportOf(options);
  const client = await context.client();
  const proposalId = await findReview(client, reference);
  const { criteria: failing, report, reason } = options;
  const parameters: BallotParameters = {
    proposalId,
    support,
    ...(failing !== undefined && { criteria: failing }),
    ...(report !== undefined && { reportDigest: await reportOf(context, client, report) }),
    ...(reason !== undefined && { reason }),
  };
  if (!options.sign)
    return context.print(await castVote(client, parameters), `Your vote is cast: ${support}.`);
  const ballot = await signBallot(client, parameters);
  if (options.out === undefined) return context.terminal.out(toJson(ballot));
  await saveBallot(context, context.path(options.out), toJson(ballot));
  context.print({ file: options.out, voter: ballot.voter, support }, "Signed; anyone may relay it.");
}

function voteCommand({ command, run }: CommandGroup): void {
  command({
    parse: review,
    usage: "vote <review>",
    summary: "vote by transaction, or sign a ballot that somebody else relays",
    example:
      "review vote rainfall-trigger@1.0.0 --against --criteria security,clause --report report.md --account security-1",
  })
    .option("--for", "affirm security, clause alignment and performance")
    .option("--against", "name what fails with --criteria")
    .option("--abstain", "count to the quorum only")
    .option("--criteria <list>", "failing criteria: security, clause, performance", criteria("--criteria"))
    .option("--report <file|digest>", "report on the failing criteria; a file is added to IPFS")
    .option("--reason <text>", "a sentence that goes on chain")
    .option("--sign", "print a signed ballot instead of sending a transaction")
    .option("--out <file>", "with --sign: write the ballot to a new file")
    .action(
      run(async (context, reference: string, options: VoteOptions) => vote(context, reference, options)),
    );
}

async function relay(context: Context, reference: string, paths: readonly string[]): Promise<void> {
  const files = await Promise.all(paths.map((path) => readBallots(context.path(path))));
  const client = await context.client();
  const proposalId = await findReview(client, reference);
  const result = await relayBallots(client, { proposalId, ballots: files.flat() });
  context.print(result, `Cast ${result.voters.length} ballots in one transaction.`);
}

function ballotCommands(group: CommandGroup): void {
  const { command, run } = group;
  voteCommand(group);
  command({
    parse: review,
    usage: "relay <review> <ballots...>",
    summary: "cast signed ballots of others in one transaction",
    example: "review relay rainfall-trigger@1.0.0 ballots/*.json --account verifier",
  }).action(run(async (context, reference: string, paths: string[]) => relay(context, reference, paths)));

  command({
    parse: review,
    usage: "recuse <review>",
    summary: "step back from a review; the seat's weight leaves the quorum's base",
    example: "review recuse rainfall-trigger@1.0.0 --account drf-1",
  }).action(
    run(async (context, reference: string) => {
      const client = await context.client();
      const result = await recuse(client, { proposalId: await findReview(client, reference) });
      context.print(result, `Stepped back from ${result.proposalId}.`);
    }),
  );
}

function challengeCommands({ command, run }: CommandGroup): void {
  const challenges = [
    ["challenge", "Review", "dispute a passed review within its challenge window, with a bond", "verifier"],
    ["appeal", "Appeal", "as the publisher, dispute that the latest review was not passed", "publisher"],
  ] as const;
  for (const [name, kind, summary, account] of challenges) {
    command({
      parse: review,
      usage: `${name} <review>`,
      summary,
      example: `review ${name} rainfall-trigger@1.0.0 --evidence fault.md --account ${account}`,
    })
      .requiredOption(...EVIDENCE_OPTION)
      .action(
        run(async (context, reference: string, options: { evidence: string }) =>
          challenge(context, kind, reference, options),
        ),
      );
  }
}

/** `nexus review`: submission, votes and the certification that follows. */
export function reviewCommands(program: Command, terminal: Terminal): void {
  const group = commandGroup(program, terminal, {
    name: "review",
    summary: "submit versions for review, vote and certify",
  });
  const { command, run } = group;
  command({
    usage: "submit <version>",
    summary:
      "submit your version (name@x.y.z or id) for review, which costs a fee of NXS and opens its audit",
    example: "review submit rainfall-trigger@1.0.0 --bounty 1 --account publisher",
  })
    .option("--bounty <id>", "bounty that the version was submitted to", wholeNumber("--bounty"))
    .action(
      run(async (context, version: string, { bounty }: { bounty?: bigint }) => {
        const parameters = { version, ...(bounty !== undefined && { bountyId: bounty }) };
        const result = await submitForReview(await context.client(), parameters);
        context.print(result, `${version} is under review.`, "NXS");
      }),
    );
  ballotCommands(group);
  challengeCommands(group);
  feeCommands(group);
  command({
    parse: review,
    usage: "status <review>",
    summary: "show tallies, audit, time left, and why it would pass or fail",
    example: "review status rainfall-trigger@1.0.0",
  }).action(
    run(async (context, reference: string) => {
      const client = await context.client();
      const status = await reviewStatus(client, { proposalId: await findReview(client, reference) });
      if (context.options.json) return context.print(status);
      for (const line of reviewLines(status)) context.terminal.out(line);
    }),
  );
  command({
    parse: review,
    usage: "execute <review>",
    summary: "certify a version whose review passed and whose challenge window is over",
    example: "review execute rainfall-trigger@1.0.0 --account verifier",
  }).action(
    run(async (context, reference: string) => {
      const client = await context.client();
      const result = await executeReview(client, { proposalId: await findReview(client, reference) });
      context.print(result, "The version is certified and its credential minted.");
    }),
  );
}
