import { expect } from "chai";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import {
  countered,
  DISPUTE_ID,
  DISPUTE_STATE,
  deployDisputes,
  disputeIn,
  EVIDENCE,
  endOf,
  FUNDS,
  KIND,
  openDispute,
  opened,
  RULING,
  type Setup,
  SHARE,
  SUBJECT,
  TERMS,
} from "../fixtures/disputes.ts";
import { digestOf } from "../fixtures/release.ts";

const { bond } = TERMS;
const rule = ({ disputes, arbitrator }: Setup, ruling: bigint) =>
  disputes.connect(arbitrator).rule(DISPUTE_ID, ruling);

/** What challenger, defender and treasury may withdraw. */
const credits = ({ disputes, challenger, defender, treasury }: Setup) =>
  Promise.all([challenger, defender, treasury].map((account) => disputes.owed(account)));

/** A dispute without a counter-bond, ready for its ruling. */
async function undefended() {
  const setup = await opened();
  await endOf(setup, "evidenceEndsAt");
  return setup;
}

describe("DisputeManager", () => {
  describe("open", () => {
    it("takes the bond, holds the subject, and fixes terms and arbitrator", async () => {
      const setup = await networkHelpers.loadFixture(deployDisputes);
      const { disputes, desk, token, challenger, arbitrator } = setup;
      const opening = openDispute(setup);
      await expect(opening).to.changeTokenBalances(ethers, token, [challenger, disputes], [-bond, bond]);
      const dispute = await disputes.dispute(DISPUTE_ID);
      const { counterEndsAt, evidenceEndsAt, rulingEndsAt } = dispute;
      const openedAt = BigInt(await networkHelpers.time.latest());
      expect([counterEndsAt, evidenceEndsAt, rulingEndsAt]).to.deep.equal([
        openedAt + TERMS.counterPeriod,
        openedAt + TERMS.evidencePeriod,
        openedAt + TERMS.evidencePeriod + TERMS.rulingPeriod,
      ]);
      await expect(opening)
        .to.emit(disputes, "DisputeOpened")
        .withArgs(
          ...[DISPUTE_ID, KIND.certificate, SUBJECT, challenger.address, arbitrator.address, bond],
          ...[counterEndsAt, evidenceEndsAt, rulingEndsAt],
        );
      await expect(opening)
        .to.emit(disputes, "EvidenceSubmitted")
        .withArgs(DISPUTE_ID, challenger.address, EVIDENCE);
      expect(await desk.subjects(KIND.certificate, SUBJECT)).to.deep.equal([
        ...[true, false, false, challenger.address],
      ]);
      expect([dispute.treasuryBps, dispute.ruling]).to.deep.equal([TERMS.treasuryBps, RULING.none]);
    });

    it("refuses a kind that no contract is in charge of", async () => {
      const { disputes, challenger } = await networkHelpers.loadFixture(deployDisputes);
      await expect(disputes.connect(challenger).open(KIND.bounty, SUBJECT, EVIDENCE))
        .to.be.revertedWithCustomError(disputes, "DisputeManagerNoTarget")
        .withArgs(KIND.bounty);
    });

    it("refuses a dispute without evidence", async () => {
      const { disputes, challenger } = await networkHelpers.loadFixture(deployDisputes);
      await expect(
        disputes.connect(challenger).open(KIND.certificate, SUBJECT, ethers.ZeroHash),
      ).to.be.revertedWithCustomError(disputes, "DisputeManagerNoEvidence");
    });

    it("takes no bond when the subject can't be disputed now", async () => {
      const setup = await networkHelpers.loadFixture(deployDisputes);
      const { disputes, desk, token, challenger } = setup;
      await desk.setRefusing(true);
      await expect(openDispute(setup))
        .to.be.revertedWithCustomError(desk, "DisputedDeskRefuses")
        .withArgs(SUBJECT);
      expect(await token.balanceOf(challenger)).to.equal(FUNDS);
      expect(await disputes.liveDispute(KIND.certificate, SUBJECT)).to.equal(0n);
    });

    it("refuses who can't pay the bond, and holds nothing", async () => {
      const setup = await networkHelpers.loadFixture(deployDisputes);
      const { disputes, desk, token, treasury } = setup;
      await expect(disputes.connect(treasury).open(KIND.certificate, SUBJECT, EVIDENCE))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(await disputes.getAddress(), 0n, bond);
      expect((await desk.subjects(KIND.certificate, SUBJECT)).held).to.equal(false);
    });

    it("keeps disputes about other subjects apart", async () => {
      const setup = await networkHelpers.loadFixture(opened);
      await openDispute(setup, digestOf("other"));
      expect(await setup.disputes.liveDispute(KIND.certificate, digestOf("other"))).to.equal(2n);
      expect(await setup.disputes.liveDispute(KIND.certificate, SUBJECT)).to.equal(DISPUTE_ID);
    });
  });

  describe("counter", () => {
    it("takes the same bond from one other account", async () => {
      const { disputes, token, defender } = await networkHelpers.loadFixture(opened);
      const counter = disputes.connect(defender).counter(DISPUTE_ID);
      await expect(counter).to.changeTokenBalances(ethers, token, [defender, disputes], [-bond, bond]);
      await expect(counter).to.emit(disputes, "DisputeCountered").withArgs(DISPUTE_ID, defender.address);
    });

    it("refuses the challenger", async () => {
      const { disputes, challenger } = await networkHelpers.loadFixture(opened);
      await expect(disputes.connect(challenger).counter(DISPUTE_ID))
        .to.be.revertedWithCustomError(disputes, "DisputeManagerOwnChallenge")
        .withArgs(DISPUTE_ID, challenger.address);
    });
  });

  describe("submitEvidence", () => {
    it("lets anyone add evidence, and an account no more than its number", async () => {
      const { disputes, stranger, challenger } = await networkHelpers.loadFixture(opened);
      const maximum = await disputes.MAX_EVIDENCE();
      const submit = () => disputes.connect(stranger).submitEvidence(DISPUTE_ID, EVIDENCE);
      for (let count = 0n; count < maximum; count += 1n) {
        await expect(submit())
          .to.emit(disputes, "EvidenceSubmitted")
          .withArgs(DISPUTE_ID, stranger.address, EVIDENCE);
      }
      await expect(submit())
        .to.be.revertedWithCustomError(disputes, "DisputeManagerTooMuchEvidence")
        .withArgs(DISPUTE_ID, stranger.address, maximum);
      await disputes.connect(challenger).submitEvidence(DISPUTE_ID, EVIDENCE);
      expect(await disputes.evidenceCount(DISPUTE_ID, challenger)).to.equal(2n);
    });
  });

  describe("a ruling", () => {
    const outcomes = [
      ["upheld, gives the challenger its bond and the rest of the defender's", RULING.upheld, true],
      ["rejected, gives the defender its bond and the rest of the challenger's", RULING.rejected, false],
      ["refused, gives both their bonds, and counts as rejected", RULING.refused, false],
    ] as const;
    const expected = {
      [RULING.upheld.toString()]: [2n * bond - SHARE, 0n, SHARE],
      [RULING.rejected.toString()]: [0n, 2n * bond - SHARE, SHARE],
      [RULING.refused.toString()]: [bond, bond, 0n],
    };
    for (const [sentence, ruling, upheld] of outcomes) {
      it(sentence, async () => {
        const setup = await networkHelpers.loadFixture(disputeIn.arbitration);
        const { disputes, desk } = setup;
        const ruled = rule(setup, ruling);
        await expect(ruled).to.emit(disputes, "DisputeRuled").withArgs(DISPUTE_ID, ruling, false);
        await expect(ruled).to.emit(disputes, "RulingDelivered").withArgs(DISPUTE_ID, upheld);
        expect(await credits(setup)).to.deep.equal(expected[ruling.toString()]);
        const subject = await desk.subjects(KIND.certificate, SUBJECT);
        expect([subject.held, subject.closed, subject.upheld]).to.deep.equal([false, true, upheld]);
      });
    }

    it("gives an undefended challenger its bond back if upheld, and the treasury if rejected", async () => {
      const upheld = await networkHelpers.loadFixture(undefended);
      await rule(upheld, RULING.upheld);
      expect(await credits(upheld)).to.deep.equal([bond, 0n, 0n]);
      const rejected = await networkHelpers.loadFixture(undefended);
      await expect(rule(rejected, RULING.rejected))
        .to.emit(rejected.disputes, "BondCredited")
        .withArgs(DISPUTE_ID, rejected.treasury.address, bond);
      expect(await credits(rejected)).to.deep.equal([0n, 0n, bond]);
    });

    it("comes from the dispute's arbitrator alone, also when there is a newer one", async () => {
      const setup = await networkHelpers.loadFixture(disputeIn.arbitration);
      const { disputes, admin, stranger, arbitrator, challenger, defender } = setup;
      await disputes.connect(admin).setArbitrator(stranger);
      for (const account of [admin, stranger, challenger, defender]) {
        await expect(disputes.connect(account).rule(DISPUTE_ID, RULING.upheld))
          .to.be.revertedWithCustomError(disputes, "DisputeManagerNotArbitrator")
          .withArgs(DISPUTE_ID, account.address, arbitrator.address);
      }
      await rule(setup, RULING.upheld);
    });

    it("must say something", async () => {
      const setup = await networkHelpers.loadFixture(disputeIn.arbitration);
      await expect(rule(setup, RULING.none))
        .to.be.revertedWithCustomError(setup.disputes, "DisputeManagerNoRuling")
        .withArgs(DISPUTE_ID);
    });

    it("stands, and pays, when the disputed contract doesn't take it; anyone delivers it later", async () => {
      const setup = await networkHelpers.loadFixture(disputeIn.arbitration);
      const { disputes, desk, stranger, challenger, token } = setup;
      await desk.setRefusing(true);
      const reason = desk.interface.encodeErrorResult("DisputedDeskRefuses", [SUBJECT]);
      const ruled = rule(setup, RULING.upheld);
      await expect(ruled).to.emit(disputes, "RulingUndelivered").withArgs(DISPUTE_ID, reason);
      await expect(ruled).not.to.emit(disputes, "RulingDelivered");
      expect(await disputes.liveDispute(KIND.certificate, SUBJECT)).to.equal(DISPUTE_ID);
      await expect(disputes.withdraw(challenger)).to.changeTokenBalance(
        ...[ethers, token, challenger, 2n * bond - SHARE],
      );
      await expect(disputes.connect(stranger).deliver(DISPUTE_ID))
        .to.be.revertedWithCustomError(desk, "DisputedDeskRefuses")
        .withArgs(SUBJECT);
      await desk.setRefusing(false);
      await expect(disputes.connect(stranger).deliver(DISPUTE_ID))
        .to.emit(disputes, "RulingDelivered")
        .withArgs(DISPUTE_ID, true);
      expect((await desk.subjects(KIND.certificate, SUBJECT)).upheld).to.equal(true);
    });

    it("isn't made with less gas than its delivery may take", async () => {
      const setup = await networkHelpers.loadFixture(disputeIn.arbitration);
      const { disputes, arbitrator } = setup;
      const least = await disputes.DELIVERY_GAS();
      await expect(disputes.connect(arbitrator).rule(DISPUTE_ID, RULING.upheld, { gasLimit: least }))
        .to.be.revertedWithCustomError(disputes, "DisputeManagerTooLittleGas")
        .withArgs(DISPUTE_ID, (left: bigint) => left < least, least);
    });

    it("is delivered once, also to a contract that asks for it again while it takes it", async () => {
      const setup = await networkHelpers.loadFixture(disputeIn.arbitration);
      const { disputes, desk } = setup;
      await desk.setCallback(disputes.interface.encodeFunctionData("deliver", [DISPUTE_ID]));
      const reason = disputes.interface.encodeErrorResult("DisputeManagerNothingToDeliver", [DISPUTE_ID]);
      await expect(rule(setup, RULING.upheld))
        .to.emit(disputes, "RulingUndelivered")
        .withArgs(DISPUTE_ID, reason);
      expect(await credits(setup)).to.deep.equal([2n * bond - SHARE, 0n, SHARE]);
    });
  });

  describe("lapse", () => {
    it("gives both bonds back when nobody ruled, and counts as rejected", async () => {
      const setup = await networkHelpers.loadFixture(disputeIn.overdue);
      const { disputes, stranger, desk } = setup;
      await expect(disputes.connect(stranger).lapse(DISPUTE_ID))
        .to.emit(disputes, "DisputeRuled")
        .withArgs(DISPUTE_ID, RULING.refused, true);
      expect(await credits(setup)).to.deep.equal([bond, bond, 0n]);
      expect((await desk.subjects(KIND.certificate, SUBJECT)).upheld).to.equal(false);
    });
  });

  describe("withdraw", () => {
    it("pays what is owed once, whoever calls", async () => {
      const setup = await networkHelpers.loadFixture(disputeIn.rejected);
      const { disputes, token, stranger, defender } = setup;
      const withdrawal = disputes.connect(stranger).withdraw(defender);
      await expect(withdrawal).to.changeTokenBalance(ethers, token, defender, 2n * bond - SHARE);
      await expect(withdrawal)
        .to.emit(disputes, "BondsWithdrawn")
        .withArgs(defender.address, 2n * bond - SHARE);
      await expect(disputes.withdraw(defender))
        .to.be.revertedWithCustomError(disputes, "DisputeManagerNothingToWithdraw")
        .withArgs(defender.address);
    });

    it("leaves nothing in the manager once everyone was paid", async () => {
      const { disputes, token, defender, treasury } = await networkHelpers.loadFixture(disputeIn.rejected);
      await disputes.withdraw(defender);
      await disputes.withdraw(treasury);
      expect(await token.balanceOf(disputes)).to.equal(0n);
    });

    it("works with every restricted function closed", async () => {
      const { disputes, manager, admin, treasury } = await networkHelpers.loadFixture(disputeIn.overdue);
      await manager.connect(admin).setTargetClosed(disputes, true);
      await disputes.lapse(DISPUTE_ID);
      for (const name of ["challenger", "defender"] as const) {
        await disputes.withdraw((await disputes.dispute(DISPUTE_ID))[name]);
      }
      expect(await disputes.owed(treasury)).to.equal(0n);
    });
  });

  describe("settings", () => {
    const invalid = [
      ["bond", 0n],
      ["counterPeriod", 0n],
      ["counterPeriod", 90n * 86_400n + 1n],
      ["evidencePeriod", TERMS.counterPeriod],
      ["evidencePeriod", 90n * 86_400n + 1n],
      ["rulingPeriod", 0n],
      ["rulingPeriod", 90n * 86_400n + 1n],
      ["treasuryBps", 10_001n],
    ] as const;
    for (const [field, value] of invalid) {
      it(`refuses a ${field} of ${value}`, async () => {
        const { disputes, admin } = await networkHelpers.loadFixture(deployDisputes);
        await expect(disputes.connect(admin).setTerms({ ...TERMS, [field]: value }))
          .to.be.revertedWithCustomError(disputes, "DisputeManagerInvalidTerms")
          .withArgs(field, value);
      });
    }

    it("changes terms for later disputes only", async () => {
      const setup = await networkHelpers.loadFixture(countered);
      const { disputes, admin } = setup;
      const dearer = { ...TERMS, bond: 5_000n, treasuryBps: 0n };
      await expect(disputes.connect(admin).setTerms(dearer))
        .to.emit(disputes, "DisputeTermsSet")
        .withArgs(Object.values(TERMS), Object.values(dearer));
      await endOf(setup, "evidenceEndsAt");
      await rule(setup, RULING.upheld);
      expect(await credits(setup)).to.deep.equal([2n * bond - SHARE, 0n, SHARE]);
      await openDispute(setup);
      expect((await disputes.dispute(2n)).bond).to.equal(5_000n);
    });

    it("are no stranger's to make", async () => {
      const { disputes, stranger, desk } = await networkHelpers.loadFixture(deployDisputes);
      const attempts = [
        () => disputes.connect(stranger).setTerms(TERMS),
        () => disputes.connect(stranger).setTarget(KIND.review, desk),
        () => disputes.connect(stranger).setArbitrator(stranger),
      ];
      for (const attempt of attempts) {
        await expect(attempt())
          .to.be.revertedWithCustomError(disputes, "AccessManagedUnauthorized")
          .withArgs(stranger.address);
      }
    });

    it("name the contract of a kind once, and only a contract", async () => {
      const { disputes, admin, desk, stranger } = await networkHelpers.loadFixture(deployDisputes);
      await expect(disputes.connect(admin).setTarget(KIND.certificate, desk))
        .to.be.revertedWithCustomError(disputes, "DisputeManagerTargetAlreadySet")
        .withArgs(KIND.certificate, await desk.getAddress());
      await expect(disputes.connect(admin).setTarget(KIND.review, stranger))
        .to.be.revertedWithCustomError(disputes, "DisputeManagerInvalidAddress")
        .withArgs("target", stranger.address);
      await expect(disputes.connect(admin).setTarget(KIND.review, desk))
        .to.emit(disputes, "DisputeTargetSet")
        .withArgs(KIND.review, await desk.getAddress());
    });

    it("need somebody to rule and somebody to pay", async () => {
      const { disputes, manager, token, admin, treasury, arbitrator } =
        await networkHelpers.loadFixture(deployDisputes);
      await expect(disputes.connect(admin).setArbitrator(ethers.ZeroAddress))
        .to.be.revertedWithCustomError(disputes, "DisputeManagerInvalidAddress")
        .withArgs("arbitrator", ethers.ZeroAddress);
      const nobody = [manager, token, ethers.ZeroAddress, arbitrator, TERMS];
      await expect(ethers.deployContract("DisputeManager", nobody))
        .to.be.revertedWithCustomError(disputes, "DisputeManagerInvalidAddress")
        .withArgs("treasury", ethers.ZeroAddress);
      await expect(disputes.connect(admin).setArbitrator(treasury))
        .to.emit(disputes, "ArbitratorSet")
        .withArgs(arbitrator.address, treasury.address);
    });
  });

  it("knows nothing about a dispute that never was", async () => {
    const { disputes } = await networkHelpers.loadFixture(deployDisputes);
    expect(await disputes.stateOf(7n)).to.equal(DISPUTE_STATE.none);
    await expect(disputes.dispute(7n))
      .to.be.revertedWithCustomError(disputes, "DisputeManagerUnknownDispute")
      .withArgs(7n);
  });
});
