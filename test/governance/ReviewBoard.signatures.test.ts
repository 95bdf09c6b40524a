import { expect } from "chai";
import type { ReviewBoard } from "../../types/ethers-contracts/index.ts";
import { type Ballot, signBallot, signedBallot } from "../fixtures/ballots.ts";
import { ethers, networkHelpers, type Signer } from "../fixtures/connect.ts";
import {
  AGAINST_PARAMS,
  CHAMBER,
  castAll,
  deployReviewBoard,
  ELIGIBILITY,
  published,
  STATE,
  SUPPORT,
  submit,
  submitted,
  WEIGHT,
} from "../fixtures/review-board.ts";

describe("ReviewBoard: signed ballots", () => {
  describe("castVoteBySig", () => {
    it("counts a ballot that anyone relays, once", async () => {
      const { board, proposalId, chambers, relayer } = await networkHelpers.loadFixture(submitted);
      const [voter] = chambers.drr;
      const signature = await signBallot(board, voter, { proposalId, support: SUPPORT.for });
      const relay = () => board.connect(relayer).castVoteBySig(proposalId, SUPPORT.for, voter, signature);
      await expect(relay()).to.emit(board, "VoteCast").withArgs(voter, proposalId, SUPPORT.for, WEIGHT, "");
      expect(await board.nonces(voter)).to.equal(0n);
      await expect(relay())
        .to.be.revertedWithCustomError(board, "ReviewBoardNotEligible")
        .withArgs(proposalId, voter, ELIGIBILITY.alreadyVoted);
    });

    it("counts a ballot that a contract signs for (ERC-1271)", async () => {
      const setup = await networkHelpers.loadFixture(published);
      const { board, stranger, relayer, until } = setup;
      const wallet = await ethers.deployContract("SignerWallet", [stranger]);
      await board.appoint(wallet, CHAMBER.drr, WEIGHT, 0n, until);
      const { proposalId } = await submit(setup);
      const ballot = { proposalId, support: SUPPORT.for, voter: await wallet.getAddress() };
      const signature = await signBallot(board, stranger, ballot);
      await expect(board.connect(relayer).castVoteBySig(proposalId, SUPPORT.for, wallet, signature))
        .to.emit(board, "VoteCast")
        .withArgs(wallet, proposalId, SUPPORT.for, WEIGHT, "");
    });

    it("refuses a ballot by another key", async () => {
      const { board, proposalId, chambers, stranger } = await networkHelpers.loadFixture(submitted);
      const [voter] = chambers.drr;
      const ballot = { proposalId, support: SUPPORT.for, voter };
      const signature = await signBallot(board, stranger, ballot);
      await expect(board.castVoteBySig(proposalId, SUPPORT.for, voter, signature))
        .to.be.revertedWithCustomError(board, "GovernorInvalidSignature")
        .withArgs(voter);
    });

    const otherFields: Record<string, Partial<Ballot>> = {
      support: { support: SUPPORT.abstain },
      proposal: { proposalId: 1n },
      nonce: { nonce: 1n },
    };
    for (const [field, changed] of Object.entries(otherFields)) {
      it(`refuses a ballot signed for another ${field}`, async () => {
        const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
        const [voter] = chambers.drr;
        const signature = await signBallot(board, voter, { proposalId, support: SUPPORT.for, ...changed });
        await expect(board.castVoteBySig(proposalId, SUPPORT.for, voter, signature))
          .to.be.revertedWithCustomError(board, "GovernorInvalidSignature")
          .withArgs(voter);
      });
    }

    it("refuses a ballot signed for another chain", async () => {
      const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
      const [voter] = chambers.drr;
      const ballot = { proposalId, support: SUPPORT.for };
      const signature = await signBallot(board, voter, ballot, { chainId: 1n });
      await expect(board.castVoteBySig(proposalId, SUPPORT.for, voter, signature))
        .to.be.revertedWithCustomError(board, "GovernorInvalidSignature")
        .withArgs(voter);
    });

    it("refuses a ballot signed for another board", async () => {
      const setup = await networkHelpers.loadFixture(submitted);
      const { board, proposalId, chambers, manager, plugins, clauses, certifications } = setup;
      const [voter] = chambers.drr;
      const neighbours = [manager, plugins, clauses, certifications, setup.token, setup.audits];
      const other = await deployReviewBoard(...neighbours, setup.bounties, setup.fees);
      const signature = await signBallot(other, voter, { proposalId, support: SUPPORT.for });
      await expect(board.castVoteBySig(proposalId, SUPPORT.for, voter, signature))
        .to.be.revertedWithCustomError(board, "GovernorInvalidSignature")
        .withArgs(voter);
    });
  });

  describe("castVoteWithReasonAndParamsBySig", () => {
    it("counts an Against ballot with its criteria", async () => {
      const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
      const [voter] = chambers.drr;
      const ballot = { proposalId, support: SUPPORT.against, reason: "unsafe", params: AGAINST_PARAMS };
      const signature = await signBallot(board, voter, ballot);
      const vote = [proposalId, SUPPORT.against, voter, "unsafe", AGAINST_PARAMS] as const;
      await expect(board.castVoteWithReasonAndParamsBySig(...vote, signature))
        .to.emit(board, "VoteCastWithParams")
        .withArgs(voter, proposalId, SUPPORT.against, WEIGHT, "unsafe", AGAINST_PARAMS);
    });

    it("refuses another reason than the signed one", async () => {
      const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
      const [voter] = chambers.drr;
      const ballot = { proposalId, support: SUPPORT.for, reason: "sound" };
      const signature = await signBallot(board, voter, ballot);
      const vote = [proposalId, SUPPORT.for, voter, "unsound", "0x"] as const;
      await expect(board.castVoteWithReasonAndParamsBySig(...vote, signature))
        .to.be.revertedWithCustomError(board, "GovernorInvalidSignature")
        .withArgs(voter);
    });
  });

  describe("castVotesBySig", () => {
    it("counts ballots of several chambers and kinds, each with its event", async () => {
      const { board, proposalId, chambers, relayer } = await networkHelpers.loadFixture(submitted);
      const against = { support: SUPPORT.against, reason: "off clause", params: AGAINST_PARAMS };
      const batch = [
        await signedBallot(board, chambers.drr[0], { proposalId, support: SUPPORT.for }),
        await signedBallot(board, chambers.drr[1], { proposalId, support: SUPPORT.for, reason: "sound" }),
        await signedBallot(board, chambers.drr[2], { proposalId, ...against }),
        await signedBallot(board, chambers.security[0], { proposalId, support: SUPPORT.abstain }),
      ];
      const relay = board.connect(relayer).castVotesBySig(proposalId, batch);
      await expect(relay)
        .to.emit(board, "VoteCast")
        .withArgs(chambers.drr[0], proposalId, SUPPORT.for, WEIGHT, "");
      await expect(relay)
        .to.emit(board, "VoteCast")
        .withArgs(chambers.drr[1], proposalId, SUPPORT.for, WEIGHT, "sound");
      await expect(relay)
        .to.emit(board, "VoteCastWithParams")
        .withArgs(chambers.drr[2], proposalId, SUPPORT.against, WEIGHT, "off clause", AGAINST_PARAMS);
      expect(await board.proposalVotes(proposalId)).to.deep.equal([WEIGHT, 2n * WEIGHT, WEIGHT]);
      expect((await board.chamberTally(proposalId, CHAMBER.drr)).forVoters).to.equal(2n);
    });

    it("reaches the same result as single votes", async () => {
      const { board, proposalId, mandatory } = await networkHelpers.loadFixture(submitted);
      const ballot = { proposalId, support: SUPPORT.for };
      const batch = await Promise.all(mandatory.map((voter) => signedBallot(board, voter, ballot)));
      await board.castVotesBySig(proposalId, batch);
      const batched = await board.review(proposalId);
      await networkHelpers.loadFixture(submitted);
      await castAll(board, proposalId, mandatory, SUPPORT.for);
      expect(await board.review(proposalId)).to.deep.equal(batched);
    });

    it("counts ballots that contracts sign for", async () => {
      const setup = await networkHelpers.loadFixture(published);
      const { board, stranger, until } = setup;
      const wallet = await ethers.deployContract("SignerWallet", [stranger]);
      await board.appoint(wallet, CHAMBER.drr, WEIGHT, 0n, until);
      const { proposalId } = await submit(setup);
      const ballot = { proposalId, support: SUPPORT.for, voter: await wallet.getAddress() };
      await expect(board.castVotesBySig(proposalId, [await signedBallot(board, stranger, ballot)]))
        .to.emit(board, "VoteCast")
        .withArgs(wallet, proposalId, SUPPORT.for, WEIGHT, "");
    });

    it("takes ballots whose calldata shares its empty parts", async () => {
      const { board, proposalId, chambers, relayer } = await networkHelpers.loadFixture(submitted);
      const ballots = await signedBatch(board, chambers.drr, { proposalId, support: SUPPORT.for });
      const data = board.interface.encodeFunctionData("castVotesBySig", [proposalId, ballots]);
      // The params of each ballot start where its reason does.
      const shared = replaceWords(data, word(0xc0), word(0xa0));
      await relayer.sendTransaction({ to: board, data: shared });
      expect((await board.chamberTally(proposalId, CHAMBER.drr)).forVotes).to.equal(3n * WEIGHT);
    });

    it("refuses a voter's address with dirty bits, and parts beyond the calldata", async () => {
      const { board, proposalId, chambers, relayer } = await networkHelpers.loadFixture(submitted);
      const [voter] = chambers.drr;
      const ballots = await signedBatch(board, [voter], { proposalId, support: SUPPORT.for });
      const data = board.interface.encodeFunctionData("castVotesBySig", [proposalId, ballots]);
      const address = ethers.zeroPadValue(await voter.getAddress(), 32).slice(2);
      for (const forged of [
        replaceWords(data, address, `1${address.slice(1)}`),
        replaceWords(data, word(0xc0), "f".repeat(64)),
        replaceWords(data, word(0xe0), word(0xe000)),
        data.slice(0, -128),
      ]) {
        await expect(relayer.sendTransaction({ to: board, data: forged })).to.be.revertedWithoutReason(
          ethers,
        );
      }
    });

    it("refuses them all for one bad signature", async () => {
      const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
      const good = await signedBallot(board, chambers.drr[0], { proposalId, support: SUPPORT.for });
      const bad = { ...good, voter: chambers.drr[1] };
      await expect(board.castVotesBySig(proposalId, [good, bad]))
        .to.be.revertedWithCustomError(board, "GovernorInvalidSignature")
        .withArgs(chambers.drr[1]);
      expect(await board.proposalVotes(proposalId)).to.deep.equal([0n, 0n, 0n]);
    });

    it("refuses them all for an account without a seat", async () => {
      const { board, proposalId, chambers, stranger } = await networkHelpers.loadFixture(submitted);
      const ballot = { proposalId, support: SUPPORT.for };
      const batch = [
        await signedBallot(board, chambers.drr[0], ballot),
        await signedBallot(board, stranger, ballot),
      ];
      await expect(board.castVotesBySig(proposalId, batch))
        .to.be.revertedWithCustomError(board, "ReviewBoardNotEligible")
        .withArgs(proposalId, stranger, ELIGIBILITY.noSeat);
    });

    it("refuses the same ballot twice, in one batch and in two", async () => {
      const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
      const [voter] = chambers.drr;
      const ballot = await signedBallot(board, voter, { proposalId, support: SUPPORT.for });
      const refused = [proposalId, voter, ELIGIBILITY.alreadyVoted] as const;
      await expect(board.castVotesBySig(proposalId, [ballot, ballot]))
        .to.be.revertedWithCustomError(board, "ReviewBoardNotEligible")
        .withArgs(...refused);
      await board.castVotesBySig(proposalId, [ballot]);
      await expect(board.castVotesBySig(proposalId, [ballot]))
        .to.be.revertedWithCustomError(board, "ReviewBoardNotEligible")
        .withArgs(...refused);
    });

    it("refuses an Against ballot that names no criterion", async () => {
      const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
      const ballot = await signedBallot(board, chambers.drr[0], { proposalId, support: SUPPORT.against });
      await expect(board.castVotesBySig(proposalId, [ballot]))
        .to.be.revertedWithCustomError(board, "ReviewBoardInvalidCriteria")
        .withArgs(0n);
    });

    it("refuses ballots after the deadline", async () => {
      const { board, proposalId, chambers, deadline } = await networkHelpers.loadFixture(submitted);
      const ballot = await signedBallot(board, chambers.drr[0], { proposalId, support: SUPPORT.for });
      await networkHelpers.time.increaseTo(deadline);
      await expect(board.castVotesBySig(proposalId, [ballot]))
        .to.be.revertedWithCustomError(board, "GovernorUnexpectedProposalState")
        .withArgs(proposalId, STATE.defeated, ethers.toBeHex(1n << STATE.active, 32));
    });
  });
});

async function signedBatch(board: ReviewBoard, voters: readonly Signer[], ballot: Ballot) {
  return Promise.all(
    voters.map(async (voter) => ({
      ...(await signedBallot(board, voter, ballot)),
      voter: await voter.getAddress(),
    })),
  );
}

/** A word of calldata, without the prefix. */
function word(value: number): string {
  return ethers.toBeHex(value, 32).slice(2);
}

function replaceWords(data: string, from: string, to: string): string {
  const replaced = data.replaceAll(from, to);
  expect(replaced).not.to.equal(data);
  return replaced;
}
