import { expect } from "chai";
import type { ReviewBoard } from "../../types/ethers-contracts/index.ts";
import { ethers, networkHelpers, type Signer } from "../fixtures/connect.ts";
import { CHAMBER, endOfTerm, seated, WEIGHT } from "../fixtures/review-board.ts";

async function tokens() {
  const setup = await seated();
  const token = await ethers.deployContract("ReviewerSeatToken", [setup.board]);
  const [holder] = setup.chambers.security;
  const { since, until } = await setup.board.seatOf(holder);
  const tokenId = (since << 160n) | BigInt(holder.address);
  return { ...setup, token, holder, since, until, tokenId };
}

/** Ends a seat, and waits until no review can count it any more, so that its holder may have another. */
async function endSeat(board: ReviewBoard, holder: Signer): Promise<void> {
  await board.end(holder);
  await networkHelpers.time.increase(10_000);
}

/** XOR of the selectors of an interface's functions. */
const interfaceId = (functions: readonly string[]) => {
  const { fragments } = new ethers.Interface(functions);
  const selectors = fragments.map((fragment) => BigInt(ethers.id(fragment.format("sighash")).slice(0, 10)));
  return ethers.toBeHex(
    selectors.reduce((sum, selector) => sum ^ selector, 0n),
    4,
  );
};

const ERC165 = ["function supportsInterface(bytes4) view returns (bool)"];
const ERC721 = [
  "function balanceOf(address) view returns (uint256)",
  "function ownerOf(uint256) view returns (address)",
  "function safeTransferFrom(address,address,uint256,bytes)",
  "function safeTransferFrom(address,address,uint256)",
  "function transferFrom(address,address,uint256)",
  "function approve(address,uint256)",
  "function setApprovalForAll(address,bool)",
  "function getApproved(uint256) view returns (address)",
  "function isApprovedForAll(address,address) view returns (bool)",
];
const METADATA = [
  "function name() view returns (string)",
  "function symbol() view returns (string)",
  "function tokenURI(uint256) view returns (string)",
];
const ERC5192 = ["function locked(uint256) view returns (bool)"];

describe("ReviewerSeatToken", () => {
  it("answers as ERC-165, ERC-721 with metadata and ERC-5192", async () => {
    const { token } = await networkHelpers.loadFixture(tokens);
    for (const functions of [ERC165, ERC721, METADATA, ERC5192]) {
      expect(await token.supportsInterface(interfaceId(functions))).to.equal(true);
      for (const one of functions)
        expect(token.interface.hasFunction(one.slice(9).split(" ")[0] ?? ""), one).to.equal(true);
    }
    expect(interfaceId(ERC721)).to.equal("0x80ac58cd");
    expect(interfaceId(ERC5192)).to.equal("0xb45a3c0e");
    for (const other of ["0xffffffff", "0x49064906"]) {
      expect(await token.supportsInterface(other)).to.equal(false);
    }
  });

  it("shows a seat's holder, one token each, locked", async () => {
    const { token, holder, stranger, tokenId } = await networkHelpers.loadFixture(tokens);
    expect(await token.tokenOf(holder)).to.equal(tokenId);
    expect(await token.ownerOf(tokenId)).to.equal(holder.address);
    expect(await token.balanceOf(holder)).to.equal(1n);
    expect(await token.locked(tokenId)).to.equal(true);
    expect(await token.getApproved(tokenId)).to.equal(ethers.ZeroAddress);
    expect(await token.isApprovedForAll(holder, stranger)).to.equal(false);
    expect([await token.tokenOf(stranger), await token.balanceOf(stranger)]).to.deep.equal([0n, 0n]);
    expect([await token.name(), await token.symbol()]).to.deep.equal(["Nexus Reviewer Seat", "NXR"]);
    await expect(token.balanceOf(ethers.ZeroAddress))
      .to.be.revertedWithCustomError(token, "ERC721InvalidOwner")
      .withArgs(ethers.ZeroAddress);
  });

  it("never moves, and takes no approvals", async () => {
    const { token, holder, stranger, tokenId } = await networkHelpers.loadFixture(tokens);
    const asHolder = token.connect(holder);
    const moves = [
      asHolder.transferFrom(holder, stranger, tokenId),
      asHolder["safeTransferFrom(address,address,uint256)"](holder, stranger, tokenId),
      asHolder["safeTransferFrom(address,address,uint256,bytes)"](holder, stranger, tokenId, "0x"),
      asHolder.approve(stranger, tokenId),
    ];
    for (const move of moves) {
      await expect(move).to.be.revertedWithCustomError(token, "ReviewerSeatTokenLocked").withArgs(tokenId);
    }
    await expect(asHolder.setApprovalForAll(stranger, true))
      .to.be.revertedWithCustomError(token, "ReviewerSeatTokenLocked")
      .withArgs(0n);
  });

  it("is gone when the seat ends, early or by time, and another seat is another token", async () => {
    const { token, board, admin, holder, tokenId, chambers, until } =
      await networkHelpers.loadFixture(tokens);
    await endSeat(board.connect(admin), holder);
    for (const view of [
      token.ownerOf(tokenId),
      token.tokenURI(tokenId),
      token.locked(tokenId),
      token.getApproved(tokenId),
    ]) {
      await expect(view).to.be.revertedWithCustomError(token, "ERC721NonexistentToken").withArgs(tokenId);
    }
    await board.connect(admin).appoint(holder, CHAMBER.esg, WEIGHT, 5, await endOfTerm(20));
    expect(await token.tokenOf(holder)).not.to.equal(tokenId);
    await expect(token.ownerOf(tokenId))
      .to.be.revertedWithCustomError(token, "ERC721NonexistentToken")
      .withArgs(tokenId);
    const [other] = chambers.drr;
    await networkHelpers.time.increaseTo(until);
    expect([await token.tokenOf(other), await token.balanceOf(other)]).to.deep.equal([0n, 0n]);
    await expect(token.ownerOf(0n))
      .to.be.revertedWithCustomError(token, "ERC721NonexistentToken")
      .withArgs(0n);
  });

  it("writes its metadata on chain", async () => {
    const { token, tokenId, since, until } = await networkHelpers.loadFixture(tokens);
    const [head, body] = (await token.tokenURI(tokenId)).split(",");
    expect(head).to.equal("data:application/json;base64");
    const { name, attributes } = JSON.parse(Buffer.from(body ?? "", "base64").toString("utf8"));
    expect(name).to.equal("Nexus reviewer, Security");
    expect(attributes).to.deep.equal([
      { trait_type: "chamber", value: "Security" },
      { trait_type: "weight", value: Number(WEIGHT) },
      { trait_type: "affiliation", value: 0 },
      { trait_type: "since", display_type: "date", value: Number(since) },
      { trait_type: "until", display_type: "date", value: Number(until) },
    ]);
  });

  it("names every chamber as the contracts do", async () => {
    const { token, board, admin, spare } = await networkHelpers.loadFixture(tokens);
    for (const [key, chamber] of Object.entries(CHAMBER)) {
      await board.connect(admin).appoint(spare, chamber, WEIGHT, 0, await endOfTerm(20));
      const [, body] = (await token.tokenURI(await token.tokenOf(spare))).split(",");
      const { name } = JSON.parse(Buffer.from(body ?? "", "base64").toString("utf8"));
      expect(name).to.equal(`Nexus reviewer, ${key.charAt(0).toUpperCase()}${key.slice(1)}`);
      await endSeat(board.connect(admin), spare);
    }
  });

  it("emits beginnings and ends when anybody asks, each once", async () => {
    const { token, board, admin, holder, stranger, tokenId } = await networkHelpers.loadFixture(tokens);
    const sync = () => token.connect(stranger).sync([holder, stranger]);
    const beginning = sync();
    await expect(beginning).to.emit(token, "Transfer").withArgs(ethers.ZeroAddress, holder.address, tokenId);
    await expect(beginning).to.emit(token, "Locked").withArgs(tokenId);
    expect(await token.announced(holder)).to.equal(tokenId);
    await expect(sync()).not.to.emit(token, "Transfer");
    await endSeat(board.connect(admin), holder);
    await board.connect(admin).appoint(holder, CHAMBER.esg, WEIGHT, 0, await endOfTerm(20));
    const next = await token.tokenOf(holder);
    const change = sync();
    await expect(change).to.emit(token, "Transfer").withArgs(holder.address, ethers.ZeroAddress, tokenId);
    await expect(change).to.emit(token, "Transfer").withArgs(ethers.ZeroAddress, holder.address, next);
    await expect(token.sync(Array.from({ length: 65 }, () => holder)))
      .to.be.revertedWithCustomError(token, "ReviewerSeatTokenTooMany")
      .withArgs(65n, 64n);
  });
});
