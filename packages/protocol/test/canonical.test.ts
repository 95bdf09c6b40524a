import { createHash } from "node:crypto";
import {
  canonicalBytes,
  type JsonValue,
  NotCanonicalError,
  parseCanonical,
  sha256Digest,
} from "@nexus/protocol";
import { expect } from "chai";
import fc from "fast-check";
import { thrownBy, vectors } from "./vectors.ts";

const known = vectors<{
  canonical: { name: string; value: JsonValue; canonical: string; digest: string }[];
  refused: { name: string; text: string; path: string }[];
}>("canonical");

const encode = (text: string) => new TextEncoder().encode(text);

/** Names of members; one that JavaScript reserves is refused. */
const names = fc.string({ unit: "grapheme" }).filter((name) => name !== "__proto__");

/** JSON values that I-JSON allows here: safe integers, well-formed strings. */
const iJson = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.string({ unit: "grapheme" }),
    fc.array(tie("value")),
    fc.dictionary(names, tie("value")),
  ),
})).value;

describe("canonical JSON", () => {
  for (const { name, value, canonical, digest } of known.canonical) {
    it(`writes and reads ${name}`, () => {
      expect(new TextDecoder().decode(canonicalBytes(value))).to.equal(canonical);
      expect(parseCanonical(encode(canonical))).to.deep.equal(value);
      expect(sha256Digest(encode(canonical))).to.equal(digest);
    });
  }

  for (const { name, text, path } of known.refused) {
    it(`refuses ${name}`, () => {
      const { faults } = thrownBy(() => parseCanonical(encode(text)), NotCanonicalError);
      expect(faults.map((fault) => fault.path)).to.deep.equal([path]);
    });
  }

  it("refuses bytes that aren't UTF-8", () => {
    const { faults } = thrownBy(() => parseCanonical(Uint8Array.of(0x22, 0xff, 0x22)), NotCanonicalError);
    expect(faults[0]?.message).to.contain("isn't JSON in UTF-8");
  });

  it("reports every fault at once", () => {
    const { faults } = thrownBy(
      () => parseCanonical(encode('{"b":[0.5,9007199254740992],"a":1.5}')),
      NotCanonicalError,
    );
    expect(faults.map(({ path }) => path)).to.deep.equal(["$.b[0]", "$.b[1]", "$.a"]);
  });

  it("says where bytes stop being canonical", () => {
    const { faults } = thrownBy(() => parseCanonical(encode('{"a":1,"b":2 }')), NotCanonicalError);
    expect(faults[0]?.message).to.contain("from byte 12 on");
  });

  it("survives hostile nesting", () => {
    const deep = encode("[".repeat(100_000) + "]".repeat(100_000));
    expect(() => parseCanonical(deep)).to.throw(NotCanonicalError, "nested deeper than 64 levels");
  });

  const unwritable: [string, unknown, string][] = [
    ["undefined", { a: undefined }, "$.a"],
    ["a bigint", [1n], "$[0]"],
    ["NaN", [Number.NaN], "$[0]"],
    ["a date", { at: new Date(0) }, "$.at"],
    ["a map", new Map(), "$"],
    ["a function", () => 1, "$"],
    ["a lone surrogate in a name", { "\ud800": 1 }, "$['\ud800']"],
    ["bytes", { data: Uint8Array.of(1) }, "$.data"],
  ];
  for (const [name, value, path] of unwritable) {
    it(`doesn't write ${name}`, () => {
      const { faults } = thrownBy(() => canonicalBytes(value), NotCanonicalError);
      expect(faults.map((fault) => fault.path)).to.deep.equal([path]);
    });
  }

  it("reads back whatever it writes, to the same bytes", () => {
    fc.assert(
      fc.property(iJson, (value) => {
        const bytes = canonicalBytes(value);
        expect(canonicalBytes(parseCanonical(bytes))).to.deep.equal(bytes);
        expect(sha256Digest(bytes)).to.equal(`0x${createHash("sha256").update(bytes).digest("hex")}`);
      }),
    );
  });

  it("gives one form whatever the order of members", () => {
    fc.assert(
      fc.property(fc.dictionary(names, fc.integer()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalBytes(reversed)).to.deep.equal(canonicalBytes(value));
      }),
    );
  });
});
