import { expect } from "chai";
import { unitsOf } from "./amount.ts";

describe("an amount", () => {
  it("is read with a point or a comma, in the asset's smallest unit", () => {
    expect(unitsOf("0.5", 18)).to.equal(500_000_000_000_000_000n);
    expect(unitsOf(" 1,25 ", 6)).to.equal(1_250_000n);
    expect(unitsOf("7", 0)).to.equal(7n);
  });

  for (const text of ["", "0", "0.0", "-1", "1e3", "abc", "1.", "1.0000000000000000001"]) {
    it(`isn't "${text}"`, () => expect(unitsOf(text, 18)).to.equal(undefined));
  }

  it("has no more decimals than its asset", () => expect(unitsOf("0.0000001", 6)).to.equal(undefined));
});
