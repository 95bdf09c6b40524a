import {
  assertBallotFor,
  BallotElsewhereError,
  CriteriaError,
  criteriaOfMask,
  signedBallotSchema,
  typedDataOfBallot,
  unsignedBallot,
  voteCall,
} from "@nexus/protocol";
import { expect } from "chai";
import { encodeAbiParameters } from "viem";

const board = "0xA51c1fc2f0D1a1b8494Ed1FE312d7C3a78Ed91C0";
const voter = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const report = `0x${"5e".repeat(32)}` as const;

describe("a vote's call", () => {
  it("is castVote without words", () => {
    expect(voteCall({ proposalId: 7n, support: "abstain" })).to.deep.equal({
      functionName: "castVote",
      args: [7n, 2],
    });
  });

  it("carries a reason", () => {
    expect(voteCall({ proposalId: 7n, support: "for", reason: "sound" })).to.deep.equal({
      functionName: "castVoteWithReason",
      args: [7n, 1, "sound"],
    });
  });

  it("carries criteria and report of an Against vote", () => {
    const parameters = { support: "against", criteria: ["security", "performance"] } as const;
    const params = encodeAbiParameters([{ type: "uint8" }, { type: "bytes32" }], [5, report]);
    expect(voteCall({ proposalId: 7n, ...parameters, reportDigest: report })).to.deep.equal({
      functionName: "castVoteWithReasonAndParams",
      args: [7n, 0, "", params],
    });
  });

  for (const parameters of [
    { support: "against" },
    { support: "for", criteria: ["clause"] },
    { support: "abstain", reportDigest: report },
  ] as const) {
    it(`is refused for ${JSON.stringify(parameters)}`, () => {
      expect(() => voteCall({ proposalId: 7n, ...parameters })).to.throw(CriteriaError);
    });
  }
});

describe("criteria", () => {
  it("are read back from their bits", () => {
    expect(criteriaOfMask(0)).to.deep.equal([]);
    expect(criteriaOfMask(6)).to.deep.equal(["clause", "performance"]);
  });
});

describe("a ballot", () => {
  const ballot = unsignedBallot({ chainId: 31_337, board }, voter, { proposalId: 7n, support: "for" });

  it("is stock Governor's Ballot without words, and its ExtendedBallot with", () => {
    expect(typedDataOfBallot(ballot).primaryType).to.equal("Ballot");
    expect(typedDataOfBallot({ ...ballot, reason: "sound" }).primaryType).to.equal("ExtendedBallot");
  });

  it("belongs to its chain, board and proposal", () => {
    expect(() => assertBallotFor({ chainId: 31_337, board, proposalId: 7n }, ballot)).not.to.throw();
    const elsewhere = () => assertBallotFor({ chainId: 31_337, board, proposalId: 8n }, ballot);
    expect(elsewhere).to.throw(BallotElsewhereError, /proposalId 7, not 8/);
  });

  it("is read from JSON with its proposal as a number in quotes", () => {
    const signed = { ...ballot, signature: "0x12" } as const;
    const json = { ...signed, proposalId: "7" };
    expect(signedBallotSchema.parse(json)).to.deep.equal(signed);
    expect(signedBallotSchema.safeParse({ ...json, proposalId: 7 }).success).to.equal(false);
  });
});
