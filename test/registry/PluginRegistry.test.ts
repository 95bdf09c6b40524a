import { expect } from "chai";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import { deployRegistry, NAME, published, registered } from "../fixtures/plugin-registry.ts";
import {
  contentDigestOf,
  contentOf,
  publishPlugin,
  releaseOf,
  semVer,
  signRelease,
} from "../fixtures/release.ts";

const MAX_UINT32 = 2 ** 32 - 1;

describe("PluginRegistry", () => {
  describe("registerPlugin", () => {
    it("gives the caller a name whose id binds chain and registry", async () => {
      const { registry, pluginId, publisher } = await networkHelpers.loadFixture(deployRegistry);
      const { chainId } = await ethers.provider.getNetwork();
      const encoded = ethers.AbiCoder.defaultAbiCoder().encode(
        ["uint256", "address", "bytes32"],
        [chainId, await registry.getAddress(), ethers.id(NAME)],
      );
      expect(pluginId).to.equal(ethers.keccak256(encoded));
      await expect(registry.connect(publisher).registerPlugin(NAME))
        .to.emit(registry, "PluginRegistered")
        .withArgs(pluginId, publisher, NAME);
      expect(await registry.plugin(pluginId)).to.deep.equal([publisher.address, ethers.ZeroAddress, NAME]);
    });

    it("refuses a name that is taken", async () => {
      const { registry, pluginId, stranger } = await networkHelpers.loadFixture(registered);
      await expect(registry.connect(stranger).registerPlugin(NAME))
        .to.be.revertedWithCustomError(registry, "PluginRegistryNameTaken")
        .withArgs(NAME, pluginId);
    });

    for (const name of ["abc", "a-b", "0-9", "a".repeat(64), `${"a-".repeat(31)}bc`]) {
      it(`takes the name ${JSON.stringify(name)}`, async () => {
        const { registry } = await networkHelpers.loadFixture(deployRegistry);
        await expect(registry.registerPlugin(name)).to.emit(registry, "PluginRegistered");
      });
    }

    for (const name of [
      "",
      "ab",
      "a".repeat(65),
      "-abc",
      "abc-",
      "a--b",
      "Abc",
      "a_b",
      "a b",
      "a.b",
      "naïve",
      "a/b",
      "a:b",
      "ab`",
      "ab{",
    ]) {
      it(`refuses the name ${JSON.stringify(name)}`, async () => {
        const { registry } = await networkHelpers.loadFixture(deployRegistry);
        await expect(registry.registerPlugin(name))
          .to.be.revertedWithCustomError(registry, "PluginRegistryInvalidName")
          .withArgs(name);
      });
    }
  });

  describe("transferPlugin and acceptPlugin", () => {
    it("hand a plugin over in two steps", async () => {
      const { registry, pluginId, publisher, successor } = await networkHelpers.loadFixture(registered);
      await expect(registry.connect(publisher).transferPlugin(pluginId, successor))
        .to.emit(registry, "PluginTransferStarted")
        .withArgs(pluginId, publisher, successor);
      expect((await registry.plugin(pluginId)).owner).to.equal(publisher);
      await expect(registry.connect(successor).acceptPlugin(pluginId))
        .to.emit(registry, "PluginTransferred")
        .withArgs(pluginId, publisher, successor);
      expect(await registry.plugin(pluginId)).to.deep.equal([successor.address, ethers.ZeroAddress, NAME]);
    });

    it("let only the owner offer", async () => {
      const { registry, pluginId, publisher, stranger } = await networkHelpers.loadFixture(registered);
      await expect(registry.connect(stranger).transferPlugin(pluginId, stranger))
        .to.be.revertedWithCustomError(registry, "PluginRegistryNotOwner")
        .withArgs(pluginId, stranger, publisher);
    });

    it("let only the offered account accept", async () => {
      const { registry, pluginId, publisher, successor, stranger } =
        await networkHelpers.loadFixture(registered);
      await registry.connect(publisher).transferPlugin(pluginId, successor);
      await expect(registry.connect(stranger).acceptPlugin(pluginId))
        .to.be.revertedWithCustomError(registry, "PluginRegistryNotPendingOwner")
        .withArgs(pluginId, stranger, successor);
    });

    it("let the owner withdraw the offer", async () => {
      const { registry, pluginId, publisher, successor } = await networkHelpers.loadFixture(registered);
      await registry.connect(publisher).transferPlugin(pluginId, successor);
      await registry.connect(publisher).transferPlugin(pluginId, ethers.ZeroAddress);
      await expect(registry.connect(successor).acceptPlugin(pluginId))
        .to.be.revertedWithCustomError(registry, "PluginRegistryNotPendingOwner")
        .withArgs(pluginId, successor, ethers.ZeroAddress);
    });

    it("don't know a plugin that isn't registered", async () => {
      const { registry, pluginId, publisher } = await networkHelpers.loadFixture(deployRegistry);
      for (const call of [
        () => registry.transferPlugin(pluginId, publisher),
        () => registry.acceptPlugin(pluginId),
        () => registry.plugin(pluginId),
      ]) {
        await expect(call())
          .to.be.revertedWithCustomError(registry, "PluginRegistryUnknownPlugin")
          .withArgs(pluginId);
      }
    });

    it("take the right to publish and to yank along", async () => {
      const { registry, pluginId, publisher, successor } = await networkHelpers.loadFixture(published);
      await registry.connect(publisher).transferPlugin(pluginId, successor);
      await registry.connect(successor).acceptPlugin(pluginId);
      const release = await releaseOf(registry, pluginId, publisher, [1, 1, 0]);
      await expect(registry.publishVersion(release, await signRelease(registry, publisher, release)))
        .to.be.revertedWithCustomError(registry, "PluginRegistryNotOwner")
        .withArgs(pluginId, publisher, successor);
      await expect(registry.connect(publisher).yank(pluginId, semVer(1, 0, 0), "no"))
        .to.be.revertedWithCustomError(registry, "PluginRegistryNotOwner")
        .withArgs(pluginId, publisher, successor);
      await registry.connect(successor).yank(pluginId, semVer(1, 0, 0), "superseded");
    });
  });

  describe("versions", () => {
    async function publish(
      { registry, pluginId, publisher }: Awaited<ReturnType<typeof deployRegistry>>,
      version: readonly [number, number, number],
    ) {
      const release = await releaseOf(registry, pluginId, publisher, version);
      return registry.publishVersion(release, await signRelease(registry, publisher, release));
    }

    it("start after 0.0.0", async () => {
      const setup = await networkHelpers.loadFixture(registered);
      await expect(publish(setup, [0, 0, 0]))
        .to.be.revertedWithCustomError(setup.registry, "PluginRegistryVersionNotAfter")
        .withArgs(setup.pluginId, 0n, 0n);
      await publish(setup, [0, 0, 1]);
    });

    it("rise strictly within a major line", async () => {
      const setup = await networkHelpers.loadFixture(registered);
      await publish(setup, [1, 2, 3]);
      const notAfter: [number, number, number][] = [
        [1, 2, 3],
        [1, 2, 2],
        [1, 1, MAX_UINT32],
        [1, 0, 0],
      ];
      for (const version of notAfter) {
        await expect(publish(setup, version))
          .to.be.revertedWithCustomError(setup.registry, "PluginRegistryVersionNotAfter")
          .withArgs(setup.pluginId, semVer(...version), semVer(1, 2, 3));
      }
      await publish(setup, [1, 3, 0]);
      expect(await setup.registry.latestPublished(setup.pluginId, 1)).to.equal(semVer(1, 3, 0));
    });

    it("let an old line be patched after a new one began", async () => {
      const setup = await networkHelpers.loadFixture(registered);
      await publish(setup, [1, 0, 0]);
      await publish(setup, [2, 0, 0]);
      await publish(setup, [1, 0, 1]);
      expect(await setup.registry.latestPublished(setup.pluginId, 1)).to.equal(semVer(1, 0, 1));
      expect(await setup.registry.latestPublished(setup.pluginId, 2)).to.equal(semVer(2, 0, 0));
    });
  });

  describe("artifacts", () => {
    it("belong to one plugin per publisher", async () => {
      const { registry, pluginId, publisher, release } = await networkHelpers.loadFixture(published);
      await registry.connect(publisher).registerPlugin("second-plugin");
      const second = await registry.pluginIdOf("second-plugin");
      const copy = await releaseOf(registry, second, publisher, [1, 0, 0], { content: release.content });
      await expect(registry.publishVersion(copy, await signRelease(registry, publisher, copy)))
        .to.be.revertedWithCustomError(registry, "PluginRegistryArtifactTaken")
        .withArgs(release.content.artifactDigest, pluginId);
    });

    it("may be published again by a later version of their plugin", async () => {
      const { registry, pluginId, publisher, release } = await networkHelpers.loadFixture(published);
      const content = { ...release.content, manifestDigest: ethers.id("corrected manifest") };
      const again = await releaseOf(registry, pluginId, publisher, [1, 0, 1], { content });
      await registry.publishVersion(again, await signRelease(registry, publisher, again));
      expect(await registry.latest(pluginId, 1)).to.equal(semVer(1, 0, 1));
    });

    it("can't be blocked by a stranger who publishes the same bytes first", async () => {
      const { registry, pluginId, publisher, stranger } = await networkHelpers.loadFixture(registered);
      const release = await releaseOf(registry, pluginId, publisher, [1, 0, 0]);
      await publishPlugin(registry, stranger, "copycat", { content: release.content });
      await registry.publishVersion(release, await signRelease(registry, publisher, release));
      const versionId = await registry.versionIdOf(pluginId, semVer(1, 0, 0));
      expect((await registry.version(versionId)).publisher).to.equal(publisher);
    });
  });

  describe("yank", () => {
    it("marks a version for good and takes it from being the latest", async () => {
      const { registry, pluginId, versionId, publisher } = await networkHelpers.loadFixture(published);
      await expect(registry.connect(publisher).yank(pluginId, semVer(1, 0, 0), "wrong units"))
        .to.emit(registry, "VersionYanked")
        .withArgs(versionId, pluginId, "wrong units");
      expect((await registry.version(versionId)).yanked).to.equal(true);
      expect(await registry.latest(pluginId, 1)).to.equal(0n);
      expect(await registry.latestPublished(pluginId, 1)).to.equal(semVer(1, 0, 0));
      await expect(registry.connect(publisher).yank(pluginId, semVer(1, 0, 0), "again"))
        .to.be.revertedWithCustomError(registry, "PluginRegistryAlreadyYanked")
        .withArgs(versionId);
    });

    it("leaves the line without a latest until a higher version", async () => {
      const { registry, pluginId, publisher } = await networkHelpers.loadFixture(published);
      await registry.connect(publisher).yank(pluginId, semVer(1, 0, 0), "wrong units");
      const same = await releaseOf(registry, pluginId, publisher, [1, 0, 0]);
      await expect(registry.publishVersion(same, await signRelease(registry, publisher, same)))
        .to.be.revertedWithCustomError(registry, "PluginRegistryVersionNotAfter")
        .withArgs(pluginId, semVer(1, 0, 0), semVer(1, 0, 0));
      const next = await releaseOf(registry, pluginId, publisher, [1, 0, 1]);
      await registry.publishVersion(next, await signRelease(registry, publisher, next));
      expect(await registry.latest(pluginId, 1)).to.equal(semVer(1, 0, 1));
    });

    it("is the owner's alone", async () => {
      const { registry, pluginId, publisher, stranger } = await networkHelpers.loadFixture(published);
      await expect(registry.connect(stranger).yank(pluginId, semVer(1, 0, 0), "mine"))
        .to.be.revertedWithCustomError(registry, "PluginRegistryNotOwner")
        .withArgs(pluginId, stranger, publisher);
    });

    it("doesn't know a version that wasn't published", async () => {
      const { registry, pluginId, publisher } = await networkHelpers.loadFixture(published);
      const versionId = await registry.versionIdOf(pluginId, semVer(9, 9, 9));
      await expect(registry.connect(publisher).yank(pluginId, semVer(9, 9, 9), "none"))
        .to.be.revertedWithCustomError(registry, "PluginRegistryUnknownVersion")
        .withArgs(versionId);
    });
  });

  describe("versionWithContent", () => {
    it("refuses content that the publisher didn't sign", async () => {
      const { registry, versionId, release } = await networkHelpers.loadFixture(published);
      const content = { ...release.content, module: "0x00000000000000000000000000000000000000AA" };
      await expect(registry.versionWithContent(versionId, content))
        .to.be.revertedWithCustomError(registry, "PluginRegistryContentMismatch")
        .withArgs(versionId, contentDigestOf(content), contentDigestOf(release.content));
    });

    it("doesn't know a version that wasn't published", async () => {
      const { registry } = await networkHelpers.loadFixture(deployRegistry);
      const versionId = ethers.id("nothing");
      for (const call of [
        () => registry.version(versionId),
        () => registry.versionWithContent(versionId, contentOf("x")),
      ]) {
        await expect(call())
          .to.be.revertedWithCustomError(registry, "PluginRegistryUnknownVersion")
          .withArgs(versionId);
      }
    });
  });
});
