import { Chamber, parametersFor, roles } from "@nexus/protocol";
import { expect } from "chai";
import type { AddressLike } from "ethers";
import { contractRoles, daoRoles, functionRoles } from "../../ignition/functionRoles.ts";
import { NexusRegistry } from "../../ignition/modules/NexusRegistry.ts";
import { moduleParameters } from "../../ignition/parameters.ts";
import { selectorOf } from "../../ignition/selectors.ts";
import { ethers, ignition, networkHelpers } from "../fixtures/connect.ts";

const CHAIN_ID = 31337;

type ContractRole = keyof typeof contractRoles;
type Holder = (typeof contractRoles)[ContractRole];

async function deploy(chainId: number) {
  const deployed = await ignition.deploy(NexusRegistry, { parameters: moduleParameters(chainId) });
  const [dao, stranger] = await ethers.getSigners();
  if (!dao || !stranger) throw new Error("too few signers");
  return {
    AccessManager: await ethers.getContractAt("AccessManager", deployed.AccessManager),
    BountyEscrow: await ethers.getContractAt("BountyEscrow", deployed.BountyEscrow),
    CertificateToken: await ethers.getContractAt("CertificateToken", deployed.CertificateToken),
    ClauseRegistry: await ethers.getContractAt("ClauseRegistry", deployed.ClauseRegistry),
    DisputeManager: await ethers.getContractAt("DisputeManager", deployed.DisputeManager),
    ExecutorRegistry: await ethers.getContractAt("ExecutorRegistry", deployed.ExecutorRegistry),
    LicenceRegistry: await ethers.getContractAt("LicenceRegistry", deployed.LicenceRegistry),
    ResultConsensus: await ethers.getContractAt("ResultConsensus", deployed.ResultConsensus),
    ReviewBoard: await ethers.getContractAt("ReviewBoard", deployed.ReviewBoard),
    ReviewFees: await ethers.getContractAt("ReviewFees", deployed.ReviewFees),
    SecurityCouncil: await ethers.getContractAt("SecurityCouncil", deployed.SecurityCouncil),
    ...{ dao, stranger },
  };
}

const deployLocally = () => deploy(CHAIN_ID);
const deployPublicly = () => deploy(1);

describe("the NexusRegistry module", () => {
  it("gives every restricted function its role", async () => {
    const contracts = await networkHelpers.loadFixture(deployLocally);
    for (const [name, byFunction] of Object.entries(functionRoles)) {
      const target = contracts[name as keyof typeof functionRoles];
      for (const [restricted, role] of Object.entries(byFunction)) {
        const held = await contracts.AccessManager.getTargetFunctionRole(
          target,
          selectorOf(name, restricted),
        );
        expect(held, `${name}.${restricted}`).to.equal(roles[role as keyof typeof roles]);
      }
    }
  });

  it("grants the DAO's account its roles, contracts theirs, and a stranger none", async () => {
    const { dao, stranger, ...contracts } = await networkHelpers.loadFixture(deployLocally);
    const { AccessManager } = contracts;
    const holds = async (role: bigint, account: AddressLike) =>
      (await AccessManager.hasRole(role, account))[0];
    for (const role of [...daoRoles, "ADMIN_ROLE"] as const) {
      expect(await holds(roles[role], dao), role).to.equal(true);
      expect(await holds(roles[role], stranger), role).to.equal(false);
    }
    for (const [role, holder] of Object.entries(contractRoles) as [ContractRole, Holder][]) {
      expect(await holds(roles[role], contracts[holder]), role).to.equal(true);
      expect(await holds(roles[role], dao), role).to.equal(false);
    }
  });

  it("names the board as the credential's issuer and the runs' attester", async () => {
    const { CertificateToken, ResultConsensus, ReviewBoard } =
      await networkHelpers.loadFixture(deployLocally);
    const board = await ReviewBoard.getAddress();
    expect(await CertificateToken.board()).to.equal(board);
    expect(await ResultConsensus.attester()).to.equal(board);
  });

  it("asks the licences of the set for each run, and splits their price as the parameters say", async () => {
    const { LicenceRegistry, ResultConsensus, dao } = await networkHelpers.loadFixture(deployLocally);
    expect(await ResultConsensus.licences()).to.equal(await LicenceRegistry.getAddress());
    const { developerBps, treasuryBps, reviewersBps } = parametersFor(CHAIN_ID).licences;
    expect([...(await LicenceRegistry.shares())]).to.deep.equal(
      [developerBps, treasuryBps, reviewersBps].map(BigInt),
    );
    expect(await LicenceRegistry.treasury()).to.equal(dao.address);
    expect(await LicenceRegistry.reviewersPool()).to.equal(dao.address);
  });

  it("lets the board charge the parameters' fee for the DAO's treasury", async () => {
    const { ReviewBoard, ReviewFees, dao } = await networkHelpers.loadFixture(deployLocally);
    const { fee, payPerVote, refundBps } = parametersFor(CHAIN_ID).fees;
    expect((await ReviewBoard.neighbours()).fees).to.equal(await ReviewFees.getAddress());
    expect(await ReviewFees.board()).to.equal(await ReviewBoard.getAddress());
    expect([...(await ReviewFees.feeTerms())]).to.deep.equal([fee, payPerVote, BigInt(refundBps)]);
    expect(await ReviewFees.treasury()).to.equal(dao.address);
  });

  it("sets the chain's parameters", async () => {
    const { ExecutorRegistry, ResultConsensus, ReviewBoard } =
      await networkHelpers.loadFixture(deployLocally);
    const { review, chambers, consensus, staking, termUnit } = parametersFor(CHAIN_ID);
    const asBigInts = (values: object) =>
      Object.values(values).map((value) => (value === !!value ? value : BigInt(value)));
    expect([...(await ReviewBoard.reviewSettings())]).to.deep.equal([
      ...[review.votingPeriod, review.objectionPeriod, review.challengeWindow, review.executionWindow].map(
        BigInt,
      ),
      ...[review.certificateValidity, review.minimumFor, review.auditQuorum, review.auditPanel].map(BigInt),
    ]);
    for (const [index, chamber] of Chamber.entries()) {
      const rules = await ReviewBoard.chamberRules(index);
      expect([...rules], chamber).to.deep.equal(asBigInts(chambers[chamber]));
    }
    const { commitWindow, revealWindow, wrongResultSlash, missedRevealSlash, challengeWindow } = consensus;
    expect([...(await ResultConsensus.rules())]).to.deep.equal(
      asBigInts({ commitWindow, revealWindow, wrongResultSlash, missedRevealSlash, challengeWindow }),
    );
    expect(await ExecutorRegistry.minimumStake()).to.equal(staking.minimumStake);
    expect(await ExecutorRegistry.unbondingPeriod()).to.equal(BigInt(staking.unbondingPeriod));
    expect(await ReviewBoard.termUnit()).to.equal(BigInt(termUnit));
  });

  it("makes the DAO's account arbitrator, treasury of bonds and the council", async () => {
    const { DisputeManager, SecurityCouncil, dao } = await networkHelpers.loadFixture(deployLocally);
    const { disputes, council } = parametersFor(CHAIN_ID);
    expect(await DisputeManager.arbitrator()).to.equal(dao.address);
    expect(await DisputeManager.treasury()).to.equal(dao.address);
    expect([...(await DisputeManager.terms())]).to.deep.equal(
      [
        ...[disputes.bond, disputes.counterPeriod, disputes.evidencePeriod, disputes.rulingPeriod],
        disputes.treasuryBps,
      ].map(BigInt),
    );
    expect([...(await SecurityCouncil.members())]).to.deep.equal([dao.address]);
    expect(await SecurityCouncil.maximumSuspension()).to.equal(BigInt(council.maximumSuspension));
    expect(await SecurityCouncil.maximumMandate()).to.equal(BigInt(council.maximumMandate));
  });

  it("accepts the parameters of a public chain", async () => {
    const { ResultConsensus } = await networkHelpers.loadFixture(deployPublicly);
    expect((await ResultConsensus.rules()).commitWindow).to.equal(
      BigInt(parametersFor(1).consensus.commitWindow),
    );
  });
});
