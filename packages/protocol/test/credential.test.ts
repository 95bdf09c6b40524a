import { checkBoard, checkCertification, checkHolder, checkToken } from "@nexus/protocol";
import { expect } from "chai";

const holder = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const stranger = "0xA51c1fc2f0D1a1b8494Ed1FE312d7C3a78Ed91C0";
const artifactDigest = `0x${"0a".repeat(32)}` as const;

describe("a credential's checks", () => {
  it("know a token that was never minted", () => {
    expect(checkToken(undefined)).to.deep.equal({
      name: "token",
      ok: false,
      detail: "no such credential was ever minted",
    });
    expect(checkToken(holder).ok).to.equal(true);
  });

  it("know a certification in force from any other, by its word", () => {
    const certification = { artifactDigest, expiresAt: 1_800_000_000 };
    const verdict = (status: "Valid" | "Suspended" | "Expired" | "Revoked" | "None") =>
      checkCertification({ status, certification }, artifactDigest);
    expect(verdict("Valid")).to.deep.include({ ok: true, detail: "valid until 2027-01-15T08:00:00.000Z" });
    expect(verdict("Suspended")).to.deep.include({ ok: false, detail: "suspended for a time" });
    expect(verdict("Expired")).to.deep.include({ ok: false, detail: "expired" });
    expect(verdict("Revoked")).to.deep.include({ ok: false, detail: "revoked for ever" });
    expect(verdict("None")).to.deep.include({ ok: false, detail: "never certified" });
  });

  it("refuse a certification of another artifact", () => {
    const standing = { status: "Valid", certification: { artifactDigest, expiresAt: 1 } } as const;
    expect(checkCertification(standing, `0x${"0b".repeat(32)}`).ok).to.equal(false);
  });

  it("compare holder and board with who they must be, whatever the case of the address", () => {
    expect(checkHolder(holder, holder.toLowerCase() as typeof holder).ok).to.equal(true);
    expect(checkHolder(stranger, holder).ok).to.equal(false);
    expect(checkHolder(undefined, holder).detail).to.match(/^nobody holds it/);
    expect(checkBoard(stranger, stranger).ok).to.equal(true);
    expect(checkBoard(holder, stranger).ok).to.equal(false);
  });
});
