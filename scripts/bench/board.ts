import { signBallot, signedBallot } from "../../test/fixtures/ballots.ts";
import { ethers, networkHelpers, type Signer } from "../../test/fixtures/connect.ts";
import {
  AGAINST_PARAMS,
  CHAMBER,
  executable,
  published,
  SUPPORT,
  submit,
  submitted,
} from "../../test/fixtures/review-board.ts";
import type { measureStockGovernor } from "./peers.ts";
import { gasOf, type Peer, type Row, row } from "./row.ts";

const BATCH = 100;

type StockVotes = Awaited<ReturnType<typeof measureStockGovernor>>;

/** Votes in a review that engages four chambers. A deciding vote turns its chamber's result. */
export async function measureVotes(stock: StockVotes): Promise<readonly Row[]> {
  const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
  const [first, deciding, later] = chambers.drr;
  const cast = (voter: Signer) => gasOf(board.connect(voter).castVote(proposalId, SUPPORT.for));
  const rows = [
    row("castVote first", await cast(first), stock.first),
    row("castVote deciding", await cast(deciding), stock.later),
    row("castVote later", await cast(later), stock.later),
  ];
  return [...rows, await measureObjection(stock), await measureRelayed(stock), await measureBatch(stock)];
}

async function measureObjection(stock: StockVotes): Promise<Row> {
  const { board, proposalId, chambers } = await networkHelpers.loadFixture(submitted);
  const voter = board.connect(chambers.drr[0]);
  const vote = voter.castVoteWithReasonAndParams(proposalId, SUPPORT.against, "", AGAINST_PARAMS);
  return row("castVote against, with criteria and report", await gasOf(vote), stock.first);
}

async function measureRelayed(stock: StockVotes): Promise<Row> {
  const { board, proposalId, chambers, relayer } = await networkHelpers.loadFixture(submitted);
  const [voter] = chambers.drr;
  const signature = await signBallot(board, voter, { proposalId, support: SUPPORT.for });
  const vote = board.connect(relayer).castVoteBySig(proposalId, SUPPORT.for, voter, signature);
  return row("castVoteBySig", await gasOf(vote), stock.bySig);
}

/** A hundred seats over four chambers, by known keys, so that every run signs the same. */
async function crowded() {
  const setup = await published();
  const chambers = [CHAMBER.clauseAuditors, CHAMBER.security, CHAMBER.drr, CHAMBER.hubs];
  const voters = Array.from({ length: BATCH }, (_, index) => new ethers.Wallet(ethers.id(`voter ${index}`)));
  for (const [index, voter] of voters.entries()) {
    await setup.board.appoint(voter, chambers[index % chambers.length] ?? CHAMBER.drr, 10n, 0, setup.until);
  }
  return { ...setup, ...(await submit(setup)), voters: voters as unknown as readonly Signer[] };
}

async function measureBatch(stock: StockVotes): Promise<Row> {
  const { board, proposalId, relayer, voters } = await networkHelpers.loadFixture(crowded);
  const ballots = await Promise.all(
    voters.map((voter) => signedBallot(board, voter, { proposalId, support: SUPPORT.for })),
  );
  const gas = await gasOf(board.connect(relayer).castVotesBySig(proposalId, ballots));
  return row("castVotesBySig 100", Math.round(gas / BATCH), stock.bySig);
}

/** The executed proposal that attests and mints the credential. */
export async function measureCertification(attestation: Peer, mint: Peer): Promise<readonly Row[]> {
  const { board, proposalId, relayer } = await networkHelpers.loadFixture(executable);
  const gas = await gasOf(board.connect(relayer).executeReview(proposalId));
  const both = { name: `${attestation.name} and ${mint.name}`, gas: attestation.gas + mint.gas };
  return [
    row("attest + credential", gas, attestation),
    row("attest + credential, token included", gas, both),
  ];
}
