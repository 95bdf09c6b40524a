import { RegistryKind, roles } from "@nexus/protocol";
import { expect } from "chai";
import type { AddressLike } from "ethers";
import { allow, deployManager } from "../fixtures/access.ts";
import { ethers, namedSigners, networkHelpers } from "../fixtures/connect.ts";

const kind = (name: RegistryKind) => RegistryKind.indexOf(name);
const HOME = ethers.id("home");
const NONE = ethers.ZeroHash;

async function deploy() {
  const accounts = await namedSigners("dao", "first", "second", "third", "stranger");
  const manager = await deployManager(accounts.dao);
  const directory = await ethers.deployContract("RegistryDirectory", [manager]);
  await allow(manager, accounts.dao, roles.PARAMETER_STEWARD, directory, ["list", "delist"]);
  const contractsOf = (attester: AddressLike) => ({
    accessManager: manager,
    pluginRegistry: accounts.dao,
    certificationRegistry: accounts.dao,
    attester,
  });
  return { ...accounts, directory, contractsOf };
}

async function listed() {
  const setup = await deploy();
  const { directory, contractsOf, first, second, third } = setup;
  await directory.list("home", kind("Home"), NONE, contractsOf(third));
  await directory.list("finance-dao", kind("Dao"), HOME, contractsOf(second));
  await directory.list("mirror", kind("Mirror"), ethers.id("finance-dao"), contractsOf(first));
  return setup;
}

describe("RegistryDirectory", () => {
  it("lists a registry under its name, and says so", async () => {
    const { directory, contractsOf, first, dao } = await networkHelpers.loadFixture(deploy);
    const listing = directory.list("home", kind("Home"), NONE, contractsOf(first));
    const manager = (await contractsOf(first)).accessManager;
    await expect(listing)
      .to.emit(directory, "RegistryListed")
      .withArgs(HOME, NONE, 0n, "home", [
        await manager.getAddress(),
        dao.address,
        dao.address,
        first.address,
      ]);
    const { listedAt, delistedAt, name } = await directory.registry(HOME);
    expect([listedAt, delistedAt, name]).to.deep.equal([
      ...[BigInt(await networkHelpers.time.latest()), 0n, "home"],
    ]);
  });

  it("takes a name once, and none that can't be told apart", async () => {
    const { directory, contractsOf, first } = await networkHelpers.loadFixture(listed);
    await expect(directory.list("finance-dao", kind("Dao"), HOME, contractsOf(first)))
      .to.be.revertedWithCustomError(directory, "RegistryDirectoryNameTaken")
      .withArgs("finance-dao");
    await expect(directory.list("Finance DAO", kind("Dao"), HOME, contractsOf(first)))
      .to.be.revertedWithCustomError(directory, "RegistryDirectoryInvalidName")
      .withArgs("Finance DAO");
  });

  it("has one home, DAOs below it, and mirrors of either but not of mirrors", async () => {
    const { directory, contractsOf, first } = await networkHelpers.loadFixture(listed);
    const dao = ethers.id("finance-dao");
    const mirror = ethers.id("mirror");
    for (const [of, parent] of [
      ["Home", NONE],
      ["Dao", dao],
      ["Dao", mirror],
      ["Mirror", mirror],
    ] as const) {
      await expect(directory.list("another", kind(of), parent, contractsOf(first)))
        .to.be.revertedWithCustomError(directory, "RegistryDirectoryInvalidParent")
        .withArgs(kind(of), parent);
    }
    await expect(directory.list("another", kind("Dao"), NONE, contractsOf(first)))
      .to.be.revertedWithCustomError(directory, "RegistryDirectoryUnknown")
      .withArgs(NONE);
  });

  it("names a contract that is missing", async () => {
    const { directory, contractsOf, first } = await networkHelpers.loadFixture(listed);
    for (const field of ["accessManager", "pluginRegistry", "certificationRegistry", "attester"] as const) {
      const contracts = { ...contractsOf(first), [field]: ethers.ZeroAddress };
      await expect(directory.list("another", kind("Dao"), HOME, contracts))
        .to.be.revertedWithCustomError(directory, "RegistryDirectoryZeroContract")
        .withArgs(field);
    }
  });

  it("gives attesters ascending and each once", async () => {
    const { directory, contractsOf, first, second, third } = await networkHelpers.loadFixture(listed);
    await directory.list("twin", kind("Dao"), HOME, contractsOf(second));
    const names = ["home", "twin", "mirror", "finance-dao"].map((name) => ethers.id(name));
    const expected = [first, second, third].map(({ address }) => address);
    expected.sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    expect(await directory.attestersOf(names)).to.deep.equal(expected);
    expect(await directory.attestersOf([])).to.deep.equal([]);
    const many = Array.from({ length: 33 }, () => HOME);
    await expect(directory.attestersOf(many))
      .to.be.revertedWithCustomError(directory, "RegistryDirectoryTooMany")
      .withArgs(33n, 32n);
  });

  it("delists for good: it stays readable, and neither parents nor attests any more", async () => {
    const { directory, contractsOf, first } = await networkHelpers.loadFixture(listed);
    const dao = ethers.id("finance-dao");
    await expect(directory.delist(dao, "merged"))
      .to.emit(directory, "RegistryDelisted")
      .withArgs(dao, "merged");
    expect((await directory.registry(dao)).delistedAt).to.equal(await networkHelpers.time.latest());
    for (const call of [
      () => directory.attestersOf([dao]),
      () => directory.list("another", kind("Mirror"), dao, contractsOf(first)),
      () => directory.delist(dao, "again"),
    ]) {
      await expect(call())
        .to.be.revertedWithCustomError(directory, "RegistryDirectoryDelisted")
        .withArgs(dao);
    }
  });

  it("is its DAO's alone", async () => {
    const { directory, contractsOf, first, stranger } = await networkHelpers.loadFixture(deploy);
    for (const call of [
      () => directory.connect(stranger).list("home", kind("Home"), NONE, contractsOf(first)),
      () => directory.connect(stranger).delist(HOME, "mine"),
    ]) {
      await expect(call())
        .to.be.revertedWithCustomError(directory, "AccessManagedUnauthorized")
        .withArgs(stranger);
    }
  });
});
