import { expect } from "chai";
import { allow, deployManager } from "../fixtures/access.ts";
import { inSeconds, STATUS } from "../fixtures/certifications.ts";
import { ethers, namedSigners, networkHelpers } from "../fixtures/connect.ts";
import { digestOf } from "../fixtures/release.ts";

const PARAMETER_STEWARD = 4n;
const VERSION_ID = ethers.id("version");
const TOKEN_ID = BigInt(VERSION_ID);
const ARTIFACT = digestOf("artifact");

async function deploy() {
  const accounts = await namedSigners("admin", "board", "holder", "stranger");
  const manager = await deployManager(accounts.admin);
  const certifications = await ethers.deployContract("CertificationRegistry");
  const token = await ethers.deployContract("CertificateToken", [manager, certifications]);
  await allow(manager, accounts.admin, PARAMETER_STEWARD, token, ["setBoard"]);
  return { certifications, token, ...accounts };
}

async function withBoard() {
  const setup = await deploy();
  await setup.token.connect(setup.admin).setBoard(setup.board);
  return setup;
}

async function minted() {
  const setup = await withBoard();
  const expiresAt = await inSeconds(10_000);
  await setup.certifications.connect(setup.board).attest(VERSION_ID, ARTIFACT, expiresAt, 1n);
  await setup.token.connect(setup.board).mint(setup.holder, VERSION_ID);
  return { ...setup, expiresAt };
}

interface Metadata {
  name: string;
  description: string;
  attributes: { trait_type: string; value: string | number; display_type?: string }[];
}

/** The JSON behind a `data:` URI, and its attributes by name. */
function metadataOf(uri: string) {
  const prefix = "data:application/json;base64,";
  expect(uri.startsWith(prefix)).to.equal(true);
  const json = Buffer.from(uri.slice(prefix.length), "base64").toString("utf8");
  const metadata = JSON.parse(json) as Metadata;
  const traits = Object.fromEntries(metadata.attributes.map(({ trait_type, value }) => [trait_type, value]));
  return { metadata, traits };
}

describe("CertificateToken", () => {
  describe("setBoard", () => {
    it("names the board once", async () => {
      const { token, admin, board, stranger } = await networkHelpers.loadFixture(deploy);
      await expect(token.connect(admin).setBoard(board)).to.emit(token, "BoardSet").withArgs(board);
      expect(await token.board()).to.equal(board);
      await expect(token.connect(admin).setBoard(stranger))
        .to.be.revertedWithCustomError(token, "CertificateTokenBoardAlreadySet")
        .withArgs(board);
    });

    it("is restricted", async () => {
      const { token, stranger } = await networkHelpers.loadFixture(deploy);
      await expect(token.connect(stranger).setBoard(stranger))
        .to.be.revertedWithCustomError(token, "AccessManagedUnauthorized")
        .withArgs(stranger);
    });
  });

  describe("mint", () => {
    it("gives the publisher a locked token under the version's id", async () => {
      const { token, certifications, board, holder } = await networkHelpers.loadFixture(withBoard);
      await certifications.connect(board).attest(VERSION_ID, ARTIFACT, await inSeconds(100), 1n);
      const minting = token.connect(board).mint(holder, VERSION_ID);
      await expect(minting).to.emit(token, "Transfer").withArgs(ethers.ZeroAddress, holder, TOKEN_ID);
      await expect(minting).to.emit(token, "Locked").withArgs(TOKEN_ID);
      expect(await token.ownerOf(TOKEN_ID)).to.equal(holder);
      expect(await token.locked(TOKEN_ID)).to.equal(true);
    });

    it("is the board's alone", async () => {
      const { token, board, stranger } = await networkHelpers.loadFixture(withBoard);
      await expect(token.connect(stranger).mint(stranger, VERSION_ID))
        .to.be.revertedWithCustomError(token, "CertificateTokenOnlyBoard")
        .withArgs(stranger, board);
    });

    it("needs the board's own certification", async () => {
      const { token, certifications, board, stranger } = await networkHelpers.loadFixture(withBoard);
      await certifications.connect(stranger).attest(VERSION_ID, ARTIFACT, await inSeconds(100), 1n);
      await expect(token.connect(board).mint(stranger, VERSION_ID))
        .to.be.revertedWithCustomError(certifications, "CertificationRegistryNotValid")
        .withArgs(VERSION_ID, board, STATUS.none);
    });

    it("happens once per version", async () => {
      const { token, board, stranger } = await networkHelpers.loadFixture(minted);
      await expect(token.connect(board).mint(stranger, VERSION_ID))
        .to.be.revertedWithCustomError(token, "CertificateTokenLocked")
        .withArgs(TOKEN_ID);
    });
  });

  describe("transfers and approvals", () => {
    it("are refused to holder, board and stranger alike", async () => {
      const { token, holder, board, stranger } = await networkHelpers.loadFixture(minted);
      for (const account of [holder, board, stranger]) {
        const asAccount = token.connect(account);
        for (const call of [
          () => asAccount.transferFrom(holder, stranger, TOKEN_ID),
          () => asAccount["safeTransferFrom(address,address,uint256)"](holder, stranger, TOKEN_ID),
          () =>
            asAccount["safeTransferFrom(address,address,uint256,bytes)"](holder, stranger, TOKEN_ID, "0x01"),
          () => asAccount.approve(stranger, TOKEN_ID),
        ]) {
          await expect(call())
            .to.be.revertedWithCustomError(token, "CertificateTokenLocked")
            .withArgs(TOKEN_ID);
        }
        await expect(asAccount.setApprovalForAll(stranger, true))
          .to.be.revertedWithCustomError(token, "CertificateTokenLocked")
          .withArgs(0n);
      }
      expect(await token.ownerOf(TOKEN_ID)).to.equal(holder);
    });
  });

  describe("verify and tokenURI", () => {
    it("follow the certification's live status", async () => {
      const { token, certifications, board, holder, expiresAt } = await networkHelpers.loadFixture(minted);
      const expectStatus = async (status: bigint, name: string) => {
        const result = await token.verify(TOKEN_ID);
        expect(result.status).to.equal(status);
        expect(result.holder).to.equal(holder);
        expect(result.certification).to.deep.equal(await certifications.certificationOf(VERSION_ID, board));
        expect(metadataOf(await token.tokenURI(TOKEN_ID)).traits.status).to.equal(name);
      };
      await expectStatus(STATUS.valid, "Valid");
      const until = await inSeconds(100);
      await certifications.connect(board).suspend(VERSION_ID, until, "report");
      await expectStatus(STATUS.suspended, "Suspended");
      await networkHelpers.time.increaseTo(expiresAt);
      await expectStatus(STATUS.expired, "Expired");
      await certifications.connect(board).revoke(VERSION_ID, true, "fault");
      await expectStatus(STATUS.revoked, "Revoked");
    });

    it("name version, artifact, attester and times", async () => {
      const { token, certifications, board, expiresAt } = await networkHelpers.loadFixture(minted);
      const { issuedAt } = await certifications.certificationOf(VERSION_ID, board);
      const { metadata, traits } = metadataOf(await token.tokenURI(TOKEN_ID));
      expect(metadata.name).to.equal(`Nexus certificate ${VERSION_ID}`);
      expect(traits).to.deep.equal({
        status: "Valid",
        versionId: VERSION_ID,
        artifactDigest: ARTIFACT,
        attester: board.address,
        issuedAt: Number(issuedAt),
        expiresAt: Number(expiresAt),
        suspendedUntil: 0,
        revokedAt: 0,
      });
    });

    it("link a renewed certificate to its earlier end, and a superseded one to its successor and back", async () => {
      const { token, certifications, board, holder, expiresAt } = await networkHelpers.loadFixture(minted);
      const asBoard = certifications.connect(board);
      const next = ethers.id("next version");
      await asBoard.attest(next, ARTIFACT, expiresAt, 2n);
      await token.connect(board).mint(holder, next);
      await asBoard.renew(VERSION_ID, expiresAt + 1n, 3n);
      const renewedAt = await networkHelpers.time.latest();
      await asBoard.supersede(next, VERSION_ID);
      const earlier = metadataOf(await token.tokenURI(TOKEN_ID)).traits;
      expect(earlier).to.include({ renewedAt, previousExpiresAt: Number(expiresAt), supersededBy: next });
      expect(earlier)
        .to.include({ expiresAt: Number(expiresAt) + 1 })
        .and.not.to.have.property("supersedes");
      const later = metadataOf(await token.tokenURI(BigInt(next))).traits;
      expect(later)
        .to.include({ supersedes: VERSION_ID })
        .and.not.to.have.any.keys("supersededBy", "renewedAt");
    });

    it("don't know a token that was never minted", async () => {
      const { token } = await networkHelpers.loadFixture(withBoard);
      for (const call of [
        () => token.verify(TOKEN_ID),
        () => token.tokenURI(TOKEN_ID),
        () => token.locked(TOKEN_ID),
        () => token.announceUpdate(TOKEN_ID),
      ]) {
        await expect(call())
          .to.be.revertedWithCustomError(token, "ERC721NonexistentToken")
          .withArgs(TOKEN_ID);
      }
    });
  });

  describe("announceUpdate", () => {
    it("tells indexers to read the metadata again", async () => {
      const { token, stranger } = await networkHelpers.loadFixture(minted);
      await expect(token.connect(stranger).announceUpdate(TOKEN_ID))
        .to.emit(token, "MetadataUpdate")
        .withArgs(TOKEN_ID);
    });
  });

  describe("supportsInterface", () => {
    const interfaces = {
      "ERC-165": "0x01ffc9a7",
      "ERC-721": "0x80ac58cd",
      "ERC-721 metadata": "0x5b5e139f",
      "ERC-4906": "0x49064906",
      "ERC-5192": "0xb45a3c0e",
    };
    for (const [name, id] of Object.entries(interfaces)) {
      it(`names ${name}`, async () => {
        const { token } = await networkHelpers.loadFixture(deploy);
        expect(await token.supportsInterface(id)).to.equal(true);
      });
    }

    it("names no other", async () => {
      const { token } = await networkHelpers.loadFixture(deploy);
      expect(await token.supportsInterface("0xffffffff")).to.equal(false);
      expect(await token.supportsInterface("0x780e9d63")).to.equal(false);
    });
  });
});
