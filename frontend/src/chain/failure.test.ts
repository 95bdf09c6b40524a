import { Eligibility, refusalAbi } from "@nexus/protocol";
import { expect } from "chai";
import {
  type Abi,
  BaseError,
  ContractFunctionRevertedError,
  encodeErrorResult,
  HttpRequestError,
  InsufficientFundsError,
  UserRejectedRequestError,
} from "viem";
import { explainFailure, isDeclined } from "./failure.ts";
import { refusalSentence } from "./refusal.ts";

const abi: Abi = refusalAbi;
const account = "0x00000000000000000000000000000000000000A1";

const encode = (errorName: string, args: readonly unknown[]) => encodeErrorResult({ abi, errorName, args });

describe("refusalSentence", () => {
  it("says why an account may not vote", () => {
    const reason = Eligibility.indexOf("ConflictOfInterest");
    const sentence = refusalSentence(encode("ReviewBoardNotEligible", [7n, account, reason]));
    expect(sentence).to.equal(
      `${account} can't vote on 7: the account has a conflict of interest with this review.`,
    );
  });

  it("speaks of the page where the command line would speak of itself", () => {
    const data = encode("GovernorNonexistentProposal", [7n]);
    expect(refusalSentence(data)).to.equal("No review has this number. Open it from the list of reviews.");
  });

  it("never sends a person to the command line", () => {
    const zero: Readonly<Record<string, unknown>> = { string: "words", bool: false, address: account };
    const sample = (type: string): unknown => {
      if (type in zero) return zero[type];
      if (type.endsWith("[]")) return [];
      if (type.startsWith("bytes"))
        return type === "bytes" ? "0x" : `0x${"00".repeat(Number(type.slice(5)))}`;
      return /^u?int(8|16|24|32|40|48)$/.test(type) ? 0 : 0n;
    };
    const told = abi.flatMap((entry) =>
      entry.type === "error"
        ? [
            refusalSentence(
              encode(
                entry.name,
                entry.inputs.map(({ type }) => sample(type)),
              ),
            ),
          ]
        : [],
    );
    expect(told.length).to.be.greaterThan(60);
    expect(told.filter((sentence) => /nexus [a-z]|"nexus/.test(sentence))).to.deep.equal([]);
  });

  it("shows the first bytes of data that nobody knows", () => {
    expect(refusalSentence("0x12345678abcd")).to.contain("0x12345678");
  });
});

describe("explainFailure", () => {
  it("finds a contract's reason inside what viem throws", async () => {
    const data = encode("GovernorAlreadyCastVote", [account]);
    const inner = new ContractFunctionRevertedError({ abi, data, functionName: "castVote" });
    const failure = await explainFailure(new BaseError("failed", { cause: inner }));
    expect(failure).to.deep.equal({
      kind: "refused",
      reason: `${account} has voted on this already, and a vote is final.`,
    });
  });

  for (const [what, error] of [
    ["viem's rejection", new BaseError("x", { cause: new UserRejectedRequestError(new Error("no")) })],
    ["a wallet's own code", Object.assign(new Error("denied"), { code: 4001 })],
  ] as const) {
    it(`takes ${what} calmly`, async () => {
      expect(isDeclined(error)).to.equal(true);
      expect(await explainFailure(error)).to.deep.equal({ kind: "declined" });
    });
  }

  it("names a node that doesn't answer", async () => {
    const failure = await explainFailure(new HttpRequestError({ url: "http://x", body: {} }));
    expect(failure).to.deep.include({ kind: "failed" });
    expect("reason" in failure && failure.reason).to.contain("doesn't answer");
  });

  it("says that there is too little ETH", async () => {
    const failure = await explainFailure(new BaseError("x", { cause: new InsufficientFundsError() }));
    expect("reason" in failure && failure.reason).to.contain("too little ETH");
  });

  it("keeps the message of any other error", async () => {
    expect(await explainFailure(new Error("odd"))).to.deep.equal({ kind: "failed", reason: "odd" });
  });
});
