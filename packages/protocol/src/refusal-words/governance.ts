import { Chamber, Eligibility } from "../generated/enums.gen.ts";
import type { RefusalWords } from "../refusals.ts";
import { formatSemVer } from "../semver.ts";
import { ELIGIBILITY_WORDS } from "../states.ts";
import { disputeWord, kindWord, nxs, proposalWord, when } from "./values.ts";

/** Refusals about reviews, seats, disputes, the council and the DAO. */
export const GOVERNANCE_REFUSALS = {
  ReviewBoardProposeDisabled: () =>
    `The Review Board takes no free-form proposals: use "nexus review submit".`,
  ReviewBoardNotPublisher: ({ account, publisher }) =>
    `Only the publisher ${publisher} may submit this version, and you sign as ${account}: use the publisher's account.`,
  ReviewBoardVersionYanked: ({ versionId }) =>
    `Version ${versionId} was withdrawn: publish and submit a new one.`,
  ReviewBoardUnderReview: ({ proposalId }) =>
    `The version is under review already: see "nexus review status ${proposalId}".`,
  ReviewBoardRevoked: ({ versionId }) =>
    `The certification of ${versionId} was revoked, which is for ever: publish and submit a new version.`,
  ReviewBoardDomainsMissing: ({ domains, clauseDomains }) =>
    `The version's domain mask ${domains} lacks a domain of its clause (${clauseDomains}): publish a version with all of them.`,
  ReviewBoardBountyMismatch: ({ bountyId, versionId }) =>
    `Version ${versionId} isn't submitted to bounty ${bountyId}: run "nexus bounty submit" first, or leave --bounty out.`,
  ReviewBoardEmptyChamber: ({ chamber }) =>
    `The chamber ${Chamber[chamber]} has no seats, so the review can't pass: a seat steward appoints them first.`,
  ReviewBoardNotEligible: ({ proposalId, account, reason }) =>
    `${account} can't vote on ${proposalId}: the account ${ELIGIBILITY_WORDS[Eligibility[reason] ?? "NoSeat"]}.`,
  ReviewBoardInvalidCriteria: ({ criteria }) =>
    `The criteria ${criteria} can't be used: an Against vote names at least one of security, clause, performance.`,
  ReviewBoardRecusalClosed: ({ proposalId }) =>
    `Seats can't step back from ${proposalId} any more: its objection period has begun or its vote is over.`,
  ReviewBoardChallengeWindowOpen: ({ eta }) =>
    `The challenge window is open: execute after ${when(Number(eta))}.`,
  ReviewBoardHeld: ({ proposalId }) =>
    `Review ${proposalId} is disputed: it can be executed once the dispute is ruled and rejected.`,
  ReviewBoardNotDisputable: ({ kind, subject }) =>
    `${subject} can't be disputed as ${kindWord(kind)} now: a review only while its challenge window is open, an appeal only about the version's latest and defeated review, once, a certificate only while it is in force.`,
  ReviewBoardNotHeld: ({ kind, subject }) => `No dispute of the kind ${kindWord(kind)} holds ${subject}.`,
  ReviewBoardNotAppellant: ({ account, publisher }) =>
    `Only the publisher ${publisher} may appeal, and you sign as ${account}: use the publisher's account.`,
  ReviewBoardInvalidSetting: ({ field, value }) => `The setting ${field} can't be ${value}.`,
  ReviewerSeatsZeroWeight: () => "A seat's weight must be at least 1.",
  ReviewerSeatsInvalidTerm: ({ until }) =>
    `A seat can't end at ${when(until)}: choose a later time that is a multiple of the term unit.`,
  ReviewerSeatsSeatHeld: ({ holder, until }) => `${holder} holds a seat until ${when(until)}: end it first.`,
  ReviewerSeatsNoSeat: ({ holder }) => `${holder} holds no seat.`,
  ReviewerSeatsNotAlternate: ({ holder, account, alternate }) =>
    `The alternate of ${holder} is ${alternate}, and you sign as ${account}: use the alternate's account.`,
  ReviewerSeatsNotVacant: ({ holder, vacantUntil }) =>
    vacantUntil === 0
      ? `The seat of ${holder} isn't vacant: an alternate follows when it ends before its term.`
      : `The term of the seat that ${holder} left ended at ${when(vacantUntil)}: a seat steward appoints a new seat.`,
  ReviewerSeatsChamberFull: ({ chamber }) => `The chamber ${Chamber[chamber]} is full: end a seat first.`,
  ReviewerSeatsNotPruned: ({ chamber }) =>
    `The chamber ${Chamber[chamber]} has expired seats to take out: call the board's prune first, or wait until an executor that keeps does.`,
  DisputeManagerUnknownDispute: ({ disputeId }) => `No dispute has the number ${disputeId}.`,
  DisputeManagerUnexpectedState: ({ disputeId, current }) =>
    `Dispute ${disputeId} can't take this now (${disputeWord(current)}): see "nexus dispute show ${disputeId}".`,
  DisputeManagerNoTarget: ({ kind }) =>
    `Nothing of the kind ${kindWord(kind)} can be disputed: the DAO has named no contract for it.`,
  DisputeManagerTargetAlreadySet: ({ kind, target }) =>
    `Disputes of the kind ${kindWord(kind)} go to ${target}, and that never changes.`,
  DisputeManagerAlreadyDisputed: ({ disputeId }) =>
    `It is disputed already: add your evidence to that with "nexus dispute evidence ${disputeId}".`,
  DisputeManagerAlreadyCountered: ({ disputeId, defender }) =>
    `${defender} has put a bond against dispute ${disputeId} already: add evidence instead.`,
  DisputeManagerOwnChallenge: ({ challenger }) =>
    `${challenger} opened this dispute and can't put a bond against it: use another account.`,
  DisputeManagerNoEvidence: () => "Evidence is missing: give a file, or the sha2-256 digest of one on IPFS.",
  DisputeManagerTooMuchEvidence: ({ author, maximum }) =>
    `${author} has added evidence ${maximum} times, and an account may no more: put the rest into one file.`,
  DisputeManagerNotArbitrator: ({ disputeId, account, arbitrator }) =>
    `Dispute ${disputeId} is ruled by ${arbitrator}, and you sign as ${account}: use the arbitrator's account, or have the DAO decide.`,
  DisputeManagerNoRuling: () => "A ruling is upheld, rejected or refused.",
  DisputeManagerTooLittleGas: ({ disputeId, left, least }) =>
    `The ruling of dispute ${disputeId} has ${left} gas left to be delivered, and it takes ${least}: raise the transaction's gas limit.`,
  DisputeManagerNothingToDeliver: ({ disputeId }) =>
    `The ruling of dispute ${disputeId} has been taken already.`,
  DisputeManagerNothingToWithdraw: ({ payee }) => `No dispute owes ${payee} anything.`,
  DisputeManagerInvalidAddress: ({ field, account }) => `The ${field} of disputes can't be ${account}.`,
  DisputeManagerInvalidTerms: ({ field, value }) => `The ${field} of disputes can't be ${value}.`,
  SecurityCouncilNotMember: ({ account }) =>
    `${account} isn't a member of the security council: use a member's account.`,
  SecurityCouncilMandateEnded: ({ mandateEndsAt }) =>
    `The security council's mandate ended at ${when(mandateEndsAt)}: the DAO appoints a new one.`,
  SecurityCouncilAlreadySuspended: ({ versionId }) =>
    `The security council has suspended ${versionId} once, and can't again: dispute its certificate, or have the DAO revoke it.`,
  SecurityCouncilSuspensionTooLong: ({ duration, maximum }) =>
    `A suspension of ${duration} s is too long: give at most ${maximum} s.`,
  SecurityCouncilInvalidSetting: ({ field, value }) => `The council's ${field} can't be ${value}.`,
  ReviewBoardModuleChanged: ({ versionId, module }) =>
    `The code of ${module} isn't the one that was registered for ${versionId} any more: publish a version that names a module whose code stays.`,
  ReviewBoardNotOwner: ({ account, owner }) =>
    `${account} doesn't own this plugin, ${owner} does: sign with the owner's account.`,
  ReviewBoardNotSuccessor: ({ version, previous }) =>
    `Version ${formatSemVer(version)} doesn't come after ${formatSemVer(previous)}: name the later one first.`,
  GovernorNonexistentProposal: ({ proposalId }) =>
    `No review has the number ${proposalId}: take the one that "nexus review submit" printed.`,
  GovernorUnexpectedProposalState: ({ proposalId, current }) =>
    `Review ${proposalId} can't take this now (${proposalWord(current)}): see "nexus review status ${proposalId}".`,
  GovernorAlreadyCastVote: ({ voter }) => `${voter} has voted on this already, and a vote is final.`,
  GovernorInvalidSignature: ({ voter }) =>
    `The signature isn't that of ${voter} over this ballot: it was changed after signing, or another key signed. Have it signed again.`,
  GovernorInvalidVoteType: () => "Support must be for, against or abstain.",
  AccessManagedUnauthorized: ({ caller }) =>
    `${caller} lacks the role that this call needs: the DAO holds it, so propose the call with "nexus dao propose".`,
  AccessManagerUnauthorizedAccount: ({ msgsender, roleId }) =>
    `${msgsender} lacks role ${roleId}, which this call needs: the DAO holds it, so propose the call with "nexus dao propose".`,
  GovernorInsufficientProposerVotes: ({ proposer, votes, threshold }) =>
    `${proposer} has ${nxs(votes)} delegated to it, and a proposer needs ${nxs(threshold)}: have more delegated, or ask another holder.`,
  GovernorOnlyExecutor: ({ account }) =>
    `${account} can't call this: only the DAO can, by a proposal that passed ("nexus dao propose").`,
  TimelockUnexpectedOperationState: ({ operationId }) =>
    `The timelock's operation ${operationId} isn't ready: it waits out its delay, or was done already (see "nexus dao show").`,
  ReviewerSeatTokenLocked: () => "A reviewer's seat can't be handed on: the DAO appoints another.",
  ReviewerSeatTokenTooMany: ({ holders, maximum }) =>
    `${holders} holders were given and ${maximum} are taken at once: call in parts.`,
} satisfies Partial<RefusalWords>;
