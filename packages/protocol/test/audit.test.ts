import { deriveAuditInput, type JsonValue } from "@nexus/protocol";
import { expect } from "chai";
import fc from "fast-check";
import type { Hex } from "viem";
import { vectors, word } from "./vectors.ts";

const { seed, cases } = vectors<{ seed: Hex; cases: { index: number; input: string; output: string }[] }>(
  "audit-inputs",
);

const encode = (text: string) => new TextEncoder().encode(text);
const derive = (vectorInput: Uint8Array, index = 0, from: Hex = seed) =>
  deriveAuditInput({ seed: from, index, vectorInput });
const read = (bytes: Uint8Array): JsonValue => JSON.parse(new TextDecoder().decode(bytes));

/** The same value with every integer put to 0. */
function withoutIntegers(value: JsonValue): JsonValue {
  if (typeof value === "number") return Number.isSafeInteger(value) ? 0 : value;
  if (Array.isArray(value)) return value.map(withoutIntegers);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutIntegers(item)]));
}

describe("derived audit inputs", () => {
  cases.forEach(({ index, input, output }, i) => {
    it(`are drawn as defined (case ${i})`, () => {
      expect(new TextDecoder().decode(derive(encode(input), index))).to.equal(output);
    });
  });

  it("differ by seed and by index", () => {
    const input = encode('{"rain":[100000,200000,300000]}');
    const texts = [derive(input), derive(input, 1), derive(input, 0, word(7))].map((bytes) =>
      JSON.stringify(read(bytes)),
    );
    expect(new Set(texts).size).to.equal(3);
  });

  it("keep the document's shape, its dates and its zeros", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false, maxDepth: 4 }), fc.nat(20), (value, index) => {
        const text = JSON.stringify(value);
        const derived = read(derive(encode(text), index));
        expect(withoutIntegers(derived)).to.deep.equal(withoutIntegers(JSON.parse(text)));
      }),
    );
  });

  it("draw each integer from half to one and a half of it", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.nat(50), (integer, index) => {
        const drawn = Number(read(derive(encode(JSON.stringify(integer)), index)));
        const half = Math.floor(Math.abs(integer) / 2);
        const highest = Math.min(Math.abs(integer) + half, Number.MAX_SAFE_INTEGER);
        expect(Math.abs(drawn)).to.be.within(half, highest);
        expect(drawn * integer >= 0).to.equal(true);
      }),
    );
  });

  it("reach both ends of the range", () => {
    const drawn = Array.from({ length: 200 }, (_, index) => Number(read(derive(encode("4"), index))));
    expect([...new Set(drawn)].sort()).to.deep.equal([2, 3, 4, 5, 6]);
  });

  for (const [name, bytes] of [
    ["bytes that aren't UTF-8", Uint8Array.of(0x22, 0xff, 0x22)],
    ["a lone surrogate", encode('["\\ud800",5]')],
    ["a number beyond IEEE 754", encode("[1e999,5]")],
    ["hostile nesting", encode("[".repeat(200_000) + "]".repeat(200_000))],
  ] as const) {
    it(`leave ${name} as they are`, () => {
      expect(derive(bytes)).to.deep.equal(bytes);
    });
  }
});
