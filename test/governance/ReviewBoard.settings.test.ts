import { expect } from "chai";
import { networkHelpers } from "../fixtures/connect.ts";
import {
  CHAMBER,
  castAll,
  DEFAULT_RULES,
  deployBoard,
  passAudit,
  SETTINGS,
  STATE,
  SUPPORT,
  submitted,
} from "../fixtures/review-board.ts";

const RULES = { quorumBps: 2_500n, approvalBps: 9_000n, mandatory: true };
const DEFAULTS = { ...DEFAULT_RULES, mandatory: true };
const NINETY_DAYS = 90n * 86_400n;

describe("ReviewBoard: settings", () => {
  it("starts with default rules and its settings", async () => {
    const { board } = await networkHelpers.loadFixture(deployBoard);
    expect(await board.reviewSettings()).to.deep.equal(Object.values(SETTINGS));
    expect(await board.votingPeriod()).to.equal(SETTINGS.votingPeriod);
    for (const chamber of Object.values(CHAMBER)) {
      const mandatory = chamber !== CHAMBER.hubs;
      const expected = Object.values({ ...DEFAULT_RULES, mandatory });
      expect(await board.chamberRules(chamber)).to.deep.equal(expected);
    }
  });

  describe("setChamberRules", () => {
    it("tells the old and the new rules", async () => {
      const { board } = await networkHelpers.loadFixture(deployBoard);
      await expect(board.setChamberRules(CHAMBER.drr, RULES))
        .to.emit(board, "ChamberRulesSet")
        .withArgs(CHAMBER.drr, Object.values(DEFAULTS), Object.values(RULES));
      expect(await board.chamberRules(CHAMBER.drr)).to.deep.equal(Object.values(RULES));
    });

    const faults = [
      ["quorumBps", CHAMBER.drr, { quorumBps: 0n }, 0n],
      ["quorumBps", CHAMBER.drr, { quorumBps: 10_001n }, 10_001n],
      ["approvalBps", CHAMBER.drr, { approvalBps: 4_999n }, 4_999n],
      ["approvalBps", CHAMBER.drr, { approvalBps: 10_001n }, 10_001n],
      ["mandatory", CHAMBER.drr, { mandatory: false }, 0n],
      ["mandatory", CHAMBER.hubs, { mandatory: true }, 1n],
    ] as const;
    for (const [field, chamber, fault, value] of faults) {
      it(`refuses ${field} ${value} for chamber ${chamber}`, async () => {
        const { board } = await networkHelpers.loadFixture(deployBoard);
        await expect(board.setChamberRules(chamber, { ...RULES, ...fault }))
          .to.be.revertedWithCustomError(board, "ReviewBoardInvalidSetting")
          .withArgs(field, value);
      });
    }

    it("is restricted", async () => {
      const { board, stranger } = await networkHelpers.loadFixture(deployBoard);
      await expect(board.connect(stranger).setChamberRules(CHAMBER.drr, RULES))
        .to.be.revertedWithCustomError(board, "AccessManagedUnauthorized")
        .withArgs(stranger);
    });
  });

  describe("setReviewSettings", () => {
    it("tells the old and the new settings", async () => {
      const { board } = await networkHelpers.loadFixture(deployBoard);
      const changed = { ...SETTINGS, votingPeriod: 3_000n, minimumFor: 5n };
      await expect(board.setReviewSettings(changed))
        .to.emit(board, "ReviewSettingsSet")
        .withArgs(Object.values(SETTINGS), Object.values(changed));
      expect(await board.reviewSettings()).to.deep.equal(Object.values(changed));
    });

    const faults = {
      votingPeriod: [0n, NINETY_DAYS + 1n],
      objectionPeriod: [0n, SETTINGS.votingPeriod + 1n],
      challengeWindow: [0n, NINETY_DAYS + 1n],
      executionWindow: [0n, NINETY_DAYS + 1n],
      certificateValidity: [0n],
      minimumFor: [0n, 129n],
      auditPanel: [0n],
      auditQuorum: [1n, 4n],
    };
    for (const [field, values] of Object.entries(faults)) {
      for (const value of values) {
        it(`refuses ${field} ${value}`, async () => {
          const { board } = await networkHelpers.loadFixture(deployBoard);
          await expect(board.setReviewSettings({ ...SETTINGS, [field]: value }))
            .to.be.revertedWithCustomError(board, "ReviewBoardInvalidSetting")
            .withArgs(field, value);
        });
      }
    }

    it("is restricted", async () => {
      const { board, stranger } = await networkHelpers.loadFixture(deployBoard);
      await expect(board.connect(stranger).setReviewSettings(SETTINGS))
        .to.be.revertedWithCustomError(board, "AccessManagedUnauthorized")
        .withArgs(stranger);
    });
  });

  it("leaves running reviews as they were submitted", async () => {
    const setup = await networkHelpers.loadFixture(submitted);
    const { board, proposalId, mandatory, deadline } = setup;
    await board.setChamberRules(CHAMBER.drr, { quorumBps: 10_000n, approvalBps: 10_000n, mandatory: true });
    await board.setReviewSettings({
      votingPeriod: 10n,
      objectionPeriod: 10n,
      challengeWindow: 1n,
      executionWindow: 1n,
      certificateValidity: 1n,
      minimumFor: 100n,
      auditQuorum: 9n,
      auditPanel: 9n,
    });
    await castAll(board, proposalId, mandatory.slice(0, 8), SUPPORT.for);
    await passAudit(setup);
    expect(await board.proposalDeadline(proposalId)).to.equal(deadline);
    expect(await board.proposalEta(proposalId)).to.equal(deadline + SETTINGS.challengeWindow);
    await networkHelpers.time.increaseTo(deadline + SETTINGS.challengeWindow);
    expect(await board.state(proposalId)).to.equal(STATE.queued);
    const execution = board.executeReview(proposalId);
    await execution;
    const expiresAt = BigInt(await networkHelpers.time.latest()) + SETTINGS.certificateValidity;
    await expect(execution)
      .to.emit(board, "VersionCertified")
      .withArgs(proposalId, setup.versionId, BigInt(setup.versionId), expiresAt);
  });
});
