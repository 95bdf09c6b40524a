import { expect } from "chai";
import { describe as lines, oneLine, printable, toJson } from "../src/output.ts";
import { amount, duration, moment, wholeNumber } from "../src/values.ts";

describe("output", () => {
  it("writes bigint as a decimal string in JSON, at any depth", () => {
    const result = { proposalId: 2n ** 200n, list: [1n, { deep: 0n }], count: 3 };
    expect(toJson(result)).to.equal(
      '{"proposalId":"1606938044258990275541962092341162602522202993782792835301376","list":["1",{"deep":"0"}],"count":3}',
    );
  });

  it("puts one field on a line, lists with commas and nested fields indented", () => {
    const result = {
      tx: "0x1",
      bountyId: 5n,
      sources: ["a", "b"],
      none: [],
      terms: { claimWindow: 60 },
      gone: undefined,
    };
    expect(lines(result)).to.deep.equal([
      "tx         0x1",
      "bounty id  5",
      "sources    a, b",
      "none       none",
      "terms",
      "  claim window  60",
    ]);
  });

  it("shows amounts with their currency, times in ISO 8601 and domains by name", () => {
    const result = {
      amount: 5n * 10n ** 17n,
      claimEndsAt: 1_767_225_600,
      settledAt: 0,
      domains: 12,
      bountyId: 1n,
    };
    expect(lines(result, "NXS")).to.deep.equal([
      "amount         0.5 NXS",
      "claim ends at  2026-01-01T00:00:00.000Z",
      "settled at     never",
      "domains        drf, drr",
      "bounty id      1",
    ]);
  });

  it("lets a stranger's text neither begin a line nor command the terminal", () => {
    const text = "v1\nsigned by all\u001b[31m\u0085\u202e";
    expect(lines({ node: text, list: [text] })).to.have.length(2);
    expect(printable(text)).to.equal("v1\nsigned by all\\u001b[31m\\u0085\\u202e");
    expect(JSON.parse(printable(toJson(text)))).to.equal(text);
  });

  it("keeps a message on one line", () => {
    expect(oneLine(" a\n  b\tc ")).to.equal("a b c");
  });
});

describe("values", () => {
  for (const [text, seconds] of [
    ["90", 90],
    ["90s", 90],
    ["15m", 900],
    ["12h", 43_200],
    ["7d", 604_800],
  ] as const) {
    it(`reads ${text} as ${seconds} seconds`, () => {
      expect(duration("--x")(text)).to.equal(seconds);
    });
  }

  it("reads amounts exactly", () => {
    expect(amount("--x", "ETH")("0.000000000000000001")).to.equal(1n);
    expect(amount("--x", "ETH")("2")).to.equal(2_000_000_000_000_000_000n);
  });

  for (const text of ["1e3", "0x10", ".5", "1.", "0.0000000000000000001", " 1"]) {
    it(`refuses the amount "${text}"`, () => {
      expect(() => amount("--x", "NXS")(text)).to.throw(
        `--x "${text}" can't be used: give an amount of NXS such as 0.5.`,
      );
    });
  }

  it("reads moments as Unix seconds or ISO 8601", () => {
    expect(moment("--x")("1767225600")).to.equal(1_767_225_600);
    expect(moment("--x")("2026-01-01T00:00:00Z")).to.equal(1_767_225_600);
  });

  it("reads whole numbers of 256 bits", () => {
    expect(wholeNumber("--x")(String(2n ** 256n - 1n))).to.equal(2n ** 256n - 1n);
    expect(() => wholeNumber("--x")("-1")).to.throw("a whole number");
  });
});
