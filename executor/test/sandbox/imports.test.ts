import { expect } from "chai";
import { importFault } from "../../src/sandbox/imports.ts";

const NEXUS = (name: string) => `import nexus:plugin/${name}@0.2.0;`;
const WASI = (path: string) => `import wasi:${path};`;

const TERMS = {
  world: "visualization-module",
  offered: ["types", "log", "clause-data", "artifacts"].map(NEXUS),
  asked: ["log", "clause-data", "wasi-stub"],
  granted: ["log", "wasi-stub"],
};

describe("A component's imports", () => {
  it("are well within world, manifest and policy", () => {
    const lines = [NEXUS("types"), NEXUS("log"), WASI("random/random@0.2.3"), WASI("cli/stdout@0.2.0")];
    expect(importFault(lines, TERMS)).to.equal(undefined);
    expect(importFault([], TERMS)).to.equal(undefined);
  });

  const refused: Record<string, [string, string]> = {
    "what its world doesn't offer": [
      NEXUS("chain-read"),
      'it imports "nexus:plugin/chain-read@0.2.0", which the world visualization-module doesn\'t offer (rule "world")',
    ],
    "another version of what its world offers": [
      "import nexus:plugin/log@0.3.0;",
      'it imports "nexus:plugin/log@0.3.0", which the world visualization-module doesn\'t offer (rule "world")',
    ],
    "an interface of the same name in another package": [
      "import evil:plugin/log@0.2.0;",
      'it imports "evil:plugin/log@0.2.0", which the world visualization-module doesn\'t offer (rule "world")',
    ],
    "a bare function": [
      "import fetch: func(url: string) -> list<u8>;",
      'it imports "fetch: func(url: string) -> list<u8>", which the world visualization-module doesn\'t offer (rule "world")',
    ],
    "what its manifest doesn't ask for": [
      NEXUS("artifacts"),
      'it imports "nexus:plugin/artifacts@0.2.0", and its manifest doesn\'t ask for the capability artifacts (rule "manifest")',
    ],
    "what the policy doesn't grant": [
      NEXUS("clause-data"),
      'it imports "nexus:plugin/clause-data@0.2.0", and the policy doesn\'t grant the capability clause-data (rule "policy")',
    ],
  };
  for (const [title, [line, fault]] of Object.entries(refused)) {
    it(`are refused for ${title}`, () => {
      expect(importFault([NEXUS("log"), line], TERMS)).to.equal(fault);
    });
  }

  for (const path of [
    "http/outgoing-handler@0.2.3",
    "sockets/tcp@0.2.3",
    "sockets/ip-name-lookup@0.2.3",
    "random/random@0.3.0",
    "filesystem/types@0.2.3-rc",
  ]) {
    it(`are refused for wasi:${path}, whatever is granted`, () => {
      expect(importFault([WASI(path)], TERMS)).to.match(
        /and of WASI there are only the stubs .* \(rule "wasi"\)$/,
      );
    });
  }

  it("are refused for WASI that was asked for and not granted, or granted and not asked for", () => {
    const lines = [WASI("random/random@0.2.3")];
    expect(importFault(lines, { ...TERMS, granted: ["log"] })).to.match(/\(rule "policy"\)$/);
    expect(importFault(lines, { ...TERMS, asked: ["log"] })).to.match(/\(rule "manifest"\)$/);
  });
});
