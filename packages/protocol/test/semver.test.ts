import { formatSemVer, InvalidVersionError, packSemVer, versionParts } from "@nexus/protocol";
import { expect } from "chai";
import fc from "fast-check";
import { thrownBy, vectors } from "./vectors.ts";

const { versions } = vectors<{ versions: { version: string; packed: string }[] }>("ids");
const part = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe("semver", () => {
  for (const { version, packed } of versions) {
    it(`packs ${version} and reads it back`, () => {
      expect(packSemVer(version)).to.equal(BigInt(packed));
      expect(formatSemVer(BigInt(packed))).to.equal(version);
    });
  }

  it("keeps precedence as integer order", () => {
    fc.assert(
      fc.property(fc.tuple(part, part, part), fc.tuple(part, part, part), (a, b) => {
        const first = a.findIndex((value, i) => value !== b[i]);
        const after = first >= 0 && (a[first] ?? 0) > (b[first] ?? 0);
        expect(packSemVer(a.join(".")) > packSemVer(b.join("."))).to.equal(after);
      }),
    );
  });

  it("gives the three parts", () => {
    expect(versionParts("10.0.4294967295")).to.deep.equal({ major: 10, minor: 0, patch: 4294967295 });
  });

  for (const version of [
    "",
    "1",
    "1.2",
    "1.2.3.4",
    "01.2.3",
    "1.2.4294967296",
    "1.2.3-rc.1",
    "1.2.3+b",
    "v1.2.3",
    " 1.2.3",
    "-1.2.3",
  ]) {
    it(`refuses "${version}"`, () => {
      expect(thrownBy(() => packSemVer(version), InvalidVersionError).version).to.equal(version);
    });
  }

  it("refuses numbers beyond 96 bits", () => {
    expect(thrownBy(() => formatSemVer(2n ** 96n), InvalidVersionError).version).to.equal(String(2n ** 96n));
    expect(thrownBy(() => formatSemVer(-1n), InvalidVersionError).version).to.equal("-1");
  });
});
