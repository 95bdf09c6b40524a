import { pluginIdOf, versionIdOf } from "@nexus/protocol";
import { expect } from "chai";
import { versionIdOfReference } from "./reference.ts";

const place = { chainId: 31_337, registry: "0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9" } as const;
const id = `0x${"0e".repeat(32)}` as const;

describe("a credential's reference", () => {
  for (const [name, text] of [
    ["a version id", id],
    ["a version id in upper case", `0x${"0E".repeat(32)}`],
    ["a token id in decimal", String(BigInt(id))],
    ["a link to its page", `https://plugins.example/ipfs/bafy/#/credentials/${id}`],
    ["a link by its token id", `http://127.0.0.1:8500/#/credentials/${BigInt(id)}`],
  ] as const) {
    it(`may be ${name}`, () => expect(versionIdOfReference(text, place)).to.equal(id));
  }

  it("may be a plugin's name and version", () => {
    const named = versionIdOf(pluginIdOf({ ...place, name: "rainfall-trigger" }), "1.0.0");
    expect(versionIdOfReference(" rainfall-trigger@1.0.0 ", place)).to.equal(named);
  });

  for (const text of [
    "",
    "rainfall-trigger",
    "rainfall-trigger@1.0",
    "0x12",
    "9".repeat(79),
    String(2n ** 256n),
  ]) {
    it(`isn't "${text}"`, () => expect(versionIdOfReference(text, place)).to.equal(undefined));
  }
});
