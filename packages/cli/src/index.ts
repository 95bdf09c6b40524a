export { signBallot } from "./actions/ballots.ts";
export type { BountyParameters, MilestoneParameters } from "./actions/bounty.ts";
export { createBounty, fundBounty, showBounty } from "./actions/bounty.ts";
export {
  claimBounty,
  commitWork,
  contestBounty,
  retractSubmission,
  submitToBounty,
} from "./actions/bounty-claim.ts";
export { freeBounty, refundBounty, releaseBounty, withdrawPayment } from "./actions/bounty-payout.ts";
export { fundWithPermit } from "./actions/bounty-permit.ts";
export { bindVersion, showClause } from "./actions/clause.ts";
export { suspendVersion } from "./actions/council.ts";
export type { CredentialVerification } from "./actions/credential.ts";
export { verifyCredential } from "./actions/credential.ts";
export {
  delegateVotes,
  executeDecision,
  proposeDecision,
  queueDecision,
  voteOnDecision,
} from "./actions/decision.ts";
export { callByName, type DecisionCall } from "./actions/decision-call.ts";
export { showDecision } from "./actions/decision-show.ts";
export type { ClauseEventParameters, SignedClauseEvent } from "./actions/event.ts";
export { signClauseEvent } from "./actions/event.ts";
export { executorStatus, registerExecutor } from "./actions/executor.ts";
export { checkManifest } from "./actions/manifest.ts";
export type { PolicyExplanation } from "./actions/policy.ts";
export { explainPolicy, signPolicy } from "./actions/policy.ts";
export type { PublishedPlugin, PublishParameters } from "./actions/publish.ts";
export { publishPlugin } from "./actions/publish.ts";
export type { ReceiptVerification } from "./actions/receipt.ts";
export { trustBundle, verifyEnvelope, verifyReceipt, verifyReceiptOnChain } from "./actions/receipt.ts";
export type { RunReplay } from "./actions/replay.ts";
export { replayRun } from "./actions/replay.ts";
export { executeReview, findReview, submitForReview } from "./actions/review.ts";
export { collectPay, reviewFee, settleFee } from "./actions/review-fees.ts";
export { reviewStatus } from "./actions/review-status.ts";
export type { RunParameters } from "./actions/run.ts";
export { requestRun, showRun } from "./actions/run.ts";
export { showPlugin } from "./actions/show-plugin.ts";
export type { PublishedVersion } from "./actions/versions.ts";
export { findVersion } from "./actions/versions.ts";
export { castVote, recuse, relayBallots } from "./actions/vote.ts";
export type { ClientParameters, NexusClient } from "./client.ts";
export { createClient } from "./client.ts";
export { ContractRefusalError } from "./errors.ts";
