import { expect } from "chai";
import {
  BOND,
  BOUNTY_ID,
  CLAIM_WINDOW,
  CONTEST_WINDOW,
  certify,
  claimed,
  deployEscrow,
  ETHER,
  expired,
  FUNDS,
  KIND,
  MINIMUM,
  open,
  passContest,
  payable,
  REVIEW_WINDOW,
  SALT,
  STATE,
  submitSubject,
  submitted,
  type Terms,
} from "../fixtures/bounty.ts";
import { inSeconds, STATUS } from "../fixtures/certifications.ts";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import { contentDigestOf, contentOf, DOMAIN, publishPlugin, semVer } from "../fixtures/release.ts";

const NO_CLAIM = { claimant: ethers.ZeroAddress, claimEndsAt: 0n, versionId: ethers.ZeroHash };
const claimOf = ({ claimant, claimEndsAt, versionId }: typeof NO_CLAIM) => ({
  claimant,
  claimEndsAt,
  versionId,
});
const asTuple = ({ milestones, ...terms }: Terms) => [
  ...Object.values(terms),
  milestones.map((milestone) => Object.values(milestone)),
];
const YEAR = 365n * 24n * 3600n;

/** None, shares that miss the whole, one without a share, counts where there is nothing to count, and too many. */
const certified = (shareBps: bigint, runs = 0n) => ({ kind: KIND.certified, shareBps, runs });
const FAULTY_MILESTONES = [
  [],
  [certified(9_999n)],
  [certified(5_000n), certified(5_001n)],
  [certified(10_000n), certified(0n)],
  [certified(10_000n, 1n)],
  [{ kind: KIND.executed, shareBps: 10_000n, runs: 0n }],
  [{ kind: KIND.executed, shareBps: 10_000n, runs: 17n }],
  [65_535n, 1n, 1n].map((share) => certified(share)),
  Array.from({ length: 5 }, () => certified(2_000n)),
];

describe("BountyEscrow", () => {
  describe("createBounty", () => {
    it("fixes the terms and takes the ETH sent as the creator's funds", async () => {
      const { escrow, creator, terms } = await networkHelpers.loadFixture(deployEscrow);
      const creating = escrow.connect(creator).createBounty(terms, FUNDS, { value: FUNDS });
      await expect(creating).to.emit(escrow, "BountyCreated").withArgs(BOUNTY_ID, creator, asTuple(terms));
      await expect(creating).to.emit(escrow, "BountyFunded").withArgs(BOUNTY_ID, creator, FUNDS, FUNDS);
      const bounty = await escrow.bounty(BOUNTY_ID);
      expect(bounty.terms).to.deep.equal(asTuple(terms));
      expect(bounty.state).to.equal(STATE.open);
      expect(bounty.amount).to.equal(FUNDS);
      expect(claimOf(bounty)).to.deep.equal(NO_CLAIM);
      expect(await escrow.bountyCount()).to.equal(1n);
      expect(await escrow.fundersOf(BOUNTY_ID)).to.deep.equal([creator.address]);
    });

    it("may start without funds", async () => {
      const { escrow, terms } = await networkHelpers.loadFixture(deployEscrow);
      await expect(escrow.createBounty(terms, 0n)).not.to.emit(escrow, "BountyFunded");
      expect(await escrow.fundersOf(BOUNTY_ID)).to.deep.equal([]);
    });

    const faults = {
      asset: [ethers.toBeHex(1, 20)],
      domains: [1n, 2n, 64n],
      clauseId: [ethers.ZeroHash],
      specDigest: [ethers.ZeroHash],
      attester: [ethers.ZeroAddress],
      minimumContribution: [0n],
      contestWindow: [0n, REVIEW_WINDOW + 1n],
      milestones: FAULTY_MILESTONES,
      claimWindow: [0n, YEAR + 1n],
      reviewWindow: [0n, YEAR + 1n],
    };
    for (const [field, values] of Object.entries(faults)) {
      it(`refuses terms with a wrong ${field}`, async () => {
        const { escrow, terms } = await networkHelpers.loadFixture(deployEscrow);
        for (const value of values) {
          await expect(escrow.createBounty({ ...terms, [field]: value }, 0n))
            .to.be.revertedWithCustomError(escrow, "BountyEscrowInvalidTerms")
            .withArgs(field);
        }
      });
    }

    it("refuses to count runs that needn't be rewarded", async () => {
      const { escrow, terms } = await networkHelpers.loadFixture(deployEscrow);
      const milestones = [{ kind: KIND.executed, shareBps: 10_000n, runs: 1n }];
      await expect(escrow.createBounty({ ...terms, milestones }, 0n))
        .to.be.revertedWithCustomError(escrow, "BountyEscrowInvalidTerms")
        .withArgs("minimumReward");
    });

    it("refuses ETH that isn't the amount", async () => {
      const { escrow, terms } = await networkHelpers.loadFixture(deployEscrow);
      for (const [amount, value] of [
        [0n, 1n],
        [FUNDS, 0n],
        [FUNDS, FUNDS + 1n],
      ] as const) {
        await expect(escrow.createBounty(terms, amount, { value }))
          .to.be.revertedWithCustomError(escrow, "AssetLedgerWrongValue")
          .withArgs(value, amount);
      }
    });

    it("refuses a deadline that isn't ahead, or beyond five years", async () => {
      const { escrow, terms } = await networkHelpers.loadFixture(deployEscrow);
      for (const deadline of [0n, await inSeconds(0), (await inSeconds(10)) + 5n * YEAR]) {
        await expect(escrow.createBounty({ ...terms, deadline }, 0n))
          .to.be.revertedWithCustomError(escrow, "BountyEscrowInvalidTerms")
          .withArgs("deadline");
      }
    });
  });

  describe("fund", () => {
    it("adds up each funder's contributions", async () => {
      const { escrow, creator, backer } = await networkHelpers.loadFixture(open);
      await escrow.connect(backer).fund(BOUNTY_ID, 200n, { value: 200n });
      await expect(escrow.connect(backer).fund(BOUNTY_ID, 300n, { value: 300n }))
        .to.emit(escrow, "BountyFunded")
        .withArgs(BOUNTY_ID, backer, 300n, FUNDS + 500n);
      expect(await escrow.contributionOf(BOUNTY_ID, backer)).to.equal(500n);
      expect(await escrow.fundersOf(BOUNTY_ID)).to.deep.equal([creator.address, backer.address]);
      expect((await escrow.bounty(BOUNTY_ID)).amount).to.equal(FUNDS + 500n);
    });

    it("refuses nothing, and anything after the deadline", async () => {
      const { escrow, backer, terms } = await networkHelpers.loadFixture(open);
      await expect(escrow.connect(backer).fund(BOUNTY_ID, 0n)).to.be.revertedWithCustomError(
        escrow,
        "BountyEscrowZeroAmount",
      );
      await networkHelpers.time.increaseTo(terms.deadline);
      await expect(escrow.connect(backer).fund(BOUNTY_ID, 1n, { value: 1n }))
        .to.be.revertedWithCustomError(escrow, "BountyEscrowDeadlinePassed")
        .withArgs(BOUNTY_ID, terms.deadline);
    });

    it("refuses a new funder less than the minimum, but not one it has", async () => {
      const { escrow, creator, backer } = await networkHelpers.loadFixture(open);
      await expect(escrow.connect(backer).fund(BOUNTY_ID, MINIMUM - 1n, { value: MINIMUM - 1n }))
        .to.be.revertedWithCustomError(escrow, "BountyEscrowBelowMinimum")
        .withArgs(BOUNTY_ID, MINIMUM - 1n, MINIMUM);
      await escrow.connect(backer).fund(BOUNTY_ID, MINIMUM, { value: MINIMUM });
      await escrow.connect(creator).fund(BOUNTY_ID, 1n, { value: 1n });
      expect(await escrow.contributionOf(BOUNTY_ID, creator)).to.equal(FUNDS + 1n);
    });

    it("takes 32 funders, and more from those it has", async () => {
      const { escrow, creator, stranger } = await networkHelpers.loadFixture(open);
      for (let index = 1; index < 32; ++index) {
        const address = ethers.toBeHex(0x1000 + index, 20);
        await networkHelpers.setBalance(address, ethers.parseEther("1"));
        await networkHelpers.impersonateAccount(address);
        await escrow.connect(await ethers.getSigner(address)).fund(BOUNTY_ID, MINIMUM, { value: MINIMUM });
      }
      await expect(escrow.connect(stranger).fund(BOUNTY_ID, MINIMUM, { value: MINIMUM }))
        .to.be.revertedWithCustomError(escrow, "BountyEscrowTooManyFunders")
        .withArgs(BOUNTY_ID, 32n);
      await escrow.connect(creator).fund(BOUNTY_ID, MINIMUM, { value: MINIMUM });
      expect((await escrow.fundersOf(BOUNTY_ID)).length).to.equal(32);
    });
  });

  describe("claim", () => {
    it("is exclusive, bonded and time-boxed", async () => {
      const { escrow, claimant } = await networkHelpers.loadFixture(open);
      const claiming = escrow.connect(claimant).claim(BOUNTY_ID, { value: BOND });
      await claiming;
      const endsAt = (await inSeconds(0)) + CLAIM_WINDOW;
      await expect(claiming).to.emit(escrow, "BountyClaimed").withArgs(BOUNTY_ID, claimant, BOND, endsAt);
      const bounty = await escrow.bounty(BOUNTY_ID);
      expect(bounty.claimant).to.equal(claimant);
      expect(bounty.claimEndsAt).to.equal(endsAt);
      expect(bounty.amount).to.equal(FUNDS);
      expect(await ethers.provider.getBalance(escrow)).to.equal(FUNDS + BOND);
    });

    it("needs exactly the bond", async () => {
      const { escrow, claimant } = await networkHelpers.loadFixture(open);
      for (const value of [0n, BOND - 1n, BOND + 1n]) {
        await expect(escrow.connect(claimant).claim(BOUNTY_ID, { value }))
          .to.be.revertedWithCustomError(escrow, "AssetLedgerWrongValue")
          .withArgs(value, BOND);
      }
    });

    it("needs funds", async () => {
      const { escrow, claimant, terms } = await networkHelpers.loadFixture(deployEscrow);
      await escrow.createBounty(terms, 0n);
      await expect(escrow.connect(claimant).claim(BOUNTY_ID, { value: BOND })).to.be.revertedWithCustomError(
        escrow,
        "BountyEscrowZeroAmount",
      );
    });

    it("is possible in the deadline's last second, not after", async () => {
      const { escrow, claimant, terms } = await networkHelpers.loadFixture(open);
      await networkHelpers.time.setNextBlockTimestamp(terms.deadline + 1n);
      await expect(escrow.connect(claimant).claim(BOUNTY_ID, { value: BOND }))
        .to.be.revertedWithCustomError(escrow, "BountyEscrowDeadlinePassed")
        .withArgs(BOUNTY_ID, terms.deadline);
      const later = { ...terms, deadline: terms.deadline + 100n };
      await escrow.createBounty({ ...later, minimumContribution: 1n }, 1n, { value: 1n });
      await networkHelpers.time.setNextBlockTimestamp(later.deadline);
      await escrow.connect(claimant).claim(2n, { value: BOND });
    });
  });

  describe("submit", () => {
    it("puts a version under review with a clock of its own", async () => {
      const setup = await networkHelpers.loadFixture(claimed);
      const { escrow, claimant, versionId } = setup;
      const submitting = submitSubject(setup);
      await submitting;
      const endsAt = (await inSeconds(0)) + REVIEW_WINDOW;
      await expect(submitting)
        .to.emit(escrow, "BountySubmitted")
        .withArgs(BOUNTY_ID, claimant, versionId, endsAt, (await inSeconds(0)) + CONTEST_WINDOW);
      const bounty = await escrow.bounty(BOUNTY_ID);
      expect(bounty.versionId).to.equal(versionId);
      expect(bounty.claimEndsAt).to.equal(endsAt);
    });

    it("is the claimant's alone", async () => {
      const { escrow, stranger, claimant, versionId, content } = await networkHelpers.loadFixture(claimed);
      await expect(escrow.connect(stranger).submit(BOUNTY_ID, versionId, content, SALT))
        .to.be.revertedWithCustomError(escrow, "BountyEscrowNotClaimant")
        .withArgs(BOUNTY_ID, stranger, claimant);
    });

    it("must come in time", async () => {
      const setup = await networkHelpers.loadFixture(claimed);
      const { claimEndsAt } = await setup.escrow.bounty(BOUNTY_ID);
      await networkHelpers.time.setNextBlockTimestamp(claimEndsAt + 1n);
      await expect(submitSubject(setup))
        .to.be.revertedWithCustomError(setup.escrow, "BountyEscrowClaimEnded")
        .withArgs(BOUNTY_ID, claimEndsAt);
    });

    it("refuses another publisher's version", async () => {
      const { escrow, registry, claimant, stranger } = await networkHelpers.loadFixture(claimed);
      const { versionId, release } = await publishPlugin(registry, stranger, "copy");
      await expect(escrow.connect(claimant).submit(BOUNTY_ID, versionId, release.content, SALT))
        .to.be.revertedWithCustomError(escrow, "BountyEscrowNotPublisher")
        .withArgs(versionId, claimant, stranger);
    });

    it("refuses a version of another clause, without the domains, or yanked", async () => {
      const { escrow, registry, claimant } = await networkHelpers.loadFixture(claimed);
      const elsewhere = contentOf("elsewhere", { clauseId: ethers.id("another clause") });
      const wrong = [
        await publishPlugin(registry, claimant, "other-clause", { content: elsewhere }),
        await publishPlugin(registry, claimant, "other-domain", { domains: DOMAIN.esg }),
        await publishPlugin(registry, claimant, "yanked"),
      ];
      await registry.connect(claimant).yank(await registry.pluginIdOf("yanked"), semVer(1, 0, 0), "fault");
      for (const { versionId, release } of wrong) {
        await expect(escrow.connect(claimant).submit(BOUNTY_ID, versionId, release.content, SALT))
          .to.be.revertedWithCustomError(escrow, "BountyEscrowWrongSubject")
          .withArgs(versionId);
      }
    });

    it("refuses content that isn't the version's", async () => {
      const setup = await networkHelpers.loadFixture(claimed);
      const { registry, versionId, content } = setup;
      const forged = { ...content, manifestDigest: ethers.id("forged") };
      await expect(submitSubject(setup, forged))
        .to.be.revertedWithCustomError(registry, "PluginRegistryContentMismatch")
        .withArgs(versionId, contentDigestOf(forged), contentDigestOf(content));
    });
  });

  describe("release", () => {
    it("owes the claimant reward and bond once the attester certifies", async () => {
      const { escrow, claimant, stranger, versionId } = await networkHelpers.loadFixture(payable);
      await expect(escrow.connect(stranger).release(BOUNTY_ID, 0n, []))
        .to.emit(escrow, "BountyPaid")
        .withArgs(BOUNTY_ID, claimant, versionId, 0n, FUNDS, 0n);
      expect(await escrow.owed(claimant, ETHER)).to.equal(FUNDS + BOND);
      expect((await escrow.bounty(BOUNTY_ID)).amount).to.equal(0n);
    });

    it("needs the terms' attester to certify", async () => {
      const { escrow, certifications, attester, stranger, versionId } =
        await networkHelpers.loadFixture(submitted);
      await certifications.connect(stranger).attest(versionId, ethers.id("x"), await inSeconds(1_000), 1n);
      await passContest();
      await expect(escrow.release(BOUNTY_ID, 0n, []))
        .to.be.revertedWithCustomError(certifications, "CertificationRegistryNotValid")
        .withArgs(versionId, attester, STATUS.none);
    });

    it("still pays a late certification while nobody has freed the claim", async () => {
      const setup = await networkHelpers.loadFixture(submitted);
      const { escrow, versionId } = setup;
      const { claimEndsAt } = await escrow.bounty(BOUNTY_ID);
      await networkHelpers.time.increaseTo(claimEndsAt + 1n);
      await certify(setup, versionId);
      await expect(escrow.freeClaim(BOUNTY_ID))
        .to.be.revertedWithCustomError(escrow, "BountyEscrowMilestoneDue")
        .withArgs(BOUNTY_ID, 0n);
      await expect(escrow.release(BOUNTY_ID, 0n, [])).to.emit(escrow, "BountyPaid");
    });
  });

  describe("freeClaim", () => {
    for (const [name, fixture] of Object.entries({ claim: claimed, submission: submitted })) {
      it(`opens the bounty again after the time of a ${name}, and keeps the bond`, async () => {
        const { escrow, claimant, stranger } = await networkHelpers.loadFixture(fixture);
        const { claimEndsAt } = await escrow.bounty(BOUNTY_ID);
        await networkHelpers.time.setNextBlockTimestamp(claimEndsAt);
        await expect(escrow.connect(stranger).freeClaim(BOUNTY_ID))
          .to.be.revertedWithCustomError(escrow, "BountyEscrowClaimRunning")
          .withArgs(BOUNTY_ID, claimEndsAt);
        await networkHelpers.time.setNextBlockTimestamp(claimEndsAt + 1n);
        await expect(escrow.connect(stranger).freeClaim(BOUNTY_ID))
          .to.emit(escrow, "BountyClaimFreed")
          .withArgs(BOUNTY_ID, claimant, BOND);
        const bounty = await escrow.bounty(BOUNTY_ID);
        expect(bounty.amount).to.equal(FUNDS + BOND);
        expect(bounty.state).to.equal(STATE.open);
        expect(claimOf(bounty)).to.deep.equal(NO_CLAIM);
        expect(await escrow.owed(claimant, ETHER)).to.equal(0n);
      });
    }
  });

  describe("expire and refund", () => {
    it("wait for the deadline", async () => {
      const { escrow, terms } = await networkHelpers.loadFixture(open);
      await networkHelpers.time.setNextBlockTimestamp(terms.deadline);
      await expect(escrow.expire(BOUNTY_ID))
        .to.be.revertedWithCustomError(escrow, "BountyEscrowDeadlineAhead")
        .withArgs(BOUNTY_ID, terms.deadline);
      await networkHelpers.time.setNextBlockTimestamp(terms.deadline + 1n);
      await expect(escrow.expire(BOUNTY_ID)).to.emit(escrow, "BountyExpired").withArgs(BOUNTY_ID, FUNDS);
    });

    it("share everything pro rata, forfeited bonds included, to the last wei", async () => {
      const { escrow, creator, backer, stranger, claimant, terms } = await networkHelpers.loadFixture(open);
      await escrow.connect(backer).fund(BOUNTY_ID, 500n, { value: 500n });
      await escrow.connect(claimant).claim(BOUNTY_ID, { value: BOND });
      await networkHelpers.time.increaseTo(terms.deadline + 1n);
      await escrow.freeClaim(BOUNTY_ID);
      await escrow.expire(BOUNTY_ID);
      const total = FUNDS + 500n + BOND;
      const first = (total * FUNDS) / (FUNDS + 500n);
      await expect(escrow.connect(stranger).refund(BOUNTY_ID, creator))
        .to.emit(escrow, "BountyRefunded")
        .withArgs(BOUNTY_ID, creator, first);
      await expect(escrow.connect(stranger).refund(BOUNTY_ID, backer))
        .to.emit(escrow, "BountyRefunded")
        .withArgs(BOUNTY_ID, backer, total - first);
      expect((await escrow.owed(creator, ETHER)) + (await escrow.owed(backer, ETHER))).to.equal(total);
      expect((await escrow.bounty(BOUNTY_ID)).amount).to.equal(0n);
    });

    it("refund a funder once, and nobody else", async () => {
      const { escrow, creator, stranger } = await networkHelpers.loadFixture(expired);
      await escrow.refund(BOUNTY_ID, creator);
      for (const account of [creator, stranger]) {
        await expect(escrow.refund(BOUNTY_ID, account))
          .to.be.revertedWithCustomError(escrow, "BountyEscrowNothingToRefund")
          .withArgs(BOUNTY_ID, account);
      }
    });
  });
});
