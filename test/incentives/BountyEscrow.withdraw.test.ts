import { expect } from "chai";
import { BOND, BOUNTY_ID, deployEscrow, ETHER, expired, FUNDS, open, paid } from "../fixtures/bounty.ts";
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
    const withdrawing = escrow.connect(stranger).withdraw(claimant, ETHER);
    await expect(withdrawing)
      .to.emit(escrow, "PaymentWithdrawn")
      .withArgs(claimant, ETHER, claimant, FUNDS + BOND, FUNDS + BOND);
    await expect(withdrawing).to.changeEtherBalances(
      ethers,
      [escrow, claimant, stranger],
      [-(FUNDS + BOND), FUNDS + BOND, 0n],
    );
    expect(await escrow.owed(claimant, ETHER)).to.equal(0n);
  });

  it("adds up what several bounties owe", async () => {
    const { escrow, creator, terms } = await networkHelpers.loadFixture(expired);
    const { timestamp } = (await ethers.provider.getBlock("latest")) ?? { timestamp: 0 };
    const deadline = BigInt(timestamp) + 100n;
    await escrow
      .connect(creator)
      .createBounty({ ...terms, deadline, minimumContribution: 7n }, 7n, { value: 7n });
    await networkHelpers.time.increaseTo(deadline + 1n);
    await escrow.expire(2n);
    await escrow.refund(1n, creator);
    await escrow.refund(2n, creator);
    expect(await escrow.withdraw.staticCall(creator, ETHER)).to.equal(FUNDS + 7n);
  });

  it("pays once", async () => {
    const { escrow, claimant } = await networkHelpers.loadFixture(paid);
    await escrow.withdraw(claimant, ETHER);
    await expect(escrow.withdraw(claimant, ETHER))
      .to.be.revertedWithCustomError(escrow, "AssetLedgerNothingToWithdraw")
      .withArgs(claimant, ETHER);
  });

  it("keeps the payment of a payee that refuses ETH, and pays the others", async () => {
    const { escrow, payee, creator } = await networkHelpers.loadFixture(hostileFunder);
    await payee.setBehaviour(BEHAVIOUR.refuse);
    await expect(escrow.withdraw(payee, ETHER))
      .to.be.revertedWithCustomError(escrow, "AssetLedgerPaymentRefused")
      .withArgs(payee, PRICE);
    expect(await escrow.owed(payee, ETHER)).to.equal(PRICE);
    await expect(escrow.withdraw(creator, ETHER)).to.changeEtherBalance(ethers, creator, FUNDS);
    await payee.setBehaviour(BEHAVIOUR.accept);
    await expect(escrow.withdraw(payee, ETHER)).to.changeEtherBalance(ethers, payee, PRICE);
  });

  it("lets a payee that can't receive send its payment elsewhere, and nobody else's", async () => {
    const { escrow, payee, stranger, backer } = await networkHelpers.loadFixture(hostileFunder);
    await payee.setBehaviour(BEHAVIOUR.refuse);
    const sending = payee.withdrawTo(backer, ETHER);
    await expect(sending).to.emit(escrow, "PaymentWithdrawn").withArgs(payee, ETHER, backer, PRICE, PRICE);
    await expect(sending).to.changeEtherBalance(ethers, backer, PRICE);
    await expect(escrow.connect(stranger).withdrawTo(stranger, ETHER))
      .to.be.revertedWithCustomError(escrow, "AssetLedgerNothingToWithdraw")
      .withArgs(stranger, ETHER);
  });

  it("refuses a payee that re-enters", async () => {
    const { escrow, payee } = await networkHelpers.loadFixture(hostileFunder);
    await payee.setBehaviour(BEHAVIOUR.reenterAndFail);
    await expect(escrow.withdraw(payee, ETHER))
      .to.be.revertedWithCustomError(escrow, "AssetLedgerPaymentRefused")
      .withArgs(payee, PRICE);
  });

  it("pays a payee that re-enters and hides the failure no more than its due", async () => {
    const { escrow, payee, creator } = await networkHelpers.loadFixture(hostileFunder);
    await payee.setBehaviour(BEHAVIOUR.reenterAndSwallow);
    await expect(escrow.withdraw(payee, ETHER)).to.changeEtherBalances(
      ethers,
      [escrow, payee],
      [-PRICE, PRICE],
    );
    expect(await payee.reentries()).to.equal(0n);
    expect(await payee.reentryError()).to.equal(ethers.id("ReentrancyGuardReentrantCall()").slice(0, 10));
    expect(await escrow.owed(creator, ETHER)).to.equal(FUNDS);
  });

  it("takes no ETH outside a bounty, and owes nothing for ETH forced in", async () => {
    const { escrow, creator, stranger, terms } = await networkHelpers.loadFixture(deployEscrow);
    await expect(stranger.sendTransaction({ to: escrow, value: 1n })).to.be.revertedWithoutReason(ethers);
    await networkHelpers.setBalance(await escrow.getAddress(), 5_000n);
    await escrow.connect(creator).createBounty(terms, FUNDS, { value: FUNDS });
    expect((await escrow.bounty(BOUNTY_ID)).amount).to.equal(FUNDS);
    await networkHelpers.time.increaseTo(terms.deadline + 1n);
    await escrow.expire(BOUNTY_ID);
    await escrow.refund(BOUNTY_ID, creator);
    await expect(escrow.withdraw(creator, ETHER)).to.changeEtherBalance(ethers, creator, FUNDS);
    expect(await ethers.provider.getBalance(escrow)).to.equal(5_000n);
  });
});
