import { expect } from "chai";
import { ascending, inSeconds, STATUS } from "../fixtures/certifications.ts";
import { ethers, namedSigners, networkHelpers } from "../fixtures/connect.ts";
import { contentOf, publishPlugin, releaseOf, semVer, signRelease } from "../fixtures/release.ts";

const NAME = "guarded-module";
const VALIDATOR = 1n;
const HOOK = 4n;

async function deploy() {
  const accounts = await namedSigners("board", "mirror", "publisher", "account", "stranger");
  const registry = await ethers.deployContract("CertificationRegistry");
  const plugins = await ethers.deployContract("PluginRegistry");
  const module = await ethers.deployContract("TypedModule", [VALIDATOR]);
  const content = contentOf(NAME, { module: await module.getAddress() });
  const { versionId } = await publishPlugin(plugins, accounts.publisher, NAME, { content });
  const register = () => registry.registerModule(plugins, ethers.id(NAME), semVer(1, 0, 0), content);
  return { ...accounts, registry, plugins, module, content, versionId, register };
}

async function linked() {
  const setup = await deploy();
  const { registry, board, versionId, content } = setup;
  await setup.register();
  const expiresAt = await inSeconds(10_000);
  await registry.connect(board).attest(versionId, content.artifactDigest, expiresAt, 1n);
  await registry.linkModule(versionId, board);
  const check = registry["check(address,address[],uint256)"];
  const passes = () => check(setup.module, [board], 1n);
  return { ...setup, expiresAt, check, passes };
}

type Linked = Awaited<ReturnType<typeof linked>>;

const notMet = async ({ registry, module, passes }: Linked) =>
  expect(passes())
    .to.be.revertedWithCustomError(registry, "ModuleRegistryThresholdNotMet")
    .withArgs(module, 0n, 1n);

/** Publishes and certifies version 2.0.0 of the plugin, which names the same module. */
async function certifyNext(setup: Linked, expiresAt: bigint): Promise<string> {
  const { plugins, publisher, registry, board, module } = setup;
  const content = contentOf("next", { module: await module.getAddress() });
  const pluginId = await plugins.pluginIdOf(NAME);
  const release = await releaseOf(plugins, pluginId, publisher, [2, 0, 0], { content });
  await plugins.publishVersion(release, await signRelease(plugins, publisher, release));
  await registry.registerModule(plugins, ethers.id(NAME), semVer(2, 0, 0), content);
  const versionId = await plugins.versionIdOf(pluginId, semVer(2, 0, 0));
  await registry.connect(board).attest(versionId, content.artifactDigest, expiresAt, 2n);
  return versionId;
}

describe("ModuleRegistryAdapter", () => {
  describe("registerModule", () => {
    it("keeps the code hash of the module that a version's signed content names, once", async () => {
      const { registry, module, versionId, register } = await networkHelpers.loadFixture(deploy);
      const codeHash = ethers.keccak256(await ethers.provider.getCode(module));
      await expect(register()).to.emit(registry, "ModuleRegistered").withArgs(versionId, module, codeHash);
      const kept = await registry.moduleOf(versionId);
      expect([kept.codeHash, kept.module]).to.deep.equal([codeHash, await module.getAddress()]);
      await expect(register())
        .to.be.revertedWithCustomError(registry, "ModuleRegistryAlreadyRegistered")
        .withArgs(versionId);
    });

    it("refuses content that the publisher didn't sign", async () => {
      const { registry, plugins, content, stranger } = await networkHelpers.loadFixture(deploy);
      const other = { ...content, module: stranger.address };
      await expect(
        registry.registerModule(plugins, ethers.id(NAME), semVer(1, 0, 0), other),
      ).to.be.revertedWithCustomError(plugins, "PluginRegistryContentMismatch");
    });

    it("refuses a module without code", async () => {
      const { registry, plugins, publisher, stranger } = await networkHelpers.loadFixture(deploy);
      const content = contentOf("empty", { module: stranger.address });
      await publishPlugin(plugins, publisher, "empty-module", { content });
      await expect(registry.registerModule(plugins, ethers.id("empty-module"), semVer(1, 0, 0), content))
        .to.be.revertedWithCustomError(registry, "ModuleRegistryNoCode")
        .withArgs(stranger);
    });

    it("gives a registry that isn't the version's a version of its own", async () => {
      const { registry, stranger, content, versionId, module } = await networkHelpers.loadFixture(deploy);
      const other = await ethers.deployContract("PluginRegistry");
      const theirs = await publishPlugin(other, stranger, NAME, { content });
      await registry.registerModule(other, ethers.id(NAME), semVer(1, 0, 0), content);
      expect((await registry.moduleOf(theirs.versionId)).module).to.equal(module);
      await expect(registry.moduleOf(versionId))
        .to.be.revertedWithCustomError(registry, "ModuleRegistryUnknown")
        .withArgs(versionId);
    });
  });

  describe("linkModule", () => {
    it("lets a certification stand for the module's code", async () => {
      const { registry, module, board, versionId, passes } = await networkHelpers.loadFixture(linked);
      await passes();
      expect(await registry.linkedVersion(module, board)).to.equal(versionId);
    });

    it("refuses code that was registered after the certification, which nobody reviewed", async () => {
      const { registry, board, versionId, content, register } = await networkHelpers.loadFixture(deploy);
      await registry.connect(board).attest(versionId, content.artifactDigest, await inSeconds(1_000), 1n);
      const issuedAt = BigInt(await networkHelpers.time.latest());
      await register();
      const registeredAt = BigInt(await networkHelpers.time.latest());
      await expect(registry.linkModule(versionId, board))
        .to.be.revertedWithCustomError(registry, "ModuleRegistryRegisteredLate")
        .withArgs(versionId, registeredAt, issuedAt);
    });

    it("needs a registered module and a valid certification", async () => {
      const { registry, board, versionId, register } = await networkHelpers.loadFixture(deploy);
      await expect(registry.linkModule(versionId, board))
        .to.be.revertedWithCustomError(registry, "ModuleRegistryUnknown")
        .withArgs(versionId);
      await register();
      await expect(registry.linkModule(versionId, board))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryNotValid")
        .withArgs(versionId, board, STATUS.none);
    });

    it("isn't taken by a stranger's plugin that names the same module", async () => {
      const setup = await networkHelpers.loadFixture(deploy);
      const { registry, plugins, stranger, board, module, content, versionId } = setup;
      const theirs = await publishPlugin(plugins, stranger, "squatter", { content });
      await registry.registerModule(plugins, ethers.id("squatter"), semVer(1, 0, 0), content);
      const expiresAt = await inSeconds(1_000);
      await registry.connect(stranger).attest(theirs.versionId, content.artifactDigest, expiresAt, 1n);
      await registry.linkModule(theirs.versionId, stranger);
      await setup.register();
      await registry.connect(board).attest(versionId, content.artifactDigest, expiresAt, 1n);
      await registry.linkModule(versionId, board);
      await registry["check(address,address[],uint256)"](module, [board], 1n);
    });

    it("keeps a code with its version, unless that one expired", async () => {
      const setup = await networkHelpers.loadFixture(linked);
      const { registry, module, board, versionId, expiresAt, passes } = setup;
      const next = await certifyNext(setup, expiresAt + 1_000n);
      for (const version of [versionId, next]) {
        await expect(registry.linkModule(version, board))
          .to.be.revertedWithCustomError(registry, "ModuleRegistryAlreadyLinked")
          .withArgs(module, board, versionId);
      }
      await networkHelpers.time.increaseTo(expiresAt);
      await notMet(setup);
      await registry.linkModule(next, board);
      await passes();
      await registry.connect(board).renew(versionId, expiresAt + 5_000n, 3n);
      await networkHelpers.time.increaseTo(expiresAt + 1_000n);
      await notMet(setup);
    });

    it("never leads from a revoked code back to a valid one", async () => {
      const setup = await networkHelpers.loadFixture(linked);
      const { registry, module, board, versionId, expiresAt } = setup;
      const next = await certifyNext(setup, expiresAt + 1_000n);
      await registry.connect(board).revoke(versionId, true, "drains accounts");
      await networkHelpers.time.increaseTo(expiresAt);
      await expect(registry.linkModule(next, board))
        .to.be.revertedWithCustomError(registry, "ModuleRegistryAlreadyLinked")
        .withArgs(module, board, versionId);
      await notMet(setup);
    });
  });

  describe("check", () => {
    it("fails at once when the certification is suspended or revoked, and follows a renewal", async () => {
      const setup = await networkHelpers.loadFixture(linked);
      const { registry, board, versionId, expiresAt, passes } = setup;
      const until = await inSeconds(500);
      await registry.connect(board).suspend(versionId, until, "report");
      await notMet(setup);
      await networkHelpers.time.increaseTo(until);
      await registry.connect(board).renew(versionId, expiresAt + 100n, 2n);
      await networkHelpers.time.increaseTo(expiresAt + 1n);
      await passes();
      await registry.connect(board).revoke(versionId, false, "withdrawn");
      await notMet(setup);
    });

    it("fails for code that was replaced or removed", async () => {
      const setup = await networkHelpers.loadFixture(linked);
      const { module, passes } = setup;
      const address = await module.getAddress();
      const original = await ethers.provider.getCode(address);
      for (const code of [`${original.slice(0, -2)}00`, "0x", "0x00"]) {
        await networkHelpers.setCode(address, code);
        await notMet(setup);
      }
      await networkHelpers.setCode(address, original);
      await passes();
    });

    it("can't be had back by registering and linking the replaced code", async () => {
      const setup = await networkHelpers.loadFixture(linked);
      const { registry, module, board, versionId, register } = setup;
      await networkHelpers.setCode(await module.getAddress(), "0x6001");
      await expect(register()).to.be.revertedWithCustomError(registry, "ModuleRegistryAlreadyRegistered");
      await expect(registry.linkModule(versionId, board))
        .to.be.revertedWithCustomError(registry, "ModuleRegistryAlreadyLinked")
        .withArgs(module, board, versionId);
      await notMet(setup);
    });

    it("follows a mirror's home", async () => {
      const setup = await networkHelpers.loadFixture(linked);
      const { registry, module, board, mirror, versionId, expiresAt, check } = setup;
      await registry.connect(mirror).attestByReference(versionId, board, expiresAt, true, 1n);
      await registry.linkModule(versionId, mirror);
      const list = await ascending(board, mirror);
      await check(module, list, 2n);
      await registry.connect(board).revoke(versionId, true, "drains accounts");
      await expect(check(module, [mirror], 1n))
        .to.be.revertedWithCustomError(registry, "ModuleRegistryThresholdNotMet")
        .withArgs(module, 0n, 1n);
    });

    it("refuses a threshold of 0, one above the list, and a list that doesn't ascend", async () => {
      const { registry, module, board, check } = await networkHelpers.loadFixture(linked);
      for (const threshold of [0n, 2n]) {
        await expect(check(module, [board], threshold))
          .to.be.revertedWithCustomError(registry, "CertificationRegistryInvalidThreshold")
          .withArgs(threshold, 1n);
      }
      await expect(check(module, [board, board], 1n))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryUnsortedAttesters")
        .withArgs(board, board);
    });

    it("asks the certified code for its type", async () => {
      const { registry, module, board } = await networkHelpers.loadFixture(linked);
      const check = registry["check(address,uint256,address[],uint256)"];
      await check(module, VALIDATOR, [board], 1n);
      await expect(check(module, HOOK, [board], 1n))
        .to.be.revertedWithCustomError(registry, "ModuleRegistryNotOfType")
        .withArgs(module, HOOK);
    });
  });

  describe("trustAttesters", () => {
    it("lets an account's checks, its own and others' about it, use the attesters it trusts", async () => {
      const { registry, module, board, account, stranger } = await networkHelpers.loadFixture(linked);
      await expect(registry.connect(account).trustAttesters(1, [board]))
        .to.emit(registry, "NewTrustedAttesters")
        .withArgs(account);
      expect(await registry.trustedAttesters(account)).to.deep.equal([1n, [board.address]]);
      const asAccount = registry.connect(account);
      await asAccount["check(address)"](module);
      await asAccount["check(address,uint256)"](module, VALIDATOR);
      const asStranger = registry.connect(stranger);
      await asStranger["checkForAccount(address,address)"](account, module);
      await expect(asStranger["checkForAccount(address,address,uint256)"](account, module, HOOK))
        .to.be.revertedWithCustomError(registry, "ModuleRegistryNotOfType")
        .withArgs(module, HOOK);
      for (const check of [
        asStranger["check(address)"](module),
        asStranger["check(address,uint256)"](module, VALIDATOR),
        asStranger["checkForAccount(address,address)"](stranger, module),
        asStranger["checkForAccount(address,address,uint256)"](stranger, module, VALIDATOR),
      ]) {
        await expect(check)
          .to.be.revertedWithCustomError(registry, "ModuleRegistryNoTrustedAttesters")
          .withArgs(stranger);
      }
    });

    it("counts as many as the account asks for", async () => {
      const { registry, module, board, mirror, account, versionId, content, expiresAt } =
        await networkHelpers.loadFixture(linked);
      await registry.connect(account).trustAttesters(2, await ascending(board, mirror));
      const check = registry.connect(account)["check(address)"];
      await expect(check(module))
        .to.be.revertedWithCustomError(registry, "ModuleRegistryThresholdNotMet")
        .withArgs(module, 1n, 2n);
      await registry.connect(mirror).attest(versionId, content.artifactDigest, expiresAt, 1n);
      await registry.linkModule(versionId, mirror);
      await check(module);
    });

    it("refuses a threshold that doesn't fit, a list that doesn't ascend or is too long", async () => {
      const { registry, board, account } = await networkHelpers.loadFixture(linked);
      const asAccount = registry.connect(account);
      for (const [threshold, list] of [
        [0, [board]],
        [2, [board]],
        [0, []],
      ] as const) {
        await expect(asAccount.trustAttesters(threshold, [...list]))
          .to.be.revertedWithCustomError(registry, "CertificationRegistryInvalidThreshold")
          .withArgs(threshold, list.length);
      }
      await expect(asAccount.trustAttesters(1, [ethers.ZeroAddress]))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryUnsortedAttesters")
        .withArgs(ethers.ZeroAddress, ethers.ZeroAddress);
      const many = Array.from({ length: 33 }, (_, index) => ethers.toBeHex(index + 1, 20));
      const [first = "", second = "", third = ""] = many;
      await expect(asAccount.trustAttesters(1, [first, third, second]))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryUnsortedAttesters")
        .withArgs(third, second);
      await expect(asAccount.trustAttesters(1, many.slice(1))).to.emit(registry, "NewTrustedAttesters");
      await expect(asAccount.trustAttesters(1, many))
        .to.be.revertedWithCustomError(registry, "CertificationRegistryTooManyAttesters")
        .withArgs(33n, 32n);
    });
  });
});
