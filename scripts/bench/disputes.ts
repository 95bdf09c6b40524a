import { networkHelpers } from "../../test/fixtures/connect.ts";
import { disputableCertificate, disputableReview, subjectOf } from "../../test/fixtures/disputed-board.ts";
import { EVIDENCE, RULING } from "../../test/fixtures/disputes.ts";
import { DISPUTE } from "../../test/fixtures/review-board.ts";
import { gasOf, type Row, row } from "./row.ts";

/** A dispute about a certificate over its whole life, and the hold and cancellation of a review. */
export async function measureDisputes(): Promise<readonly Row[]> {
  const setup = await networkHelpers.loadFixture(disputableCertificate);
  const { disputes, publisher, stranger, versionId } = setup;
  const opened = await gasOf(disputes.connect(stranger).open(DISPUTE.certificate, versionId, EVIDENCE));
  const countered = await gasOf(disputes.connect(publisher).counter(1n));
  const evidence = await gasOf(disputes.connect(stranger).submitEvidence(1n, EVIDENCE));
  await networkHelpers.time.increaseTo((await disputes.dispute(1n)).evidenceEndsAt);
  const ruled = await gasOf(disputes.rule(1n, RULING.upheld));
  const withdrawn = await gasOf(disputes.connect(stranger).withdraw(stranger));
  return [
    row("dispute open, certificate", opened),
    row("dispute counter", countered),
    row("dispute evidence", evidence),
    row("dispute ruling, certificate revoked", ruled),
    row("dispute withdrawal", withdrawn),
    ...(await measureReviewDispute()),
  ];
}

async function measureReviewDispute(): Promise<readonly Row[]> {
  const setup = await networkHelpers.loadFixture(disputableReview);
  const { disputes, stranger } = setup;
  const opened = await gasOf(disputes.connect(stranger).open(DISPUTE.review, subjectOf(setup), EVIDENCE));
  await networkHelpers.time.increaseTo((await disputes.dispute(1n)).evidenceEndsAt);
  const ruled = await gasOf(disputes.rule(1n, RULING.upheld));
  return [row("dispute open, review", opened), row("dispute ruling, review cancelled", ruled)];
}
