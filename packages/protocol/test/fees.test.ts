import { Conclusion, feeStateOf } from "@nexus/protocol";
import { expect } from "chai";

describe("the fee of a review", () => {
  const stateOf = (conclusion: Conclusion, { fee = 1n, closed = false } = {}) =>
    feeStateOf({ terms: { fee }, conclusion, closed });

  const open = [
    ["Voting", "Undecided"],
    ["Undecided", "Undecided"],
    ["Certified", "Due"],
    ["Uncertified", "Due"],
    ["Annulled", "Reclaimable"],
  ] as const;

  it("may be settled once its review is decided for good, and taken back once that is annulled", () => {
    expect(Conclusion.map((conclusion) => [conclusion, stateOf(conclusion)])).to.deep.equal(open);
  });

  for (const conclusion of Conclusion) {
    it(`has nothing left to settle once it was, after ${conclusion}`, () => {
      expect(stateOf(conclusion, { closed: true })).to.equal("Closed");
    });

    it(`isn't there when the review cost nothing, after ${conclusion}`, () => {
      expect(stateOf(conclusion, { fee: 0n })).to.equal("None");
      expect(stateOf(conclusion, { fee: 0n, closed: true })).to.equal("None");
    });
  }
});
