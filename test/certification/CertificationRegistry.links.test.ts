import { expect } from "chai";
import { ascending, inSeconds, STATUS } from "../fixtures/certifications.ts";
import { ethers, namedSigners, networkHelpers } from "../fixtures/connect.ts";
import { digestOf } from "../fixtures/release.ts";

const VERSION_ID = ethers.id("version");
const NEXT_VERSION_ID = ethers.id("next version");
const NO_VERSION = ethers.ZeroHash;
const ARTIFACT = digestOf("artifact");

async function certified() {
  const accounts = await namedSigners("board", "mirror", "third", "stranger");
  const registry = await ethers.deployContract("CertificationRegistry");
  const expiresAt = await inSeconds(10_000);
  await registry.connect(accounts.board).attest(VERSION_ID, ARTIFACT, expiresAt, 1n);
  const check = registry["check(bytes32,address)"];
  return { registry, check, expiresAt, ...accounts };
}

async function mirrored(followsHome: boolean) {
  const setup = await certified();
  const { registry, mirror, board, expiresAt } = setup;
  await registry.connect(mirror).attestByReference(VERSION_ID, board, expiresAt, followsHome, 9n);
  return setup;
}

const following = () => mirrored(true);
const sovereign = () => mirrored(false);

describe("CertificationRegistry's links", () => {
  describe("attestByReference", () => {
    it("certifies in the caller's name what the home certifies, and says so", async () => {
      const { registry, board, mirror, check, expiresAt } = await networkHelpers.loadFixture(certified);
      const asMirror = registry.connect(mirror);
      const attesting = asMirror.attestByReference(VERSION_ID, board, expiresAt - 1n, true, 9n);
      await expect(attesting)
        .to.emit(registry, "CertificationAttested")
        .withArgs(VERSION_ID, mirror, ARTIFACT, expiresAt - 1n, 9n);
      await expect(attesting)
        .to.emit(registry, "CertificationMirrored")
        .withArgs(VERSION_ID, mirror, board, true);
      await check(VERSION_ID, mirror);
      const { home, followsHome } = await registry.linksOf(VERSION_ID, mirror);
      expect([home, followsHome]).to.deep.equal([board.address, true]);
      expect((await registry.certificationOf(VERSION_ID, mirror)).artifactDigest).to.equal(ARTIFACT);
    });

    it("never lasts longer than the home's", async () => {
      const { registry, board, mirror, expiresAt } = await networkHelpers.loadFixture(certified);
      const attesting = registry
        .connect(mirror)
        .attestByReference(VERSION_ID, board, expiresAt + 1n, false, 9n);
      await expect(attesting)
        .to.be.revertedWithCustomError(registry, "CertificationRegistryBeyondHome")
        .withArgs(expiresAt + 1n, expiresAt);
    });

    it("refuses a mirror of a mirror", async () => {
      const { registry, mirror, third, expiresAt } = await networkHelpers.loadFixture(sovereign);
      const attesting = registry.connect(third).attestByReference(VERSION_ID, mirror, expiresAt, false, 9n);
      await expect(attesting)
        .to.be.revertedWithCustomError(registry, "CertificationRegistryMirrorOfMirror")
        .withArgs(VERSION_ID, mirror);
    });

    it("refuses a home that doesn't certify the version now, itself included", async () => {
      const { registry, board, mirror, third, expiresAt } = await networkHelpers.loadFixture(certified);
      const asThird = registry.connect(third);
      for (const home of [mirror, third]) {
        await expect(asThird.attestByReference(VERSION_ID, home, expiresAt, true, 9n))
          .to.be.revertedWithCustomError(registry, "CertificationRegistryNotValid")
          .withArgs(VERSION_ID, home, STATUS.none);
      }
      await registry.connect(board).suspend(VERSION_ID, await inSeconds(100), "report");
      await expect(asThird.attestByReference(VERSION_ID, board, expiresAt, true, 9n))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryNotValid")
        .withArgs(VERSION_ID, board, STATUS.suspended);
    });

    it("happens once, like any attestation", async () => {
      const { registry, board, mirror, expiresAt } = await networkHelpers.loadFixture(following);
      await expect(registry.connect(mirror).attestByReference(VERSION_ID, board, expiresAt, false, 9n))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryAlreadyAttested")
        .withArgs(VERSION_ID, mirror);
    });
  });

  describe("a mirror that follows its home", () => {
    it("is invalid at once when the home is suspended, and valid again after", async () => {
      const { registry, board, mirror, check } = await networkHelpers.loadFixture(following);
      const until = await inSeconds(500);
      await registry.connect(board).suspend(VERSION_ID, until, "report");
      await expect(check(VERSION_ID, mirror))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryNotValid")
        .withArgs(VERSION_ID, mirror, STATUS.suspended);
      expect((await registry.certificationOf(VERSION_ID, mirror)).suspendedUntil).to.equal(until);
      await networkHelpers.time.increaseTo(until);
      await check(VERSION_ID, mirror);
    });

    it("is revoked at once when the home is, for its cause", async () => {
      const { registry, board, mirror, third } = await networkHelpers.loadFixture(following);
      await registry.connect(board).revoke(VERSION_ID, true, "wrong units");
      const home = await registry.certificationOf(VERSION_ID, board);
      const mirrorsOwn = await registry.certificationOf(VERSION_ID, mirror);
      expect([mirrorsOwn.revokedAt, mirrorsOwn.revokedForCause]).to.deep.equal([home.revokedAt, true]);
      const list = await ascending(board, mirror, third);
      await expect(registry["check(bytes32,address[],uint256)"](VERSION_ID, list, 1n))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryThresholdNotMet")
        .withArgs(VERSION_ID, 0n, 1n);
    });

    it("counts in a list while both are valid", async () => {
      const { registry, board, mirror } = await networkHelpers.loadFixture(following);
      const list = await ascending(board, mirror);
      await registry["check(bytes32,address[],uint256)"](VERSION_ID, list, 2n);
    });

    it("is its attester's to suspend and revoke, whatever the home says", async () => {
      const { registry, board, mirror, check } = await networkHelpers.loadFixture(following);
      await registry.connect(mirror).suspend(VERSION_ID, await inSeconds(500), "our own report");
      expect(await registry.statusOf(VERSION_ID, mirror)).to.equal(STATUS.suspended);
      await registry.connect(mirror).revoke(VERSION_ID, false, "withdrawn");
      expect(await registry.statusOf(VERSION_ID, mirror)).to.equal(STATUS.revoked);
      await check(VERSION_ID, board);
    });

    it("is renewed within its home's end only, and only while that is valid", async () => {
      const { registry, board, mirror, expiresAt } = await networkHelpers.loadFixture(following);
      const asMirror = registry.connect(mirror);
      await expect(asMirror.renew(VERSION_ID, expiresAt + 1n, 10n))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryBeyondHome")
        .withArgs(expiresAt + 1n, expiresAt);
      await registry.connect(board).renew(VERSION_ID, expiresAt + 50n, 2n);
      await asMirror.renew(VERSION_ID, expiresAt + 50n, 10n);
      expect((await registry.certificationOf(VERSION_ID, mirror)).expiresAt).to.equal(expiresAt + 50n);
      expect((await registry.linksOf(VERSION_ID, mirror)).followsHome).to.equal(true);
      await registry.connect(board).renew(VERSION_ID, expiresAt + 90n, 3n);
      await registry.connect(board).revoke(VERSION_ID, false, "withdrawn");
      await expect(asMirror.renew(VERSION_ID, expiresAt + 60n, 11n))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryNotValid")
        .withArgs(VERSION_ID, board, STATUS.revoked);
    });
  });

  it("lets a mirror that doesn't follow its home outlive that home's revocation", async () => {
    const { registry, board, mirror, check } = await networkHelpers.loadFixture(sovereign);
    await registry.connect(board).revoke(VERSION_ID, true, "wrong units");
    await check(VERSION_ID, mirror);
    expect((await registry.certificationOf(VERSION_ID, mirror)).revokedForCause).to.equal(false);
    expect((await registry.linksOf(VERSION_ID, mirror)).home).to.equal(board);
  });

  describe("renew", () => {
    it("keeps when it happened and the end before", async () => {
      const { registry, board, expiresAt } = await networkHelpers.loadFixture(certified);
      await registry.connect(board).renew(VERSION_ID, expiresAt + 5n, 2n);
      const { renewedAt, previousExpiresAt } = await registry.linksOf(VERSION_ID, board);
      expect(renewedAt).to.equal(await networkHelpers.time.latest());
      expect(previousExpiresAt).to.equal(expiresAt);
    });
  });

  describe("supersede", () => {
    async function twice() {
      const setup = await certified();
      await setup.registry.connect(setup.board).attest(NEXT_VERSION_ID, ARTIFACT, setup.expiresAt, 2n);
      return setup;
    }

    it("links a successor and what came before, both ways, and leaves the earlier one's standing", async () => {
      const { registry, board, check } = await networkHelpers.loadFixture(twice);
      await expect(registry.connect(board).supersede(NEXT_VERSION_ID, VERSION_ID))
        .to.emit(registry, "CertificationSuperseded")
        .withArgs(NEXT_VERSION_ID, VERSION_ID, board);
      const earlier = await registry.linksOf(VERSION_ID, board);
      const later = await registry.linksOf(NEXT_VERSION_ID, board);
      expect([earlier.supersedes, earlier.supersededBy]).to.deep.equal([NO_VERSION, NEXT_VERSION_ID]);
      expect([later.supersedes, later.supersededBy]).to.deep.equal([VERSION_ID, NO_VERSION]);
      await check(VERSION_ID, board);
    });

    it("happens once for each, and never closes a ring", async () => {
      const { registry, board, expiresAt } = await networkHelpers.loadFixture(twice);
      const asBoard = registry.connect(board);
      const third = ethers.id("third version");
      await asBoard.attest(third, ARTIFACT, expiresAt, 3n);
      await asBoard.supersede(NEXT_VERSION_ID, VERSION_ID);
      await asBoard.supersede(third, NEXT_VERSION_ID);
      for (const [later, earlier] of [
        [VERSION_ID, third],
        [VERSION_ID, VERSION_ID],
        [third, VERSION_ID],
        [NEXT_VERSION_ID, third],
      ] as const) {
        await expect(asBoard.supersede(later, earlier))
          .to.be.revertedWithCustomError(registry, "CertificationRegistryInvalidSuccessor")
          .withArgs(later, earlier);
      }
    });

    it("refuses a version to succeed itself", async () => {
      const { registry, board } = await networkHelpers.loadFixture(twice);
      await expect(registry.connect(board).supersede(VERSION_ID, VERSION_ID))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryInvalidSuccessor")
        .withArgs(VERSION_ID, VERSION_ID);
    });

    it("needs a valid successor and an earlier certification of the caller's", async () => {
      const { registry, board, stranger } = await networkHelpers.loadFixture(twice);
      await expect(registry.connect(stranger).supersede(NEXT_VERSION_ID, VERSION_ID))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryNotValid")
        .withArgs(NEXT_VERSION_ID, stranger, STATUS.none);
      const unknown = ethers.id("unknown");
      await expect(registry.connect(board).supersede(NEXT_VERSION_ID, unknown))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryUnknown")
        .withArgs(unknown, board);
    });
  });

  describe("expire", () => {
    it("announces what time has done, for anyone, and refuses what it hasn't", async () => {
      const { registry, board, stranger, expiresAt } = await networkHelpers.loadFixture(certified);
      await expect(registry.connect(stranger).expire(VERSION_ID, board))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryNotExpired")
        .withArgs(VERSION_ID, board, STATUS.valid);
      await networkHelpers.time.increaseTo(expiresAt);
      await expect(registry.connect(stranger).expire(VERSION_ID, board))
        .to.emit(registry, "CertificationExpired")
        .withArgs(VERSION_ID, board, expiresAt);
    });
  });
});
