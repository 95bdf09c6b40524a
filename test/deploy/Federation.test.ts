import { RegistryKind } from "@nexus/protocol";
import { expect } from "chai";
import { NexusDirectory } from "../../ignition/modules/NexusDirectory.ts";
import { DomainDao } from "../../ignition/modules/NexusRegistry.ts";
import { SovereignMirror } from "../../ignition/modules/SovereignMirror.ts";
import { domainDaoParameters, moduleParameters } from "../../ignition/parameters.ts";
import { inSeconds, STATUS } from "../fixtures/certifications.ts";
import { ethers, ignition, namedSigners, networkHelpers } from "../fixtures/connect.ts";
import { digestOf } from "../fixtures/release.ts";

const CHAIN_ID = 31337;
const VERSION_ID = ethers.id("version");
const HOME = ethers.id("nexus");
const CLIMATE = ethers.id("climate-dao");
const MIRROR = ethers.id("highland-mirror");

/** The home set with its directory, a domain DAO's set and a mirror of the home, on one chain. */
async function federation() {
  const accounts = await namedSigners("deployer", "parliament", "stranger");
  const home = await ignition.deploy(NexusDirectory, { parameters: moduleParameters(CHAIN_ID) });
  const PluginRegistry = await home.PluginRegistry.getAddress();
  const CertificationRegistry = await home.CertificationRegistry.getAddress();
  const parameters = domainDaoParameters(CHAIN_ID, { PluginRegistry, CertificationRegistry });
  const climate = await ignition.deploy(DomainDao, { parameters });
  const homeBoard = await home.ReviewBoard.getAddress();
  const mirrored = await ignition.deploy(SovereignMirror, {
    parameters: {
      SovereignMirror: {
        certificationRegistry: CertificationRegistry,
        home: homeBoard,
        dao: accounts.parliament.address,
      },
    },
  });
  const certifications = await ethers.getContractAt("CertificationRegistry", CertificationRegistry);
  const directory = await ethers.getContractAt("RegistryDirectory", home.RegistryDirectory);
  const mirror = await ethers.getContractAt("MirrorAttester", mirrored.MirrorAttester);
  const shared = { pluginRegistry: PluginRegistry, certificationRegistry: CertificationRegistry };
  const climateBoard = await climate.ReviewBoard.getAddress();
  await directory.list("climate-dao", RegistryKind.indexOf("Dao"), HOME, {
    ...{ accessManager: climate.AccessManager, attester: climateBoard, ...shared },
  });
  await directory.list("highland-mirror", RegistryKind.indexOf("Mirror"), HOME, {
    ...{ accessManager: mirrored.AccessManager, attester: mirror, ...shared },
  });
  return { ...accounts, home, climate, certifications, directory, mirror, homeBoard, climateBoard };
}

/** Both boards have certified the version, as their executed reviews do; the mirror follows the home. */
async function certified() {
  const setup = await federation();
  const { certifications, homeBoard, climateBoard, mirror, parliament } = setup;
  const expiresAt = await inSeconds(10_000);
  for (const board of [homeBoard, climateBoard]) {
    await networkHelpers.impersonateAccount(board);
    await networkHelpers.setBalance(board, ethers.parseEther("1"));
    const signer = await ethers.getSigner(board);
    await certifications.connect(signer).attest(VERSION_ID, digestOf("artifact"), expiresAt, 1n);
  }
  await mirror.connect(parliament).recertify(VERSION_ID, expiresAt, true, 7n);
  const check = certifications["check(bytes32,address[],uint256)"];
  const asHome = certifications.connect(await ethers.getSigner(homeBoard));
  return { ...setup, expiresAt, check, asHome };
}

describe("a federation of registries", () => {
  it("is listed with kinds, parents and contracts", async () => {
    const { directory, homeBoard, mirror } = await networkHelpers.loadFixture(federation);
    expect(await directory.registryCount()).to.equal(3n);
    const ids = await Promise.all([0, 1, 2].map((index) => directory.registryAt(index)));
    expect(ids).to.deep.equal([HOME, CLIMATE, MIRROR]);
    const home = await directory.registry(HOME);
    expect([home.name, home.kind, home.parent]).to.deep.equal(["nexus", 0n, ethers.ZeroHash]);
    expect(home.contracts.attester).to.equal(homeBoard);
    const listed = await directory.registry(MIRROR);
    expect([listed.kind, listed.parent, listed.contracts.attester]).to.deep.equal([
      ...[2n, HOME, await mirror.getAddress()],
    ]);
  });

  it("shares publishing and certifying, and nothing that a DAO decides", async () => {
    const { home, climate } = await networkHelpers.loadFixture(federation);
    for (const name of ["PluginRegistry", "CertificationRegistry"] as const) {
      expect(await climate[name].getAddress()).to.equal(await home[name].getAddress());
    }
    for (const name of ["AccessManager", "ReviewBoard", "ClauseRegistry", "NexusToken"] as const) {
      expect(await climate[name].getAddress()).not.to.equal(await home[name].getAddress());
    }
    const token = await ethers.getContractAt("CertificateToken", climate.CertificateToken);
    expect(await token.board()).to.equal(await climate.ReviewBoard.getAddress());
  });

  it("lets each consumer choose registries and a threshold", async () => {
    const { directory, check } = await networkHelpers.loadFixture(certified);
    const all = [...(await directory.attestersOf([MIRROR, HOME, CLIMATE]))];
    await check(VERSION_ID, all, 3n);
    await check(VERSION_ID, [...(await directory.attestersOf([CLIMATE]))], 1n);
  });

  it("feels a revocation at home at once: the mirror falls with it, the domain DAO's own word stands", async () => {
    const { certifications, directory, mirror, check, asHome } = await networkHelpers.loadFixture(certified);
    await asHome.revoke(VERSION_ID, true, "wrong units");
    expect(await certifications.statusOf(VERSION_ID, mirror)).to.equal(STATUS.revoked);
    const all = [...(await directory.attestersOf([HOME, CLIMATE, MIRROR]))];
    await check(VERSION_ID, all, 1n);
    await expect(check(VERSION_ID, all, 2n))
      .to.be.revertedWithCustomError(certifications, "CertificationRegistryThresholdNotMet")
      .withArgs(VERSION_ID, 1n, 2n);
  });

  it("leaves a mirror to its own DAO, which may also say no on its own", async () => {
    const { certifications, mirror, parliament, deployer, stranger, expiresAt, check, homeBoard } =
      await networkHelpers.loadFixture(certified);
    for (const call of [
      () => mirror.connect(stranger).recertify(VERSION_ID, expiresAt, false, 1n),
      () => mirror.connect(stranger).renew(VERSION_ID, expiresAt, 1n),
      () => mirror.connect(stranger).suspend(VERSION_ID, expiresAt, "no"),
      () => mirror.connect(stranger).revoke(VERSION_ID, true, "no"),
    ]) {
      await expect(call())
        .to.be.revertedWithCustomError(mirror, "AccessManagedUnauthorized")
        .withArgs(stranger);
    }
    await mirror.connect(parliament).suspend(VERSION_ID, expiresAt, "our inquiry");
    expect(await certifications.statusOf(VERSION_ID, mirror)).to.equal(STATUS.suspended);
    await mirror.connect(parliament).revoke(VERSION_ID, false, "our law");
    expect(await certifications.statusOf(VERSION_ID, mirror)).to.equal(STATUS.revoked);
    await check(VERSION_ID, [homeBoard], 1n);
    await expect(mirror.connect(deployer).revoke(VERSION_ID, false, "again"))
      .to.be.revertedWithCustomError(mirror, "AccessManagedUnauthorized")
      .withArgs(deployer);
  });

  it("renews a mirror within its home's end", async () => {
    const { certifications, mirror, parliament, asHome, expiresAt } =
      await networkHelpers.loadFixture(certified);
    await expect(mirror.connect(parliament).renew(VERSION_ID, expiresAt + 1n, 8n))
      .to.be.revertedWithCustomError(certifications, "CertificationRegistryBeyondHome")
      .withArgs(expiresAt + 1n, expiresAt);
    await asHome.renew(VERSION_ID, expiresAt + 9n, 2n);
    await mirror.connect(parliament).renew(VERSION_ID, expiresAt + 9n, 8n);
    expect((await certifications.certificationOf(VERSION_ID, mirror)).expiresAt).to.equal(expiresAt + 9n);
  });
});
