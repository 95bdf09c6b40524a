import { bountyEscrowAbi, reviewBoardAbi } from "@nexus/protocol";
import { expect } from "chai";
import { encodeFunctionData } from "viem";
import { callWords } from "./call-words.ts";

describe("callWords", () => {
  it("names the function and its arguments", () => {
    const data = encodeFunctionData({ abi: bountyEscrowAbi, functionName: "claim", args: [2n] });
    expect(callWords(data)).to.deep.equal([
      ["Call", "claim"],
      ["bountyId", "2"],
    ]);
  });

  it("writes numbers inside lists out", () => {
    const data = encodeFunctionData({
      abi: reviewBoardAbi,
      functionName: "castVoteWithReasonAndParams",
      args: [7n, 0, "too slow", "0x04"],
    });
    expect(callWords(data)).to.deep.equal([
      ["Call", "castVoteWithReasonAndParams"],
      ["proposalId", "7"],
      ["support", "0"],
      ["reason", "too slow"],
      ["params", "0x04"],
    ]);
  });

  it("shows data that it doesn't know as they are", () => {
    expect(callWords("0x1234")).to.deep.equal([["Data", "0x1234"]]);
  });
});
