import { roles } from "@nexus/protocol";
import { expect } from "chai";
import { allow, deployManager } from "../fixtures/access.ts";
import { inSeconds, STATUS } from "../fixtures/certifications.ts";
import { ethers, namedSigners, networkHelpers } from "../fixtures/connect.ts";
import { digestOf } from "../fixtures/release.ts";

const MAXIMUM_SUSPENSION = 1_000n;
const MAXIMUM_MANDATE = 50_000n;
const MANDATE = 10_000n;
const VERSION = digestOf("version");
const OTHER = digestOf("other");
const REASON = "Its output names people";

/** A council of one member over a desk that certifies in its own name, as the board does. */
async function deployCouncil() {
  const accounts = await namedSigners("dao", "member", "successor", "stranger");
  const { dao, member } = accounts;
  const manager = await deployManager(dao);
  const certifications = await ethers.deployContract("CertificationRegistry");
  const desk = await ethers.deployContract("CertifyingDesk", [manager, certifications]);
  const settings = [manager, desk, MAXIMUM_SUSPENSION, MAXIMUM_MANDATE];
  const council = await ethers.deployContract("SecurityCouncil", settings);
  await allow(manager, council, roles.SECURITY_COUNCIL, desk, ["suspend"]);
  await council.appoint([member], MANDATE);
  for (const versionId of [VERSION, OTHER]) await desk.certify(versionId, await inSeconds(1_000_000));
  const statusOf = (versionId: string) => certifications.statusOf(versionId, desk);
  return { ...accounts, manager, certifications, desk, council, statusOf };
}

describe("SecurityCouncil", () => {
  describe("suspend", () => {
    it("suspends a version at once, for the time given, and lets it come back", async () => {
      const { council, member, statusOf } = await networkHelpers.loadFixture(deployCouncil);
      const suspension = council.connect(member).suspend(VERSION, MAXIMUM_SUSPENSION, REASON);
      await suspension;
      const until = await inSeconds(Number(MAXIMUM_SUSPENSION));
      await expect(suspension).to.emit(council, "VersionSuspended").withArgs(VERSION, member.address, until);
      expect(await statusOf(VERSION)).to.equal(STATUS.suspended);
      expect(await statusOf(OTHER)).to.equal(STATUS.valid);
      await networkHelpers.time.increaseTo(until);
      expect(await statusOf(VERSION)).to.equal(STATUS.valid);
    });

    it("works once a version, also for a new council", async () => {
      const { council, member, successor } = await networkHelpers.loadFixture(deployCouncil);
      await council.connect(member).suspend(VERSION, 1n, REASON);
      await council.appoint([member, successor], MANDATE);
      for (const account of [member, successor]) {
        await expect(council.connect(account).suspend(VERSION, 1n, REASON))
          .to.be.revertedWithCustomError(council, "SecurityCouncilAlreadySuspended")
          .withArgs(VERSION);
      }
      expect(await council.wasSuspended(VERSION)).to.equal(true);
    });

    it("refuses a longer suspension than it may", async () => {
      const { council, member } = await networkHelpers.loadFixture(deployCouncil);
      await expect(council.connect(member).suspend(VERSION, MAXIMUM_SUSPENSION + 1n, REASON))
        .to.be.revertedWithCustomError(council, "SecurityCouncilSuspensionTooLong")
        .withArgs(MAXIMUM_SUSPENSION + 1n, MAXIMUM_SUSPENSION);
    });

    it("isn't used up by a version that isn't certified", async () => {
      const { council, member, certifications, desk } = await networkHelpers.loadFixture(deployCouncil);
      const unknown = digestOf("unknown");
      await expect(council.connect(member).suspend(unknown, 1n, REASON))
        .to.be.revertedWithCustomError(certifications, "CertificationRegistryUnknown")
        .withArgs(unknown, await desk.getAddress());
      expect(await council.wasSuspended(unknown)).to.equal(false);
    });

    it("is no stranger's, nor the DAO's", async () => {
      const { council, stranger, dao } = await networkHelpers.loadFixture(deployCouncil);
      for (const account of [stranger, dao]) {
        await expect(council.connect(account).suspend(VERSION, 1n, REASON))
          .to.be.revertedWithCustomError(council, "SecurityCouncilNotMember")
          .withArgs(account.address, 1n);
      }
    });

    it("ends with the mandate, to the second", async () => {
      const { council, member } = await networkHelpers.loadFixture(deployCouncil);
      const end = await council.mandateEndsAt();
      await networkHelpers.time.setNextBlockTimestamp(end - 1n);
      await council.connect(member).suspend(VERSION, 1n, REASON);
      expect(await council.isMember(member)).to.equal(true);
      await networkHelpers.time.setNextBlockTimestamp(end);
      await expect(council.connect(member).suspend(OTHER, 1n, REASON))
        .to.be.revertedWithCustomError(council, "SecurityCouncilMandateEnded")
        .withArgs(end);
    });
  });

  describe("appoint", () => {
    it("replaces the members and begins a new mandate", async () => {
      const { council, member, successor } = await networkHelpers.loadFixture(deployCouncil);
      const appointment = council.appoint([successor], MAXIMUM_MANDATE);
      await appointment;
      const end = await inSeconds(Number(MAXIMUM_MANDATE));
      await expect(appointment).to.emit(council, "CouncilAppointed").withArgs(2n, [successor.address], end);
      expect(await council.mandateEndsAt()).to.equal(end);
      expect([...(await council.members())]).to.deep.equal([successor.address]);
      await expect(council.connect(member).suspend(VERSION, 1n, REASON))
        .to.be.revertedWithCustomError(council, "SecurityCouncilNotMember")
        .withArgs(member.address, 2n);
      await council.connect(successor).suspend(VERSION, 1n, REASON);
    });

    it("can leave nobody in charge", async () => {
      const { council, member } = await networkHelpers.loadFixture(deployCouncil);
      await council.appoint([], 0n);
      const end = await council.mandateEndsAt();
      await expect(council.connect(member).suspend(VERSION, 1n, REASON))
        .to.be.revertedWithCustomError(council, "SecurityCouncilMandateEnded")
        .withArgs(end);
    });

    it("refuses a mandate without a near end, and a crowd", async () => {
      const { council, member } = await networkHelpers.loadFixture(deployCouncil);
      await expect(council.appoint([member], MAXIMUM_MANDATE + 1n))
        .to.be.revertedWithCustomError(council, "SecurityCouncilInvalidSetting")
        .withArgs("mandate", MAXIMUM_MANDATE + 1n);
      await expect(council.appoint(Array(17).fill(member.address), MANDATE))
        .to.be.revertedWithCustomError(council, "SecurityCouncilInvalidSetting")
        .withArgs("members", 17n);
    });

    it("is the DAO's alone, not a member's", async () => {
      const { council, member } = await networkHelpers.loadFixture(deployCouncil);
      await expect(council.connect(member).appoint([member], MANDATE))
        .to.be.revertedWithCustomError(council, "AccessManagedUnauthorized")
        .withArgs(member.address);
    });
  });

  it("refuses bounds of nothing", async () => {
    const { manager, desk, council } = await networkHelpers.loadFixture(deployCouncil);
    const bounds = { maximumSuspension: [0n, 1n], maximumMandate: [1n, 0n] };
    for (const [field, values] of Object.entries(bounds)) {
      await expect(ethers.deployContract("SecurityCouncil", [manager, desk, ...values]))
        .to.be.revertedWithCustomError(council, "SecurityCouncilInvalidSetting")
        .withArgs(field, 0n);
    }
  });

  it("can't be gone round: a member has no way to the board itself", async () => {
    const { desk, member } = await networkHelpers.loadFixture(deployCouncil);
    await expect(desk.connect(member).suspend(VERSION, await inSeconds(99), REASON))
      .to.be.revertedWithCustomError(desk, "AccessManagedUnauthorized")
      .withArgs(member.address);
  });
});
