import { showBounty } from "@nexus/cli";
import { expect } from "chai";
import { fundLocalBounty } from "../../scripts/demo/certify.ts";
import { publishNext } from "../../scripts/demo/workbench.ts";
import { rebuiltPlugin } from "./rebuilt-plugin.ts";
import { theWorld } from "./stack.ts";
import { type Visitor, visit } from "./visitor.ts";
import { developmentKey } from "./wallet.ts";

describe("a developer at the page", () => {
  let visitor: Visitor;
  let bountyId: bigint;

  before(async () => {
    ({ bountyId } = await fundLocalBounty(theWorld().as));
  });

  afterEach(async () => visitor.leave());

  const bounty = async () => showBounty(await theWorld().as("verifier"), { bountyId });

  it("reads what a claim costs, claims, commits to their version's component, and submits it", async () => {
    // A commitment is to bytes, and the walk that made this chain committed to the plugin's own.
    const version = (await publishNext(theWorld().as, rebuiltPlugin())).replace("@", " ");
    visitor = await visit("publisher");
    const { page, go, connect } = visitor;
    await go(`/bounties/${bountyId}`);
    await connect();
    await page.getByText("You deposit 0.1 ETH").waitFor();
    await page.getByRole("button", { name: "Claim for 0.1 ETH" }).click();
    await page.getByText("left to submit a version.").waitFor();
    const claimed = await bounty();
    expect(claimed.state).to.equal("Claimed");
    expect(claimed.claimant).to.equal(developmentKey("publisher").address);

    await page.getByLabel("Version").selectOption({ label: version });
    await page.getByRole("button", { name: "Sign your commitment" }).click();
    await page.getByRole("button", { name: "Commit to this version" }).click();
    await page.getByRole("button", { name: "Submit to the bounty" }).click();
    await page.getByText(/left to meet the milestones/).waitFor();
    expect((await bounty()).state).to.equal("Submitted");
  });

  it("is told before signing why a release would be refused", async () => {
    visitor = await visit("verifier");
    const { page, go, connect, wallet } = visitor;
    await go(`/bounties/${bountyId}`);
    await connect();
    await page.getByText(/isn't certified now/).waitFor();
    await page.getByRole("button", { name: "Release 100 %" }).click({ force: true });
    expect(wallet.signatures).to.deep.equal([]);
  });
});

describe("a funder at the page", () => {
  let visitor: Visitor;

  afterEach(async () => visitor.leave());

  it("adds to an open bounty", async () => {
    const { bountyId } = await fundLocalBounty(theWorld().as);
    const before = (await showBounty(await theWorld().as("verifier"), { bountyId })).amount;
    visitor = await visit("requester");
    const { page, go, connect } = visitor;
    await go(`/bounties/${bountyId}`);
    await connect();
    await page.getByLabel("Amount in ETH").fill("0.25");
    await page.getByRole("button", { name: "Add to the bounty" }).click();
    await page.getByText("holds 2.25 ETH").waitFor();
    const { amount } = await showBounty(await theWorld().as("verifier"), { bountyId });
    expect(amount - before).to.equal(250_000_000_000_000_000n);
  });
});
