import { formatEther } from "viem";
import {
  BountyState,
  CertificationStatus,
  Chamber,
  Conclusion,
  DisputeKind,
  DisputeState,
  Eligibility,
  LicenceTier,
  ProposalState,
  RegistryKind,
  TaskState,
} from "./generated/enums.gen.ts";
import type { RefusalArgs, RefusalName } from "./refusals.ts";
import { formatSemVer } from "./semver.ts";
import {
  CERTIFICATION_STATUS_WORDS,
  CONCLUSION_WORDS,
  DISPUTE_STATE_WORDS,
  ELIGIBILITY_WORDS,
  LICENCE_TIER_WORDS,
  PROPOSAL_STATE_WORDS,
  TASK_STATE_WORDS,
} from "./states.ts";

const when = (seconds: number): string => new Date(seconds * 1_000).toISOString();
const eth = (wei: bigint): string => `${formatEther(wei)} ETH`;
const nxs = (amount: bigint): string => `${formatEther(amount)} NXS`;
const bountyWord = (state: number): string => BountyState[state] ?? String(state);
const taskWord = (state: number): string => TASK_STATE_WORDS[TaskState[state] ?? "None"];
const proposalWord = (state: number): string => PROPOSAL_STATE_WORDS[ProposalState[state] ?? "Pending"];
const tierWord = (tier: number): string => LICENCE_TIER_WORDS[LicenceTier[tier] ?? "Commercial"];
const kindWord = (kind: number): string => (DisputeKind[kind] ?? String(kind)).toLowerCase();
const disputeWord = (state: number): string => DISPUTE_STATE_WORDS[DisputeState[state] ?? "None"];
const statusWord = (status: number): string =>
  CERTIFICATION_STATUS_WORDS[CertificationStatus[status] ?? "None"];

/** Each refusal that a person can meet, as a sentence with the way out. */
export const REFUSALS = {
  PluginRegistryInvalidName: ({ name }) =>
    `The name "${name}" can't be registered: use 3 to 64 characters of a-z, 0-9 and single hyphens inside.`,
  PluginRegistryNameTaken: ({ name }) => `The name "${name}" is taken: choose another.`,
  PluginRegistryUnknownPlugin: ({ pluginId }) => `No plugin has the id ${pluginId}: register its name first.`,
  PluginRegistryUnknownVersion: ({ versionId }) => `No version has the id ${versionId}: publish it first.`,
  PluginRegistryNotOwner: ({ account, owner }) =>
    `${account} doesn't own this plugin, ${owner} does: sign with the owner's account.`,
  PluginRegistryNotPendingOwner: ({ account, pendingOwner }) =>
    `${account} wasn't offered this plugin, ${pendingOwner} was: sign with that account.`,
  PluginRegistryVersionNotAfter: ({ version, latest }) =>
    `Version ${formatSemVer(version)} isn't after ${formatSemVer(latest)}, the latest of its major line: raise it.`,
  PluginRegistryArtifactTaken: ({ artifactDigest, pluginId }) =>
    `The artifact ${artifactDigest} already belongs to your plugin ${pluginId}: build a different one, or publish under that name.`,
  PluginRegistryInvalidDomains: ({ domains }) =>
    `The domain mask ${domains} has bits that aren't domains, or none: name drf, drr, health or esg.`,
  PluginRegistryEmptyDigest: ({ field }) => `The release's ${field} is empty: give a sha2-256 digest.`,
  PluginRegistryExpiredSignature: ({ deadline }) =>
    `The release's signature ran out at ${when(deadline)}: sign it again.`,
  PluginRegistryInvalidSignature: ({ publisher }) =>
    `The signature isn't that of ${publisher} over this release: a field was changed after signing, or another key signed. Sign it again.`,
  PluginRegistryContentMismatch: ({ versionId }) =>
    `The digests given aren't those that the publisher of ${versionId} signed: read them from its VersionPublished log.`,
  PluginRegistryAlreadyYanked: ({ versionId }) => `Version ${versionId} is withdrawn already.`,

  ClauseRegistryClauseExists: ({ clauseId }) => `Clause ${clauseId} is registered already.`,
  ClauseRegistryUnknownClause: ({ clauseId }) =>
    `No clause has the id ${clauseId}: a clause steward registers it first.`,
  ClauseRegistryInvalidDomains: ({ domains }) =>
    `The clause's domain mask ${domains} has bits that aren't domains, or none: name drf, drr, health or esg.`,
  ClauseRegistrySourceNotAuthorized: ({ clauseId, source }) =>
    `${source} isn't an authorised event source of clause ${clauseId}: see "nexus clause show" for those that are.`,
  ClauseRegistryExpiredSignature: ({ deadline }) =>
    `The event's signature ran out at ${when(deadline)}: have it signed again.`,
  ClauseRegistryInvalidSignature: ({ source }) =>
    `The signature isn't that of ${source} over this event: it was changed after signing, or another key signed. Have it signed again.`,
  ClauseRegistryEventInFuture: ({ occurredAt }) =>
    `The event happens at ${when(occurredAt)}, after the chain's present: wait, or correct its time.`,

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

  ReviewFeesInvalidAddress: ({ field, account }) => `The ${field} of review fees can't be ${account}.`,
  ReviewFeesInvalidTerms: ({ field, value }) =>
    `The ${field} of review fees can't be ${value}: the refund is 10,000 basis points at most, and the pay of a vote no more than the fee without the refund.`,
  ReviewFeesBoardAlreadySet: ({ board }) => `The fees' board is ${board} already, for ever.`,
  ReviewFeesOnlyBoard: ({ account, board }) => `Only the board ${board} charges a fee, not ${account}.`,
  ReviewFeesNoFee: ({ proposalId }) =>
    `Review ${proposalId} cost no fee, so it pays nobody: check the number.`,
  ReviewFeesUndecided: ({ proposalId, conclusion }) =>
    `Review ${proposalId} is ${CONCLUSION_WORDS[Conclusion[conclusion] ?? "Voting"]}: wait until ${conclusion === Conclusion.indexOf("Voting") ? "its vote ends" : "it is decided"}.`,
  ReviewFeesNoBallot: ({ proposalId, voter }) =>
    `${voter} cast no vote in review ${proposalId}: only a cast vote is paid, not a seat that recused itself or was silent.`,
  ReviewFeesAlreadyCollected: ({ proposalId, voter }) =>
    `The vote of ${voter} in review ${proposalId} is paid already.`,
  ReviewFeesNoPay: ({ proposalId }) => `The terms of review ${proposalId} pay nothing for a vote.`,
  ReviewFeesClosed: ({ proposalId }) => `The fee of review ${proposalId} is settled already.`,
  ReviewFeesNotPublisher: ({ proposalId, publisher }) =>
    `What review ${proposalId} left pays for the version's next round: only its publisher ${publisher} may take it back instead.`,

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
    `The chamber ${Chamber[chamber]} has expired seats to take out: call prune first.`,

  CertificationRegistryAlreadyAttested: ({ versionId, attester }) =>
    `${attester} has certified ${versionId} already.`,
  CertificationRegistryUnknown: ({ versionId, attester }) => `${attester} never certified ${versionId}.`,
  CertificationRegistryInvalidExpiry: ({ expiresAt }) =>
    `A certification can't expire at ${when(expiresAt)}: choose a later time.`,
  CertificationRegistryNotLengthened: ({ current, expiresAt }) =>
    `The certification is valid until ${when(current)}; a renewal until ${when(expiresAt)} wouldn't lengthen it. Choose a later end.`,
  CertificationRegistryBeyondHome: ({ expiresAt, homeExpiresAt }) =>
    `A mirror can't last until ${when(expiresAt)}: its home's certification ends at ${when(homeExpiresAt)}. Choose an earlier end.`,
  CertificationRegistryMirrorOfMirror: ({ versionId, home }) =>
    `What ${home} says about ${versionId} refers to another attester itself: refer to that one.`,
  CertificationRegistryInvalidSuccessor: ({ versionId, previousVersionId }) =>
    `${versionId} can't succeed ${previousVersionId}: each has one successor and one predecessor at most, and not itself.`,
  CertificationRegistryNotExpired: ({ versionId, status }) =>
    `The certification of ${versionId} isn't expired (${statusWord(status)}).`,
  CertificationRegistryInvalidSuspension: ({ until }) =>
    `A certification can't be suspended until ${when(until)}: choose a later time.`,
  CertificationRegistryAlreadyRevoked: ({ versionId }) =>
    `The certification of ${versionId} is revoked for ever.`,
  CertificationRegistryNotValid: ({ versionId, status }) =>
    `Version ${versionId} isn't certified (${statusWord(status)}): have it reviewed first ("nexus review submit").`,
  CertificationRegistryThresholdNotMet: ({ versionId, valid, threshold }) =>
    `${valid} of the attesters certify ${versionId}, and ${threshold} must.`,
  CertificationRegistryInvalidThreshold: ({ threshold, attesters }) =>
    `A threshold of ${threshold} doesn't fit ${attesters} attesters: choose from 1 to ${attesters}.`,
  CertificationRegistryUnsortedAttesters: ({ previous, next }) =>
    `Attesters must ascend, and ${next} follows ${previous}.`,
  CertificationRegistryTooManyAttesters: ({ attesters, maximum }) =>
    `${attesters} attesters are too many: name at most ${maximum}.`,

  LicenceRegistryInvalidShares: ({ sum }) =>
    `The shares of a licence's price add up to ${sum} basis points: choose shares that add up to 10000.`,
  LicenceRegistryZeroPayee: ({ field }) => `The licences need a ${field}: name an account.`,
  LicenceRegistryNotPublisher: ({ versionId, account, publisher }) =>
    `${account} didn't publish ${versionId}: its publisher ${publisher} decides about its licence.`,
  LicenceRegistryTierNotRelaxed: ({ current, tier }) =>
    `The licence is ${tierWord(current)} and can't become ${tierWord(tier)}: a licence only becomes more permissive.`,
  LicenceRegistryInvalidOffer: ({ price, term }) =>
    `${nxs(price)} for ${term} s is no offer: give both a price and a term of at most ten years, or neither.`,
  LicenceRegistryNotForSale: ({ versionId }) =>
    `Version ${versionId} isn't for sale: ask its publisher for a grant ("nexus licence show").`,
  LicenceRegistryOfferChanged: ({ price, term }) =>
    `The offer is ${nxs(price)} for ${term} s by now: look at it again ("nexus licence show").`,
  LicenceRegistryVersionYanked: ({ versionId }) =>
    `Version ${versionId} was withdrawn by its publisher, and isn't sold any more.`,
  LicenceRegistryNotLengthened: ({ account, current, until }) =>
    `A grant until ${when(until)} wouldn't lengthen what ${account} has (${current === 0 ? "nothing" : `until ${when(current)}`}): choose a later end.`,
  LicenceRegistryNotIssuer: ({ account }) =>
    `${account} isn't a listed issuer of academic credentials: the DAO lists issuers.`,
  LicenceRegistryOtherIssuer: ({ account, issuer }) =>
    `${account} holds a valid credential of ${issuer}, which alone may change it.`,
  LicenceRegistryNothingToWithdraw: ({ payee }) => `The licences owe ${payee} nothing.`,

  ModuleRegistryNoCode: ({ module }) => `There is no code at ${module}: deploy the module first.`,
  ModuleRegistryAlreadyRegistered: ({ versionId }) =>
    `The code of ${versionId}'s module is registered for good: publish a new version for new code.`,
  ModuleRegistryUnknown: ({ versionId }) =>
    `No module of ${versionId} is registered: register it before the version's review.`,
  ModuleRegistryRegisteredLate: ({ versionId, registeredAt, issuedAt }) =>
    `The module of ${versionId} was registered at ${when(registeredAt)}, after its certification of ${when(issuedAt)}: its reviewers never saw that code.`,
  ModuleRegistryAlreadyLinked: ({ module, attester, versionId }) =>
    `The code of ${module} stands for ${versionId} under ${attester} until that expires.`,
  ModuleRegistryNoTrustedAttesters: ({ account }) =>
    `${account} trusts no attesters yet: call trustAttesters first.`,
  ModuleRegistryThresholdNotMet: ({ module, valid, threshold }) =>
    `${valid} of the attesters certify the code at ${module}, and ${threshold} must.`,
  ModuleRegistryNotOfType: ({ module, moduleType }) => `${module} isn't a module of type ${moduleType}.`,

  CertificateTokenOnlyBoard: ({ board }) => `Only the Review Board ${board} mints credentials.`,
  CertificateTokenBoardAlreadySet: ({ board }) => `The credential's board is ${board} and never changes.`,
  CertificateTokenLocked: ({ tokenId }) =>
    `Credential ${tokenId} is bound to its holder and can't be transferred.`,

  BountyEscrowUnknownBounty: ({ bountyId }) => `No bounty has the number ${bountyId}.`,
  BountyEscrowUnexpectedState: ({ bountyId, current, expected }) =>
    `Bounty ${bountyId} is ${bountyWord(current)}, and this needs it ${bountyWord(expected)}: see "nexus bounty show ${bountyId}".`,
  BountyEscrowInvalidTerms: ({ field }) => `The bounty's ${field} can't be used: correct it.`,
  BountyEscrowNotAToken: ({ bountyId }) =>
    `Bounty ${bountyId} is in ETH, which has no permits: fund it without.`,
  BountyEscrowZeroAmount: () => "The amount is 0: send something.",
  BountyEscrowBelowMinimum: ({ bountyId, amount, minimum }) =>
    `Bounty ${bountyId} takes at least ${minimum} from a new funder, in its asset's smallest unit, and ${amount} arrived: give more.`,
  BountyEscrowTooManyFunders: ({ bountyId, maximum }) =>
    `Bounty ${bountyId} has its ${maximum} funders: fund another.`,
  BountyEscrowNotClaimant: ({ bountyId, account, claimant }) =>
    `Bounty ${bountyId} is claimed by ${claimant}, and you sign as ${account}: use the claimant's account.`,
  BountyEscrowNotPublisher: ({ account, publisher }) =>
    `The version was published by ${publisher}, and the claimant is ${account}: submit a version of your own.`,
  BountyEscrowWrongSubject: ({ versionId }) =>
    `Version ${versionId} doesn't implement the bounty's clause and domains: submit one that does.`,
  BountyEscrowAlreadyCertified: ({ versionId }) =>
    `Version ${versionId} was certified before: publish and submit a new one, so that its review excludes the bounty's funders.`,
  BountyEscrowUnderReview: ({ versionId, proposalId }) =>
    `Version ${versionId} is under review ${proposalId}, which doesn't know the bounty's funders: submit to a bounty before the review.`,
  BountyEscrowSubmittedElsewhere: ({ bountyId }) =>
    `The version is submitted to bounty ${bountyId}: retract it there, or publish another.`,
  BountyEscrowClaimEnded: ({ bountyId, claimEndsAt }) =>
    `The claim on bounty ${bountyId} ended at ${when(claimEndsAt)}: free it ("nexus bounty free ${bountyId}") and claim again.`,
  BountyEscrowClaimRunning: ({ bountyId, claimEndsAt }) =>
    `The claim on bounty ${bountyId} runs until ${when(claimEndsAt)}: wait for its end.`,
  BountyEscrowMilestoneDue: ({ bountyId, milestone }) =>
    `The version is certified, and milestone ${milestone} of bounty ${bountyId} is due: release that first.`,
  BountyEscrowDeadlinePassed: ({ bountyId, deadline }) =>
    `Bounty ${bountyId} closed at ${when(deadline)}: choose another.`,
  BountyEscrowDeadlineAhead: ({ bountyId, deadline }) =>
    `Bounty ${bountyId} is open until ${when(deadline)}: refunds come after that.`,
  BountyEscrowContestable: ({ bountyId, payableFrom }) =>
    `The submission to bounty ${bountyId} can be contested, and is paid from ${when(payableFrom)} on: wait until then.`,
  BountyEscrowUnknownMilestone: ({ bountyId, milestone }) =>
    `Bounty ${bountyId} has no milestone ${milestone}: they count from 0, see "nexus bounty show ${bountyId}".`,
  BountyEscrowMilestonePaid: ({ bountyId, milestone }) =>
    `Milestone ${milestone} of bounty ${bountyId} is paid already.`,
  BountyEscrowWrongProof: ({ milestone, tasks, expected }) =>
    `Milestone ${milestone} is proven by ${expected} tasks, not ${tasks}: give as many.`,
  BountyEscrowNotAudited: ({ versionId, taskId }) =>
    `Task ${taskId} isn't an audit of version ${versionId} by the bounty's attester that passed: wait for the review's audit.`,
  BountyEscrowRunDoesNotCount: ({ versionId, taskId }) =>
    `Task ${taskId} isn't a settled, rewarded run of version ${versionId} that another than the claimant requested: name one that is.`,
  BountyEscrowUnsortedRequesters: ({ previous, next }) =>
    `The runs must be of different requesters in ascending order, and ${next} follows ${previous}: sort them.`,
  BountyEscrowNothingToRefund: ({ bountyId, funder }) => `Bounty ${bountyId} owes ${funder} no refund.`,
  BountyEscrowNotABounty: ({ subject }) => `A dispute about ${subject} isn't one about a bounty.`,
  BountyEscrowRulingDue: ({ bountyId }) =>
    `The last dispute about bounty ${bountyId} lapsed and isn't ruled yet: wait for the ruling.`,
  BountyEscrowHoldRunning: ({ bountyId, lapsesAt }) =>
    `The dispute about bounty ${bountyId} may be ruled until ${when(Number(lapsesAt))}: wait for that.`,

  AssetLedgerWrongValue: ({ sent, expected }) =>
    `${eth(sent)} was sent where ${eth(expected)} is due: send exactly that.`,
  AssetLedgerShortfall: ({ asset, balance, liabilities }) =>
    `The escrow has ${balance} of token ${asset} and owes ${liabilities}: the token took some away. Nothing more is taken in; "nexus bounty withdraw --accept-loss" takes your part.`,
  AssetLedgerNothingToWithdraw: ({ payee }) => `The escrow owes ${payee} nothing in this asset.`,
  AssetLedgerPaymentRefused: ({ receiver, amount }) =>
    `${receiver} refused ${eth(amount)}: its contract must accept ETH, or the payee names another receiver.`,

  AuthorshipAlreadyCommitted: ({ commitment }) => `The commitment ${commitment} is recorded already.`,
  AuthorshipNotCommitted: ({ commitment }) =>
    `There is no commitment ${commitment}: run "nexus bounty commit" first, and some blocks later this.`,
  AuthorshipCommitmentTooYoung: ({ readyInBlock }) =>
    `The commitment is too young: submit in block ${readyInBlock} or later.`,
  AuthorshipAnothersWork: ({ artifactDigest, author, since }) =>
    `${author} had the artifact ${artifactDigest} at ${when(since)} already: submit work of your own.`,
  AuthorshipOwnWork: ({ artifactDigest, author }) =>
    `${author} is the artifact's author as far as is shown (${artifactDigest}): prove another's earlier commitment first.`,

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

  ExecutorRegistryZeroAmount: () => "The amount is 0: give some NXS.",
  ExecutorRegistryInsufficientStake: ({ executor, stake, amount }) =>
    `${executor} has ${nxs(stake)} at stake, less than ${nxs(amount)}.`,
  ExecutorRegistryStillUnbonding: ({ until }) =>
    `The stake is unbonding until ${when(until)}: withdraw after that.`,
  ExecutorRegistryNothingToWithdraw: ({ executor }) => `${executor} has nothing that finished unbonding.`,
  ExecutorRegistryInvalidAffiliation: ({ affiliation }) =>
    `The affiliation ${affiliation} can't be used: give one from 1 on.`,
  ExecutorRegistryInactive: ({ executor }) =>
    `${executor} isn't an active executor, so its reports stand for nothing: stake and be attested first.`,
  ExecutorRegistryInvalidRegion: ({ region }) =>
    `The region ${region} can't be used: give an ISO 3166-1 alpha-2 code in capitals, such as KE.`,

  ResultConsensusInvalidRules: ({ field, value }) => `The rule ${field} can't be ${value}.`,
  ResultConsensusStakeAtRisk: ({ executor, stake, needed }) =>
    `${executor} has ${nxs(stake)} at stake and needs ${nxs(needed)} for its open tasks and this one: add stake, or wait until they settle.`,
  ResultConsensusVersionYanked: ({ versionId }) => `Version ${versionId} was withdrawn: run a newer one.`,
  ResultConsensusInvalidTerms: ({ quorum, panel }) =>
    `${quorum} of ${panel} executors can't decide: the quorum must be more than half of the panel.`,
  ResultConsensusNotBound: ({ clauseId, versionId }) =>
    `Clause ${clauseId} may not run version ${versionId}: a clause steward binds it as executable first.`,
  ResultConsensusNotLicensed: ({ versionId, requester }) =>
    `The licence of version ${versionId} doesn't let ${requester} run it: get a grant from its publisher.`,
  ResultConsensusTaskExists: ({ taskId }) => `This event already has a run: see "nexus run show ${taskId}".`,
  ResultConsensusUnexpectedState: ({ taskId, current, expected }) =>
    `Task ${taskId}: ${taskWord(current)}; this is possible only while ${taskWord(expected)}.`,
  ResultConsensusInactiveExecutor: ({ executor }) =>
    `${executor} isn't an active executor: it needs a stake, an attested affiliation and no suspension.`,
  ResultConsensusAffiliationTaken: ({ taskId, affiliation }) =>
    `An executor of affiliation ${affiliation} has committed to task ${taskId} already: results must be independent.`,
  ResultConsensusAlreadyCommitted: ({ taskId, executor }) =>
    `${executor} has committed to task ${taskId} already.`,
  ResultConsensusAlreadyRevealed: ({ taskId, executor }) =>
    `${executor} has revealed task ${taskId} already.`,
  ResultConsensusEmptyCommitment: () => "The commitment is empty.",
  ResultConsensusNoSignal: () => "A result carries a signal: PASS, FAIL, TRIGGER or ESCALATE.",
  ResultConsensusCommitmentMismatch: ({ taskId, executor }) =>
    `What ${executor} reveals isn't what it committed to for task ${taskId}: a copied commitment can't be opened.`,
  ResultConsensusNotSlashable: ({ taskId, executor }) =>
    `${executor} did nothing in task ${taskId} that is slashed.`,
  ResultConsensusChallengeOver: ({ taskId, until }) =>
    `The result of task ${taskId} could be challenged until ${when(until)}; it stands.`,
  ResultConsensusNoEvidence: () => "A proof of fault needs evidence: give its sha2-256 digest.",
  ResultConsensusNothingToWithdraw: ({ account }) => `The consensus owes ${account} nothing.`,

  ReviewBoardModuleChanged: ({ versionId, module }) =>
    `The code of ${module} isn't the one that was registered for ${versionId} any more: publish a version that names a module whose code stays.`,
  ReviewBoardNotOwner: ({ account, owner }) =>
    `${account} doesn't own this plugin, ${owner} does: sign with the owner's account.`,
  ReviewBoardNotSuccessor: ({ version, previous }) =>
    `Version ${formatSemVer(version)} doesn't come after ${formatSemVer(previous)}: name the later one first.`,
  RegistryDirectoryInvalidName: ({ name }) =>
    `A registry can't be listed as "${name}": use 3 to 64 characters of a-z, 0-9 and single hyphens inside.`,
  RegistryDirectoryNameTaken: ({ name }) =>
    `A registry is listed as "${name}" already, or was: choose another name.`,
  RegistryDirectoryUnknown: ({ registryId }) => `The directory has no registry ${registryId}: list it first.`,
  RegistryDirectoryDelisted: ({ registryId }) =>
    `Registry ${registryId} was delisted, which is final: list its successor under another name.`,
  RegistryDirectoryInvalidParent: ({ kind, parent }) =>
    `A registry of kind ${RegistryKind[kind] ?? kind} can't stand below ${parent}: the home stands alone, a DAO's below the home, a mirror below either.`,
  RegistryDirectoryZeroContract: ({ field }) =>
    `The registry's ${field} is the zero address: give its contract.`,
  RegistryDirectoryTooMany: ({ registries, maximum }) =>
    `${registries} registries were asked for and ${maximum} are answered at once: ask in parts.`,
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
  ERC20InsufficientBalance: ({ sender, balance, needed }) =>
    `${sender} has ${nxs(balance)} and needs ${nxs(needed)}: get some NXS, or lower the amount.`,
  ERC20InsufficientAllowance: ({ spender, allowance, needed }) =>
    `${spender} may take ${nxs(allowance)} and needs ${nxs(needed)}: approve it first.`,
  ERC721NonexistentToken: ({ tokenId }) =>
    `No token has the number ${tokenId}: its version was never certified, or its seat has ended.`,
  ReviewerSeatTokenLocked: () => "A reviewer's seat can't be handed on: the DAO appoints another.",
  ReviewerSeatTokenTooMany: ({ holders, maximum }) =>
    `${holders} holders were given and ${maximum} are taken at once: call in parts.`,
} satisfies { readonly [Name in RefusalName]: (args: RefusalArgs<Name>) => string };
