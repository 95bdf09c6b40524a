import { readFileSync } from "node:fs";
import type { SignedBallot } from "@nexus/protocol";
import { expect } from "chai";
import { theWorld } from "./stack.ts";
import { type Visitor, visit } from "./visitor.ts";
import { developmentKey } from "./wallet.ts";

describe("a reviewer at the page", () => {
  let visitor: Visitor;
  const review = () => `/reviews/${theWorld().open.proposalId}`;

  afterEach(async () => visitor.leave());

  const hasVoted = async (account: Parameters<typeof developmentKey>[0]): Promise<boolean> => {
    const { as, open, deployment } = theWorld();
    const { publicClient, contracts } = await as("verifier");
    return publicClient.readContract({
      address: deployment.contracts.ReviewBoard,
      abi: contracts.reviewBoard.abi,
      functionName: "hasVoted",
      args: [open.proposalId, developmentKey(account).address],
    });
  };

  it("votes by transaction", async () => {
    visitor = await visit("clause-1");
    const { page, go, connect, wallet } = visitor;
    await go(review());
    await connect();
    await page.getByText("You may vote in this review.").waitFor();
    await page.getByRole("radio", { name: "For" }).check();
    await page.getByLabel("Reason").fill("The thresholds are those of the clause.");
    await page.getByRole("button", { name: "Vote by transaction" }).click();
    await page.getByText(/Your part is done/).waitFor();
    await page.getByText("The thresholds are those of the clause.").waitFor();
    expect(wallet.asked).to.include("eth_sendTransaction");
    expect(await hasVoted("clause-1")).to.equal(true);
  });

  it("names what fails in a vote against", async () => {
    visitor = await visit("security-1");
    const { page, go, connect } = visitor;
    await go(review());
    await connect();
    await page.getByRole("radio", { name: "Against" }).check();
    await page.getByText("Name at least one criterion that fails.").waitFor();
    await page.getByRole("checkbox", { name: "Performance" }).check();
    await page.getByRole("button", { name: "Vote by transaction" }).click();
    await page.getByText(/Your part is done/).waitFor();
    await page.getByText("Fails: Performance").waitFor();
  });

  it("signs ballots that somebody else relays in one transaction", async () => {
    visitor = await visit("security-2");
    const { page, go, connect, wallet } = visitor;
    await go(review());
    await connect();
    for (const account of ["security-2", "security-3"] as const) {
      await wallet.changeAccount(account);
      await page.getByText("You may vote in this review.").waitFor();
      await page.getByRole("radio", { name: "For" }).check();
      await page.getByRole("button", { name: "Sign a ballot instead" }).click();
      const words = page.getByRole("dialog", { name: "What you are about to sign" });
      await words.getByText(theWorld().open.version.replace("@", " ")).waitFor();
      await words.getByRole("button", { name: "Sign this ballot" }).click();
      await words.waitFor({ state: "hidden" });
    }
    expect(wallet.asked.filter((method) => method === "eth_signTypedData_v4")).to.have.length(2);
    expect(await hasVoted("security-2")).to.equal(false);

    await wallet.changeAccount("verifier");
    await page.getByText(/held no seat/).waitFor();
    await page.getByRole("button", { name: "Relay 2 ballots" }).click();
    await page.getByText("0 collected").waitFor();
    expect(await hasVoted("security-2")).to.equal(true);
    expect(await hasVoted("security-3")).to.equal(true);
    expect(wallet.asked.filter((method) => method === "eth_sendTransaction")).to.have.length(1);
  });

  it("hands a signed ballot on as JSON, which another browser checks and takes", async () => {
    visitor = await visit("drr-1");
    const { page, go, connect } = visitor;
    await go(review());
    await connect();
    await page.getByRole("radio", { name: "Abstain" }).check();
    await page.getByRole("button", { name: "Sign a ballot instead" }).click();
    await page.getByRole("button", { name: "Sign this ballot" }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download as JSON" }).click(),
    ]);
    const text = readFileSync(await download.path(), "utf8");
    const ballot = JSON.parse(text) as SignedBallot;
    expect(ballot.voter).to.equal(developmentKey("drr-1").address);
    await page.getByRole("button", { name: /Remove the ballot/ }).click();

    await page.getByText("Add ballots that others signed").click();
    const field = page.getByRole("textbox", { name: "Signed ballots" });
    await field.fill(JSON.stringify({ ...ballot, support: 1 }));
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText(/changed after signing/).waitFor();
    await field.fill(text);
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText("1 collected").waitFor();
  });

  it("with a conflict of interest is told so before anything is signed", async () => {
    visitor = await visit("colleague");
    const { page, go, connect, wallet } = visitor;
    await go(review());
    await connect();
    await page.getByText(/You can't vote: you have a conflict of interest/).waitFor();
    const vote = page.getByRole("button", { name: "Vote by transaction" });
    expect(await vote.getAttribute("aria-disabled")).to.equal("true");
    await vote.click({ force: true });
    expect(wallet.signatures).to.deep.equal([]);
  });

  it("who declines in the wallet has sent nothing, and can try again", async () => {
    visitor = await visit("drr-2");
    const { page, go, connect, wallet } = visitor;
    await go(review());
    await connect();
    await page.getByRole("radio", { name: "For" }).check();
    wallet.rejectNext();
    await page.getByRole("button", { name: "Vote by transaction" }).click();
    await page.getByText(/You declined in your wallet/).waitFor();
    expect(await hasVoted("drr-2")).to.equal(false);
    await page.getByRole("button", { name: "Vote by transaction" }).click();
    await page.getByText(/Your part is done/).waitFor();
  });

  it("on another chain is offered to switch", async () => {
    visitor = await visit("hub-1");
    const { page, go, connect, wallet } = visitor;
    await go(review());
    await connect();
    await wallet.changeChain(1);
    await page.getByText("Your wallet is on chain 1. This page is about chain 31337.").waitFor();
    await page.getByRole("button", { name: "Switch to chain 31337" }).click();
    await page.getByText("Your wallet is on chain 1.").waitFor({ state: "hidden" });
    expect(wallet.asked).to.include("wallet_switchEthereumChain");
  });

  it("votes with the keyboard alone", async () => {
    visitor = await visit("drf-1");
    const { page, go } = visitor;
    await go(review());
    await pressOn(visitor, "Connect wallet", "Enter");
    await pressOn(visitor, "Test wallet", "Enter");
    await page.getByText("You may vote in this review.").waitFor();
    await pressOn(visitor, "For", "Space");
    await pressOn(visitor, "Vote by transaction", "Enter");
    await page.getByText(/Your part is done/).waitFor();
  });

  it("steps back", async () => {
    visitor = await visit("drf-2");
    const { page, go, connect } = visitor;
    await go(review());
    await connect();
    await page.getByText("Step back from this review").click();
    await page.getByRole("button", { name: "Step back", exact: true }).click();
    await page.getByText(/Your part is done/).waitFor();
  });
});

const MOST_STOPS = 150;

/** Moves the focus with Tab until it is on a control of that name, then presses a key. */
async function pressOn({ page }: Visitor, name: string, key: "Enter" | "Space"): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    const focused = page.locator(":focus");
    if ((await focused.count()) === 1 && (await nameOf(focused)).startsWith(name))
      return page.keyboard.press(key);
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never came to "${name}"`);
}

const nameOf = (focused: ReturnType<Visitor["page"]["locator"]>): Promise<string> =>
  focused.evaluate((element) => {
    const label =
      element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : element.textContent;
    return (element.getAttribute("aria-label") ?? label ?? "").trim();
  });
