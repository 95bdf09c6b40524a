import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";
import { STATUS } from "../fixtures/certifications.ts";
import { networkHelpers } from "../fixtures/connect.ts";
import { disputableCertificate, dispute, uphold } from "../fixtures/disputed-board.ts";
import { releaseOf, semVer, semVerOf, signRelease } from "../fixtures/release.ts";
import {
  castAll,
  DISPUTE,
  executable,
  passAudit,
  SETTINGS,
  SUPPORT,
  submit,
} from "../fixtures/review-board.ts";

const FIRST = semVer(1, 0, 0);
const SECOND = semVer(1, 1, 0);

async function certified() {
  const setup = await executable();
  await setup.board.executeReview(setup.proposalId);
  return { ...setup, tokenId: BigInt(setup.versionId) };
}

type Certified = Awaited<ReturnType<typeof certified>>;

/** Publishes 1.1.0 of the same plugin. */
async function withNext(setup: Certified) {
  const { plugins, publisher, content } = setup;
  const pluginId = await plugins.pluginIdOf("flood-depth");
  const release = await releaseOf(plugins, pluginId, publisher, [1, 1, 0], { content });
  await plugins.publishVersion(release, await signRelease(plugins, publisher, release));
  const nextId = await plugins.versionIdOf(pluginId, semVerOf(release));
  return { ...setup, pluginId, nextId };
}

/** Both 1.0.0 and 1.1.0 are certified. */
async function twoCertified() {
  const setup = await withNext(await certified());
  const { board, nextId: versionId, mandatory } = setup;
  const review = await submit({ ...setup, versionId });
  await castAll(board, review.proposalId, mandatory, SUPPORT.for);
  await passAudit({ ...setup, ...review });
  await networkHelpers.time.increaseTo(review.deadline + SETTINGS.challengeWindow + 1n);
  await board.executeReview(review.proposalId);
  return setup;
}

async function announces({ token, tokenId }: Certified, change: Promise<ContractTransactionResponse>) {
  await expect(change).to.emit(token, "MetadataUpdate").withArgs(tokenId);
}

describe("ReviewBoard: the credential", () => {
  it("is announced as changed (ERC-4906) by the call that suspends or revokes its certification", async () => {
    const setup = await networkHelpers.loadFixture(certified);
    const { board, versionId } = setup;
    const until = BigInt(await networkHelpers.time.latest()) + 1_000n;
    await announces(setup, board.suspend(versionId, until, "A trap"));
    await announces(setup, board.revoke(versionId, true, "Wrong units"));
  });

  it("is announced as changed by the ruling that revokes its certification", async () => {
    const setup = await networkHelpers.loadFixture(disputableCertificate);
    const tokenId = BigInt(setup.versionId);
    await dispute(setup, DISPUTE.certificate, setup.versionId);
    await announces({ ...setup, tokenId }, uphold(setup));
  });

  it("is announced with its expiry by anyone, once that has come", async () => {
    const setup = await networkHelpers.loadFixture(certified);
    const { board, certifications, token, tokenId, versionId, stranger } = setup;
    await expect(token.connect(stranger).announceExpiry(tokenId))
      .to.be.revertedWithCustomError(certifications, "CertificationRegistryNotExpired")
      .withArgs(versionId, board, STATUS.valid);
    await networkHelpers.time.increase(SETTINGS.certificateValidity);
    const { expiresAt } = await certifications.certificationOf(versionId, board);
    const announcement = token.connect(stranger).announceExpiry(tokenId);
    await announces(setup, announcement);
    await expect(announcement)
      .to.emit(certifications, "CertificationExpired")
      .withArgs(versionId, board, expiresAt);
    await expect(token.announceExpiry(7n))
      .to.be.revertedWithCustomError(token, "ERC721NonexistentToken")
      .withArgs(7n);
  });

  describe("supersede", () => {
    it("links a plugin's certified versions at its owner's word, and announces both credentials", async () => {
      const setup = await networkHelpers.loadFixture(twoCertified);
      const { board, certifications, publisher, pluginId, versionId, nextId, token } = setup;
      const call = board.connect(publisher).supersede(pluginId, SECOND, FIRST);
      await expect(call)
        .to.emit(certifications, "CertificationSuperseded")
        .withArgs(nextId, versionId, board);
      await announces(setup, call);
      await expect(call).to.emit(token, "MetadataUpdate").withArgs(BigInt(nextId));
      expect((await certifications.linksOf(nextId, board)).supersedes).to.equal(versionId);
      expect((await certifications.linksOf(versionId, board)).supersededBy).to.equal(nextId);
      for (const id of [versionId, nextId]) {
        expect(await certifications.statusOf(id, board)).to.equal(STATUS.valid);
      }
    });

    it("refuses everybody else, the board's own admin included", async () => {
      const setup = await networkHelpers.loadFixture(twoCertified);
      const { admin, board, pluginId, publisher, stranger } = setup;
      for (const account of [admin, stranger]) {
        await expect(board.connect(account).supersede(pluginId, SECOND, FIRST))
          .to.be.revertedWithCustomError(board, "ReviewBoardNotOwner")
          .withArgs(pluginId, account.address, publisher.address);
      }
    });

    it("follows the plugin to its new owner", async () => {
      const setup = await networkHelpers.loadFixture(twoCertified);
      const { board, plugins, pluginId, publisher, stranger } = setup;
      await plugins.connect(publisher).transferPlugin(pluginId, stranger);
      await plugins.connect(stranger).acceptPlugin(pluginId);
      await expect(board.connect(publisher).supersede(pluginId, SECOND, FIRST))
        .to.be.revertedWithCustomError(board, "ReviewBoardNotOwner")
        .withArgs(pluginId, publisher.address, stranger.address);
      await board.connect(stranger).supersede(pluginId, SECOND, FIRST);
    });

    it("refuses an earlier version, or the same, as the successor", async () => {
      const { board, publisher, pluginId } = await networkHelpers.loadFixture(twoCertified);
      for (const [version, previous] of [
        [FIRST, SECOND],
        [SECOND, SECOND],
      ] as const) {
        await expect(board.connect(publisher).supersede(pluginId, version, previous))
          .to.be.revertedWithCustomError(board, "ReviewBoardNotSuccessor")
          .withArgs(pluginId, version, previous);
      }
    });

    it("refuses versions that the board hasn't certified, and a second successor", async () => {
      const published = await withNext(await networkHelpers.loadFixture(certified));
      const { certifications } = published;
      await expect(published.board.connect(published.publisher).supersede(published.pluginId, SECOND, FIRST))
        .to.be.revertedWithCustomError(certifications, "CertificationRegistryNotValid")
        .withArgs(published.nextId, published.board, STATUS.none);
      const setup = await networkHelpers.loadFixture(twoCertified);
      await setup.board.connect(setup.publisher).supersede(setup.pluginId, SECOND, FIRST);
      await expect(setup.board.connect(setup.publisher).supersede(setup.pluginId, SECOND, FIRST))
        .to.be.revertedWithCustomError(setup.certifications, "CertificationRegistryInvalidSuccessor")
        .withArgs(setup.nextId, setup.versionId);
    });
  });
});
