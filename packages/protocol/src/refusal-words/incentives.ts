import { Conclusion } from "../generated/enums.gen.ts";
import type { RefusalWords } from "../refusals.ts";
import { CONCLUSION_WORDS } from "../states.ts";
import { bountyWord, eth, nxs, tierWord, when } from "./values.ts";

/** Refusals about fees, licences, bounties and tokens. */
export const INCENTIVES_REFUSALS = {
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
  ERC20InsufficientBalance: ({ sender, balance, needed }) =>
    `${sender} has ${nxs(balance)} and needs ${nxs(needed)}: get some NXS, or lower the amount.`,
  ERC20InsufficientAllowance: ({ spender, allowance, needed }) =>
    `${spender} may take ${nxs(allowance)} and needs ${nxs(needed)}: approve it first.`,
  ERC721NonexistentToken: ({ tokenId }) =>
    `No token has the number ${tokenId}: its version was never certified, or its seat has ended.`,
} satisfies Partial<RefusalWords>;
