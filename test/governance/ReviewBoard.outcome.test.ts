import { expect } from "chai";
import { networkHelpers } from "../fixtures/connect.ts";
import { castAll, passAudit, STATE, SUPPORT, submitted } from "../fixtures/review-board.ts";

type Setup = Awaited<ReturnType<typeof submitted>>;

describe("ReviewBoard: outcome", () => {
  const outcomes: Record<string, { votes: (setup: Setup) => Promise<void>; expected: bigint }> = {
    "passes when every mandatory chamber approves": {
      votes: ({ board, proposalId, mandatory }) => castAll(board, proposalId, mandatory, SUPPORT.for),
      expected: STATE.queued,
    },
    "fails when one chamber misses its quorum": {
      votes: async ({ board, proposalId, chambers, mandatory }) => {
        const missing = new Set(chambers.drr.slice(1));
        await castAll(
          board,
          proposalId,
          mandatory.filter((voter) => !missing.has(voter)),
          SUPPORT.for,
        );
      },
      expected: STATE.defeated,
    },
    "fails when a chamber reaches its quorum by abstaining, with too few For voters": {
      votes: async ({ board, proposalId, chambers }) => {
        const { clauseAuditors, security, drr } = chambers;
        await castAll(board, proposalId, [...clauseAuditors, ...security, drr[0]], SUPPORT.for);
        await castAll(board, proposalId, drr.slice(1), SUPPORT.abstain);
      },
      expected: STATE.defeated,
    },
    "fails when a chamber doesn't approve": {
      votes: async ({ board, proposalId, chambers }) => {
        const { clauseAuditors, security, drr } = chambers;
        await castAll(board, proposalId, [...clauseAuditors, ...security, drr[0], drr[1]], SUPPORT.for);
        await castAll(board, proposalId, [drr[2]], SUPPORT.against);
      },
      expected: STATE.defeated,
    },
    "fails when two thirds of the voting Hubs object, at least half of them": {
      votes: async ({ board, proposalId, chambers, mandatory }) => {
        await castAll(board, proposalId, mandatory, SUPPORT.for);
        await castAll(board, proposalId, chambers.hubs.slice(0, 2), SUPPORT.against);
        await castAll(board, proposalId, chambers.hubs.slice(2), SUPPORT.for);
      },
      expected: STATE.defeated,
    },
    "passes when fewer than half of the Hubs object": {
      votes: async ({ board, proposalId, chambers, mandatory }) => {
        await castAll(board, proposalId, mandatory, SUPPORT.for);
        await castAll(board, proposalId, chambers.hubs.slice(0, 1), SUPPORT.against);
      },
      expected: STATE.queued,
    },
    "passes when the Hubs abstain": {
      votes: async ({ board, proposalId, chambers, mandatory }) => {
        await castAll(board, proposalId, mandatory, SUPPORT.for);
        await castAll(board, proposalId, chambers.hubs, SUPPORT.abstain);
      },
      expected: STATE.queued,
    },
  };
  for (const [sentence, { votes, expected }] of Object.entries(outcomes)) {
    it(sentence, async () => {
      const setup = await networkHelpers.loadFixture(submitted);
      await votes(setup);
      await passAudit(setup);
      await networkHelpers.time.increaseTo(setup.deadline);
      expect(await setup.board.state(setup.proposalId)).to.equal(STATE.active);
      await networkHelpers.time.increaseTo(setup.deadline + 1n);
      expect(await setup.board.state(setup.proposalId)).to.equal(expected);
    });
  }

  const audits: Record<string, { passedAt: (setup: Setup) => bigint; expected: bigint }> = {
    "fails without an audit that passed": { passedAt: () => 0n, expected: STATE.defeated },
    "fails with an audit that passed late": {
      passedAt: ({ deadline }) => deadline + 1n,
      expected: STATE.defeated,
    },
    "passes with an audit that passed in the last second of voting": {
      passedAt: ({ deadline }) => deadline,
      expected: STATE.queued,
    },
  };
  for (const [sentence, { passedAt, expected }] of Object.entries(audits)) {
    it(sentence, async () => {
      const setup = await networkHelpers.loadFixture(submitted);
      await castAll(setup.board, setup.proposalId, setup.mandatory, SUPPORT.for);
      await networkHelpers.time.increaseTo(setup.deadline + 1n);
      await setup.audits.setPassedAt(setup.auditTaskId, passedAt(setup));
      expect(await setup.board.state(setup.proposalId)).to.equal(expected);
    });
  }
});
