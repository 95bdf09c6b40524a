import { expect } from "chai";
import { signBallot, signedBallot } from "../fixtures/ballots.ts";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import {
  AGAINST_PARAMS,
  approved,
  certificationOf,
  ELIGIBILITY,
  executable,
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

/** A review in each state that lasts; Pending lasts for the second of submission, see `test/properties`. */
const states = {
  active: submitted,
  defeated: async () => {
    const setup = await submitted();
    await networkHelpers.time.increaseTo(setup.deadline + 1n);
    return setup;
  },
  queued,
  expired: async () => {
    const setup = await approved();
    const { challengeWindow, executionWindow } = SETTINGS;
    await networkHelpers.time.increaseTo(setup.deadline + challengeWindow + executionWindow);
    return setup;
  },
  executed: async () => {
    const setup = await executable();
    await setup.board.executeReview(setup.proposalId);
    return setup;
  },
} as const;

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

describe("ReviewBoard: states", () => {
  for (const name of Object.keys(states) as StateName[]) {
    describe(name, () => {
      it("is the review's state", async () => {
        const { board, proposalId } = await networkHelpers.loadFixture(states[name]);
        expect(await board.state(proposalId)).to.equal(STATE[name]);
      });

      it("refuses queue, because no review is ever in Succeeded", async () => {
        const setup = await networkHelpers.loadFixture(states[name]);
        const { call } = await certificationOf(setup);
        await expect(setup.board.queue(...call))
          .to.be.revertedWithCustomError(setup.board, "GovernorUnexpectedProposalState")
          .withArgs(setup.proposalId, STATE[name], bitmapOf("succeeded"));
      });

      it("refuses cancel by the publisher", async () => {
        const setup = await networkHelpers.loadFixture(states[name]);
        const { call } = await certificationOf(setup);
        await expect(setup.board.connect(setup.publisher).cancel(...call))
          .to.be.revertedWithCustomError(setup.board, "GovernorUnableToCancel")
          .withArgs(setup.proposalId, setup.publisher);
      });

      for (const [call, { call: send, needs }] of Object.entries(calls)) {
        it(`${name === needs ? "is no reason to refuse" : "refuses"} ${call}`, async () => {
          const setup = await networkHelpers.loadFixture(states[name]);
          const sent = send(setup);
          if (name === needs) await expectNextRefusal(setup, needs, sent);
          else {
            await expect(sent)
              .to.be.revertedWithCustomError(setup.board, "GovernorUnexpectedProposalState")
              .withArgs(setup.proposalId, STATE[name], bitmapOf(needs));
          }
        });
      }

      const submittable = name === "defeated" || name === "expired";
      it(`${submittable ? "allows" : "refuses"} another round of the version`, async () => {
        const setup = await networkHelpers.loadFixture(states[name]);
        const { board, publisher, versionId, content, proposalId } = setup;
        const again = board.connect(publisher).submitForReview(versionId, content, 0n);
        if (submittable) await expect(again).to.emit(board, "ReviewSubmitted");
        else if (name === "executed") {
          await expect(again)
            .to.be.revertedWithCustomError(board, "ReviewBoardAlreadyCertified")
            .withArgs(versionId);
        } else {
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
