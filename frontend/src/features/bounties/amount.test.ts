import { expect } from "chai";
import { weiOf } from "./amount.ts";

describe("an amount of ETH", () => {
  it("is read with a point or a comma, in wei", () => {
    expect(weiOf("0.5")).to.equal(500_000_000_000_000_000n);
    expect(weiOf(" 1,25 ")).to.equal(1_250_000_000_000_000_000n);
  });

  for (const text of ["", "0", "0.0", "-1", "1e3", "abc", "1.0000000000000000001"]) {
    it(`isn't "${text}"`, () => expect(weiOf(text)).to.equal(undefined));
  }
});
