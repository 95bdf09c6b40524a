import { expect } from "chai";
import { type AbiParameter, zeroAddress } from "viem";
import { abiValue } from "../src/abi-values.ts";
import { OptionError } from "../src/errors.ts";

const struct = {
  name: "rules",
  type: "tuple",
  components: [
    { name: "quorumBps", type: "uint16" },
    { name: "mandatory", type: "bool" },
    { name: "stake", type: "uint96" },
  ],
} as const satisfies AbiParameter;

const chamber = { name: "chamber", type: "uint8", internalType: "enum IReviewBoard.Chamber" } as const;

describe("a contract's argument from text", () => {
  const read: readonly (readonly [AbiParameter, string, unknown])[] = [
    [{ name: "n", type: "uint48" }, "281474976710655", 2n ** 48n - 1n],
    [{ name: "n", type: "int8" }, "-128", -128n],
    [{ name: "who", type: "address" }, zeroAddress, zeroAddress],
    [{ name: "yes", type: "bool" }, "false", false],
    [{ name: "id", type: "bytes4" }, "0x01020304", "0x01020304"],
    [{ name: "data", type: "bytes" }, "0x", "0x"],
    [{ name: "why", type: "string" }, "because", "because"],
    [chamber, "Drf", 2],
    [chamber, "2", 2n],
    [{ name: "ids", type: "uint64[]" }, '[1, "18446744073709551615"]', [1n, 2n ** 64n - 1n]],
    [{ name: "pair", type: "bool[2]" }, "[true,false]", [true, false]],
    [struct, '{"mandatory":true,"quorumBps":5000,"stake":"1000000000000000000"}', given(5_000n, true)],
    [struct, '[1,false,"1000000000000000000"]', given(1n, false)],
  ];
  for (const [parameter, text, value] of read) {
    it(`reads ${text} as ${parameter.type}`, () => {
      expect(abiValue(parameter, text)).to.deep.equal(value);
    });
  }

  const refused: readonly (readonly [AbiParameter, string, string])[] = [
    [{ name: "n", type: "uint8" }, "256", "a whole number that fits uint8"],
    [{ name: "n", type: "uint8" }, "-1", "a whole number that fits uint8"],
    [{ name: "n", type: "int8" }, "-129", "a whole number that fits int8"],
    [{ name: "who", type: "address" }, "holder-1", "an account's address"],
    [{ name: "yes", type: "bool" }, "yes", "true or false"],
    [{ name: "id", type: "bytes4" }, "0x010203", "bytes4 in hex"],
    [chamber, "Kitchen", "one of ClauseAuditors, Security, Drf, Drr, Health, Esg, Hubs"],
    [{ name: "ids", type: "uint64[]" }, "1,2", "a JSON list of uint64"],
    [{ name: "pair", type: "bool[2]" }, "[true]", "a JSON list of 2 times bool"],
    [struct, '{"quorumBps":1}', "a JSON object with quorumBps, mandatory, stake"],
    [struct, '{"quorumBps":1,"mandatory":true,"stake":1,"more":1}', "a JSON object with quorumBps"],
    [struct, "[1,true]", "a JSON object with quorumBps"],
    [struct, "[1,true,10000000000000000000]", "a number this large in quotes"],
  ];
  for (const [parameter, text, expected] of refused) {
    it(`refuses ${text} as ${parameter.type}`, () => {
      expect(() => abiValue(parameter, text))
        .to.throw(OptionError)
        .with.property("message")
        .that.includes(expected);
    });
  }
});

function given(quorumBps: bigint, mandatory: boolean) {
  return { quorumBps, mandatory, stake: 10n ** 18n };
}
