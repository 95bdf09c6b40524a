import { expect } from "chai";
import { encodeAbiParameters, keccak256 } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import {
  commitmentMessage,
  commitmentSalt,
  DEVELOPMENT_MNEMONIC,
  submissionCommitment,
} from "../src/index.ts";

const escrow = `0x${"E5".repeat(20)}` as const;
const artifactDigest = `0x${"aB".repeat(32)}` as const;

describe("a commitment to an artifact", () => {
  it("is the hash of account, artifact and salt, as the escrow makes it", () => {
    const account = `0x${"01".repeat(20)}` as const;
    const salt = `0x${"02".repeat(32)}` as const;
    const words = [{ type: "address" }, { type: "bytes32" }, { type: "bytes32" }] as const;
    const expected = keccak256(encodeAbiParameters(words, [account, artifactDigest, salt]));
    expect(submissionCommitment({ account, artifactDigest, salt })).to.equal(expected);
  });

  it("has a salt that its author can make again, and that differs for another escrow, chain and artifact", async () => {
    const author = mnemonicToAccount(DEVELOPMENT_MNEMONIC);
    const saltOf = async (change: Partial<Parameters<typeof commitmentMessage>[0]>) => {
      const message = commitmentMessage({ chainId: 1, escrow, artifactDigest, ...change });
      return commitmentSalt(await author.signMessage({ message }));
    };
    const salt = await saltOf({});
    expect(await saltOf({ escrow: escrow.toLowerCase() as typeof escrow })).to.equal(salt);
    const others = [
      { chainId: 2 },
      { escrow: `0x${"00".repeat(20)}` },
      { artifactDigest: `0x${"00".repeat(32)}` },
    ] as const;
    for (const other of others) expect(await saltOf(other)).not.to.equal(salt);
  });
});
