import { assertDevelopmentChain, NotDevelopmentChainError } from "@nexus/protocol";
import { expect } from "chai";
import { thrownBy } from "./vectors.ts";

describe("development accounts", () => {
  it("are for the development chain", () => {
    expect(() => assertDevelopmentChain(31_337)).not.to.throw();
  });

  for (const chainId of [1, 1337, 0, Number.NaN]) {
    it(`are refused on chain ${chainId}`, () => {
      const error = thrownBy(() => assertDevelopmentChain(chainId), NotDevelopmentChainError);
      expect(error).to.deep.include({ chainId, expected: 31_337, code: "NOT_DEVELOPMENT_CHAIN" });
    });
  }
});
