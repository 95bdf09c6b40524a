import { type Domain, domainMask, type MilestoneKind } from "@nexus/protocol";
import { Option } from "commander";
import { type Address, parseUnits } from "viem";
import { createBounty, type MilestoneParameters, ON_CERTIFICATION } from "../actions/bounty.ts";
import { assetOf } from "../actions/bounty-asset.ts";
import { chainTime } from "../client.ts";
import type { CommandGroup } from "../command.ts";
import type { Context } from "../context.ts";
import { readBytes } from "../package.ts";
import { address, amount, decimal, domains, duration, parser } from "../values.ts";

interface CreateOptions {
  readonly clause: string;
  readonly spec: string;
  readonly token?: Address;
  readonly amount: string;
  readonly bond: string;
  readonly minimum?: string;
  readonly minimumReward?: bigint;
  readonly claimWindow: number;
  readonly reviewWindow: number;
  readonly contestWindow: number;
  readonly open: number;
  readonly milestone?: MilestoneParameters[];
  readonly domains?: Domain[];
  readonly attester?: Address;
}

const KINDS: Readonly<Record<string, MilestoneKind>> = {
  audited: "Audited",
  certified: "Certified",
  executed: "Executed",
};

/** A milestone as a person writes it: `audited:20`, `certified:50`, `executed:30:3`; the share in percent. */
const milestone = parser(
  "--milestone",
  "audited:<percent>, certified:<percent> or executed:<percent>:<runs>, such as certified:70",
  (value): MilestoneParameters | undefined => {
    const [, word = "", percent, runs] =
      /^(\w+):([0-9]{1,3}(?:\.[0-9]{1,2})?)(?::([0-9]{1,2}))?$/.exec(value) ?? [];
    const kind = KINDS[word];
    if (kind === undefined || (kind === "Executed") !== (runs !== undefined)) return undefined;
    return { kind, shareBps: Math.round(Number(percent) * 100), runs: Number(runs ?? 0) };
  },
);

async function create(context: Context, options: CreateOptions): Promise<void> {
  const client = await context.client();
  const { clause, spec, open, domains: chosen, attester, minimum, minimumReward } = options;
  const { claimWindow, reviewWindow, contestWindow } = options;
  const asset = await assetOf(client, options.token);
  const units = (text: string) => parseUnits(text, asset.decimals);
  const result = await createBounty(client, {
    asset: asset.address,
    clause,
    specification: await readBytes(context.path(spec), "a specification"),
    bond: units(options.bond),
    ...{ claimWindow, reviewWindow, contestWindow },
    deadline: (await chainTime(client)) + open,
    milestones: options.milestone ?? ON_CERTIFICATION,
    amount: units(options.amount),
    ...(minimum !== undefined && { minimumContribution: units(minimum) }),
    ...(minimumReward !== undefined && { minimumReward }),
    ...(chosen !== undefined && { domains: domainMask(chosen) }),
    ...(attester !== undefined && { attester }),
  });
  context.print(result, `Bounty ${result.bountyId} is open.`, asset);
}

const DAY = 86_400;

const timeOption = (name: string, description: string, seconds: number, words: string): Option =>
  new Option(`${name} <time>`, description).argParser(duration(name)).default(seconds, words);

/** `nexus bounty create`. */
export function createCommand({ command, run }: CommandGroup): void {
  command({
    usage: "create",
    summary: "create a bounty for a plugin that a clause needs, and fund it",
    example:
      "bounty create --clause 0x… --spec spec.md --amount 2 --bond 0.1 --milestone audited:30 --milestone certified:70 --account funder",
  })
    .requiredOption("--clause <id>", "clause id or UUID that a submission must implement")
    .requiredOption("--spec <file>", "specification; it is added to IPFS")
    .requiredOption("--amount <amount>", "what funds it at once", decimal("--amount"))
    .option("--token <address>", "ERC-20 token of reward and bond; ETH without it", address("--token"))
    .addOption(
      new Option("--bond <amount>", "what a claimant deposits")
        .argParser(decimal("--bond"))
        .default("0", "0"),
    )
    .option(
      "--milestone <milestone>",
      "what pays and its percentage, repeatable; certified:100 without it",
      (value: string, given: MilestoneParameters[] = []) => [...given, milestone(value)],
    )
    .option(
      "--minimum <amount>",
      "least that a new funder gives; a hundredth of --amount without it",
      decimal("--minimum"),
    )
    .option(
      "--minimum-reward <nxs>",
      "least reward of a run that a milestone counts",
      amount("--minimum-reward", "NXS"),
    )
    .addOption(timeOption("--claim-window", "time that a claimant has to submit", 7 * DAY, "7d"))
    .addOption(timeOption("--review-window", "time that submissions have to be certified", 30 * DAY, "30d"))
    .addOption(timeOption("--contest-window", "time after a submission in which nothing is paid", DAY, "1d"))
    .addOption(timeOption("--open", "time until nobody may claim", 90 * DAY, "90d"))
    .option(
      "--domains <list>",
      "domains that a version must have; the clause's without it",
      domains("--domains"),
    )
    .option(
      "--attester <address>",
      "whose certification and audit count; the Review Board without it",
      address("--attester"),
    )
    .action(run(async (context, options: CreateOptions) => create(context, options)));
}
