import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DisputeKind, DisputeState, disputeManagerAbi, Ruling } from "@nexus/protocol";
import { expect } from "chai";
import { encodeFunctionData, type Hex, zeroAddress } from "viem";
import { developmentAccount } from "../src/accounts.ts";
import { type Answer, deployment, type FakeNode, startFakeNode } from "./doubles/fake-node.ts";
import { nexus } from "./doubles/fake-terminal.ts";

const challenger = developmentAccount("verifier", 31_337).address;
const arbitrator = developmentAccount("hub-1", 31_337).address;
const subject: Hex = `0x${"5b".repeat(32)}`;
const evidence: Hex = `0x${"0e".repeat(32)}`;

const dispute = {
  subject,
  kind: DisputeKind.indexOf("Certificate"),
  ruling: Ruling.indexOf("None"),
  target: deployment.contracts.ReviewBoard,
  challenger,
  defender: zeroAddress,
  arbitrator,
  bond: 10n ** 21n,
  treasuryBps: 5_000,
  counterEndsAt: 1_767_225_600,
  evidenceEndsAt: 1_767_225_700,
  rulingEndsAt: 1_767_225_800,
};

describe("dispute", () => {
  let node: FakeNode;
  let directory: string;
  let answers: Record<string, Answer>;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "nexus-cli-"));
    answers = {
      dispute: { value: dispute },
      stateOf: { value: DisputeState.indexOf("Arbitration") },
      liveDispute: { value: 1n },
      disputeCount: { value: 2n },
      terms: {
        value: { bond: 10n ** 21n, counterPeriod: 1, evidencePeriod: 2, rulingPeriod: 3, treasuryBps: 4 },
      },
      allowance: { value: 10n ** 21n },
      open: { refusal: "DisputeManagerAlreadyDisputed", args: [2, subject, 1n] },
      rule: { refusal: "DisputeManagerNotArbitrator", args: [1n, challenger, arbitrator] },
      suspend: { refusal: "SecurityCouncilAlreadySuspended", args: [subject] },
    };
    const calls = Object.fromEntries(
      Object.keys(answers).map((name) => [name, () => answers[name] as Answer]),
    );
    node = await startFakeNode({ calls });
    await writeFile(join(directory, "d.json"), JSON.stringify(deployment));
  });

  afterEach(async () => {
    await node.close();
    await rm(directory, { recursive: true });
  });

  const run = (...argv: string[]) =>
    nexus([...argv, "--rpc-url", node.url, "--deployment", "d.json"], { cwd: directory });

  it("show --json has the dispute with words for kind, state and ruling", async () => {
    const { code, out } = await run("dispute", "show", "1", "--json");
    expect(code).to.equal(0);
    expect(JSON.parse(out[0] ?? "")).to.deep.equal({
      ...{ ...dispute, disputeId: "1", state: "Arbitration", bond: "1000000000000000000000" },
      ...{ kind: "Certificate", ruling: "None", delivered: false },
    });
  });

  it("show tells people the bond in NXS and times in ISO 8601", async () => {
    const { out } = await run("dispute", "show", "1");
    const text = out.join("\n");
    expect(text)
      .to.match(/^Dispute 1: waiting for the arbitrator's ruling\./)
      .and.to.match(/bond +1000 NXS/)
      .and.to.match(/counter ends at +2026-01-01T00:00:00/);
  });

  it("list tells the newest first, and how many there are", async () => {
    const { out } = await run("dispute", "list");
    expect(out).to.deep.equal([
      "2  Certificate  waiting for the arbitrator's ruling",
      "1  Certificate  waiting for the arbitrator's ruling",
      "2 of 2 disputes.",
    ]);
  });

  it("rule --calldata gives the call that the DAO would propose", async () => {
    const { code, out } = await run("dispute", "rule", "1", "--upheld", "--calldata", "--json");
    expect(code).to.equal(0);
    expect(JSON.parse(out[0] ?? "")).to.deep.equal({
      target: deployment.contracts.DisputeManager,
      value: "0",
      calldata: encodeFunctionData({ abi: disputeManagerAbi, functionName: "rule", args: [1n, 2] }),
    });
  });

  it("rule needs exactly one ruling", async () => {
    for (const rulings of [[], ["--upheld", "--rejected"]]) {
      const { code, err } = await run("dispute", "rule", "1", ...rulings);
      expect(code).to.equal(1);
      expect(err).to.deep.equal(["INVALID_USAGE: Pass one of --upheld, --rejected, --refused."]);
    }
  });

  it("rule says who the arbitrator is when it isn't you", async () => {
    const { code, err } = await run("dispute", "rule", "1", "--upheld", "--account", "verifier");
    expect(code).to.equal(1);
    expect(err[0]).to.include(`Dispute 1 is ruled by ${arbitrator}, and you sign as ${challenger}`);
  });

  it("open leads to the dispute that there is already", async () => {
    const argv = ["dispute", "open", "certificate", subject, "--evidence", evidence, "--account", "verifier"];
    const { code, err } = await run(...argv);
    expect(code).to.equal(1);
    expect(err[0]).to.include('add your evidence to that with "nexus dispute evidence 1"');
  });

  it("open names the kinds there are, and what a bounty is called by", async () => {
    const unknown = await run("dispute", "open", "plugin", subject, "--evidence", evidence);
    expect(unknown.err[0]).to.include("one of review, appeal, certificate, bounty");
    const named = await run(
      "dispute",
      "open",
      "bounty",
      "x",
      "--evidence",
      evidence,
      "--account",
      "verifier",
    );
    expect(named.err[0]).to.include("a bounty's number");
  });

  it("review challenge and appeal open disputes about the review", async () => {
    for (const name of ["challenge", "appeal"]) {
      const { err } = await run("review", name, "7", "--evidence", evidence, "--account", "verifier");
      expect(err[0]).to.include("It is disputed already");
    }
  });

  it("council suspend says that a version was suspended once", async () => {
    const argv = [
      "council",
      "suspend",
      subject,
      "--for",
      "1h",
      "--reason",
      "It leaks",
      "--account",
      "verifier",
    ];
    const { code, err } = await run(...argv);
    expect(code).to.equal(1);
    expect(err[0]).to.include(`has suspended ${subject} once`);
  });
});
