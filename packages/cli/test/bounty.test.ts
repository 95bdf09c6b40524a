import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BountyState } from "@nexus/protocol";
import { expect } from "chai";
import { zeroAddress, zeroHash } from "viem";
import { developmentAccount } from "../src/accounts.ts";
import { type Answer, deployment, type FakeNode, startFakeNode } from "./doubles/fake-node.ts";
import { nexus } from "./doubles/fake-terminal.ts";
import { openBounty as bounty, clauseId } from "./doubles/open-bounty.ts";

const funder = developmentAccount("funder", 31_337).address;
describe("bounty", () => {
  let node: FakeNode;
  let directory: string;
  let refusal: Answer;

  beforeEach(async () => {
    refusal = { refusal: "BountyEscrowUnknownBounty", args: [9n] };
    directory = await mkdtemp(join(tmpdir(), "nexus-cli-"));
    node = await startFakeNode({
      calls: {
        bounty: ([bountyId]) =>
          bountyId === 1n ? { value: bounty } : { refusal: "BountyEscrowUnknownBounty", args: [bountyId] },
        fundersOf: () => ({ value: [funder] }),
        contributionOf: () => ({ value: bounty.amount }),
        owed: () => ({ value: 0n }),
        claim: () => refusal,
        withdraw: () => refusal,
      },
    });
    await writeFile(join(directory, "d.json"), JSON.stringify(deployment));
  });

  afterEach(async () => {
    await node.close();
    await rm(directory, { recursive: true });
  });

  const run = (...argv: string[]) =>
    nexus(["bounty", ...argv, "--rpc-url", node.url, "--deployment", "d.json"], { cwd: directory });

  it("show --json has amounts as decimal strings of wei", async () => {
    const { code, out } = await run("show", "1", "--json");
    expect(code).to.equal(0);
    expect(out).to.have.length(1);
    const { milestones: _, ...terms } = bounty.terms;
    expect(JSON.parse(out[0] ?? "")).to.deep.equal({
      bountyId: "1",
      asset: { address: zeroAddress, symbol: "ETH", decimals: 18 },
      terms: {
        ...terms,
        bond: "100000000000000000",
        minimumContribution: "10000000000000000",
        minimumReward: "0",
      },
      state: "Open",
      amount: "2000000000000000000",
      claimant: zeroAddress,
      bond: "0",
      ...{ claimEndsAt: 0, pausedTime: 0, payableFrom: 0, heldSince: 0, sharesLeft: 10_000 },
      versionId: zeroHash,
      milestones: [{ milestone: 0, kind: "Certified", shareBps: 10_000, runs: 0, done: false }],
      funders: [{ funder, amount: "2000000000000000000" }],
      owedToClaimant: "0",
    });
  });

  it("show tells people amounts in ETH and times in ISO 8601", async () => {
    const { out } = await run("show", "1");
    const text = out.join("\n");
    expect(text)
      .to.match(/^Bounty 1 is Open\./)
      .and.to.match(/bond +0\.1 ETH/)
      .and.to.match(/deadline +2026-01-01T00:00:00/);
  });

  it("show says that there is none", async () => {
    const { code, err } = await run("show", "9");
    expect(code).to.equal(1);
    expect(err).to.deep.equal(["CONTRACT_REFUSED: No bounty has the number 9. (BountyEscrowUnknownBounty)"]);
  });

  it("claim says who may, and sends nothing", async () => {
    const states = [BountyState.indexOf("Claimed"), BountyState.indexOf("Open")];
    refusal = { refusal: "BountyEscrowUnexpectedState", args: [1n, ...states] };
    const { err } = await run("claim", "1", "--account", "publisher");
    expect(err[0]).to.match(/^CONTRACT_REFUSED: Bounty 1 is Claimed, and this needs it Open/);
    expect(node.asked).to.not.include("eth_sendRawTransaction");
  });

  it("withdraw says that nothing is owed", async () => {
    refusal = { refusal: "AssetLedgerNothingToWithdraw", args: [funder, zeroAddress] };
    const { err } = await run("withdraw", "--account", "funder");
    expect(err[0]).to.equal(
      `CONTRACT_REFUSED: The escrow owes ${funder} nothing in this asset. (AssetLedgerNothingToWithdraw)`,
    );
  });

  it("create needs a store to put its specification in", async () => {
    await writeFile(join(directory, "spec.md"), "a spec");
    const terms = ["--clause", clauseId, "--spec", "spec.md", "--amount", "1", "--domains", "drf"];
    const { err } = await run("create", ...terms, "--account", "funder");
    expect(err[0]).to.match(/^CONTENT_READ_ONLY: .*pass --content-directory/);
  });
});
