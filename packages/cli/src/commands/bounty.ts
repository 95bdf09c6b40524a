import type { Domain } from "@nexus/protocol";
import { domainMask } from "@nexus/protocol";
import { type Command, Option } from "commander";
import type { Address } from "viem";
import {
  claimBounty,
  createBounty,
  freeBounty,
  fundBounty,
  refundBounty,
  releaseBounty,
  showBounty,
  submitToBounty,
  withdrawPayment,
} from "../actions/bounty.ts";
import { chainTime, type NexusClient } from "../client.ts";
import { type CommandGroup, commandGroup } from "../command.ts";
import type { Context } from "../context.ts";
import { readBytes } from "../package.ts";
import type { Terminal } from "../terminal.ts";
import { address, amount, domains, duration, wholeNumber } from "../values.ts";

interface CreateOptions {
  readonly clause: string;
  readonly spec: string;
  readonly amount: bigint;
  readonly bond: bigint;
  readonly claimWindow: number;
  readonly reviewWindow: number;
  readonly open: number;
  readonly domains?: Domain[];
  readonly attester?: Address;
}

const bountyNumber = wholeNumber("<bountyId>");

async function create(context: Context, options: CreateOptions): Promise<void> {
  const client = await context.client();
  const { clause, spec, open, domains: chosen, attester, bond, claimWindow, reviewWindow } = options;
  const result = await createBounty(client, {
    clause,
    specification: await readBytes(context.path(spec), "a specification"),
    bond,
    claimWindow,
    reviewWindow,
    deadline: (await chainTime(client)) + open,
    amount: options.amount,
    ...(chosen !== undefined && { domains: domainMask(chosen) }),
    ...(attester !== undefined && { attester }),
  });
  context.print(result, `Bounty ${result.bountyId} is open.`);
}

const DAY = 86_400;

const timeOption = (name: string, description: string, seconds: number, words: string): Option =>
  new Option(`${name} <time>`, description).argParser(duration(name)).default(seconds, words);

function createCommand({ command, run }: CommandGroup): void {
  command({
    usage: "create",
    summary: "create a bounty for a plugin that a clause needs, and fund it",
    example: "bounty create --clause 0x… --spec spec.md --amount 2 --bond 0.1 --account funder",
  })
    .requiredOption("--clause <id>", "clause id or UUID that a submission must implement")
    .requiredOption("--spec <file>", "specification; it is added to IPFS")
    .requiredOption("--amount <eth>", "ETH that fund it at once", amount("--amount", "ETH"))
    .addOption(
      new Option("--bond <eth>", "ETH that a claimant deposits")
        .argParser(amount("--bond", "ETH"))
        .default(0n, "0"),
    )
    .addOption(timeOption("--claim-window", "time that a claimant has to submit", 7 * DAY, "7d"))
    .addOption(timeOption("--review-window", "time that a submission has to be certified", 30 * DAY, "30d"))
    .addOption(timeOption("--open", "time until nobody may claim", 90 * DAY, "90d"))
    .option(
      "--domains <list>",
      "domains that a version must have; the clause's without it",
      domains("--domains"),
    )
    .option(
      "--attester <address>",
      "whose certification pays; the Review Board without it",
      address("--attester"),
    )
    .action(run(async (context, options: CreateOptions) => create(context, options)));
}

interface Step {
  readonly name: string;
  readonly summary: string;
  readonly account: string;
  readonly done: string;
  readonly act: (client: NexusClient, parameters: { bountyId: bigint }) => Promise<object>;
}

const STEPS: readonly Step[] = [
  {
    name: "claim",
    summary: "claim an open bounty exclusively; sends the bond that its terms ask for",
    account: "publisher",
    done: "is yours to fulfil",
    act: claimBounty,
  },
  {
    name: "release",
    summary: "pay a bounty whose submitted version is certified",
    account: "verifier",
    done: "is paid; the claimant withdraws",
    act: releaseBounty,
  },
  {
    name: "free",
    summary: "open a bounty again whose claim ran out",
    account: "verifier",
    done: "is open again",
    act: freeBounty,
  },
];

function stepCommands({ command, run }: CommandGroup): void {
  for (const { name, summary, account, done, act } of STEPS) {
    command({
      usage: `${name} <bountyId>`,
      summary,
      example: `bounty ${name} 1 --account ${account}`,
    }).action(
      run(async (context, bountyId: bigint) => {
        context.print(await act(await context.client(), { bountyId }), `Bounty ${bountyId} ${done}.`);
      }),
    );
  }
}

function moneyCommands({ command, run }: CommandGroup): void {
  command({
    parse: bountyNumber,
    usage: "fund <bountyId>",
    summary: "add ETH to an open bounty",
    example: "bounty fund 1 --amount 0.5 --account funder",
  })
    .requiredOption("--amount <eth>", "ETH to add", amount("--amount", "ETH"))
    .action(
      run(async (context, bountyId: bigint, options: { amount: bigint }) => {
        const parameters = { bountyId, amount: options.amount };
        context.print(await fundBounty(await context.client(), parameters), `Bounty ${bountyId} is funded.`);
      }),
    );
  command({
    parse: bountyNumber,
    usage: "refund <bountyId>",
    summary: "credit a funder's share of a bounty that expired",
    example: "bounty refund 1 --account funder",
  })
    .option("--funder <address>", "whose share; yours without it", address("--funder"))
    .action(
      run(async (context, bountyId: bigint, { funder }: { funder?: Address }) => {
        const parameters = { bountyId, ...(funder !== undefined && { funder }) };
        context.print(await refundBounty(await context.client(), parameters), "The share can be withdrawn.");
      }),
    );
  command({
    usage: "withdraw",
    summary: "receive all ETH that the escrow owes an account",
    example: "bounty withdraw --account publisher",
  })
    .option("--payee <address>", "who is paid; you without it", address("--payee"))
    .action(
      run(async (context, { payee }: { payee?: Address }) => {
        const result = await withdrawPayment(await context.client(), {
          ...(payee !== undefined && { payee }),
        });
        context.print(result, `Paid to ${result.payee}.`);
      }),
    );
}

/** `nexus bounty`: rewards in ETH for plugins that clauses need. */
export function bountyCommands(program: Command, terminal: Terminal): void {
  const group = commandGroup(program, terminal, { name: "bounty", summary: "fund, claim and pay bounties" });
  const { command, run } = group;
  createCommand(group);
  moneyCommands(group);
  stepCommands(group);
  command({
    parse: bountyNumber,
    usage: "submit <bountyId> <version>",
    summary: "submit your version (name@x.y.z or id) to a bounty that you claimed",
    example: "bounty submit 1 rainfall-trigger@1.0.0 --account publisher",
  }).action(
    run(async (context, bountyId: bigint, version: string) => {
      const parameters = { bountyId, version };
      const result = await submitToBounty(await context.client(), parameters);
      context.print(result, `${version} is submitted to bounty ${bountyId}.`);
    }),
  );
  command({
    parse: bountyNumber,
    usage: "show <bountyId>",
    summary: "show a bounty, its terms, claim and funders",
    example: "bounty show 1",
  }).action(
    run(async (context, bountyId: bigint) => {
      const result = await showBounty(await context.client(), { bountyId });
      context.print(result, `Bounty ${bountyId} is ${result.state}.`);
    }),
  );
}
