import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MemoryContentStore } from "@nexus/content";
import { type BallotParameters, Eligibility, type SignedBallot, typedDataOfBallot } from "@nexus/protocol";
import { expect } from "chai";
import { decodeAbiParameters, recoverTypedDataAddress } from "viem";
import { developmentAccount } from "../src/accounts.ts";
import { signBallot } from "../src/actions/ballots.ts";
import { createClient } from "../src/client.ts";
import { toJson } from "../src/output.ts";
import { type Answer, deployment, type FakeNode, startFakeNode } from "./doubles/fake-node.ts";
import { nexus } from "./doubles/fake-terminal.ts";

const voter = developmentAccount("security-1", 31_337);
const report = `0x${"5e".repeat(32)}` as const;

describe("ballots", () => {
  let node: FakeNode;
  let directory: string;
  let castVotes: () => Answer;

  beforeEach(async () => {
    castVotes = () => ({ value: undefined });
    directory = await mkdtemp(join(tmpdir(), "nexus-cli-"));
    node = await startFakeNode({ calls: { castVotesBySig: () => castVotes(), castVote: () => castVotes() } });
    await writeFile(join(directory, "d.json"), JSON.stringify(deployment));
  });

  afterEach(async () => {
    await node.close();
    await rm(directory, { recursive: true });
  });

  const clientOf = () =>
    createClient({ rpcUrl: node.url, account: voter, content: new MemoryContentStore(), deployment });

  const run = (...argv: string[]) =>
    nexus([...argv, "--rpc-url", node.url, "--deployment", "d.json", "--account", "security-1"], {
      cwd: directory,
    });

  async function relay(
    change: (ballot: SignedBallot) => SignedBallot,
    parameters: BallotParameters = { proposalId: 7n, support: "for" },
  ) {
    const ballot = change(await signBallot(await clientOf(), parameters));
    await writeFile(join(directory, "b.json"), toJson(ballot));
    return run("review", "relay", "7", "b.json");
  }

  for (const [name, parameters, primaryType] of [
    ["For without words", { proposalId: 7n, support: "for" }, "Ballot"],
    ["For with a reason", { proposalId: 7n, support: "for", reason: "sound" }, "ExtendedBallot"],
    ["Against", { proposalId: 7n, support: "against", criteria: ["security"] }, "ExtendedBallot"],
  ] as const) {
    it(`${name} is signed as ${primaryType} by its voter`, async () => {
      const { signature, ...ballot } = await signBallot(await clientOf(), parameters);
      const data = typedDataOfBallot(ballot);
      expect(data.primaryType).to.equal(primaryType);
      const signer =
        data.primaryType === "Ballot"
          ? await recoverTypedDataAddress({ ...data, signature })
          : await recoverTypedDataAddress({ ...data, signature });
      expect(signer).to.equal(voter.address);
    });
  }

  it("Against names the failing criteria and a report", async () => {
    const parameters = {
      proposalId: 7n,
      support: "against",
      criteria: ["security", "performance"],
      reportDigest: report,
    } as const;
    const { params } = await signBallot(await clientOf(), parameters);
    expect(decodeAbiParameters([{ type: "uint8" }, { type: "bytes32" }], params)).to.deep.equal([5, report]);
  });

  it("Against without criteria is refused", async () => {
    const { code, err } = await run("review", "vote", "7", "--against");
    expect(code).to.equal(1);
    expect(err[0]).to.match(/^INVALID_CRITERIA: .*as criteria one or more of security, clause, performance/);
  });

  it("For with criteria is refused", async () => {
    const { err } = await run("review", "vote", "7", "--for", "--criteria", "security");
    expect(err[0]).to.match(/^INVALID_CRITERIA: .*affirms all three/);
  });

  it("--sign prints the ballot as JSON, with the proposal as a decimal string", async () => {
    const { code, out } = await run("review", "vote", "7", "--for", "--sign");
    expect(code).to.equal(0);
    const ballot = JSON.parse(out.join(""));
    expect(Object.keys(ballot)).to.deep.equal([
      "chainId",
      "board",
      "proposalId",
      "voter",
      "support",
      "reason",
      "params",
      "signature",
    ]);
    expect(ballot).to.include({
      chainId: 31_337,
      proposalId: "7",
      voter: voter.address,
      support: 1,
      reason: "",
    });
    expect(node.asked).to.not.include("eth_sendRawTransaction");
  });

  it("--sign --out never replaces a file", async () => {
    await writeFile(join(directory, "b.json"), "mine");
    const { err } = await run("review", "vote", "7", "--for", "--sign", "--out", "b.json");
    expect(err[0]).to.match(/^FILE_UNUSABLE: .*b\.json/);
  });

  for (const [field, change] of [
    ["support", (ballot: SignedBallot) => ({ ...ballot, support: 0 })],
    ["reason", (ballot: SignedBallot) => ({ ...ballot, reason: "changed" })],
    [
      "voter",
      (ballot: SignedBallot) => ({ ...ballot, voter: developmentAccount("security-2", 31_337).address }),
    ],
  ] as const) {
    it(`with its ${field} changed after signing is refused and never sent`, async () => {
      const { code, err } = await relay(change);
      expect(code).to.equal(1);
      expect(err).to.have.length(1);
      expect(err[0]).to.match(/^BALLOT_SIGNATURE: .*changed after signing/);
      expect(node.asked).to.not.include("eth_sendRawTransaction");
    });
  }

  it("of another proposal is refused", async () => {
    const { err } = await relay((ballot) => ballot, { proposalId: 8n, support: "for" });
    expect(err[0]).to.equal(
      `BALLOT_ELSEWHERE: The ballot of ${voter.address} is for proposalId 8, not 7: have it signed again for this review.`,
    );
  });

  it("of another chain is refused", async () => {
    const { err } = await relay((ballot) => ({ ...ballot, chainId: 1 }));
    expect(err[0]).to.match(/^BALLOT_ELSEWHERE: .*chainId 1, not 31337/);
  });

  it("in a broken file are refused with every fault", async () => {
    await writeFile(join(directory, "b.json"), JSON.stringify([{ chainId: "x", voter: "0x1" }]));
    const { err } = await run("review", "relay", "7", "b.json");
    expect(err[0]).to.match(/^FILE_FAULTS: .*\$\.0\.chainId.*\$\.0\.voter/);
  });

  for (const [what, reason, words] of [
    ["replayed", "AlreadyVoted", /has voted or stepped back already/],
    ["of a seat with a conflict", "ConflictOfInterest", /conflict of interest/],
  ] as const) {
    it(`${what}: the board's refusal is one line, and nothing is sent`, async () => {
      castVotes = () => ({
        refusal: "ReviewBoardNotEligible",
        args: [7n, voter.address, Eligibility.indexOf(reason)],
      });
      for (const { code, err } of [
        await relay((ballot) => ballot),
        await run("review", "vote", "7", "--for"),
      ]) {
        expect(code).to.equal(1);
        expect(err).to.have.length(1);
        expect(err[0])
          .to.match(/^CONTRACT_REFUSED: /)
          .and.to.match(words);
      }
      expect(node.asked).to.not.include("eth_sendRawTransaction");
    });
  }
});
