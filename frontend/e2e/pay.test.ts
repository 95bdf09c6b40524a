import { findReview } from "@nexus/cli";
import { nexusTokenAbi, parametersFor } from "@nexus/protocol";
import { expect } from "chai";
import { developmentAccount } from "../../scripts/start/seed.ts";
import { theWorld } from "./stack.ts";
import { type Visitor, visit } from "./visitor.ts";

/** Signed a ballot in the certified version's review, and hasn't collected its pay. */
const VOTER = "clause-2";

describe("a reviewer whose vote is to be paid, at the page", () => {
  let visitor: Visitor;

  afterEach(async () => visitor.leave());

  it("is told so in the list, and collects the pay in the review", async () => {
    const { as, certified, deployment } = theWorld();
    const { publicClient } = await as("verifier");
    const balance = () =>
      publicClient.readContract({
        ...{ address: deployment.contracts.NexusToken, abi: nexusTokenAbi, functionName: "balanceOf" },
        args: [developmentAccount(VOTER).address],
      });
    const before = await balance();
    visitor = await visit(VOTER);
    const { page, go, connect } = visitor;
    await go("/reviews");
    await connect();
    await page.getByText("your pay is due").waitFor();
    await go(`/reviews/${await findReview(await as("verifier"), certified.versionId)}`);
    await page.getByText(/Your vote is paid 10 NXS, whichever way it went/).waitFor();
    await page.getByText("paid out").waitFor();
    const collect = page.getByRole("button", { name: "Collect your pay" });
    await collect.click();
    await collect.waitFor({ state: "hidden" });
    const { payPerVote } = parametersFor(deployment.chainId).fees;
    expect((await balance()) - before).to.equal(payPerVote);
  });
});
