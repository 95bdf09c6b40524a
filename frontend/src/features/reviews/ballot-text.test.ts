import type { SignedBallot } from "@nexus/protocol";
import { expect } from "chai";
import { ballotsText, parseBallots } from "./ballot-text.ts";
import { UnreadableBallotsError } from "./errors.ts";

const ballot: SignedBallot = {
  chainId: 31_337,
  board: "0xA51c1fc2f0D1a1b8494Ed1FE312d7C3a78Ed91C0",
  proposalId: 7n,
  voter: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
  support: 1,
  reason: "",
  params: "0x",
  signature: "0x1234",
};

describe("signed ballots as text", () => {
  it("are read back as they were, one or many", () => {
    expect(parseBallots(ballotsText([ballot]))).to.deep.equal([ballot]);
    const many = [ballot, { ...ballot, support: 2 }];
    expect(parseBallots(ballotsText(many))).to.deep.equal(many);
  });

  it("are refused with the reason", () => {
    expect(() => parseBallots("{")).to.throw(UnreadableBallotsError, /isn't JSON/);
    expect(() => parseBallots("{}")).to.throw(UnreadableBallotsError, /chainId/);
  });
});
