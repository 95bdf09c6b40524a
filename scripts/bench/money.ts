import * as bounties from "../../test/fixtures/bounty.ts";
import { networkHelpers } from "../../test/fixtures/connect.ts";
import {
  commit,
  deployConsensus,
  executorAt,
  finding,
  requestRun,
  reveal,
  signedEvent,
  TERMS,
} from "../../test/fixtures/consensus.ts";
import { published } from "./peers.ts";
import { gasOf, type Row, row } from "./row.ts";

/** `release` settles a bounty in its claimant's favour; the claimant pulls the money with `withdraw`. */
export async function measureBounty(): Promise<readonly Row[]> {
  const { escrow, claimant, attester } = await networkHelpers.loadFixture(bounties.payable);
  const release = await gasOf(escrow.connect(attester).release(bounties.BOUNTY_ID, 0n, []));
  const withdraw = await gasOf(escrow.connect(attester).withdraw(claimant, bounties.ETHER));
  return [
    row("bounty payout", release, published.alloDistribute),
    row("bounty withdrawal", withdraw),
    row("bounty payout + withdrawal", release + withdraw, published.alloDistribute),
  ];
}

/** A run by three executors of whom two must agree, after an earlier run by the same requester; each step is a sum. */
export async function measureTask(): Promise<readonly Row[]> {
  const chain = await networkHelpers.loadFixture(deployConsensus);
  await requestRun(chain);
  const { event, signature } = await signedEvent(chain, "measured");
  const request = chain.consensus.connect(chain.requester).requestRun;
  const taskId = await request.staticCall(event, signature, chain.versionId, TERMS);
  const requested = await gasOf(request(event, signature, chain.versionId, TERMS));
  const executors = [0, 1, 2].map((index) => executorAt(chain, index));
  const found = finding("measured");
  let committed = 0;
  for (const executor of executors) committed += await gasOf(commit(chain, executor, taskId, found));
  let revealed = 0;
  for (const executor of executors) revealed += await gasOf(reveal(chain, executor, taskId, found));
  const settled = await gasOf(chain.consensus.connect(chain.stranger).settle(taskId));
  return [
    row("task settle", requested + committed + revealed + settled),
    row("task settle: request", requested),
    row("task settle: 3 commits", committed),
    row("task settle: 3 reveals", revealed),
    row("task settle: settlement", settled),
  ];
}
