import { type ContractName, contractNames } from "@nexus/protocol";
import { expect } from "chai";
import { InvalidRuntimeConfigError, RuntimeConfigMissingError } from "./errors.ts";
import { fetchRuntimeConfig, isWebAddress, parseRuntimeConfig } from "./runtime-config.ts";

const address = (digit: string) => `0x${digit.repeat(40)}`;
const addressOf = (name: ContractName) => `0x${(contractNames.indexOf(name) + 16).toString(16).repeat(20)}`;

function document(changes: Record<string, unknown> = {}) {
  return {
    chainId: 31337,
    rpcUrl: "http://127.0.0.1:8545",
    index: "http://127.0.0.1:8700/subgraphs/name/nexus",
    gateway: "https://gateway.example/",
    contracts: Object.fromEntries(contractNames.map((name) => [name, addressOf(name)])),
    startBlock: 0,
    developmentAccounts: true,
    ...changes,
  };
}

function faultsOf(value: unknown) {
  try {
    parseRuntimeConfig(value);
  } catch (error) {
    expect(error).to.be.instanceOf(InvalidRuntimeConfigError);
    return (error as InvalidRuntimeConfigError).faults;
  }
  throw new Error("it was accepted");
}

const answering =
  (status: number, body: string): typeof fetch =>
  async () =>
    new Response(body, { status });

describe("parseRuntimeConfig", () => {
  it("takes a whole configuration and trims addresses that paths are added to", () => {
    const config = parseRuntimeConfig(document({ explorer: "https://explorer.example///" }));
    expect(config.gateway).to.equal("https://gateway.example");
    expect(config.explorer).to.equal("https://explorer.example");
    expect(config.contracts.ReviewBoard).to.equal(addressOf("ReviewBoard"));
  });

  it("lets the explorer be absent", () => {
    expect(parseRuntimeConfig(document()).explorer).to.equal(undefined);
  });

  for (const [field, value, path] of [
    ["chainId", "31337", "$.chainId"],
    ["chainId", 0, "$.chainId"],
    ["rpcUrl", "127.0.0.1:8545", "$.rpcUrl"],
    ["rpcUrl", "ws://127.0.0.1:8545", "$.rpcUrl"],
    ["index", undefined, "$.index"],
    ["gateway", "javascript:alert(1)", "$.gateway"],
    ["explorer", "not an address", "$.explorer"],
    ["startBlock", -1, "$.startBlock"],
    ["developmentAccounts", "yes", "$.developmentAccounts"],
  ] as const) {
    it(`names ${path} when it is ${JSON.stringify(value)}`, () => {
      expect(faultsOf(document({ [field]: value })).map((fault) => fault.path)).to.deep.equal([path]);
    });
  }

  it("names every contract that is missing, malformed or zero", () => {
    const { contracts } = document();
    const faults = faultsOf(
      document({
        contracts: { ...contracts, ReviewBoard: "0x12", BountyEscrow: undefined, NexusToken: address("0") },
      }),
    );
    expect(faults.map(({ path }) => path).sort()).to.deep.equal([
      "$.contracts.BountyEscrow",
      "$.contracts.NexusToken",
      "$.contracts.ReviewBoard",
    ]);
  });

  it("names several faults at once", () => {
    expect(faultsOf(document({ rpcUrl: "", gateway: 7 })).map(({ path }) => path)).to.deep.equal([
      "$.rpcUrl",
      "$.gateway",
    ]);
  });

  for (const value of [null, "text", [], 7]) {
    it(`refuses ${JSON.stringify(value)} as a whole`, () => {
      expect(faultsOf(value).map(({ path }) => path)).to.deep.equal(["$"]);
    });
  }
});

describe("a fault of the configuration", () => {
  it("says what the field must be", () => {
    const messages = faultsOf({}).map(({ path, message }) => `${path} ${message}`);
    expect(messages).to.have.lengthOf(7);
    for (const message of messages) expect(message).to.match(/^\$\.\w+ must /);
  });
});

describe("fetchRuntimeConfig", () => {
  const missing = async (fetcher: typeof fetch) => {
    try {
      await fetchRuntimeConfig(fetcher);
    } catch (error) {
      expect(error).to.be.instanceOf(RuntimeConfigMissingError);
      return (error as Error).message;
    }
    throw new Error("it was accepted");
  };

  it("reads what is served", async () => {
    const config = await fetchRuntimeConfig(answering(200, JSON.stringify(document())));
    expect(config.chainId).to.equal(31337);
  });

  it("says what the server answered", async () => {
    expect(await missing(answering(404, "gone"))).to.contain("answered 404");
  });

  it("says that it isn't JSON", async () => {
    expect(await missing(answering(200, "<html>"))).to.contain("isn't JSON");
  });

  it("says that no answer came", async () => {
    const failing: typeof fetch = async () => {
      throw new TypeError("refused");
    };
    expect(await missing(failing)).to.contain("no answer came");
  });
});

describe("isWebAddress", () => {
  it("takes http and https alone", () => {
    expect(["http://a", "https://a/b", "ftp://a", "//a", "data:,x", ""].filter(isWebAddress)).to.deep.equal([
      "http://a",
      "https://a/b",
    ]);
  });
});
