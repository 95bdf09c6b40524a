import type { Command } from "commander";
import type { Address } from "viem";
import {
  type DecisionSupport,
  delegateVotes,
  executeDecision,
  proposeDecision,
  queueDecision,
  voteOnDecision,
} from "../actions/decision.ts";
import { callByName } from "../actions/decision-call.ts";
import { listDecisions, showDecision } from "../actions/decision-show.ts";
import { type CommandGroup, commandGroup } from "../command.ts";
import { UsageError } from "../errors.ts";
import type { Terminal } from "../terminal.ts";
import { address, wholeNumber } from "../values.ts";

const proposalNumber = wholeNumber("<proposal>");

interface ProposeOptions {
  readonly description: string;
  readonly unchecked?: boolean;
}

function proposeCommand({ command, run }: CommandGroup): void {
  command({
    usage: "propose <contract> <function> [arguments...]",
    summary: "propose that the DAO calls a contract's function; it is tried first, as the DAO",
    example:
      'dao propose ReviewBoard nameAlternate 0x… 0x… --description "Name an alternate" --account holder-1',
  })
    .requiredOption("--description <text>", "why, as it goes on chain")
    .option("--unchecked", "propose also what would be refused now")
    .addHelpText(
      "after",
      "\nNumbers in decimal, bytes in hex, lists and structs as JSON, enums by word, versions also as name@major.minor.patch.",
    )
    .action(
      run(async (context, contract: string, name: string, given: string[], options: ProposeOptions) => {
        const client = await context.client();
        const call = await callByName(client, { contract, function: name, arguments: given });
        const result = await proposeDecision(client, { calls: [call], ...options });
        context.print(result, `Proposal ${result.proposalId} is made: the DAO would call this.`);
      }),
    );
}

interface VoteOptions {
  readonly for?: boolean;
  readonly against?: boolean;
  readonly abstain?: boolean;
  readonly reason?: string;
}

function supportOf(options: VoteOptions): DecisionSupport {
  const chosen = (["for", "against", "abstain"] as const).filter((word) => options[word]);
  const [support] = chosen;
  if (support === undefined || chosen.length > 1)
    throw new UsageError({ rule: "Pass one of --for, --against, --abstain." });
  return support;
}

function voteCommand({ command, run }: CommandGroup): void {
  command({
    parse: proposalNumber,
    usage: "vote <proposal>",
    summary: "vote with the NXS that was delegated to you when the vote opened",
    example: "dao vote 7203… --for --account holder-1",
  })
    .option("--for", "in favour")
    .option("--against", "against it")
    .option("--abstain", "neither, but counted to the quorum")
    .option("--reason <text>", "why, as it goes on chain")
    .action(
      run(async (context, proposalId: bigint, options: VoteOptions) => {
        const support = supportOf(options);
        const { reason } = options;
        const vote = { proposalId, support, ...(reason !== undefined && { reason }) };
        const result = await voteOnDecision(await context.client(), vote);
        context.print(result, `Your vote is counted: ${support}.`, "NXS");
      }),
    );
}

function closingCommands({ command, run }: CommandGroup): void {
  command({
    parse: proposalNumber,
    usage: "queue <proposal>",
    summary: "queue a passed proposal in the timelock, whoever you are",
    example: "dao queue 7203… --account verifier",
  }).action(
    run(async (context, proposalId: bigint) => {
      const result = await queueDecision(await context.client(), { proposalId });
      context.print(result, "It is queued; anyone may execute it after the timelock's delay.");
    }),
  );
  command({
    parse: proposalNumber,
    usage: "execute <proposal>",
    summary: "execute a queued proposal after the timelock's delay, whoever you are",
    example: "dao execute 7203… --account verifier",
  }).action(
    run(async (context, proposalId: bigint) => {
      const result = await executeDecision(await context.client(), { proposalId });
      context.print(result, "It is done: the DAO called this.");
    }),
  );
}

function readingCommands({ command, run }: CommandGroup): void {
  command({
    parse: proposalNumber,
    usage: "show <proposal>",
    summary: "show what a proposal would do, its votes and times",
    example: "dao show 7203…",
  }).action(
    run(async (context, proposalId: bigint) => {
      const result = await showDecision(await context.client(), { proposalId });
      context.print(result, `Proposal ${proposalId} is ${result.state.toLowerCase()}.`, "NXS");
    }),
  );
  command({
    usage: "list",
    summary: "list the newest proposals",
    example: "dao list",
  }).action(
    run(async (context) => {
      const result = await listDecisions(await context.client());
      if (context.options.json) return context.print(result);
      for (const { proposalId, state, description } of result.decisions)
        context.terminal.out(`${proposalId}  ${state.toLowerCase()}  ${description}`);
      context.terminal.out(`${result.decisions.length} proposals.`);
    }),
  );
}

/** `nexus dao`: decisions of the holders of NXS, which the DAO's timelock carries out. */
export function daoCommands(program: Command, terminal: Terminal): void {
  const group = commandGroup(program, terminal, {
    name: "dao",
    summary: "propose, vote on and carry out decisions of the NXS-DAO",
  });
  proposeCommand(group);
  voteCommand(group);
  closingCommands(group);
  readingCommands(group);
  group
    .command({
      usage: "delegate",
      summary: "let an account vote with your NXS from the next proposal on; yourself without --to",
      example: "dao delegate --account holder-1",
    })
    .option("--to <address>", "who votes", address("--to"))
    .action(
      group.run(async (context, options: { to?: Address }) => {
        const delegate = options.to;
        const result = await delegateVotes(
          await context.client(),
          delegate === undefined ? {} : { delegate },
        );
        context.print(result, `${result.delegate} votes with your NXS.`, "NXS");
      }),
    );
}
