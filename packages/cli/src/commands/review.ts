import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { type BallotParameters, type Criterion, type Support, signBallot } from "../actions/ballots.ts";
import { addBlock } from "../actions/content.ts";
import { executeReview, submitForReview } from "../actions/review.ts";
import { reviewStatus } from "../actions/reviewStatus.ts";
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
import { criteria, wholeNumber } from "../values.ts";
import { reviewLines } from "./reviewLines.ts";

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

const proposal = wholeNumber("<proposalId>");

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

async function vote(context: Context, proposalId: bigint, options: VoteOptions): Promise<void> {
  const support = supportOf(options);
  const client = await context.client();
  const { criteria: failing, report, reason } = options;
  const parameters: BallotParameters = {
    proposalId,
    support,
    ...(failing !== undefined && { criteria: failing }),
    ...(report !== undefined && { reportDigest: await reportOf(context, client, report) }),
    ...(reason !== undefined && { reason }),
  };
  if (!options.sign)
    return context.print(await castVote(client, parameters), `Voted ${support} on ${proposalId}.`);
  const ballot = await signBallot(client, parameters);
  if (options.out === undefined) return context.terminal.out(toJson(ballot));
  await saveBallot(context, context.path(options.out), toJson(ballot));
  context.print({ file: options.out, voter: ballot.voter, support }, "Signed; anyone may relay it.");
}

function voteCommand({ command, run }: CommandGroup): void {
  command({
    parse: proposal,
    usage: "vote <proposalId>",
    summary: "vote by transaction, or sign a ballot that somebody else relays",
    example: "review vote 123 --against --criteria security,clause --report report.md --account security-1",
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
      run(async (context, proposalId: bigint, options: VoteOptions) => vote(context, proposalId, options)),
    );
}

async function relay(context: Context, proposalId: bigint, paths: readonly string[]): Promise<void> {
  const files = await Promise.all(paths.map((path) => readBallots(context.path(path))));
  const result = await relayBallots(await context.client(), { proposalId, ballots: files.flat() });
  context.print(result, `Cast ${result.voters.length} ballots in one transaction.`);
}

function ballotCommands(group: CommandGroup): void {
  const { command, run } = group;
  voteCommand(group);
  command({
    parse: proposal,
    usage: "relay <proposalId> <ballots...>",
    summary: "cast signed ballots of others in one transaction",
    example: "review relay 123 ballots/*.json --account verifier",
  }).action(run(async (context, proposalId: bigint, paths: string[]) => relay(context, proposalId, paths)));

  command({
    parse: proposal,
    usage: "recuse <proposalId>",
    summary: "step back from a review; the seat's weight leaves the quorum's base",
    example: "review recuse 123 --account drf-1",
  }).action(
    run(async (context, proposalId: bigint) => {
      const result = await recuse(await context.client(), { proposalId });
      context.print(result, `Stepped back from ${result.proposalId}.`);
    }),
  );
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
    summary: "submit your version (name@x.y.z or id) for review, which opens its audit",
    example: "review submit rainfall-trigger@1.0.0 --bounty 1 --account publisher",
  })
    .option("--bounty <id>", "bounty that the version was submitted to", wholeNumber("--bounty"))
    .action(
      run(async (context, version: string, { bounty }: { bounty?: bigint }) => {
        const parameters = { version, ...(bounty !== undefined && { bountyId: bounty }) };
        const result = await submitForReview(await context.client(), parameters);
        context.print(result, `${version} is under review.`);
      }),
    );
  ballotCommands(group);
  command({
    parse: proposal,
    usage: "status <proposalId>",
    summary: "show tallies, audit, time left, and why it would pass or fail",
    example: "review status 123",
  }).action(
    run(async (context, proposalId: bigint) => {
      const status = await reviewStatus(await context.client(), { proposalId });
      if (context.options.json) return context.print(status);
      for (const line of reviewLines(status)) context.terminal.out(line);
    }),
  );
  command({
    parse: proposal,
    usage: "execute <proposalId>",
    summary: "certify a version whose review passed and whose challenge window is over",
    example: "review execute 123 --account verifier",
  }).action(
    run(async (context, proposalId: bigint) => {
      const result = await executeReview(await context.client(), { proposalId });
      context.print(result, "The version is certified and its credential minted.");
    }),
  );
}
