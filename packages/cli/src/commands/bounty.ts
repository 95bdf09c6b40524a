import type { Command } from "commander";
import type { Hex } from "viem";
import { showBounty } from "../actions/bounty.ts";
import {
  claimBounty,
  commitWork,
  contestBounty,
  retractSubmission,
  submitToBounty,
} from "../actions/bounty-claim.ts";
import { freeBounty } from "../actions/bounty-payout.ts";
import { findVersion } from "../actions/versions.ts";
import type { NexusClient } from "../client.ts";
import { type CommandGroup, commandGroup } from "../command.ts";
import type { Terminal } from "../terminal.ts";
import { id, wholeNumber } from "../values.ts";
import { createCommand } from "./bounty-create.ts";
import { moneyCommands } from "./bounty-money.ts";

const bountyNumber = wholeNumber("<bountyId>");

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
    summary: "claim an open bounty exclusively; deposits the bond that its terms ask for",
    account: "publisher",
    done: "is yours to fulfil",
    act: claimBounty,
  },
  {
    name: "retract",
    summary: "take your submission back, to submit another; the claim's clock goes on",
    account: "publisher",
    done: "waits for your next submission",
    act: retractSubmission,
  },
  {
    name: "contest",
    summary: "end the claim of who submitted an artifact that you committed to earlier",
    account: "publisher",
    done: "is open again",
    act: contestBounty,
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
      parse: bountyNumber,
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

function submissionCommands({ command, run }: CommandGroup): void {
  command({
    usage: "commit [version]",
    summary: "commit to a version's artifact, or to one by its digest before it is published",
    example: "bounty commit --artifact 0x… --account publisher",
  })
    .option("--artifact <digest>", "sha2-256 of the artifact, instead of a version", id("--artifact"))
    .action(
      run(async (context, version: string | undefined, { artifact }: { artifact?: Hex }) => {
        const client = await context.client();
        const artifactDigest = artifact ?? (await findVersion(client, version ?? "")).content.artifactDigest;
        const result = await commitWork(client, { artifactDigest });
        context.print(result, "The commitment is recorded. Submit some blocks later.");
      }),
    );
  command({
    parse: bountyNumber,
    usage: "submit <bountyId> <version>",
    summary:
      "submit your version (name@x.y.z or id) to a bounty that you claimed; commits first if you haven't",
    example: "bounty submit 1 rainfall-trigger@1.0.0 --account publisher",
  }).action(
    run(async (context, bountyId: bigint, version: string) => {
      const result = await submitToBounty(await context.client(), { bountyId, version });
      context.print(result, `${version} is submitted to bounty ${bountyId}.`);
    }),
  );
}

/** `nexus bounty`: rewards in ETH or a token for plugins that clauses need. */
export function bountyCommands(program: Command, terminal: Terminal): void {
  const group = commandGroup(program, terminal, { name: "bounty", summary: "fund, claim and pay bounties" });
  createCommand(group);
  moneyCommands(group);
  stepCommands(group);
  submissionCommands(group);
  group
    .command({
      parse: bountyNumber,
      usage: "show <bountyId>",
      summary: "show a bounty, its terms, milestones, claim and funders",
      example: "bounty show 1",
    })
    .action(
      group.run(async (context, bountyId: bigint) => {
        const result = await showBounty(await context.client(), { bountyId });
        context.print(result, `Bounty ${bountyId} is ${result.state}.`, result.asset);
      }),
    );
}
