import { parametersFor, roles } from "@nexus/protocol";
import { expect } from "chai";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import {
  AGAINST,
  type Call,
  callOf,
  type Dao,
  decide,
  deployDao,
  FOR,
  pass,
  propose,
} from "../fixtures/dao.ts";
import { CHAMBER, STATE } from "../fixtures/review-board.ts";

const { governance, review, staking, consensus, termUnit } = parametersFor(31337);
const UNTIL_UNITS = 10n;

async function endOfTerm(): Promise<bigint> {
  const now = BigInt(await networkHelpers.time.latest());
  return (now / BigInt(termUnit) + UNTIL_UNITS) * BigInt(termUnit);
}

async function appointment({ ReviewBoard, reviewer }: Dao): Promise<Call> {
  const seat = [reviewer.address, CHAMBER.drr, 10, 0, await endOfTerm()];
  return callOf(ReviewBoard, "appoint", seat);
}

/** What only the DAO decides: the call, and what is true after it alone. */
const decisions = {
  "a reviewer's seat": {
    call: appointment,
    done: async ({ ReviewBoard, reviewer }: Dao) => (await ReviewBoard.seatOf(reviewer)).weight === 10n,
  },
  "the terms of reviews": {
    call: async ({ ReviewBoard }: Dao) =>
      callOf(ReviewBoard, "setReviewSettings", [{ ...review, votingPeriod: 99 }]),
    done: async ({ ReviewBoard }: Dao) => (await ReviewBoard.reviewSettings()).votingPeriod === 99n,
  },
  "a chamber's rules": {
    call: async ({ ReviewBoard }: Dao) => {
      const rules = { quorumBps: 1_234, approvalBps: 6_000, mandatory: true };
      return callOf(ReviewBoard, "setChamberRules", [CHAMBER.drr, rules]);
    },
    done: async ({ ReviewBoard }: Dao) => (await ReviewBoard.chamberRules(CHAMBER.drr)).quorumBps === 1_234n,
  },
  "the rules of consensus": {
    call: async ({ ResultConsensus }: Dao) => {
      const { revealWindow, challengeWindow, missedRevealSlash, wrongResultSlash } = consensus;
      const rules = { commitWindow: 61, revealWindow, challengeWindow, missedRevealSlash, wrongResultSlash };
      return callOf(ResultConsensus, "setRules", [rules]);
    },
    done: async ({ ResultConsensus }: Dao) => (await ResultConsensus.rules()).commitWindow === 61n,
  },
  "the least stake": {
    call: async ({ ExecutorRegistry }: Dao) =>
      callOf(ExecutorRegistry, "setMinimumStake", [staking.minimumStake + 1n]),
    done: async ({ ExecutorRegistry }: Dao) =>
      (await ExecutorRegistry.minimumStake()) === staking.minimumStake + 1n,
  },
  "a role": {
    call: async ({ AccessManager, reviewer }: Dao) =>
      callOf(AccessManager, "grantRole", [roles.SECURITY_COUNCIL, reviewer.address, 0]),
    done: async ({ AccessManager, reviewer }: Dao) =>
      (await AccessManager.hasRole(roles.SECURITY_COUNCIL, reviewer)).isMember,
  },
  "a clause": {
    call: async ({ ClauseRegistry }: Dao) => {
      const uuid = ethers.dataSlice(ethers.id("uuid"), 0, 16);
      return callOf(ClauseRegistry, "registerClause", [uuid, ethers.id("clause"), 8, 0, "KE"]);
    },
    done: async ({ ClauseRegistry }: Dao) =>
      (await ClauseRegistry.queryFilter(ClauseRegistry.filters.ClauseRegistered())).length === 1,
  },
  "its own voting period": {
    call: async ({ governor }: Dao) => callOf(governor, "setVotingPeriod", [77]),
    done: async ({ governor }: Dao) => (await governor.votingPeriod()) === 77n,
  },
  "its timelock's delay": {
    call: async ({ timelock }: Dao) => callOf(timelock, "updateDelay", [9]),
    done: async ({ timelock }: Dao) => (await timelock.getMinDelay()) === 9n,
  },
} satisfies Record<string, { call(dao: Dao): Promise<Call>; done(dao: Dao): Promise<boolean> }>;

describe("NexusGovernor", () => {
  it("tells stock clients how it counts and which clock it follows", async () => {
    const { governor } = await networkHelpers.loadFixture(deployDao);
    expect(await governor.name()).to.equal("NexusGovernor");
    expect(await governor.CLOCK_MODE()).to.equal("mode=timestamp");
    expect(await governor.COUNTING_MODE()).to.equal("support=bravo&quorum=for,abstain");
    expect(await governor.clock()).to.equal(await networkHelpers.time.latest());
  });

  it("has the chain's terms", async () => {
    const { governor, timelock } = await networkHelpers.loadFixture(deployDao);
    expect(await governor.votingDelay()).to.equal(BigInt(governance.votingDelay));
    expect(await governor.votingPeriod()).to.equal(BigInt(governance.votingPeriod));
    expect(await governor.lateQuorumVoteExtension()).to.equal(BigInt(governance.voteExtension));
    expect(await governor.proposalThreshold()).to.equal(governance.proposalThreshold);
    expect(await governor["quorumNumerator()"]()).to.equal(BigInt(governance.quorumPercent));
    expect(await governor.timelock()).to.equal(await timelock.getAddress());
    expect(await timelock.getMinDelay()).to.equal(BigInt(governance.timelockDelay));
  });

  describe("a passed proposal, and nothing else,", () => {
    for (const [what, { call, done }] of Object.entries(decisions)) {
      it(`decides on ${what}`, async () => {
        const dao = await networkHelpers.loadFixture(deployDao);
        const { target, data } = await call(dao);
        for (const account of [dao.deployer, dao.voter, dao.stranger]) {
          const attempt = account.sendTransaction({ to: target, data });
          await expect(attempt).to.be.revert(ethers);
        }
        expect(await done(dao)).to.equal(false);
        await decide(dao, { target, data });
        expect(await done(dao)).to.equal(true);
      });
    }

    it("spends the treasury", async () => {
      const dao = await networkHelpers.loadFixture(deployDao);
      const { NexusToken, timelock, reviewer, deployer } = dao;
      await expect(NexusToken.connect(deployer).transferFrom(timelock, deployer, 7n))
        .to.be.revertedWithCustomError(NexusToken, "ERC20InsufficientAllowance")
        .withArgs(deployer, 0n, 7n);
      await decide(dao, callOf(NexusToken, "transfer", [reviewer.address, 7n]));
      expect(await NexusToken.balanceOf(timelock)).to.equal(governance.treasury - 7n);
      expect(await NexusToken.balanceOf(reviewer)).to.equal(7n);
    });

    it("authorises an event source", async () => {
      const dao = await networkHelpers.loadFixture(deployDao);
      const { ClauseRegistry, reviewer } = dao;
      await decide(dao, await decisions["a clause"].call(dao));
      const [registered] = await ClauseRegistry.queryFilter(ClauseRegistry.filters.ClauseRegistered());
      const clauseId = registered?.args.clauseId ?? "";
      const source = [clauseId, reviewer.address, true] as [string, string, boolean];
      await expect(ClauseRegistry.connect(dao.deployer).setEventSource(...source))
        .to.be.revertedWithCustomError(ClauseRegistry, "AccessManagedUnauthorized")
        .withArgs(dao.deployer);
      await decide(dao, callOf(ClauseRegistry, "setEventSource", source));
      expect(await ClauseRegistry.isEventSource(clauseId, reviewer)).to.equal(true);
    });
  });

  describe("a proposal", () => {
    it("runs through its states, with the timelock's delay between queueing and execution", async () => {
      const dao = await networkHelpers.loadFixture(deployDao);
      const { governor, ReviewBoard, reviewer, stranger } = dao;
      const proposal = await propose(dao, await appointment(dao));
      const { proposalId, terms } = proposal;
      expect(await governor.state(proposalId)).to.equal(STATE.active);
      await pass(dao, proposal);
      expect(await governor.state(proposalId)).to.equal(STATE.queued);
      await expect(governor.connect(stranger).execute(...terms)).to.be.revert(ethers);
      expect((await ReviewBoard.seatOf(reviewer)).weight).to.equal(0n);
      await networkHelpers.time.increaseTo(await governor.proposalEta(proposalId));
      await expect(governor.connect(stranger).execute(...terms))
        .to.emit(governor, "ProposalExecuted")
        .withArgs(proposalId);
      expect(await governor.state(proposalId)).to.equal(STATE.executed);
      expect((await ReviewBoard.seatOf(reviewer)).chamber).to.equal(CHAMBER.drr);
    });

    it("fails against a majority, and then can't be queued", async () => {
      const dao = await networkHelpers.loadFixture(deployDao);
      const { governor, voter, minority } = dao;
      const { proposalId, terms } = await propose(dao, await appointment(dao));
      await governor.connect(minority).castVote(proposalId, FOR);
      await governor.connect(voter).castVote(proposalId, AGAINST);
      await networkHelpers.time.increaseTo((await governor.proposalDeadline(proposalId)) + 1n);
      const succeeded = ethers.toBeHex(1n << STATE.succeeded, 32);
      const queued = governor.queue(...terms);
      await expect(queued)
        .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
        .withArgs(proposalId, STATE.defeated, succeeded);
    });

    it("fails without a quorum", async () => {
      const dao = await networkHelpers.loadFixture(deployDao);
      const { governor, minority } = dao;
      const { proposalId } = await propose(dao, await appointment(dao));
      await governor.connect(minority).castVote(proposalId, FOR);
      await networkHelpers.time.increaseTo((await governor.proposalDeadline(proposalId)) + 1n);
      expect(await governor.state(proposalId)).to.equal(STATE.defeated);
    });

    it("stays open for the extension when its quorum comes late, and says so at once", async () => {
      const dao = await networkHelpers.loadFixture(deployDao);
      const { governor, voter } = dao;
      const { proposalId } = await propose(dao, await appointment(dao));
      await networkHelpers.time.increaseTo((await governor.proposalDeadline(proposalId)) - 1n);
      const vote = await governor.connect(voter).castVote(proposalId, FOR);
      const extended = BigInt((await vote.getBlock())?.timestamp ?? 0) + BigInt(governance.voteExtension);
      expect(await governor.proposalDeadline(proposalId)).to.equal(extended);
      await expect(vote).to.emit(governor, "ProposalExtended").withArgs(proposalId, extended);
    });

    it("needs a proposer with enough votes", async () => {
      const dao = await networkHelpers.loadFixture(deployDao);
      const { governor, stranger, ReviewBoard } = dao;
      const { data } = await appointment(dao);
      const proposing = governor
        .connect(stranger)
        .propose([await ReviewBoard.getAddress()], [0n], [data], "Appoint");
      await expect(proposing)
        .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
        .withArgs(stranger, 0n, governance.proposalThreshold);
    });
  });
});
