import { expect } from "chai";
import { theWorld } from "./stack.ts";
import { type Visitor, visit } from "./visitor.ts";

describe("somebody who follows a run", () => {
  let visitor: Visitor;

  afterEach(async () => visitor.leave());

  it("sees the way from the clause event to the bounty, each receipt verified in the browser", async () => {
    const { run, certified, plugin } = theWorld();
    visitor = await visit("verifier");
    const { page, go, faults } = visitor;
    await go("/runs");
    await page.getByRole("link", { name: `Run of ${plugin} 1.0.0` }).click();
    await page.getByRole("heading", { level: 1, name: `Run of ${plugin} 1.0.0` }).waitFor();
    const headings = page.getByRole("heading", { level: 2 });
    await headings.first().waitFor();
    expect(await headings.allTextContents()).to.deep.equal([
      "Clause event",
      "Run opened",
      "Executors",
      "Result",
      `Version ${plugin} 1.0.0`,
      "Certification",
      "Credential",
      "Bounties",
    ]);
    await page.getByText("✓Signature").nth(2).waitFor();
    expect(await page.getByText("✓Digest").count()).to.equal(3);
    expect(await page.getByText("✓Agrees").count()).to.equal(3);
    await page.getByText(run.digest).waitFor();
    await page.getByRole("link", { name: `Bounty ${certified.bountyId}` }).waitFor();
    expect(faults).to.deep.equal([]);
  });

  it("follows the audit of a submission", async () => {
    const { open, plugin } = theWorld();
    visitor = await visit("verifier");
    const { page, go } = visitor;
    await go(`/runs/${open.auditTaskId}`);
    await page.getByRole("heading", { level: 1, name: `Audit of ${plugin}` }).waitFor();
    await page.getByRole("link", { name: "Open the review" }).click();
    await page.getByRole("heading", { level: 1, name: /^Review of/ }).waitFor();
  });

  it("is told when a gateway gives a receipt with other bytes", async () => {
    const { run, gateway } = theWorld();
    visitor = await visit("verifier");
    const { page, go, context } = visitor;
    await context.route(`${gateway}/ipfs/**`, (route) => route.fulfill({ status: 200, body: "other bytes" }));
    await go(`/runs/${run.taskId}`);
    await page.getByText("Digest fails").nth(2).waitFor();
    expect(await page.getByText("✓Signature").count()).to.equal(0);
  });
});
