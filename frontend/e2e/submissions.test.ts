import { findReview, findVersion } from "@nexus/cli";
import { expect } from "chai";
import { publishNext } from "../../scripts/demo/workbench.ts";
import { theWorld } from "./stack.ts";
import { type Visitor, visit } from "./visitor.ts";

describe("a publisher at the page", () => {
  let visitor: Visitor;

  afterEach(async () => visitor.leave());

  it("submits a version of theirs for review, and nobody else may", async () => {
    const { as } = theWorld();
    const reference = await publishNext(as);
    const client = await as("verifier");
    const { versionId } = await findVersion(client, reference);
    visitor = await visit("funder");
    const { page, go, connect, wallet } = visitor;
    await go(`/reviews/submit/${versionId}`);
    await connect();
    await page.getByText("Only the version's publisher may submit it.").waitFor();
    await page.getByRole("button", { name: "Submit for review" }).click({ force: true });
    expect(wallet.signatures).to.deep.equal([]);

    await wallet.changeAccount("publisher");
    await page.getByText("Only the version's publisher may submit it.").waitFor({ state: "hidden" });
    await page.getByText(/It costs you 500 NXS/).waitFor();
    const letTake = page.getByRole("button", { name: "First let the board's fees take 500 NXS" });
    await letTake.click();
    await letTake.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Submit for review" }).click();
    await page.getByRole("link", { name: "Open its latest review" }).click();
    await page.getByRole("heading", { level: 1, name: /^Review of/ }).waitFor();
    const proposalId = await findReview(client, reference);
    expect(new URL(page.url()).hash).to.equal(`#/reviews/${proposalId}`);
    await page.getByText("You can't vote").waitFor();
  });
});
