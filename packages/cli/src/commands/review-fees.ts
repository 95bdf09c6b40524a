import type { Address } from "viem";
import { findReview } from "../actions/review.ts";
import { collectPay, settleFee } from "../actions/review-fees.ts";
import type { CommandGroup } from "../command.ts";
import { address, review } from "../values.ts";

/** What a review's votes are paid, and what becomes of the rest of its fee. */
export function feeCommands({ command, run }: CommandGroup): void {
  command({
    parse: review,
    usage: "pay <review>",
    summary: "collect the pay of your vote, whichever way it went, once voting is over",
    example: "review pay rainfall-trigger@1.0.0 --account security-1",
  })
    .option("--voter <account>", "whose vote, if not yours: it is paid to the voter", address("--voter"))
    .action(
      run(async (context, reference: string, options: { voter?: Address }) => {
        const client = await context.client();
        const proposalId = await findReview(client, reference);
        const result = await collectPay(client, { proposalId, ...options });
        context.print(result, `Paid to ${result.voter}.`, "NXS");
      }),
    );

  command({
    parse: review,
    usage: "settle <review>",
    summary:
      "pay out what a decided review's votes leave of its fee; of an annulled one, its publisher alone",
    example: "review settle rainfall-trigger@1.0.0 --account publisher",
  }).action(
    run(async (context, reference: string) => {
      const client = await context.client();
      const result = await settleFee(client, { proposalId: await findReview(client, reference) });
      context.print(result, "The fee is settled.", "NXS");
    }),
  );
}
