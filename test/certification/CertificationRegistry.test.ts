import { expect } from "chai";
import { ascending, inSeconds, STATUS } from "../fixtures/certifications.ts";
import { ethers, namedSigners, networkHelpers } from "../fixtures/connect.ts";
import { digestOf } from "../fixtures/release.ts";

const VERSION_ID = ethers.id("version");
const ARTIFACT = digestOf("artifact");
const PROPOSAL_ID = 77n;
const MAX_UINT48 = 2n ** 48n - 1n;

async function deploy() {
  const accounts = await namedSigners("board", "mirror", "third", "stranger");
  const registry = await ethers.deployContract("CertificationRegistry");
  return { registry, ...accounts };
}

async function certified() {
  const setup = await deploy();
  const expiresAt = await inSeconds(10_000);
  await setup.registry.connect(setup.board).attest(VERSION_ID, ARTIFACT, expiresAt, PROPOSAL_ID);
  return { ...setup, expiresAt, issuedAt: BigInt(await networkHelpers.time.latest()) };
}

describe("CertificationRegistry", () => {
  describe("attest", () => {
    it("certifies in the caller's name alone", async () => {
      const { registry, board, mirror } = await networkHelpers.loadFixture(deploy);
      const expiresAt = await inSeconds(100);
      expect(await registry.statusOf(VERSION_ID, board)).to.equal(STATUS.none);
      await expect(registry.connect(board).attest(VERSION_ID, ARTIFACT, expiresAt, PROPOSAL_ID))
        .to.emit(registry, "CertificationAttested")
        .withArgs(VERSION_ID, board, ARTIFACT, expiresAt, PROPOSAL_ID);
      const issuedAt = BigInt(await networkHelpers.time.latest());
      expect(await registry.certificationOf(VERSION_ID, board)).to.deep.equal([
        issuedAt,
        expiresAt,
        0n,
        0n,
        false,
        ARTIFACT,
      ]);
      expect(await registry.statusOf(VERSION_ID, board)).to.equal(STATUS.valid);
      expect(await registry.statusOf(VERSION_ID, mirror)).to.equal(STATUS.none);
      await registry["check(bytes32,address)"](VERSION_ID, board);
    });

    it("refuses a second attestation, even after revocation", async () => {
      const { registry, board, expiresAt } = await networkHelpers.loadFixture(certified);
      await registry.connect(board).revoke(VERSION_ID, false, "withdrawn");
      await expect(registry.connect(board).attest(VERSION_ID, ARTIFACT, expiresAt, PROPOSAL_ID))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryAlreadyAttested")
        .withArgs(VERSION_ID, board);
    });

    it("refuses an expiry that isn't ahead", async () => {
      const { registry, board } = await networkHelpers.loadFixture(deploy);
      const now = await inSeconds(50);
      await networkHelpers.time.setNextBlockTimestamp(now);
      await expect(registry.connect(board).attest(VERSION_ID, ARTIFACT, now, PROPOSAL_ID))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryInvalidExpiry")
        .withArgs(now);
    });
  });

  describe("expiry", () => {
    it("comes at `expiresAt`, not a second before", async () => {
      const { registry, board, expiresAt } = await networkHelpers.loadFixture(certified);
      await networkHelpers.time.increaseTo(expiresAt - 1n);
      expect(await registry.statusOf(VERSION_ID, board)).to.equal(STATUS.valid);
      await networkHelpers.time.increaseTo(expiresAt);
      expect(await registry.statusOf(VERSION_ID, board)).to.equal(STATUS.expired);
      await expect(registry["check(bytes32,address)"](VERSION_ID, board))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryNotValid")
        .withArgs(VERSION_ID, board, STATUS.expired);
    });
  });

  describe("renew", () => {
    it("lengthens a certification, before and after it expired", async () => {
      const { registry, board, expiresAt, issuedAt } = await networkHelpers.loadFixture(certified);
      await expect(registry.connect(board).renew(VERSION_ID, expiresAt + 1n, 78n))
        .to.emit(registry, "CertificationRenewed")
        .withArgs(VERSION_ID, board, expiresAt, expiresAt + 1n, 78n);
      await networkHelpers.time.increaseTo(expiresAt + 1n);
      expect(await registry.statusOf(VERSION_ID, board)).to.equal(STATUS.expired);
      await registry.connect(board).renew(VERSION_ID, MAX_UINT48, 79n);
      const certification = await registry.certificationOf(VERSION_ID, board);
      expect(certification).to.deep.equal([issuedAt, MAX_UINT48, 0n, 0n, false, ARTIFACT]);
      await registry["check(bytes32,address)"](VERSION_ID, board);
    });

    it("never shortens, and refuses an end that is past", async () => {
      const { registry, board, expiresAt } = await networkHelpers.loadFixture(certified);
      for (const other of [0n, expiresAt - 1n, expiresAt]) {
        await expect(registry.connect(board).renew(VERSION_ID, other, 78n))
          .to.be.revertedWithCustomError(registry, "CertificationRegistryNotLengthened")
          .withArgs(expiresAt, other);
      }
      await networkHelpers.time.setNextBlockTimestamp(expiresAt + 2n);
      await expect(registry.connect(board).renew(VERSION_ID, expiresAt + 2n, 78n))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryInvalidExpiry")
        .withArgs(expiresAt + 2n);
    });

    it("leaves a suspension in force", async () => {
      const { registry, board, expiresAt } = await networkHelpers.loadFixture(certified);
      const until = await inSeconds(500);
      await registry.connect(board).suspend(VERSION_ID, until, "report under review");
      await registry.connect(board).renew(VERSION_ID, expiresAt + 1n, 78n);
      expect(await registry.statusOf(VERSION_ID, board)).to.equal(STATUS.suspended);
      expect((await registry.certificationOf(VERSION_ID, board)).suspendedUntil).to.equal(until);
    });
  });

  describe("suspend", () => {
    it("stops a certification until its end", async () => {
      const { registry, board } = await networkHelpers.loadFixture(certified);
      const until = await inSeconds(500);
      await expect(registry.connect(board).suspend(VERSION_ID, until, "report under review"))
        .to.emit(registry, "CertificationSuspended")
        .withArgs(VERSION_ID, board, until, "report under review");
      await networkHelpers.time.increaseTo(until - 1n);
      await expect(registry["check(bytes32,address)"](VERSION_ID, board))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryNotValid")
        .withArgs(VERSION_ID, board, STATUS.suspended);
      await networkHelpers.time.increaseTo(until);
      await registry["check(bytes32,address)"](VERSION_ID, board);
      expect((await registry.certificationOf(VERSION_ID, board)).suspendedUntil).to.equal(until);
    });

    it("refuses an end that is past, or that doesn't lengthen a suspension", async () => {
      const { registry, board } = await networkHelpers.loadFixture(certified);
      const until = await inSeconds(500);
      await registry.connect(board).suspend(VERSION_ID, until, "first");
      for (const other of [0n, await inSeconds(0), until - 1n, until]) {
        await expect(registry.connect(board).suspend(VERSION_ID, other, "second"))
          .to.be.revertedWithCustomError(registry, "CertificationRegistryInvalidSuspension")
          .withArgs(other);
      }
      await registry.connect(board).suspend(VERSION_ID, MAX_UINT48, "third");
      expect(await registry.statusOf(VERSION_ID, board)).to.equal(STATUS.suspended);
    });

    it("refuses an end at this very second", async () => {
      const { registry, board } = await networkHelpers.loadFixture(certified);
      const now = await inSeconds(10);
      await networkHelpers.time.setNextBlockTimestamp(now);
      await expect(registry.connect(board).suspend(VERSION_ID, now, "over at once"))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryInvalidSuspension")
        .withArgs(now);
    });
  });

  describe("revoke", () => {
    for (const forCause of [true, false]) {
      it(`ends a certification for ever, for cause: ${forCause}`, async () => {
        const { registry, board } = await networkHelpers.loadFixture(certified);
        await expect(registry.connect(board).revoke(VERSION_ID, forCause, "wrong units"))
          .to.emit(registry, "CertificationRevoked")
          .withArgs(VERSION_ID, board, forCause, "wrong units");
        const revokedAt = BigInt(await networkHelpers.time.latest());
        const certification = await registry.certificationOf(VERSION_ID, board);
        expect(certification.revokedAt).to.equal(revokedAt);
        expect(certification.revokedForCause).to.equal(forCause);
        await expect(registry["check(bytes32,address)"](VERSION_ID, board))
          .to.be.revertedWithCustomError(registry, "CertificationRegistryNotValid")
          .withArgs(VERSION_ID, board, STATUS.revoked);
      });
    }

    for (const second of [0n, 1n]) {
      it(`leaves when it began and would end, begun at ${second === 0n ? "an even" : "an odd"} second`, async () => {
        const { registry, board } = await networkHelpers.loadFixture(deploy);
        const begun = (await inSeconds(10)) & ~1n;
        await networkHelpers.time.setNextBlockTimestamp(begun + second);
        await registry.connect(board).attest(VERSION_ID, ARTIFACT, begun + 1_000n, 1n);
        await registry.connect(board).revoke(VERSION_ID, false, "withdrawn");
        const { issuedAt, expiresAt, suspendedUntil } = await registry.certificationOf(VERSION_ID, board);
        expect([issuedAt, expiresAt, suspendedUntil]).to.deep.equal([begun + second, begun + 1_000n, 0n]);
      });
    }

    it("is final", async () => {
      const { registry, board } = await networkHelpers.loadFixture(certified);
      await registry.connect(board).revoke(VERSION_ID, false, "withdrawn");
      for (const call of [
        () => registry.connect(board).revoke(VERSION_ID, true, "again"),
        () => registry.connect(board).suspend(VERSION_ID, MAX_UINT48, "again"),
        () => registry.connect(board).renew(VERSION_ID, MAX_UINT48, 78n),
      ]) {
        await expect(call())
          .to.be.revertedWithCustomError(registry, "CertificationRegistryAlreadyRevoked")
          .withArgs(VERSION_ID, board);
      }
    });
  });

  it("lets nobody renew, suspend or revoke another attester's certification", async () => {
    const { registry, board, stranger } = await networkHelpers.loadFixture(certified);
    for (const call of [
      () => registry.connect(stranger).suspend(VERSION_ID, MAX_UINT48, "mine"),
      () => registry.connect(stranger).revoke(VERSION_ID, true, "mine"),
      () => registry.connect(stranger).renew(VERSION_ID, MAX_UINT48, 78n),
    ]) {
      await expect(call())
        .to.be.revertedWithCustomError(registry, "CertificationRegistryUnknown")
        .withArgs(VERSION_ID, stranger);
    }
    expect(await registry.statusOf(VERSION_ID, board)).to.equal(STATUS.valid);
  });

  describe("check of a list", () => {
    async function threeAttesters() {
      const setup = await certified();
      await setup.registry.connect(setup.mirror).attest(VERSION_ID, ARTIFACT, setup.expiresAt, 1n);
      const attesters = await ascending(setup.board, setup.mirror, setup.third);
      const check = setup.registry["check(bytes32,address[],uint256)"];
      return { ...setup, attesters, check };
    }

    it("passes when the threshold is met", async () => {
      const { attesters, check } = await networkHelpers.loadFixture(threeAttesters);
      await check(VERSION_ID, attesters, 1);
      await check(VERSION_ID, attesters, 2);
    });

    it("reverts with the count below the threshold", async () => {
      const { registry, attesters, check } = await networkHelpers.loadFixture(threeAttesters);
      await expect(check(VERSION_ID, attesters, 3))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryThresholdNotMet")
        .withArgs(VERSION_ID, 2n, 3n);
    });

    it("refuses a threshold of 0 or above the list", async () => {
      const { registry, attesters, check } = await networkHelpers.loadFixture(threeAttesters);
      for (const threshold of [0n, 4n]) {
        await expect(check(VERSION_ID, attesters, threshold))
          .to.be.revertedWithCustomError(registry, "CertificationRegistryInvalidThreshold")
          .withArgs(threshold, 3n);
      }
      await expect(check(VERSION_ID, [], 0n))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryInvalidThreshold")
        .withArgs(0n, 0n);
    });

    it("refuses a list that doesn't ascend, so that nobody counts twice", async () => {
      const { registry, attesters, check } = await networkHelpers.loadFixture(threeAttesters);
      const [low = "", middle = "", high = ""] = attesters;
      for (const [list, previous, next] of [
        [[low, low], low, low],
        [[low, high, middle], high, middle],
        [[ethers.ZeroAddress, low], ethers.ZeroAddress, ethers.ZeroAddress],
      ] as const) {
        await expect(check(VERSION_ID, [...list], 1n))
          .to.be.revertedWithCustomError(registry, "CertificationRegistryUnsortedAttesters")
          .withArgs(previous, next);
      }
    });

    it("refuses more than 32 attesters", async () => {
      const { registry, check } = await networkHelpers.loadFixture(threeAttesters);
      const many = Array.from({ length: 33 }, (_, index) => ethers.toBeHex(index + 1, 20));
      await expect(check(VERSION_ID, many, 1n))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryTooManyAttesters")
        .withArgs(33n, 32n);
      await expect(check(VERSION_ID, many.slice(1), 1n))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryThresholdNotMet")
        .withArgs(VERSION_ID, 0n, 1n);
    });
  });

  describe("gas of check", () => {
    it("stays within 6,600 for one attester and 6,650, 9,600 and 12,600 for lists", async () => {
      const { registry, board, mirror, third, expiresAt } = await networkHelpers.loadFixture(certified);
      for (const attester of [mirror, third]) {
        await registry.connect(attester).attest(VERSION_ID, ARTIFACT, expiresAt, 1n);
      }
      const meter = await ethers.deployContract("CheckGas", [registry]);
      const single = await meter["check(bytes32,address)"](VERSION_ID, board);
      expect(single, `one attester ${single}`).to.be.at.most(6_600n);
      const caps = [6_650n, 9_600n, 12_600n];
      for (const [index, cap] of caps.entries()) {
        const attesters = (await ascending(board, mirror, third)).slice(0, index + 1);
        const used = await meter["check(bytes32,address[],uint256)"](VERSION_ID, attesters, attesters.length);
        expect(used, `list of ${attesters.length}: ${used}`).to.be.at.most(cap);
      }
    });
  });
});
