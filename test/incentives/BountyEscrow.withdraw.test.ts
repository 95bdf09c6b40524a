import { expect } from "chai";
import { BOND, BOUNTY_ID, deployEscrow, expired, FUNDS, open, paid } from "../fixtures/bounty.ts";
import { ethers, networkHelpers } from "../fixtures/connect.ts";

const BEHAVIOUR = { accept: 0n, refuse: 1n, reenterAndFail: 2n, reenterAndSwallow: 3n } as const;
const PRICE = 300n;

/** A hostile contract is owed a refund beside the creator. */
async function hostileFunder() {
  const setup = await open();
  const { escrow, creator, stranger, terms } = setup;
  const payee = await ethers.deployContract("HostilePayee", [escrow]);
  await payee.connect(stranger).fund(BOUNTY_ID, { value: PRICE });
  await networkHelpers.time.increaseTo(terms.deadline + 1n);
  await escrow.expire(BOUNTY_ID);
  await escrow.refund(BOUNTY_ID, payee);
  await escrow.refund(BOUNTY_ID, creator);
  return { ...setup, payee };
}

describe("BountyEscrow, withdraw", () => {
  it("sends all that is owed, on anyone's call", async () => {
    const { escrow, claimant, stranger } = await networkHelpers.loadFixture(paid);
    const withdrawing = escrow.connect(stranger).withdraw(claimant);
    await expect(withdrawing)
      .to.emit(escrow, "PaymentWithdrawn")
      .withArgs(claimant, FUNDS + BOND);
    await expect(withdrawing).to.changeEtherBalances(
      ethers,
      [escrow, claimant, stranger],
      [-(FUNDS + BOND), FUNDS + BOND, 0n],
    );
    expect(await escrow.owed(claimant)).to.equal(0n);
  });

  it("adds up what several bounties owe", async () => {
    const { escrow, creator, terms } = await networkHelpers.loadFixture(expired);
    const { timestamp } = (await ethers.provider.getBlock("latest")) ?? { timestamp: 0 };
    const deadline = BigInt(timestamp) + 100n;
    await escrow.connect(creator).createBounty({ ...terms, deadline }, { value: 7n });
    await networkHelpers.time.increaseTo(deadline + 1n);
    await escrow.expire(2n);
    await escrow.refund(1n, creator);
    await escrow.refund(2n, creator);
    expect(await escrow.withdraw.staticCall(creator)).to.equal(FUNDS + 7n);
  });

  it("pays once", async () => {
    const { escrow, claimant } = await networkHelpers.loadFixture(paid);
    await escrow.withdraw(claimant);
    await expect(escrow.withdraw(claimant))
      .to.be.revertedWithCustomError(escrow, "BountyEscrowNothingToWithdraw")
      .withArgs(claimant);
  });

  it("keeps the payment of a payee that refuses ETH, and pays the others", async () => {
    const { escrow, payee, creator } = await networkHelpers.loadFixture(hostileFunder);
    await payee.setBehaviour(BEHAVIOUR.refuse);
    await expect(escrow.withdraw(payee))
      .to.be.revertedWithCustomError(escrow, "BountyEscrowPaymentRefused")
      .withArgs(payee, PRICE);
    expect(await escrow.owed(payee)).to.equal(PRICE);
    await expect(escrow.withdraw(creator)).to.changeEtherBalance(ethers, creator, FUNDS);
    await payee.setBehaviour(BEHAVIOUR.accept);
    await expect(escrow.withdraw(payee)).to.changeEtherBalance(ethers, payee, PRICE);
  });

  it("refuses a payee that re-enters", async () => {
    const { escrow, payee } = await networkHelpers.loadFixture(hostileFunder);
    await payee.setBehaviour(BEHAVIOUR.reenterAndFail);
    await expect(escrow.withdraw(payee))
      .to.be.revertedWithCustomError(escrow, "BountyEscrowPaymentRefused")
      .withArgs(payee, PRICE);
  });

  it("pays a payee that re-enters and hides the failure no more than its due", async () => {
    const { escrow, payee, creator } = await networkHelpers.loadFixture(hostileFunder);
    await payee.setBehaviour(BEHAVIOUR.reenterAndSwallow);
    await expect(escrow.withdraw(payee)).to.changeEtherBalances(ethers, [escrow, payee], [-PRICE, PRICE]);
    expect(await payee.reentries()).to.equal(0n);
    expect(await payee.reentryError()).to.equal(ethers.id("ReentrancyGuardReentrantCall()").slice(0, 10));
    expect(await escrow.owed(creator)).to.equal(FUNDS);
  });

  it("takes no ETH outside a bounty, and owes nothing for ETH forced in", async () => {
    const { escrow, creator, stranger, terms } = await networkHelpers.loadFixture(deployEscrow);
    await expect(stranger.sendTransaction({ to: escrow, value: 1n })).to.be.revertedWithoutReason(ethers);
    await networkHelpers.setBalance(await escrow.getAddress(), 5_000n);
    await escrow.connect(creator).createBounty(terms, { value: FUNDS });
    expect((await escrow.bounty(BOUNTY_ID)).amount).to.equal(FUNDS);
    await networkHelpers.time.increaseTo(terms.deadline + 1n);
    await escrow.expire(BOUNTY_ID);
    await escrow.refund(BOUNTY_ID, creator);
    await expect(escrow.withdraw(creator)).to.changeEtherBalance(ethers, creator, FUNDS);
    expect(await ethers.provider.getBalance(escrow)).to.equal(5_000n);
  });
});
