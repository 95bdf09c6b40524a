import { cidOfDigest } from "@nexus/protocol";
import { expect } from "chai";
import { ballotOf, EMPTY_DRAFT, reportDigestOf } from "./draft.ts";

const digest = `0x${"5e".repeat(32)}` as const;

describe("a ballot's draft", () => {
  it("lacks a choice at first", () => {
    expect(ballotOf(7n, EMPTY_DRAFT)).to.deep.equal({ lacks: "Choose For, Against or Abstain." });
  });

  it("drops what only a vote against carries", () => {
    const draft = { support: "for", criteria: ["security"], report: digest, reason: "  sound " } as const;
    expect(ballotOf(7n, draft)).to.deep.equal({
      parameters: { proposalId: 7n, support: "for", reason: "sound" },
    });
  });

  it("against lacks a criterion until one is named", () => {
    expect(ballotOf(7n, { ...EMPTY_DRAFT, support: "against" })).to.deep.equal({
      lacks: "Name at least one criterion that fails.",
    });
  });

  it("against carries criteria and the report's digest", () => {
    const report = cidOfDigest(digest);
    expect(ballotOf(7n, { support: "against", criteria: ["clause"], report, reason: "" })).to.deep.equal({
      parameters: { proposalId: 7n, support: "against", criteria: ["clause"], reportDigest: digest },
    });
  });

  it("against lacks a report that can be read", () => {
    const draft = { support: "against", criteria: ["clause"], report: "bafynot", reason: "" } as const;
    expect(ballotOf(7n, draft))
      .to.have.property("lacks")
      .that.matches(/report's CID/);
  });
});

describe("a report's reference", () => {
  it("is a digest or the CID of one raw block", () => {
    expect(reportDigestOf(digest)).to.deep.equal({ digest });
    expect(reportDigestOf(cidOfDigest(digest))).to.deep.equal({ digest });
    expect(reportDigestOf("  ")).to.deep.equal({});
    expect(reportDigestOf("QmX").fault).to.match(/can't be used/);
  });
});
