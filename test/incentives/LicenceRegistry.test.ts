import { expect } from "chai";
import { inSeconds } from "../fixtures/certifications.ts";
import { ethers, networkHelpers, type Signer } from "../fixtures/connect.ts";
import { ACCESS, deployLicences, FUNDS, OFFER, SHARES } from "../fixtures/licences.ts";
import { LICENCE, semVer } from "../fixtures/release.ts";

const UNKNOWN = ethers.id("unknown");

type Setup = Awaited<ReturnType<typeof deployLicences>>;

async function offered() {
  const setup = await deployLicences();
  await setup.licences.connect(setup.publisher).setOffer(setup.versions.commercial, OFFER);
  return setup;
}

async function academic() {
  const setup = await deployLicences();
  await setup.licences.setIssuer(setup.university, true);
  await setup.licences.setIssuer(setup.academy, true);
  return setup;
}

/** What an account may do with a version, in the order of `ACCESS`. */
const accessOf = ({ licences }: Setup, account: Signer, versionId: string) =>
  Promise.all(Object.values(ACCESS).map((access) => licences.hasAccess(account, versionId, access)));

describe("LicenceRegistry", () => {
  it("refuses shares that aren't whole", async () => {
    const { manager, token, plugins, treasury, pool } = await networkHelpers.loadFixture(deployLicences);
    const settings = [manager, token, plugins, treasury, pool, { ...SHARES, developerBps: 7_001n }];
    const factory = await ethers.getContractFactory("LicenceRegistry");
    await expect(ethers.deployContract("LicenceRegistry", settings))
      .to.be.revertedWithCustomError(factory, "LicenceRegistryInvalidShares")
      .withArgs(10_001n);
  });

  it("refuses a treasury or a pool that nobody could withdraw for", async () => {
    const { manager, token, plugins, treasury, pool } = await networkHelpers.loadFixture(deployLicences);
    const factory = await ethers.getContractFactory("LicenceRegistry");
    const payees = { treasury: [ethers.ZeroAddress, pool], reviewersPool: [treasury, ethers.ZeroAddress] };
    for (const [field, given] of Object.entries(payees)) {
      await expect(ethers.deployContract("LicenceRegistry", [manager, token, plugins, ...given, SHARES]))
        .to.be.revertedWithCustomError(factory, "LicenceRegistryZeroPayee")
        .withArgs(field);
    }
  });

  describe("hasAccess", () => {
    it("opens a public good to all, but its data to nobody", async () => {
      const setup = await networkHelpers.loadFixture(deployLicences);
      expect(await accessOf(setup, setup.stranger, setup.versions.publicGood)).to.deep.equal([
        true,
        true,
        false,
      ]);
    });

    it("closes academic and commercial versions to strangers, and none to their publisher", async () => {
      const setup = await networkHelpers.loadFixture(deployLicences);
      for (const tier of ["academic", "commercial"] as const) {
        expect(await accessOf(setup, setup.stranger, setup.versions[tier])).to.deep.equal([
          false,
          false,
          false,
        ]);
        expect(await accessOf(setup, setup.publisher, setup.versions[tier])).to.deep.equal([
          true,
          true,
          true,
        ]);
      }
    });

    it("reverts for a version that nobody published", async () => {
      const { licences, plugins, user } = await networkHelpers.loadFixture(deployLicences);
      await expect(licences.hasAccess(user, UNKNOWN, ACCESS.execute))
        .to.be.revertedWithCustomError(plugins, "PluginRegistryUnknownVersion")
        .withArgs(UNKNOWN);
    });
  });

  describe("relaxTier", () => {
    it("opens a version further, for good", async () => {
      const setup = await networkHelpers.loadFixture(deployLicences);
      const { licences, publisher, user, versions } = setup;
      const relax = (tier: bigint) => licences.connect(publisher).relaxTier(versions.commercial, tier);
      await expect(relax(LICENCE.academic))
        .to.emit(licences, "TierRelaxed")
        .withArgs(versions.commercial, LICENCE.commercial, LICENCE.academic);
      expect(await licences.tierOf(versions.commercial)).to.equal(LICENCE.academic);
      await relax(LICENCE.publicGood);
      expect(await accessOf(setup, user, versions.commercial)).to.deep.equal([true, true, false]);
      for (const tier of Object.values(LICENCE)) {
        await expect(relax(tier))
          .to.be.revertedWithCustomError(licences, "LicenceRegistryTierNotRelaxed")
          .withArgs(versions.commercial, LICENCE.publicGood, tier);
      }
    });

    it("is the publisher's alone", async () => {
      const { licences, publisher, stranger, versions } = await networkHelpers.loadFixture(deployLicences);
      await expect(licences.connect(stranger).relaxTier(versions.commercial, LICENCE.publicGood))
        .to.be.revertedWithCustomError(licences, "LicenceRegistryNotPublisher")
        .withArgs(versions.commercial, stranger, publisher);
    });
  });

  describe("grant", () => {
    it("gives one kind of access until its end, and lengthens it", async () => {
      const setup = await networkHelpers.loadFixture(deployLicences);
      const { licences, publisher, user, versions } = setup;
      const until = await inSeconds(1_000);
      const grant = (end: bigint) =>
        licences.connect(publisher).grant(versions.publicGood, user, ACCESS.data, end);
      await expect(grant(until))
        .to.emit(licences, "LicenceGranted")
        .withArgs(versions.publicGood, user, ACCESS.data, 0n, until);
      await expect(grant(until + 10n))
        .to.emit(licences, "LicenceGranted")
        .withArgs(versions.publicGood, user, ACCESS.data, until, until + 10n);
      await networkHelpers.time.increaseTo(until + 9n);
      expect(await licences.hasAccess(user, versions.publicGood, ACCESS.data)).to.equal(true);
      await networkHelpers.time.increaseTo(until + 10n);
      expect(await licences.hasAccess(user, versions.publicGood, ACCESS.data)).to.equal(false);
    });

    it("refuses to shorten a grant, or one in the past", async () => {
      const { licences, publisher, user, versions } = await networkHelpers.loadFixture(deployLicences);
      const until = await inSeconds(1_000);
      const grant = (end: bigint) =>
        licences.connect(publisher).grant(versions.academic, user, ACCESS.install, end);
      await expect(grant(1n))
        .to.be.revertedWithCustomError(licences, "LicenceRegistryNotLengthened")
        .withArgs(versions.academic, user, 0n, 1n);
      await grant(until);
      for (const end of [until, until - 1n]) {
        await expect(grant(end))
          .to.be.revertedWithCustomError(licences, "LicenceRegistryNotLengthened")
          .withArgs(versions.academic, user, until, end);
      }
    });

    it("is the publisher's alone", async () => {
      const { licences, publisher, stranger, versions } = await networkHelpers.loadFixture(deployLicences);
      await expect(
        licences.connect(stranger).grant(versions.academic, stranger, ACCESS.data, await inSeconds(9)),
      )
        .to.be.revertedWithCustomError(licences, "LicenceRegistryNotPublisher")
        .withArgs(versions.academic, stranger, publisher);
    });
  });

  describe("setOffer", () => {
    it("sets a price for a term, and withdraws it", async () => {
      const { licences, publisher, versions } = await networkHelpers.loadFixture(offered);
      expect(await licences.offerOf(versions.commercial)).to.deep.equal(Object.values(OFFER));
      await expect(licences.connect(publisher).setOffer(versions.commercial, { price: 0n, term: 0n }))
        .to.emit(licences, "OfferSet")
        .withArgs(versions.commercial, Object.values(OFFER), [0n, 0n]);
    });

    it("refuses a price without a term, a term without a price, and one beyond ten years", async () => {
      const { licences, publisher, versions } = await networkHelpers.loadFixture(deployLicences);
      const tooLong = (await licences.MAX_TERM()) + 1n;
      for (const [price, term] of [
        [1n, 0n],
        [0n, 1n],
        [1n, tooLong],
      ] as const) {
        await expect(licences.connect(publisher).setOffer(versions.commercial, { price, term }))
          .to.be.revertedWithCustomError(licences, "LicenceRegistryInvalidOffer")
          .withArgs(price, term);
      }
    });

    it("is the publisher's alone", async () => {
      const { licences, publisher, stranger, versions } = await networkHelpers.loadFixture(deployLicences);
      await expect(licences.connect(stranger).setOffer(versions.commercial, OFFER))
        .to.be.revertedWithCustomError(licences, "LicenceRegistryNotPublisher")
        .withArgs(versions.commercial, stranger, publisher);
    });
  });

  describe("buy", () => {
    it("gives the user one term of INSTALL and EXECUTE, and splits the price with nothing left over", async () => {
      const setup = await networkHelpers.loadFixture(offered);
      const { licences, token, buyer, user, publisher, treasury, pool, versions } = setup;
      const bought = await licences.connect(buyer).buy(versions.commercial, user, OFFER);
      const until = BigInt((await bought.getBlock())?.timestamp ?? 0) + OFFER.term;
      await expect(bought)
        .to.emit(licences, "LicenceBought")
        .withArgs(versions.commercial, user, buyer, OFFER.price, until);
      const parts = { developer: 703n, treasury: 200n, reviewers: 100n };
      expect(await licences.owed(publisher)).to.equal(parts.developer);
      expect(await licences.owed(treasury)).to.equal(parts.treasury);
      expect(await licences.owed(pool)).to.equal(parts.reviewers);
      expect(await token.balanceOf(licences)).to.equal(OFFER.price);
      expect(await token.balanceOf(buyer)).to.equal(FUNDS - OFFER.price);
      expect(await accessOf(setup, user, versions.commercial)).to.deep.equal([true, true, false]);
      expect(await accessOf(setup, buyer, versions.commercial)).to.deep.equal([false, false, false]);
      await networkHelpers.time.increaseTo(until);
      expect(await accessOf(setup, user, versions.commercial)).to.deep.equal([false, false, false]);
    });

    it("adds a term to what is left, and shortens no grant", async () => {
      const { licences, publisher, buyer, user, versions } = await networkHelpers.loadFixture(offered);
      const install = await inSeconds(1_000_000);
      await licences.connect(publisher).grant(versions.commercial, user, ACCESS.install, install);
      await licences.connect(buyer).buy(versions.commercial, user, OFFER);
      const first = await licences.grantedUntil(versions.commercial, user, ACCESS.execute);
      await licences.connect(buyer).buy(versions.commercial, user, OFFER);
      const second = await licences.grantedUntil(versions.commercial, user, ACCESS.execute);
      expect(second).to.equal(first + OFFER.term);
      expect(await licences.grantedUntil(versions.commercial, user, ACCESS.install)).to.equal(install);
    });

    it("refuses what isn't for sale", async () => {
      const { licences, publisher, buyer, user, versions } = await networkHelpers.loadFixture(deployLicences);
      await licences.connect(publisher).setOffer(versions.academic, OFFER);
      for (const versionId of [versions.commercial, versions.academic]) {
        await expect(licences.connect(buyer).buy(versionId, user, OFFER))
          .to.be.revertedWithCustomError(licences, "LicenceRegistryNotForSale")
          .withArgs(versionId);
      }
    });

    it("refuses another price or term than the buyer saw", async () => {
      const { licences, buyer, user, versions } = await networkHelpers.loadFixture(offered);
      for (const seen of [
        { ...OFFER, price: 1_002n },
        { ...OFFER, term: 1_001n },
      ]) {
        await expect(licences.connect(buyer).buy(versions.commercial, user, seen))
          .to.be.revertedWithCustomError(licences, "LicenceRegistryOfferChanged")
          .withArgs(versions.commercial, OFFER.price, OFFER.term);
      }
    });

    it("refuses a yanked version, whose earlier licences stand", async () => {
      const setup = await networkHelpers.loadFixture(offered);
      const { licences, plugins, publisher, buyer, user, versions } = setup;
      await licences.connect(buyer).buy(versions.commercial, user, OFFER);
      const pluginId = await plugins.pluginIdOf(`plugin-${LICENCE.commercial}`);
      await plugins.connect(publisher).yank(pluginId, semVer(1, 0, 0), "broken");
      await expect(licences.connect(buyer).buy(versions.commercial, user, OFFER))
        .to.be.revertedWithCustomError(licences, "LicenceRegistryVersionYanked")
        .withArgs(versions.commercial);
      expect(await licences.hasAccess(user, versions.commercial, ACCESS.execute)).to.equal(true);
    });

    it("needs the buyer's allowance, and gives nothing without it", async () => {
      const { licences, token, stranger, user, versions } = await networkHelpers.loadFixture(offered);
      await expect(licences.connect(stranger).buy(versions.commercial, user, OFFER))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(licences, 0n, OFFER.price);
      expect(await licences.grantedUntil(versions.commercial, user, ACCESS.execute)).to.equal(0n);
    });
  });

  describe("withdraw", () => {
    it("pays what is owed, once, to the payee, whoever calls", async () => {
      const { licences, token, buyer, user, treasury, stranger, versions } =
        await networkHelpers.loadFixture(offered);
      await licences.connect(buyer).buy(versions.commercial, user, OFFER);
      await expect(licences.connect(stranger).withdraw(treasury))
        .to.emit(licences, "LicencePaymentWithdrawn")
        .withArgs(treasury, 200n);
      expect(await token.balanceOf(treasury)).to.equal(200n);
      await expect(licences.withdraw(treasury))
        .to.be.revertedWithCustomError(licences, "LicenceRegistryNothingToWithdraw")
        .withArgs(treasury);
    });

    it("works while the manager has closed the contract", async () => {
      const { manager, licences, token, buyer, user, publisher, versions } =
        await networkHelpers.loadFixture(offered);
      await licences.connect(buyer).buy(versions.commercial, user, OFFER);
      await manager.setTargetClosed(licences, true);
      await licences.withdraw(publisher);
      expect(await token.balanceOf(publisher)).to.equal(703n);
    });
  });

  describe("academic credentials", () => {
    it("open academic versions, but not their data or commercial ones, until they end", async () => {
      const setup = await networkHelpers.loadFixture(academic);
      const { licences, university, user, versions } = setup;
      const until = await inSeconds(1_000);
      await expect(licences.connect(university).setAcademic(user, until))
        .to.emit(licences, "AcademicCredentialSet")
        .withArgs(user, university, 0n, until);
      expect(await licences.credentialOf(user)).to.deep.equal([university.address, until]);
      expect(await accessOf(setup, user, versions.academic)).to.deep.equal([true, true, false]);
      expect(await accessOf(setup, user, versions.commercial)).to.deep.equal([false, false, false]);
      await networkHelpers.time.increaseTo(until);
      expect(await licences.isAcademic(user)).to.equal(false);
    });

    it("come from listed issuers alone, and end with their listing", async () => {
      const { licences, university, stranger, user } = await networkHelpers.loadFixture(academic);
      const until = await inSeconds(1_000);
      await expect(licences.connect(stranger).setAcademic(user, until))
        .to.be.revertedWithCustomError(licences, "LicenceRegistryNotIssuer")
        .withArgs(stranger);
      await licences.connect(university).setAcademic(user, until);
      await expect(licences.setIssuer(university, false))
        .to.emit(licences, "IssuerSet")
        .withArgs(university, true, false);
      expect(await licences.isAcademic(user)).to.equal(false);
    });

    it("are their issuer's to end, and no other's while they are valid", async () => {
      const { licences, university, academy, user } = await networkHelpers.loadFixture(academic);
      await licences.connect(university).setAcademic(user, await inSeconds(1_000));
      await expect(licences.connect(academy).setAcademic(user, 0n))
        .to.be.revertedWithCustomError(licences, "LicenceRegistryOtherIssuer")
        .withArgs(user, university);
      await licences.connect(university).setAcademic(user, 0n);
      await licences.connect(academy).setAcademic(user, await inSeconds(1_000));
      expect(await licences.isAcademic(user)).to.equal(true);
    });

    it("have issuers that only the parameter stewards list", async () => {
      const { licences, stranger } = await networkHelpers.loadFixture(deployLicences);
      await expect(licences.connect(stranger).setIssuer(stranger, true))
        .to.be.revertedWithCustomError(licences, "AccessManagedUnauthorized")
        .withArgs(stranger);
    });
  });
});
