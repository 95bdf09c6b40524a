import { anyValue } from "@nomicfoundation/hardhat-ethers-chai-matchers/withArgs";
import { expect } from "chai";
import { ethers, namedSigners, networkHelpers } from "../fixtures/connect.ts";

const SUPPLY = ethers.parseEther("1000000000");

async function deploy() {
  const accounts = await namedSigners("treasury", "voter", "spender");
  const token = await ethers.deployContract("NexusToken", [accounts.treasury]);
  return { token, ...accounts };
}

describe("NexusToken", () => {
  it("mints its whole supply to the recipient", async () => {
    const { token, treasury } = await networkHelpers.loadFixture(deploy);
    expect(await token.name()).to.equal("Nexus");
    expect(await token.symbol()).to.equal("NXS");
    expect(await token.totalSupply()).to.equal(SUPPLY);
    expect(await token.balanceOf(treasury)).to.equal(SUPPLY);
  });

  it("keeps votes by timestamp", async () => {
    const { token, treasury, voter } = await networkHelpers.loadFixture(deploy);
    expect(await token.CLOCK_MODE()).to.equal("mode=timestamp");
    expect(await token.clock()).to.equal(BigInt(await networkHelpers.time.latest()));
    await token.connect(treasury).transfer(voter, 500n);
    await token.connect(voter).delegate(voter);
    const delegatedAt = await networkHelpers.time.latest();
    await token.connect(voter).transfer(treasury, 200n);
    await networkHelpers.mine();
    expect(await token.getPastVotes(voter, delegatedAt)).to.equal(500n);
    expect(await token.getVotes(voter)).to.equal(300n);
  });

  it("takes an allowance by signature, once", async () => {
    const { token, treasury, spender } = await networkHelpers.loadFixture(deploy);
    const { chainId } = await ethers.provider.getNetwork();
    const domain = { name: "Nexus", version: "1", chainId, verifyingContract: await token.getAddress() };
    const types = {
      Permit: [
        { name: "owner", type: "address" },
        { name: "spender", type: "address" },
        { name: "value", type: "uint256" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint256" },
      ],
    };
    const message = {
      owner: treasury.address,
      spender: spender.address,
      value: 5n,
      nonce: 0n,
      deadline: ethers.MaxUint256,
    };
    const { v, r, s } = ethers.Signature.from(await treasury.signTypedData(domain, types, message));
    await token.permit(treasury, spender, 5n, ethers.MaxUint256, v, r, s);
    expect(await token.allowance(treasury, spender)).to.equal(5n);
    expect(await token.nonces(treasury)).to.equal(1n);
    await expect(token.permit(treasury, spender, 5n, ethers.MaxUint256, v, r, s))
      .to.be.revertedWithCustomError(token, "ERC2612InvalidSigner")
      .withArgs(anyValue, treasury);
  });
});
