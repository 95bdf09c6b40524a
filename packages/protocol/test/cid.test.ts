import {
  asDigest,
  cidOfDigest,
  digestOfCid,
  EMPTY_DIGEST,
  InvalidCidError,
  InvalidDigestError,
  isListCid,
  sha256Digest,
} from "@nexus/protocol";
import { expect } from "chai";
import fc from "fast-check";
import type { Hex } from "viem";
import { thrownBy, vectors } from "./vectors.ts";

const known = vectors<{ name: string; digest: Hex; cid: string }[]>("cids");
const EMPTY_DIRECTORY = "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354";

describe("CIDs", () => {
  for (const { name, digest, cid } of known) {
    it(`follow from the digest, both ways: ${name}`, () => {
      expect(cidOfDigest(digest)).to.equal(cid);
      expect(digestOfCid(cid)).to.equal(digest);
    });
  }

  it("come back as the same digest", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const digest: Hex = `0x${Buffer.from(bytes).toString("hex")}`;
        expect(digestOfCid(cidOfDigest(digest))).to.equal(digest);
      }),
    );
  });

  const refused: [string, string, string][] = [
    ["nothing", "", "it isn't a CID"],
    ["a path", "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e/x", "it isn't a CID"],
    ["version 0", "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn", "it is version 0, and 1 is needed"],
    ["a list of blocks", EMPTY_DIRECTORY, "its codec is 0x70, and raw (0x55) is needed"],
    ["base58", "zb2rhj7crUKTQYRGCRATFaQ6YFLTde2YzdqbbhAASkL9uRDXn", "its usual form is"],
    [
      "sha2-512",
      "bafkrgqbqt3gerhas23vuzrapkdeqf4vu2dwxp3srdj6hvg6nhsug2tgyn6mj3u23yx7utftq3i2ckw2fwdh5qmhid5qf3t35yvkc5e5ottlw6",
      "its hash isn't a full sha2-256",
    ],
  ];
  for (const [name, cid, reason] of refused) {
    it(`aren't ${name}`, () => {
      const error = thrownBy(() => digestOfCid(cid), InvalidCidError);
      expect(error.cid).to.equal(cid);
      expect(error.reason).to.contain(reason);
    });
  }

  it("of lists are told from those of blocks", () => {
    expect(isListCid(EMPTY_DIRECTORY)).to.equal(true);
    expect(isListCid(cidOfDigest(EMPTY_DIGEST))).to.equal(false);
    expect(isListCid("no CID")).to.equal(false);
  });
});

describe("digests", () => {
  it("of nothing are the known one", () => {
    expect(sha256Digest(new Uint8Array())).to.equal(EMPTY_DIGEST);
  });

  for (const digest of [
    "",
    "0x",
    EMPTY_DIGEST.slice(2),
    EMPTY_DIGEST.toUpperCase(),
    `${EMPTY_DIGEST}00`,
    EMPTY_DIGEST.slice(0, -1),
  ]) {
    it(`aren't "${digest}"`, () => {
      expect(thrownBy(() => asDigest(digest), InvalidDigestError).digest).to.equal(digest);
    });
  }
});
