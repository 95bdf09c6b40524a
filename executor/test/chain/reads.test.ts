import { expect } from "chai";
import { type Hex, numberToHex, pad } from "viem";
import { chainClient } from "../../src/chain/client.ts";
import { chainReads } from "../../src/chain/reads.ts";
import type { ChainReads } from "../../src/core/ports.ts";
import { hashOf } from "../doubles/chain.ts";
import { type LocalChain, startLocalChain } from "../fixtures/chain.ts";

const CONTRACT: Hex = `0x${"c0".repeat(20)}`;
/** Returns its first word of storage when called with nothing, else reverts with what it was called with. */
const CODE = "0x36600f5760005460005260206000f35b366000600037366000fd";

describe("reading contracts at a block", () => {
  let chain: LocalChain;
  let read: ChainReads;
  const blocks: Hex[] = [];

  before(async () => {
    chain = await startLocalChain();
    read = chainReads(chainClient(chain.url, await chain.client.getChainId(), 100));
    await chain.client.setCode({ address: CONTRACT, bytecode: CODE });
    for (const value of [5, 6]) {
      const word = pad(numberToHex(value));
      await chain.client.setStorageAt({ address: CONTRACT, index: 0, value: word });
      await chain.client.mine({ blocks: 1 });
      blocks.push((await chain.client.getBlock()).hash);
      // What anvil is told to store changes its newest block too.
      await chain.client.mine({ blocks: 1 });
    }
  });

  after(() => chain?.stop());

  it("tells what the contract returned as the chain stood then", async () => {
    const [older = "0x", newer = "0x"] = blocks;
    const question = { to: CONTRACT, data: "0x" } as const;
    expect(await read(older, question)).to.deep.equal({ reverted: false, data: pad("0x05") });
    expect(await read(newer, question)).to.deep.equal({ reverted: false, data: pad("0x06") });
  });

  it("tells what the contract reverted with", async () => {
    const answer = await read(blocks[0] ?? "0x", { to: CONTRACT, data: "0x01020304ff" });
    expect(answer).to.deep.equal({ reverted: true, data: "0x01020304ff" });
  });

  it("throws when the chain holds no such block, which isn't an answer of the contract", async () => {
    const asked = read(hashOf("elsewhere"), { to: CONTRACT, data: "0x" });
    const fault = await asked.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(fault).to.be.instanceOf(Error);
  });
});
