import { expect } from "chai";
import {
  BOND,
  BOUNTY_DISPUTE,
  BOUNTY_ID,
  certify,
  claimed,
  disputed,
  ETHER,
  FUNDS,
  passContest,
  type Setup,
  STATE,
  subjectOf,
  submitted,
} from "../fixtures/bounty.ts";
import { networkHelpers } from "../fixtures/connect.ts";

const SUBJECT = subjectOf(BOUNTY_ID);
const MAX_HOLD = 90n * 86_400n;
const REVIEW_DISPUTE = 0n;

const rule = ({ escrow, disputes }: Setup, upheld: boolean) =>
  escrow.connect(disputes).closeDispute(BOUNTY_DISPUTE, SUBJECT, upheld);

describe("BountyEscrow, disputes", () => {
  it("are the DisputeManager's to open and close", async () => {
    const { escrow, stranger } = await networkHelpers.loadFixture(submitted);
    const calls = [
      () => escrow.connect(stranger).openDispute(BOUNTY_DISPUTE, SUBJECT, stranger),
      () => escrow.connect(stranger).closeDispute(BOUNTY_DISPUTE, SUBJECT, true),
    ];
    for (const call of calls) {
      await expect(call())
        .to.be.revertedWithCustomError(escrow, "AccessManagedUnauthorized")
        .withArgs(stranger);
    }
  });

  it("are about bounties", async () => {
    const { escrow, disputes, stranger } = await networkHelpers.loadFixture(submitted);
    await expect(escrow.connect(disputes).openDispute(REVIEW_DISPUTE, SUBJECT, stranger))
      .to.be.revertedWithCustomError(escrow, "BountyEscrowNotABounty")
      .withArgs(SUBJECT);
    await expect(escrow.connect(disputes).closeDispute(REVIEW_DISPUTE, SUBJECT, true))
      .to.be.revertedWithCustomError(escrow, "BountyEscrowNotABounty")
      .withArgs(SUBJECT);
  });

  it("hold a claim, whoever wants to free or pay it", async () => {
    const setup = await networkHelpers.loadFixture(submitted);
    const { escrow, disputes, stranger, versionId } = setup;
    await certify(setup, versionId);
    await passContest();
    await expect(escrow.connect(disputes).openDispute(BOUNTY_DISPUTE, SUBJECT, stranger))
      .to.emit(escrow, "BountyDisputed")
      .withArgs(BOUNTY_ID, stranger);
    await expect(escrow.release(BOUNTY_ID, 0n, []))
      .to.be.revertedWithCustomError(escrow, "BountyEscrowUnexpectedState")
      .withArgs(BOUNTY_ID, STATE.disputed, STATE.submitted);
    expect((await escrow.bounty(BOUNTY_ID)).heldSince).to.equal(await networkHelpers.time.latest());
  });

  for (const [name, fixture] of Object.entries({ claim: claimed, submission: submitted })) {
    it(`give a ${name} the time of the hold back when they are rejected`, async () => {
      const setup = await networkHelpers.loadFixture(fixture);
      const { escrow, disputes, stranger } = setup;
      const before = await escrow.bounty(BOUNTY_ID);
      await escrow.connect(disputes).openDispute(BOUNTY_DISPUTE, SUBJECT, stranger);
      const { heldSince } = await escrow.bounty(BOUNTY_ID);
      await networkHelpers.time.setNextBlockTimestamp(heldSince + 5_000n);
      const ends = before.claimEndsAt + 5_000n;
      await expect(rule(setup, false))
        .to.emit(escrow, "BountyDisputeClosed")
        .withArgs(BOUNTY_ID, false, ends);
      const after = await escrow.bounty(BOUNTY_ID);
      expect([after.state, after.claimEndsAt, after.heldSince, after.versionId]).to.deep.equal([
        before.state,
        ends,
        0n,
        before.versionId,
      ]);
    });
  }

  it("open the bounty again and keep the bond when they are upheld", async () => {
    const setup = await networkHelpers.loadFixture(disputed);
    const { escrow, claimant } = setup;
    const ruling = rule(setup, true);
    await expect(ruling).to.emit(escrow, "BountyDisputeClosed").withArgs(BOUNTY_ID, true, 0n);
    await expect(ruling).to.emit(escrow, "BountyClaimFreed").withArgs(BOUNTY_ID, claimant, BOND);
    const { state, amount, heldSince } = await escrow.bounty(BOUNTY_ID);
    expect([state, amount, heldSince]).to.deep.equal([STATE.open, FUNDS + BOND, 0n]);
    expect(await escrow.owed(claimant, ETHER)).to.equal(0n);
  });

  it("lapse when no ruling comes, and a late ruling changes nothing", async () => {
    const setup = await networkHelpers.loadFixture(disputed);
    const { escrow, disputes, stranger } = setup;
    const { heldSince } = await escrow.bounty(BOUNTY_ID);
    await networkHelpers.time.setNextBlockTimestamp(heldSince + MAX_HOLD);
    await expect(escrow.connect(stranger).lapseDispute(BOUNTY_ID))
      .to.be.revertedWithCustomError(escrow, "BountyEscrowHoldRunning")
      .withArgs(BOUNTY_ID, heldSince + MAX_HOLD);
    await networkHelpers.time.setNextBlockTimestamp(heldSince + MAX_HOLD + 1n);
    await escrow.connect(stranger).lapseDispute(BOUNTY_ID);
    await expect(escrow.connect(disputes).openDispute(BOUNTY_DISPUTE, SUBJECT, stranger))
      .to.be.revertedWithCustomError(escrow, "BountyEscrowRulingDue")
      .withArgs(BOUNTY_ID);
    await expect(rule(setup, true)).not.to.emit(escrow, "BountyClaimFreed");
    expect((await escrow.bounty(BOUNTY_ID)).state).to.equal(STATE.submitted);
    await escrow.connect(disputes).openDispute(BOUNTY_DISPUTE, SUBJECT, stranger);
    expect((await escrow.bounty(BOUNTY_ID)).state).to.equal(STATE.disputed);
  });
});
