import { expect } from "chai";
import { signBallot, signedBallot } from "../fixtures/ballots.ts";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import {
  AGAINST_PARAMS,
  approved,
  certificationOf,
  DISPUTE,
  defeated,
  ELIGIBILITY,
  executable,
  held,
  queued,
  SETTINGS,
  STATE,
  SUPPORT,
  submitted,
} from "../fixtures/review-board.ts";

type Setup = Awaited<ReturnType<typeof submitted>>;
type StateName = keyof typeof states;
type Needs = "active" | "queued";
type Call = (setup: Setup) => Promise<unknown>;

/** A review in each state that lasts, held by a dispute or not; Pending lasts for the second of submission, see `test/properties`. */
const states = {
  active: { reach: submitted, state: "active" },
  defeated: { reach: defeated, state: "defeated" },
  appealed: {
    reach: async () => {
      const setup = await defeated();
      await setup.board.openDispute(DISPUTE.appeal, subjectOf(setup), setup.publisher);
      return setup;
    },
    state: "defeated",
  },
  queued: { reach: queued, state: "queued" },
  held: { reach: held, state: "queued" },
  canceled: {
    reach: async () => {
      const setup = await held();
      await setup.board.closeDispute(DISPUTE.review, subjectOf(setup), true);
      return setup;
    },
    state: "canceled",
  },
  expired: {
    reach: async () => {
      const setup = await approved();
      const { challengeWindow, executionWindow } = SETTINGS;
      await networkHelpers.time.increaseTo(setup.deadline + challengeWindow + executionWindow);
      return setup;
    },
    state: "expired",
  },
  executed: {
    reach: async () => {
      const setup = await executable();
      await setup.board.executeReview(setup.proposalId);
      return setup;
    },
    state: "executed",
  },
} as const satisfies Record<string, { reach: () => Promise<Setup>; state: keyof typeof STATE }>;

/** Each call about a review and the one state it needs; `spare` holds no seat. */
const calls: Record<string, { call: Call; needs: Needs }> = {
  castVote: {
    call: ({ board, proposalId, spare }) => board.connect(spare).castVote(proposalId, SUPPORT.for),
    needs: "active",
  },
  castVoteWithReason: {
    call: ({ board, proposalId, spare }) =>
      board.connect(spare).castVoteWithReason(proposalId, SUPPORT.for, "sound"),
    needs: "active",
  },
  castVoteWithReasonAndParams: {
    call: ({ board, proposalId, spare }) =>
      board.connect(spare).castVoteWithReasonAndParams(proposalId, SUPPORT.against, "", AGAINST_PARAMS),
    needs: "active",
  },
  castVoteBySig: {
    call: async ({ board, proposalId, spare }) => {
      const signature = await signBallot(board, spare, { proposalId, support: SUPPORT.for });
      return board.castVoteBySig(proposalId, SUPPORT.for, spare, signature);
    },
    needs: "active",
  },
  castVotesBySig: {
    call: async ({ board, proposalId, spare }) =>
      board.castVotesBySig(proposalId, [
        await signedBallot(board, spare, { proposalId, support: SUPPORT.for }),
      ]),
    needs: "active",
  },
  recuse: {
    call: ({ board, proposalId, spare }) => board.connect(spare).recuse(proposalId),
    needs: "active",
  },
  executeReview: {
    call: ({ board, proposalId }) => board.executeReview(proposalId),
    needs: "queued",
  },
  execute: {
    call: async (setup) => setup.board.execute(...(await certificationOf(setup)).call),
    needs: "queued",
  },
};

type DisputeCall = { call: Call; allowedIn: StateName; refusal: string; kind: bigint };

/** Each call of the DisputeManager about a review, the one situation that allows it, and the error in every other. */
const disputeCalls: Record<string, DisputeCall> = {
  "openDispute (review)": {
    call: (setup) => setup.board.openDispute(DISPUTE.review, subjectOf(setup), setup.stranger),
    allowedIn: "queued",
    refusal: "ReviewBoardNotDisputable",
    kind: DISPUTE.review,
  },
  "openDispute (appeal)": {
    call: (setup) => setup.board.openDispute(DISPUTE.appeal, subjectOf(setup), setup.publisher),
    allowedIn: "defeated",
    refusal: "ReviewBoardNotDisputable",
    kind: DISPUTE.appeal,
  },
  "closeDispute (review)": {
    call: (setup) => setup.board.closeDispute(DISPUTE.review, subjectOf(setup), false),
    allowedIn: "held",
    refusal: "ReviewBoardNotHeld",
    kind: DISPUTE.review,
  },
  "closeDispute (appeal)": {
    call: (setup) => setup.board.closeDispute(DISPUTE.appeal, subjectOf(setup), false),
    allowedIn: "appealed",
    refusal: "ReviewBoardNotHeld",
    kind: DISPUTE.appeal,
  },
};

/** Each situation in which the publisher may submit the version again. */
const submittable: readonly StateName[] = ["defeated", "canceled", "expired", "executed"];

describe("ReviewBoard: states", () => {
  for (const name of Object.keys(states) as StateName[]) {
    const { reach, state } = states[name];
    describe(name, () => {
      it("is the review's state", async () => {
        const { board, proposalId } = await networkHelpers.loadFixture(reach);
        expect(await board.state(proposalId)).to.equal(STATE[state]);
      });

      it("refuses queue, because no review is ever in Succeeded", async () => {
        const setup = await networkHelpers.loadFixture(reach);
        const { call } = await certificationOf(setup);
        await expect(setup.board.queue(...call))
          .to.be.revertedWithCustomError(setup.board, "GovernorUnexpectedProposalState")
          .withArgs(setup.proposalId, STATE[state], bitmapOf("succeeded"));
      });

      it("refuses cancel by the publisher", async () => {
        const setup = await networkHelpers.loadFixture(reach);
        const { call } = await certificationOf(setup);
        await expect(setup.board.connect(setup.publisher).cancel(...call))
          .to.be.revertedWithCustomError(setup.board, "GovernorUnableToCancel")
          .withArgs(setup.proposalId, setup.publisher);
      });

      for (const [call, { call: send, needs }] of Object.entries(calls)) {
        it(`${state === needs ? "is no reason to refuse" : "refuses"} ${call}`, async () => {
          const setup = await networkHelpers.loadFixture(reach);
          const sent = send(setup);
          if (name === "held" && needs === "queued") {
            await expect(sent)
              .to.be.revertedWithCustomError(setup.board, "ReviewBoardHeld")
              .withArgs(setup.proposalId);
          } else if (state === needs) await expectNextRefusal(setup, needs, sent);
          else {
            await expect(sent)
              .to.be.revertedWithCustomError(setup.board, "GovernorUnexpectedProposalState")
              .withArgs(setup.proposalId, STATE[state], bitmapOf(needs));
          }
        });
      }

      for (const [call, { call: send, allowedIn, refusal, kind }] of Object.entries(disputeCalls)) {
        it(`${name === allowedIn ? "allows" : "refuses"} ${call}`, async () => {
          const setup = await networkHelpers.loadFixture(reach);
          if (name === allowedIn) await send(setup);
          else {
            await expect(send(setup))
              .to.be.revertedWithCustomError(setup.board, refusal)
              .withArgs(kind, subjectOf(setup));
          }
        });
      }

      it(`${submittable.includes(name) ? "allows" : "refuses"} another round of the version`, async () => {
        const setup = await networkHelpers.loadFixture(reach);
        const { board, publisher, versionId, content, proposalId } = setup;
        const again = board.connect(publisher).submitForReview(versionId, content, 0n);
        if (submittable.includes(name)) await expect(again).to.emit(board, "ReviewSubmitted");
        else {
          await expect(again)
            .to.be.revertedWithCustomError(board, "ReviewBoardUnderReview")
            .withArgs(versionId, proposalId);
        }
      });
    });
  }

  it("doesn't know a proposal that was never submitted", async () => {
    const { board, spare } = await networkHelpers.loadFixture(submitted);
    for (const call of [
      board.state(1n),
      board.review(1n),
      board.connect(spare).castVote(1n, SUPPORT.for),
      board.connect(spare).recuse(1n),
      board.castVotesBySig(1n, []),
    ]) {
      await expect(call).to.be.revertedWithCustomError(board, "GovernorNonexistentProposal").withArgs(1n);
    }
  });

  /** The call passed the check of the state and met the next one. */
  async function expectNextRefusal(setup: Setup, needs: Needs, sent: Promise<unknown>): Promise<void> {
    const { board, proposalId, spare } = setup;
    if (needs === "active") {
      await expect(sent)
        .to.be.revertedWithCustomError(board, "ReviewBoardNotEligible")
        .withArgs(proposalId, spare, ELIGIBILITY.noSeat);
    } else {
      await expect(sent)
        .to.be.revertedWithCustomError(board, "ReviewBoardChallengeWindowOpen")
        .withArgs(proposalId, setup.deadline + SETTINGS.challengeWindow);
    }
  }

  function bitmapOf(state: keyof typeof STATE): string {
    return ethers.toBeHex(1n << STATE[state], 32);
  }
});

/** The review as the subject of a dispute. */
function subjectOf({ proposalId }: Pick<Setup, "proposalId">): string {
  return ethers.toBeHex(proposalId, 32);
}
