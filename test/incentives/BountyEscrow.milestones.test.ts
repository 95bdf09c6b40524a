import { expect } from "chai";
import type { AddressLike } from "ethers";
import {
  BOND,
  BOUNTY_ID,
  CLAIM_WINDOW,
  CONTEST_WINDOW,
  certify,
  commitWork,
  deployEscrow,
  ETHER,
  FUNDS,
  KIND,
  passContest,
  REVIEW_WINDOW,
  type Setup,
  STATE,
  submitSubject,
} from "../fixtures/bounty.ts";
import { STATUS } from "../fixtures/certifications.ts";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import { publishPlugin } from "../fixtures/release.ts";

const MILESTONES = [
  { kind: KIND.audited, shareBps: 2_000n, runs: 0n },
  { kind: KIND.certified, shareBps: 5_000n, runs: 0n },
  { kind: KIND.executed, shareBps: 3_000n, runs: 2n },
];
const AUDITED = 0n;
const CERTIFIED = 1n;
const EXECUTED = 2n;
const MINIMUM_REWARD = 5n;
const TASK = ethers.id("task");
const RUNS = [ethers.id("run 1"), ethers.id("run 2")];

/** A submission to a bounty with a milestone of each kind, after the time to contest it. */
async function submittedToMilestones() {
  const setup = await deployEscrow();
  const { escrow, claimant, creator } = setup;
  const terms = { ...setup.terms, minimumReward: MINIMUM_REWARD, milestones: MILESTONES };
  await escrow.connect(creator).createBounty(terms, FUNDS, { value: FUNDS });
  await escrow.connect(claimant).claim(BOUNTY_ID, { value: BOND });
  await commitWork(setup);
  await submitSubject(setup);
  await passContest();
  return setup;
}

interface TaskFacts {
  readonly kind: bigint;
  readonly signal: bigint;
  readonly requester: AddressLike;
  readonly reward: bigint;
  readonly versionId: string;
  readonly valid: boolean;
}

/** Sets a task: by default an audit by the attester that passed. */
async function setTask(setup: Setup, taskId: string, given: Partial<TaskFacts> = {}) {
  const facts = {
    kind: 0n,
    signal: 1n,
    requester: setup.attester,
    reward: 0n,
    versionId: setup.versionId,
    ...given,
  };
  const { valid = true, ...task } = facts;
  const numbers = {
    gasCompensation: 0n,
    state: 4n,
    quorum: 2n,
    panel: 3n,
    commits: 3n,
    reveals: 3n,
    createdAt: 1n,
  };
  const times = { commitDeadline: 1n, revealDeadline: 1n, settledAt: 1n };
  const digests = Object.fromEntries(
    ["clauseId", "eventId", "inputDigest", "resultDigest"].map((name) => [name, ethers.ZeroHash]),
  ) as Record<"clauseId" | "eventId" | "inputDigest" | "resultDigest", string>;
  await setup.tasks.setTask(taskId, { ...numbers, ...times, ...digests, ...task }, valid);
}

/** Sets runs by two requesters in ascending order of their addresses. */
async function setRuns(setup: Setup, given: Partial<TaskFacts> = {}, which = 1): Promise<void> {
  const requesters = [setup.backer, setup.stranger].sort((a, b) =>
    BigInt(a.address) < BigInt(b.address) ? -1 : 1,
  );
  for (const [index, requester] of requesters.entries()) {
    const run = { kind: 1n, requester, reward: MINIMUM_REWARD, ...(index === which && given) };
    await setTask(setup, RUNS[index] ?? "", run);
  }
}

describe("BountyEscrow, milestones", () => {
  it("pay their shares as they are met, the bond with the last, and nothing twice", async () => {
    const setup = await networkHelpers.loadFixture(submittedToMilestones);
    const { escrow, claimant, versionId } = setup;
    await setTask(setup, TASK);
    await expect(escrow.release(BOUNTY_ID, AUDITED, [TASK]))
      .to.emit(escrow, "BountyPaid")
      .withArgs(BOUNTY_ID, claimant, versionId, AUDITED, 200n, 8_000n);
    await expect(escrow.release(BOUNTY_ID, AUDITED, [TASK]))
      .to.be.revertedWithCustomError(escrow, "BountyEscrowMilestonePaid")
      .withArgs(BOUNTY_ID, AUDITED);
    await setRuns(setup);
    await expect(escrow.release(BOUNTY_ID, EXECUTED, RUNS))
      .to.emit(escrow, "BountyPaid")
      .withArgs(BOUNTY_ID, claimant, versionId, EXECUTED, 300n, 5_000n);
    expect(await escrow.owed(claimant, ETHER)).to.equal(500n);
    await certify(setup, versionId);
    await expect(escrow.release(BOUNTY_ID, CERTIFIED, []))
      .to.emit(escrow, "BountyPaid")
      .withArgs(BOUNTY_ID, claimant, versionId, CERTIFIED, 500n, 0n);
    expect(await escrow.owed(claimant, ETHER)).to.equal(FUNDS + BOND);
    const { state, paidMilestones, amount, bond } = await escrow.bounty(BOUNTY_ID);
    expect([state, paidMilestones, amount, bond]).to.deep.equal([STATE.paid, 7n, 0n, 0n]);
  });

  it("wait until a submission can't be contested any more", async () => {
    const setup = await networkHelpers.loadFixture(submittedToMilestones);
    const { escrow, claimant } = setup;
    await escrow.connect(claimant).retract(BOUNTY_ID);
    await submitSubject(setup);
    const payableFrom = BigInt(await networkHelpers.time.latest()) + CONTEST_WINDOW;
    await setTask(setup, TASK);
    await networkHelpers.time.setNextBlockTimestamp(payableFrom - 1n);
    await expect(escrow.release(BOUNTY_ID, AUDITED, [TASK]))
      .to.be.revertedWithCustomError(escrow, "BountyEscrowContestable")
      .withArgs(BOUNTY_ID, payableFrom);
    await networkHelpers.time.setNextBlockTimestamp(payableFrom);
    await expect(escrow.release(BOUNTY_ID, AUDITED, [TASK])).to.emit(escrow, "BountyPaid");
  });

  it("must be ones that the bounty has", async () => {
    const { escrow } = await networkHelpers.loadFixture(submittedToMilestones);
    for (const milestone of [3n, 4n, 255n]) {
      await expect(escrow.release(BOUNTY_ID, milestone, []))
        .to.be.revertedWithCustomError(escrow, "BountyEscrowUnknownMilestone")
        .withArgs(BOUNTY_ID, milestone);
    }
  });

  it("need as many tasks as they count", async () => {
    const { escrow } = await networkHelpers.loadFixture(submittedToMilestones);
    const wrong = [
      [AUDITED, [], 1n],
      [AUDITED, RUNS, 1n],
      [CERTIFIED, [TASK], 0n],
      [EXECUTED, [TASK], 2n],
    ] as const;
    for (const [milestone, proof, expected] of wrong) {
      await expect(escrow.release(BOUNTY_ID, milestone, [...proof]))
        .to.be.revertedWithCustomError(escrow, "BountyEscrowWrongProof")
        .withArgs(milestone, proof.length, expected);
    }
  });

  it("are certified by the attester alone", async () => {
    const { escrow, certifications, attester, versionId } =
      await networkHelpers.loadFixture(submittedToMilestones);
    await expect(escrow.release(BOUNTY_ID, CERTIFIED, []))
      .to.be.revertedWithCustomError(certifications, "CertificationRegistryNotValid")
      .withArgs(versionId, attester, STATUS.none);
  });

  const notAudits: Record<string, (setup: Setup) => Partial<TaskFacts>> = {
    "somebody else's, on terms of their own": ({ claimant }) => ({ requester: claimant }),
    "of another version": () => ({ versionId: ethers.id("another version") }),
    "that isn't an audit": () => ({ kind: 1n }),
    "that failed the version": () => ({ signal: 2n }),
    "that didn't settle, or of a version revoked for cause": () => ({ valid: false }),
  };
  for (const [name, given] of Object.entries(notAudits)) {
    it(`aren't proven by a task ${name}`, async () => {
      const setup = await networkHelpers.loadFixture(submittedToMilestones);
      await setTask(setup, TASK, given(setup));
      await expect(setup.escrow.release(BOUNTY_ID, AUDITED, [TASK]))
        .to.be.revertedWithCustomError(setup.escrow, "BountyEscrowNotAudited")
        .withArgs(setup.versionId, TASK);
    });
  }

  const notRuns: Record<string, (setup: Setup) => Partial<TaskFacts>> = {
    "that the claimant requested": ({ claimant }) => ({ requester: claimant }),
    "of another version": () => ({ versionId: ethers.id("another version") }),
    "that is an audit": () => ({ kind: 0n }),
    "that paid less than the terms ask": () => ({ reward: MINIMUM_REWARD - 1n }),
    "that didn't settle": () => ({ valid: false }),
  };
  for (const [name, given] of Object.entries(notRuns)) {
    it(`don't count a run ${name}`, async () => {
      const setup = await networkHelpers.loadFixture(submittedToMilestones);
      await setRuns(setup, given(setup));
      await expect(setup.escrow.release(BOUNTY_ID, EXECUTED, RUNS))
        .to.be.revertedWithCustomError(setup.escrow, "BountyEscrowRunDoesNotCount")
        .withArgs(setup.versionId, RUNS[1]);
    });
  }

  it("count a requester once, in ascending order", async () => {
    const setup = await networkHelpers.loadFixture(submittedToMilestones);
    await setRuns(setup);
    const [first = "", second = ""] = RUNS;
    const requesterOf = async (taskId: string) => (await setup.tasks.task(taskId)).requester;
    const high = await requesterOf(second);
    for (const [proof, next] of [
      [[second, first], await requesterOf(first)],
      [[second, second], high],
    ] as const) {
      await expect(setup.escrow.release(BOUNTY_ID, EXECUTED, [...proof]))
        .to.be.revertedWithCustomError(setup.escrow, "BountyEscrowUnsortedRequesters")
        .withArgs(high, next);
    }
  });

  it("leave the rest to the next claim, and the bond to who was paid", async () => {
    const setup = await networkHelpers.loadFixture(submittedToMilestones);
    const { escrow, registry, claimant, creator, backer, content, terms } = setup;
    await setTask(setup, TASK);
    await escrow.release(BOUNTY_ID, AUDITED, [TASK]);
    await networkHelpers.time.increase(REVIEW_WINDOW);
    await expect(escrow.freeClaim(BOUNTY_ID))
      .to.emit(escrow, "BountyClaimFreed")
      .withArgs(BOUNTY_ID, claimant, 0n);
    expect(await escrow.owed(claimant, ETHER)).to.equal(200n + BOND);
    expect((await escrow.bounty(BOUNTY_ID)).amount).to.equal(800n);

    await escrow.connect(backer).claim(BOUNTY_ID, { value: BOND });
    const work = { ...content, artifactDigest: ethers.id("the next one's work") };
    const { versionId } = await publishPlugin(registry, backer, "next", { content: work });
    await commitWork({ escrow, claimant: backer, content: work });
    await submitSubject({ ...setup, claimant: backer, versionId, content: work });
    await passContest();
    await expect(escrow.release(BOUNTY_ID, AUDITED, [TASK]))
      .to.be.revertedWithCustomError(escrow, "BountyEscrowMilestonePaid")
      .withArgs(BOUNTY_ID, AUDITED);
    await certify(setup, versionId);
    await escrow.release(BOUNTY_ID, CERTIFIED, []);
    expect(await escrow.owed(backer, ETHER)).to.equal(500n);

    await networkHelpers.time.increaseTo(terms.deadline + 1n);
    await escrow.freeClaim(BOUNTY_ID);
    await escrow.expire(BOUNTY_ID);
    await expect(escrow.refund(BOUNTY_ID, creator))
      .to.emit(escrow, "BountyRefunded")
      .withArgs(BOUNTY_ID, creator, 300n);
  });

  it("let nobody keep a bond for what an earlier claim earned", async () => {
    const setup = await networkHelpers.loadFixture(submittedToMilestones);
    const { escrow, backer } = setup;
    await setTask(setup, TASK);
    await escrow.release(BOUNTY_ID, AUDITED, [TASK]);
    await networkHelpers.time.increase(REVIEW_WINDOW);
    await escrow.freeClaim(BOUNTY_ID);
    expect((await escrow.bounty(BOUNTY_ID)).payableFrom).to.equal(0n);
    await escrow.connect(backer).claim(BOUNTY_ID, { value: BOND });
    await networkHelpers.time.increase(CLAIM_WINDOW + 1n);
    await expect(escrow.freeClaim(BOUNTY_ID))
      .to.emit(escrow, "BountyClaimFreed")
      .withArgs(BOUNTY_ID, backer, BOND);
  });

  it("don't let a claim be freed while its certification is due", async () => {
    const setup = await networkHelpers.loadFixture(submittedToMilestones);
    await certify(setup, setup.versionId);
    await networkHelpers.time.increase(REVIEW_WINDOW);
    await expect(setup.escrow.freeClaim(BOUNTY_ID))
      .to.be.revertedWithCustomError(setup.escrow, "BountyEscrowMilestoneDue")
      .withArgs(BOUNTY_ID, CERTIFIED);
    await setup.escrow.release(BOUNTY_ID, CERTIFIED, []);
    await expect(setup.escrow.freeClaim(BOUNTY_ID)).to.emit(setup.escrow, "BountyClaimFreed");
  });
});
