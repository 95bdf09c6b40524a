import {
  CORE_CHAMBERS,
  chamberMask,
  chambersOfMask,
  DOMAINS,
  domainMask,
  domainsOfMask,
  SIGNALS,
  signalNumber,
  signalWord,
} from "@nexus/protocol";
import { expect } from "chai";
import fc from "fast-check";

describe("signals", () => {
  it("have the numbers of the contracts", () => {
    expect(SIGNALS.map(signalNumber)).to.deep.equal([1, 2, 3, 4]);
  });

  it("come back from their numbers", () => {
    expect(SIGNALS.map((signal) => signalWord(signalNumber(signal)))).to.deep.equal([...SIGNALS]);
  });

  it("don't exist for other numbers", () => {
    expect([0, 5, -1, 1.5].map(signalWord)).to.deep.equal([undefined, undefined, undefined, undefined]);
  });
});

describe("masks", () => {
  it("come back as the same domains", () => {
    fc.assert(
      fc.property(fc.subarray([...DOMAINS]), (domains) => {
        expect(domainsOfMask(domainMask(domains))).to.deep.equal(domains);
      }),
    );
  });

  it("of the core chambers are the contracts'", () => {
    expect(chamberMask(CORE_CHAMBERS)).to.equal(3);
    expect(chambersOfMask(0b1000011)).to.deep.equal(["ClauseAuditors", "Security", "Hubs"]);
    expect(domainsOfMask(0b1000011)).to.deep.equal([]);
  });
});
