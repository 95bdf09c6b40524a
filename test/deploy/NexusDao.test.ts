import { parametersFor, roles } from "@nexus/protocol";
import { expect } from "chai";
import { contractRoles, homeRoles } from "../../ignition/functionRoles.ts";
import { deployerRoles } from "../../ignition/handOver.ts";
import { selectorOf } from "../../ignition/selectors.ts";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import { type Dao, deployDao, deployUngoverned } from "../fixtures/dao.ts";

type ContractRole = keyof typeof contractRoles;
type Holder = (typeof contractRoles)[ContractRole];

async function holds(
  { AccessManager }: Dao,
  role: keyof typeof roles,
  account: { getAddress(): Promise<string> },
) {
  return (await AccessManager.hasRole(roles[role], account)).isMember;
}

describe("the NexusDao module and the hand-over", () => {
  it("gives the timelock every role of the DAO, and takes them from the deployer", async () => {
    const dao = await networkHelpers.loadFixture(deployDao);
    for (const role of deployerRoles) {
      expect(await holds(dao, role, dao.timelock), role).to.equal(true);
      expect(await holds(dao, role, dao.deployer), role).to.equal(false);
    }
    for (const [role, holder] of Object.entries(contractRoles) as [ContractRole, Holder][]) {
      expect(await holds(dao, role, dao.contracts[holder]), role).to.equal(true);
    }
  });

  it("leaves the deployer no restricted function, and the timelock all but what only contracts may call", async () => {
    const { AccessManager, contracts, deployer, timelock } = await networkHelpers.loadFixture(deployDao);
    for (const [name, byFunction] of Object.entries(homeRoles)) {
      const target = contracts[name as keyof typeof homeRoles];
      for (const [restricted, role] of Object.entries(byFunction)) {
        const asked = [target, selectorOf(name, restricted)] as const;
        const where = `${name}.${restricted}`;
        expect([...(await AccessManager.canCall(deployer, ...asked))], where).to.deep.equal([false, 0n]);
        const expected = [!(role in contractRoles), 0n];
        expect([...(await AccessManager.canCall(timelock, ...asked))], where).to.deep.equal(expected);
      }
    }
  });

  it("lets the governor alone propose to the timelock, anyone execute, and the timelock alone administer it", async () => {
    const { timelock, governor, deployer, stranger } = await networkHelpers.loadFixture(deployDao);
    const proposer = await timelock.PROPOSER_ROLE();
    const canceller = await timelock.CANCELLER_ROLE();
    const admin = await timelock.DEFAULT_ADMIN_ROLE();
    for (const role of [proposer, canceller]) expect(await timelock.hasRole(role, governor)).to.equal(true);
    expect(await timelock.hasRole(await timelock.EXECUTOR_ROLE(), ethers.ZeroAddress)).to.equal(true);
    expect(await timelock.hasRole(admin, timelock)).to.equal(true);
    for (const account of [deployer, stranger]) {
      for (const role of [proposer, canceller, admin]) {
        expect(await timelock.hasRole(role, account)).to.equal(false);
      }
    }
  });

  it("leaves the deployer in charge until it hands over, and the timelock powerless", async () => {
    const dao = await networkHelpers.loadFixture(deployUngoverned);
    for (const role of deployerRoles) {
      expect(await holds(dao, role, dao.deployer), role).to.equal(true);
      expect(await holds(dao, role, dao.timelock), role).to.equal(false);
    }
  });

  it("makes the timelock the treasury of slashes, of licences, their reviewers' pool, and of its share of NXS", async () => {
    const { timelock, ExecutorRegistry, LicenceRegistry, NexusToken } =
      await networkHelpers.loadFixture(deployDao);
    expect(await ExecutorRegistry.treasury()).to.equal(await timelock.getAddress());
    expect(await LicenceRegistry.treasury()).to.equal(await timelock.getAddress());
    expect(await LicenceRegistry.reviewersPool()).to.equal(await timelock.getAddress());
    expect(await NexusToken.balanceOf(timelock)).to.equal(parametersFor(31337).governance.treasury);
  });

  it("refuses the deployer the manager and the timelock", async () => {
    const { AccessManager, timelock, deployer, NexusToken } = await networkHelpers.loadFixture(deployDao);
    await expect(AccessManager.connect(deployer).grantRole(roles.ADMIN_ROLE, deployer, 0))
      .to.be.revertedWithCustomError(AccessManager, "AccessManagerUnauthorizedAccount")
      .withArgs(deployer, roles.ADMIN_ROLE);
    const scheduling = timelock
      .connect(deployer)
      .schedule(NexusToken, 0n, "0x", ethers.ZeroHash, ethers.ZeroHash, 10n);
    await expect(scheduling)
      .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
      .withArgs(deployer, await timelock.PROPOSER_ROLE());
  });
});
