import { expect } from "chai";
import { check } from "./check.ts";
import { lanesSource } from "./lanes.ts";
import { readSources } from "./sources.ts";

const HEAD = "// SPDX-License-Identifier: Apache-2.0\npragma solidity ^0.8.37;\n";
const contractWith = (body: string) =>
  `${HEAD}contract Claim { function claim(uint8 a) external pure { ${body} } }`;
const verdictOn = (body: string) => check({ "Claim.sol": contractWith(body) }, "Claim.sol", "Claim");

describe("prove", () => {
  it("proves what holds for every input", () => {
    expect(verdictOn("assert(uint256(a) * 2 >= a);")).to.include({ contract: "Claim", proven: 2 });
    expect(verdictOn("assert(uint256(a) * 2 >= a);").unproven).to.deep.equal([]);
  });

  it("finds the one input for which a claim fails", () => {
    const { unproven } = verdictOn("assert(a != 77);");
    expect(unproven).to.have.length(1);
    expect(unproven[0]).to.include("Assertion violation").and.to.include("77");
  });

  it("takes the text of `passes` as it is in the contracts, with checked arithmetic", async () => {
    const lanes = (await readSources())["scripts/prove/Lanes.sol"];
    expect(lanes).to.include("inFavour * BASIS_POINTS >= (inFavour + against) * approvalBps(word)");
    expect(lanes).not.to.include("unchecked").and.not.to.include("ChamberWord");
  });

  it("refuses a source without it", () => {
    expect(() => lanesSource("function passes() pure {}")).to.throw("no unchecked `passes(ChamberWord word");
  });

  it("refutes a chamber whose quorum counts Against", async () => {
    const sources = await readSources();
    const name = "scripts/prove/Lanes.sol";
    const right = "(inFavour + abstained) * BASIS_POINTS";
    const broken = sources[name]?.replace(right, "(inFavour + against + abstained) * BASIS_POINTS") ?? "";
    expect(broken).not.to.equal(sources[name]);
    const proof = sources["scripts/prove/Counting.sol"] ?? "";
    const only = proof.replaceAll(/function (?!moreAgainst|_)\w+\([\s\S]*?\n {4}}\n/g, "");
    const changed = { ...sources, [name]: broken, "scripts/prove/Counting.sol": only };
    const { unproven } = check(changed, "scripts/prove/Counting.sol", "Counting");
    expect(unproven.join()).to.include("Assertion violation happens here");
  });
});
