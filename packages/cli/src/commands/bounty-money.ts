import { type Address, parseUnits, zeroAddress } from "viem";
import { bountyOf, fundBounty } from "../actions/bounty.ts";
import { assetOf } from "../actions/bounty-asset.ts";
import { refundBounty, releaseBounty, withdrawPayment } from "../actions/bounty-payout.ts";
import { fundWithPermit } from "../actions/bounty-permit.ts";
import { signerOf } from "../client.ts";
import type { CommandGroup } from "../command.ts";
import type { Context } from "../context.ts";
import { address, decimal, wholeNumber } from "../values.ts";

const bountyNumber = wholeNumber("<bountyId>");

interface FundOptions {
  readonly amount: string;
  readonly permit?: boolean;
}

async function fund(context: Context, bountyId: bigint, options: FundOptions): Promise<void> {
  const client = await context.client();
  const { terms } = await bountyOf(client, bountyId);
  const asset = await assetOf(client, terms.asset);
  const amount = parseUnits(options.amount, asset.decimals);
  const permits = options.permit === true && asset.address !== zeroAddress;
  const result = permits
    ? await fundWithPermit(client, { bountyId, token: asset.address, amount })
    : await fundBounty(client, { bountyId, amount });
  context.print(result, `Bounty ${bountyId} is funded.`, asset);
}

interface WithdrawOptions {
  readonly payee?: Address;
  readonly token?: Address;
  readonly to?: Address;
  readonly acceptLoss?: boolean;
}

async function withdraw(context: Context, { payee, token, to, acceptLoss }: WithdrawOptions): Promise<void> {
  const client = await context.client();
  const asset = await assetOf(client, token);
  const receiver = to ?? (acceptLoss === true ? signerOf(client).address : undefined);
  const result = await withdrawPayment(client, {
    asset: asset.address,
    ...(payee !== undefined && { payee }),
    ...(receiver !== undefined && { receiver }),
  });
  context.print(result, `Paid to ${result.receiver}.`, asset);
}

function fundCommand({ command, run }: CommandGroup): void {
  command({
    parse: bountyNumber,
    usage: "fund <bountyId>",
    summary: "add to an open bounty, in its asset",
    example: "bounty fund 1 --amount 0.5 --account funder",
  })
    .requiredOption("--amount <amount>", "what to add", decimal("--amount"))
    .option("--permit", "sign a permit (EIP-2612) instead of sending an approval first; tokens only")
    .action(run(async (context, bountyId: bigint, options: FundOptions) => fund(context, bountyId, options)));
}

function releaseCommand({ command, run }: CommandGroup): void {
  command({
    parse: bountyNumber,
    usage: "release <bountyId>",
    summary: "pay a milestone whose predicate holds; its proof is found on chain",
    example: "bounty release 1 --account verifier",
  })
    .option("--milestone <number>", "which one; the first that is due without it", wholeNumber("--milestone"))
    .action(
      run(async (context, bountyId: bigint, { milestone }: { milestone?: bigint }) => {
        const client = await context.client();
        const chosen = milestone === undefined ? {} : { milestone: Number(milestone) };
        const result = await releaseBounty(client, { bountyId, ...chosen });
        const { terms } = await bountyOf(client, bountyId);
        const asset = await assetOf(client, terms.asset);
        context.print(result, `Milestone ${result.milestone} is paid; the claimant withdraws.`, asset);
      }),
    );
}

/** `nexus bounty fund`, `release`, `refund` and `withdraw`. */
export function moneyCommands(group: CommandGroup): void {
  const { command, run } = group;
  fundCommand(group);
  releaseCommand(group);
  command({
    parse: bountyNumber,
    usage: "refund <bountyId>",
    summary: "credit a funder's share of a bounty that expired",
    example: "bounty refund 1 --account funder",
  })
    .option("--funder <address>", "whose share; yours without it", address("--funder"))
    .action(
      run(async (context, bountyId: bigint, { funder }: { funder?: Address }) => {
        const client = await context.client();
        const result = await refundBounty(client, { bountyId, ...(funder !== undefined && { funder }) });
        const { terms } = await bountyOf(client, bountyId);
        context.print(result, "The share can be withdrawn.", await assetOf(client, terms.asset));
      }),
    );
  command({
    usage: "withdraw",
    summary: "receive all that the escrow owes an account, of one asset",
    example: "bounty withdraw --account publisher",
  })
    .option("--token <address>", "which token; ETH without it", address("--token"))
    .option("--payee <address>", "who is paid; you without it", address("--payee"))
    .option("--to <address>", "where your own payment goes instead of to your account", address("--to"))
    .option("--accept-loss", "take your part of a token that took some of the escrow's balance away")
    .action(run(async (context, options: WithdrawOptions) => withdraw(context, options)));
}
