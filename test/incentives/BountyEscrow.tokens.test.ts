import { expect } from "chai";
import {
  BOND,
  BOUNTY_ID,
  certify,
  commitWork,
  deployEscrow,
  FUNDS,
  MINIMUM,
  passContest,
  type Setup,
  submitSubject,
} from "../fixtures/bounty.ts";
import { ethers, networkHelpers, type Signer } from "../fixtures/connect.ts";
import { FAR_FUTURE } from "../fixtures/release.ts";

/** `HostileToken.Habit`. */
const HABIT = {
  none: 0,
  takesFee: 1,
  returnsNothing: 2,
  returnsFalse: 3,
  blocklists: 4,
  shrinks: 6,
} as const;
type Habit = keyof typeof HABIT;

/** A bounty in a token, and everybody's allowance for it; nothing is funded yet. */
async function inToken(habit: Habit) {
  const setup = await deployEscrow();
  const { escrow, creator, claimant, backer, terms } = setup;
  const token = await ethers.deployContract("HostileToken", [HABIT[habit]]);
  const asset = await token.getAddress();
  for (const account of [creator, claimant, backer]) {
    await token.mint(account, 10n * FUNDS);
    await token.connect(account).approve(escrow, 10n * FUNDS);
  }
  await escrow.connect(creator).createBounty({ ...terms, asset }, 0n);
  return { ...setup, token, asset };
}

async function funded(habit: Habit) {
  const setup = await inToken(habit);
  await setup.escrow.connect(setup.creator).fund(BOUNTY_ID, FUNDS);
  return setup;
}

/** Claims, submits, certifies and releases. */
async function earn(setup: Setup): Promise<void> {
  await setup.escrow.connect(setup.claimant).claim(BOUNTY_ID);
  await commitWork(setup);
  await submitSubject(setup);
  await certify(setup, setup.versionId);
  await passContest();
  await setup.escrow.release(BOUNTY_ID, 0n, []);
}

describe("BountyEscrow, tokens", () => {
  for (const habit of ["none", "returnsNothing"] as const) {
    it(`pay reward and bond, of a token with the habit ${habit}`, async () => {
      const setup = await funded(habit);
      const { escrow, token, asset, claimant, stranger } = setup;
      await earn(setup);
      await expect(escrow.connect(stranger).withdraw(claimant, asset))
        .to.emit(escrow, "PaymentWithdrawn")
        .withArgs(claimant, asset, claimant, FUNDS + BOND, FUNDS + BOND);
      expect(await token.balanceOf(claimant)).to.equal(11n * FUNDS);
      expect(await escrow.liabilities(asset)).to.equal(0n);
    });
  }

  it("take no ETH along", async () => {
    const { escrow, creator, claimant } = await funded("none");
    await expect(escrow.connect(creator).fund(BOUNTY_ID, FUNDS, { value: 1n }))
      .to.be.revertedWithCustomError(escrow, "AssetLedgerWrongValue")
      .withArgs(1n, 0n);
    await expect(escrow.connect(claimant).claim(BOUNTY_ID, { value: BOND }))
      .to.be.revertedWithCustomError(escrow, "AssetLedgerWrongValue")
      .withArgs(BOND, 0n);
  });

  it("count as they arrive when the token takes a fee, funds and bond", async () => {
    const { escrow, asset, creator, claimant } = await funded("takesFee");
    expect(await escrow.contributionOf(BOUNTY_ID, creator)).to.equal(900n);
    await escrow.connect(claimant).claim(BOUNTY_ID);
    const { amount, bond } = await escrow.bounty(BOUNTY_ID);
    expect([amount, bond]).to.deep.equal([900n, 45n]);
    expect(await escrow.liabilities(asset)).to.equal(945n);
  });

  it("must reach the minimum as they arrive", async () => {
    const { escrow, backer } = await funded("takesFee");
    await expect(escrow.connect(backer).fund(BOUNTY_ID, MINIMUM))
      .to.be.revertedWithCustomError(escrow, "BountyEscrowBelowMinimum")
      .withArgs(BOUNTY_ID, 9n, MINIMUM);
  });

  it("that say they didn't move aren't counted", async () => {
    const { escrow, creator, asset } = await inToken("returnsFalse");
    await expect(escrow.connect(creator).fund(BOUNTY_ID, FUNDS))
      .to.be.revertedWithCustomError(escrow, "SafeERC20FailedOperation")
      .withArgs(asset);
    expect(await escrow.liabilities(asset)).to.equal(0n);
  });

  it("wait for a blocked payee, who may have them sent elsewhere", async () => {
    const setup = await funded("blocklists");
    const { escrow, token, asset, claimant, backer } = setup;
    await earn(setup);
    await token.setBlocked(claimant, true);
    await expect(escrow.withdraw(claimant, asset))
      .to.be.revertedWithCustomError(token, "HostileTokenBlocked")
      .withArgs(claimant);
    expect(await escrow.owed(claimant, asset)).to.equal(FUNDS + BOND);
    await escrow.connect(claimant).withdrawTo(backer, asset);
    expect(await token.balanceOf(backer)).to.equal(11n * FUNDS + BOND);
  });

  describe("that shrink", () => {
    async function shrunken() {
      const setup = await funded("shrinks");
      const { escrow, token, backer, creator, terms } = setup;
      await escrow.connect(backer).fund(BOUNTY_ID, 3n * FUNDS);
      await token.shrink(escrow, 50n);
      await networkHelpers.time.increaseTo(terms.deadline + 1n);
      await escrow.expire(BOUNTY_ID);
      for (const funder of [creator, backer]) await escrow.refund(BOUNTY_ID, funder);
      return setup;
    }

    it("take nothing more in, so that nobody makes up for an old loss", async () => {
      const { escrow, token, asset, backer } = await funded("shrinks");
      await token.shrink(escrow, 10n);
      await expect(escrow.connect(backer).fund(BOUNTY_ID, FUNDS))
        .to.be.revertedWithCustomError(escrow, "AssetLedgerShortfall")
        .withArgs(asset, 900n, FUNDS);
      await token.mint(escrow, 100n);
      await escrow.connect(backer).fund(BOUNTY_ID, FUNDS);
      expect(await escrow.liabilities(asset)).to.equal(2n * FUNDS);
    });

    it("let no stranger realize a payee's loss", async () => {
      const { escrow, asset, creator } = await shrunken();
      await expect(escrow.withdraw(creator, asset))
        .to.be.revertedWithCustomError(escrow, "AssetLedgerShortfall")
        .withArgs(asset, 2n * FUNDS, 4n * FUNDS);
    });

    it("pay each creditor in proportion, whoever comes first", async () => {
      const { escrow, asset, creator, backer } = await shrunken();
      await expect(escrow.connect(backer).withdrawTo(backer, asset))
        .to.emit(escrow, "PaymentWithdrawn")
        .withArgs(backer, asset, backer, 3n * FUNDS, 1_500n);
      await expect(escrow.connect(creator).withdrawTo(creator, asset))
        .to.emit(escrow, "PaymentWithdrawn")
        .withArgs(creator, asset, creator, FUNDS, 500n);
      expect(await escrow.liabilities(asset)).to.equal(0n);
    });
  });
});

describe("BountyEscrow, fundWithPermit", () => {
  /** A bounty in NXS, and a permit for a funder's contribution. */
  async function permitted() {
    const setup = await deployEscrow();
    const { escrow, creator, backer, terms } = setup;
    const token = await ethers.deployContract("NexusToken", [backer]);
    const asset = await token.getAddress();
    await escrow.connect(creator).createBounty({ ...terms, asset }, 0n);
    return { ...setup, token, asset, permit: await permitOf(setup, asset, backer, FUNDS) };
  }

  async function permitOf({ escrow }: Setup, asset: string, owner: Signer, value: bigint) {
    const { chainId } = await ethers.provider.getNetwork();
    const domain = { name: "Nexus", version: "1", chainId, verifyingContract: asset };
    const types = {
      Permit: ["address owner", "address spender", "uint256 value", "uint256 nonce", "uint256 deadline"].map(
        (field) => {
          const [type = "", name = ""] = field.split(" ");
          return { type, name };
        },
      ),
    };
    const message = {
      owner: owner.address,
      spender: await escrow.getAddress(),
      value,
      nonce: 0n,
      deadline: FAR_FUTURE,
    };
    const { v, r, s } = ethers.Signature.from(await owner.signTypedData(domain, types, message));
    return { deadline: FAR_FUTURE, v, r, s };
  }

  it("takes the funder's permit in one transaction", async () => {
    const { escrow, backer, permit } = await networkHelpers.loadFixture(permitted);
    await expect(escrow.connect(backer).fundWithPermit(BOUNTY_ID, FUNDS, permit))
      .to.emit(escrow, "BountyFunded")
      .withArgs(BOUNTY_ID, backer, FUNDS, FUNDS);
  });

  it("goes on when somebody used the permit before", async () => {
    const { escrow, token, backer, stranger, permit } = await networkHelpers.loadFixture(permitted);
    const { deadline, v, r, s } = permit;
    await token.connect(stranger).permit(backer, escrow, FUNDS, deadline, v, r, s);
    await expect(escrow.connect(backer).fundWithPermit(BOUNTY_ID, FUNDS, permit)).to.emit(
      escrow,
      "BountyFunded",
    );
  });

  it("is refused without an allowance, whatever the permit says", async () => {
    const { escrow, token, backer, permit } = await networkHelpers.loadFixture(permitted);
    await expect(escrow.connect(backer).fundWithPermit(BOUNTY_ID, 2n * FUNDS, permit))
      .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
      .withArgs(escrow, 0n, 2n * FUNDS);
  });

  it("needs no permits of a token that has none, and means nothing for ETH", async () => {
    const { escrow, backer, permit, terms } = await networkHelpers.loadFixture(permitted);
    const token = await ethers.deployContract("HostileToken", [HABIT.none]);
    await token.mint(backer, FUNDS);
    await token.connect(backer).approve(escrow, FUNDS);
    await escrow.createBounty({ ...terms, asset: await token.getAddress() }, 0n);
    await expect(escrow.connect(backer).fundWithPermit(2n, FUNDS, permit)).to.emit(escrow, "BountyFunded");
    await escrow.createBounty(terms, 0n);
    await expect(escrow.connect(backer).fundWithPermit(3n, FUNDS, permit))
      .to.be.revertedWithCustomError(escrow, "BountyEscrowNotAToken")
      .withArgs(3n);
  });
});
