import type { CertificationStatus, CredentialCheck } from "@nexus/protocol";
import { expect } from "chai";
import { verdictOf } from "./verdict.ts";

const NAMES = ["token", "certification", "holder", "board", "manifest", "artifact"] as const;

const checks = (...failed: CredentialCheck["name"][]): CredentialCheck[] =>
  NAMES.map((name) => ({ name, ok: !failed.includes(name), detail: "" }));

const word = (status: CertificationStatus, ...failed: CredentialCheck["name"][]) =>
  verdictOf(checks(...failed), status)?.word;

describe("a credential's verdict", () => {
  it("tells every state from the others", () => {
    const words = [
      word("Valid"),
      word("None", "token", "certification", "holder"),
      word("Suspended", "certification"),
      word("Expired", "certification"),
      word("Revoked", "certification"),
      word("Valid", "holder"),
      word("Valid", "artifact"),
    ];
    expect(words).to.deep.equal([
      "Valid",
      "Forged or never minted",
      "Suspended",
      "Expired",
      "Revoked",
      "Not genuine",
      "Bytes not verified",
    ]);
  });

  it("puts a revocation before swapped bytes", () => {
    expect(word("Revoked", "certification", "manifest", "artifact")).to.equal("Revoked");
  });

  it("waits for every check before it says valid, and for none before it says revoked", () => {
    const waiting = checks("certification").map((check) => (check.name === "artifact" ? undefined : check));
    expect(verdictOf(waiting, "Revoked")?.word).to.equal("Revoked");
    expect(
      verdictOf(
        checks().map((check) => (check.name === "artifact" ? undefined : check)),
        "Valid",
      ),
    ).to.equal(undefined);
  });
});
