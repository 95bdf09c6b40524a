import { DEVELOPMENT_ACCOUNTS } from "@nexus/protocol";
import { expect } from "chai";
import { theWorld } from "./stack.ts";
import { type Visitor, visit } from "./visitor.ts";

describe("the wallet dialog", () => {
  let visitor: Visitor;

  afterEach(async () => visitor.leave());

  const offered = async (): Promise<string[]> => {
    const { page } = visitor;
    await page.getByRole("button", { name: "Connect wallet" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Test wallet" }).waitFor();
    return dialog.getByRole("listitem").allTextContents();
  };

  /** Serves the page with another configuration than the stack's. */
  async function configured(changes: Record<string, unknown>): Promise<void> {
    const answer = await fetch(new URL("config.json", theWorld().page));
    const config = { ...((await answer.json()) as Record<string, unknown>), ...changes };
    await visitor.context.route("**/config.json", (route) => route.fulfill({ json: config }));
  }

  it("offers every development account on the local chain, and one of them can vote", async () => {
    visitor = await visit("verifier");
    const { page, go } = visitor;
    await go(`/reviews/${theWorld().open.proposalId}`);
    expect(await offered()).to.include.members([...DEVELOPMENT_ACCOUNTS]);
    await page.getByRole("dialog").getByRole("button", { name: "clause-3", exact: true }).click();
    await page.getByText("You may vote in this review.").waitFor();
    await page.getByRole("radio", { name: "For" }).check();
    await page.getByRole("button", { name: "Vote by transaction" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Send" }).click();
    await page.getByText(/Your part is done/).waitFor();
  });

  it("offers none where the deployment doesn't", async () => {
    visitor = await visit("verifier");
    await configured({ developmentAccounts: false });
    await visitor.go("/reviews");
    expect(await offered()).to.deep.equal(["Test wallet"]);
  });

  it("offers none on any other chain, whatever the configuration says", async () => {
    visitor = await visit("verifier");
    await configured({ chainId: 1, developmentAccounts: true });
    await visitor.go("/reviews");
    expect(await offered()).to.deep.equal(["Test wallet"]);
  });
});
