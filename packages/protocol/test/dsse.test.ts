import {
  checkReceiptOffline,
  type Envelope,
  envelopeOf,
  isEnvelopeSigned,
  parseReceiptFile,
  preAuthEncoding,
  type Receipt,
  receiptFile,
  type SigningDomain,
  STATEMENT_TYPE,
  statementBytes,
} from "@nexus/protocol";
import { ed25519 } from "@noble/curves/ed25519";
import { expect } from "chai";
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { vectors, word } from "./vectors.ts";

interface Case {
  name: string;
  seed: Hex;
  receipt: Receipt;
  statement: string;
  pae: Hex;
  envelope: Envelope;
  signature: Hex;
}

const { cases } = vectors<SigningDomain & { cases: Case[] }>("receipts");

describe("the statement about a run", () => {
  for (const { name, seed, receipt, statement, pae, envelope, signature } of cases) {
    it(`of ${name} is the in-toto statement that other implementations make and sign`, () => {
      expect(new TextDecoder().decode(statementBytes(receipt))).to.equal(statement);
      const encoded = preAuthEncoding(STATEMENT_TYPE, statementBytes(receipt));
      expect(bytesToHex(encoded)).to.equal(pae);
      const signed = ed25519.sign(encoded, hexToBytes(seed));
      expect(envelopeOf(statementBytes(receipt), receipt.identity.id, signed)).to.deep.equal(envelope);
    });

    it(`of ${name} passes every check that needs no chain`, async () => {
      const file = parseReceiptFile(receiptFile(envelope, signature).bytes);
      expect(file.receipt).to.deep.equal(receipt);
      const checks = await checkReceiptOffline(file);
      expect(checks.map(({ name: check, ok }) => [check, ok])).to.deep.equal([
        ["statement", true],
        ["identity", true],
        ["account", true],
      ]);
    });
  }
});

describe("a DSSE signature", () => {
  const [known] = cases;
  if (known === undefined) throw new Error("no cases");
  const { envelope, receipt } = known;
  const { key } = receipt.identity;

  it("holds for its key alone", () => {
    expect(isEnvelopeSigned(envelope, key)).to.equal(true);
    expect(isEnvelopeSigned(envelope, word(1))).to.equal(false);
    expect(isEnvelopeSigned(envelope, cases[1]?.receipt.identity.key ?? "0x")).to.equal(false);
  });

  it("doesn't hold for another payload, type or signature, however malformed", () => {
    const [{ sig, keyid }] = envelope.signatures as [{ sig: string; keyid: string }];
    const other = cases[1]?.envelope.payload ?? "";
    const changes: object[] = [
      { payload: other },
      { payload: "" },
      { payloadType: "application/json" },
      ...["", "AAAA", `${sig.slice(0, -4)}AAA=`].map((bad) => ({ signatures: [{ keyid, sig: bad }] })),
    ];
    for (const change of changes) {
      expect(isEnvelopeSigned({ ...envelope, ...change }, key), JSON.stringify(change)).to.equal(false);
    }
  });

  it("isn't accepted for a key of small order, for which anything is signed", () => {
    const identity = bytesToHex(Uint8Array.of(1, ...new Uint8Array(31)));
    const forged = envelopeOf(statementBytes(receipt), "key", Uint8Array.of(1, ...new Uint8Array(63)));
    expect(isEnvelopeSigned(forged, identity)).to.equal(false);
  });

  it("encodes lengths in bytes, as DSSE's own example does", () => {
    const encoded = preAuthEncoding("http://example.com/HelloWorld", new TextEncoder().encode("hello world"));
    expect(new TextDecoder().decode(encoded)).to.equal(
      "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
    );
    const wide = preAuthEncoding("ü", new TextEncoder().encode("ü"));
    expect(new TextDecoder().decode(wide)).to.equal("DSSEv1 2 ü 2 ü");
  });
});
