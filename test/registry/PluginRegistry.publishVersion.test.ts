import { expect } from "chai";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import { deployRegistry, published, registered } from "../fixtures/plugin-registry.ts";
import { contentDigestOf, contentOf, LICENCE, releaseOf, semVer, signRelease } from "../fixtures/release.ts";

const MAX_UINT32 = 2 ** 32 - 1;

describe("PluginRegistry", () => {
  describe("publishVersion, signed", () => {
    it("records a signed release that anyone relays", async () => {
      const { registry, pluginId, publisher, relayer } = await networkHelpers.loadFixture(registered);
      const release = await releaseOf(registry, pluginId, publisher, [1, 2, 3], {
        licence: LICENCE.academic,
      });
      const signature = await signRelease(registry, publisher, release);
      const versionId = await registry.versionIdOf(pluginId, semVer(1, 2, 3));
      const publishing = registry.connect(relayer).publishVersion(release, signature);
      await expect(publishing)
        .to.emit(registry, "VersionPublished")
        .withArgs(
          versionId,
          pluginId,
          publisher,
          semVer(1, 2, 3),
          Object.values(release.content),
          LICENCE.academic,
          release.domains,
        );
      const publishedAt = BigInt(await networkHelpers.time.latest());
      const { licence, domains } = release;
      const expected = [
        publisher.address,
        publishedAt,
        licence,
        domains,
        false,
        contentDigestOf(release.content),
      ];
      expect(await registry.version(versionId)).to.deep.equal(expected);
      expect(await registry.versionWithContent(versionId, release.content)).to.deep.equal(expected);
      expect(await registry.latestPublished(pluginId, 1)).to.equal(semVer(1, 2, 3));
      expect(await registry.latest(pluginId, 1)).to.equal(semVer(1, 2, 3));
      expect(await registry.nonces(publisher)).to.equal(1n);
    });

    it("refuses another signer", async () => {
      const { registry, pluginId, publisher, stranger } = await networkHelpers.loadFixture(registered);
      const release = await releaseOf(registry, pluginId, publisher, [1, 0, 0]);
      await expect(registry.publishVersion(release, await signRelease(registry, stranger, release)))
        .to.be.revertedWithCustomError(registry, "PluginRegistryInvalidSignature")
        .withArgs(publisher);
    });

    it("refuses a publisher who doesn't own the plugin", async () => {
      const { registry, pluginId, publisher, stranger } = await networkHelpers.loadFixture(registered);
      const release = await releaseOf(registry, pluginId, stranger, [1, 0, 0]);
      await expect(registry.publishVersion(release, await signRelease(registry, stranger, release)))
        .to.be.revertedWithCustomError(registry, "PluginRegistryNotOwner")
        .withArgs(pluginId, stranger, publisher);
    });

    it("refuses a signature over another registry's domain", async () => {
      const { registry, pluginId, publisher } = await networkHelpers.loadFixture(registered);
      const other = await ethers.deployContract("PluginRegistry");
      const release = await releaseOf(registry, pluginId, publisher, [1, 0, 0]);
      await expect(registry.publishVersion(release, await signRelease(other, publisher, release)))
        .to.be.revertedWithCustomError(registry, "PluginRegistryInvalidSignature")
        .withArgs(publisher);
    });

    it("refuses a replayed release", async () => {
      const { registry, publisher, release } = await networkHelpers.loadFixture(published);
      await expect(registry.publishVersion(release, await signRelease(registry, publisher, release)))
        .to.be.revertedWithCustomError(registry, "InvalidAccountNonce")
        .withArgs(publisher, 1n);
    });

    it("refuses an expired signature, and takes it in its last second", async () => {
      const { registry, pluginId, publisher } = await networkHelpers.loadFixture(registered);
      const deadline = BigInt(await networkHelpers.time.latest()) + 100n;
      const release = await releaseOf(registry, pluginId, publisher, [1, 0, 0], { deadline });
      const signature = await signRelease(registry, publisher, release);
      await networkHelpers.time.setNextBlockTimestamp(deadline + 1n);
      await expect(registry.publishVersion(release, signature))
        .to.be.revertedWithCustomError(registry, "PluginRegistryExpiredSignature")
        .withArgs(deadline);
      const later = { ...release, deadline: deadline + 50n };
      const lateSignature = await signRelease(registry, publisher, later);
      await networkHelpers.time.setNextBlockTimestamp(deadline + 50n);
      await expect(registry.publishVersion(later, lateSignature)).to.emit(registry, "VersionPublished");
    });

    it("accepts the signature of a publisher's ERC-1271 wallet, and no other", async () => {
      const { registry, publisher, stranger } = await networkHelpers.loadFixture(deployRegistry);
      const wallet = await ethers.deployContract("SignerWallet", [publisher]);
      const name = "wallet-plugin";
      const register = registry.interface.encodeFunctionData("registerPlugin", [name]);
      await wallet.connect(publisher).execute(registry, 0, register);
      const pluginId = await registry.pluginIdOf(name);
      const release = await releaseOf(registry, pluginId, wallet, [1, 0, 0]);
      await expect(registry.publishVersion(release, await signRelease(registry, stranger, release)))
        .to.be.revertedWithCustomError(registry, "PluginRegistryInvalidSignature")
        .withArgs(wallet);
      await registry.publishVersion(release, await signRelease(registry, publisher, release));
      const versionId = await registry.versionIdOf(pluginId, semVer(1, 0, 0));
      expect((await registry.version(versionId)).publisher).to.equal(wallet);
    });

    it("refuses domain bits that no version may set", async () => {
      const { registry, pluginId, publisher } = await networkHelpers.loadFixture(registered);
      for (const domains of [1n, 2n, 64n, 128n, 0x8000n]) {
        const release = await releaseOf(registry, pluginId, publisher, [1, 0, 0], { domains });
        await expect(registry.publishVersion(release, await signRelease(registry, publisher, release)))
          .to.be.revertedWithCustomError(registry, "PluginRegistryInvalidDomains")
          .withArgs(domains);
      }
    });

    for (const field of ["manifestDigest", "artifactDigest", "clauseId"] as const) {
      it(`refuses an empty ${field}`, async () => {
        const { registry, pluginId, publisher } = await networkHelpers.loadFixture(registered);
        const content = contentOf("empty", { [field]: ethers.ZeroHash });
        const release = await releaseOf(registry, pluginId, publisher, [1, 0, 0], { content });
        await expect(registry.publishVersion(release, await signRelease(registry, publisher, release)))
          .to.be.revertedWithCustomError(registry, "PluginRegistryEmptyDigest")
          .withArgs(field);
      });
    }

    it("refuses a plugin that isn't registered", async () => {
      const { registry, pluginId, publisher } = await networkHelpers.loadFixture(deployRegistry);
      const release = await releaseOf(registry, pluginId, publisher, [1, 0, 0]);
      await expect(registry.publishVersion(release, await signRelease(registry, publisher, release)))
        .to.be.revertedWithCustomError(registry, "PluginRegistryUnknownPlugin")
        .withArgs(pluginId);
    });
  });

  describe("publishVersion with a release changed after signing", () => {
    const other = "0x00000000000000000000000000000000000000AA";
    const changes = {
      pluginId: ethers.id("another plugin"),
      major: 2n,
      minor: 1n,
      patch: 1n,
      licence: LICENCE.commercial,
      domains: 4n,
      publisher: other,
      nonce: 1n,
      deadline: 2n ** 47n,
    };
    const contentChanges = {
      manifestDigest: ethers.id("manifest"),
      artifactDigest: ethers.id("artifact"),
      clauseId: ethers.id("clause"),
      module: other,
    };

    it("names every field of a release", async () => {
      const { registry, pluginId, publisher } = await networkHelpers.loadFixture(registered);
      const { content, ...rest } = await releaseOf(registry, pluginId, publisher, [1, 0, 0]);
      expect(Object.keys(changes)).to.have.members(Object.keys(rest));
      expect(Object.keys(contentChanges)).to.have.members(Object.keys(content));
    });

    const expectations: Partial<Record<keyof typeof changes, string>> = {
      pluginId: "PluginRegistryUnknownPlugin",
      publisher: "PluginRegistryNotOwner",
    };
    for (const field of Object.keys(changes) as (keyof typeof changes)[]) {
      it(`refuses another ${field}`, async () => {
        const { registry, pluginId, publisher } = await networkHelpers.loadFixture(registered);
        const release = await releaseOf(registry, pluginId, publisher, [1, 0, 0]);
        const signature = await signRelease(registry, publisher, release);
        const changed = { ...release, [field]: changes[field] };
        const expected = expectations[field] ?? "PluginRegistryInvalidSignature";
        const refusal = expect(registry.publishVersion(changed, signature));
        if (field === "pluginId") {
          await refusal.to.be.revertedWithCustomError(registry, expected).withArgs(changes.pluginId);
        } else if (field === "publisher") {
          await refusal.to.be
            .revertedWithCustomError(registry, expected)
            .withArgs(pluginId, other, publisher);
        } else {
          await refusal.to.be.revertedWithCustomError(registry, expected).withArgs(publisher);
        }
      });
    }

    it("refuses another plugin of the same publisher", async () => {
      const { registry, pluginId, publisher } = await networkHelpers.loadFixture(registered);
      await registry.connect(publisher).registerPlugin("second-plugin");
      const release = await releaseOf(registry, pluginId, publisher, [1, 0, 0]);
      const signature = await signRelease(registry, publisher, release);
      const changed = { ...release, pluginId: await registry.pluginIdOf("second-plugin") };
      await expect(registry.publishVersion(changed, signature))
        .to.be.revertedWithCustomError(registry, "PluginRegistryInvalidSignature")
        .withArgs(publisher);
    });

    for (const field of Object.keys(contentChanges) as (keyof typeof contentChanges)[]) {
      it(`refuses another content.${field}`, async () => {
        const { registry, pluginId, publisher } = await networkHelpers.loadFixture(registered);
        const release = await releaseOf(registry, pluginId, publisher, [1, 0, 0]);
        const signature = await signRelease(registry, publisher, release);
        const content = { ...release.content, [field]: contentChanges[field] };
        await expect(registry.publishVersion({ ...release, content }, signature))
          .to.be.revertedWithCustomError(registry, "PluginRegistryInvalidSignature")
          .withArgs(publisher);
      });
    }
  });

  describe("gas of publishVersion", () => {
    it("stays within 135,000 first and 118,000 later in a major line", async () => {
      const { registry, pluginId, publisher, relayer } = await networkHelpers.loadFixture(published);
      const used: bigint[] = [];
      // The dearest calldata: every byte of the numbers and of the module is set.
      const dearest: [number, number, number][] = [
        [MAX_UINT32, 0x01010101, MAX_UINT32],
        [MAX_UINT32, MAX_UINT32, MAX_UINT32],
      ];
      for (const version of dearest) {
        const release = await releaseOf(registry, pluginId, publisher, version, {
          content: contentOf(`gas ${version}`, { module: `0x${"ff".repeat(20)}` }),
          licence: LICENCE.commercial,
        });
        const signature = await signRelease(registry, publisher, release);
        const sent = await registry.connect(relayer).publishVersion(release, signature);
        used.push((await sent.wait())?.gasUsed ?? 0n);
      }
      const [first = 0n, later = 0n] = used;
      expect(first, `first ${first}`).to.be.greaterThan(0n).and.at.most(135_000n);
      expect(later, `later ${later}`).to.be.greaterThan(0n).and.at.most(118_000n);
    });
  });
});
