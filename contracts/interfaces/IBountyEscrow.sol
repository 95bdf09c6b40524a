// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ClauseId, TaskId, VersionId} from "../types/Ids.sol";
import {MilestoneKind} from "../types/MilestoneWord.sol";
import {IAssetLedger} from "./IAssetLedger.sol";
import {IAuthorship} from "./IAuthorship.sol";
import {IDisputable} from "./IDisputable.sol";
import {IPluginRegistry} from "./IPluginRegistry.sol";

/// @title Bounties for clauses that need a plugin
/// @notice Open → Claimed → Submitted → Paid, or Expired with every funder's money back; Disputed while a dispute holds a
/// claim. A claim is exclusive, bonded and time-boxed. Each milestone is a predicate that anyone may prove; it pays its
/// share once. Terms never change after creation; no more funds come in while a claim stands.
interface IBountyEscrow is IAssetLedger, IAuthorship, IDisputable {
    enum BountyState {
        None,
        Open,
        Claimed,
        Submitted,
        Paid,
        Expired,
        Disputed
    }

    /// @param kind What must be true of the submitted version
    /// @param shareBps Part of the reward in 1/10,000; the shares of a bounty sum to 10,000
    /// @param runs For `Executed`: runs by as many requesters, at most `MAX_RUNS`; else 0
    struct Milestone {
        MilestoneKind kind;
        uint16 shareBps;
        uint8 runs;
    }

    /// @param asset Token of reward and bond; zero for ETH
    /// @param domains Domain mask that a submitted version must include
    /// @param clauseId Clause that a submitted version must implement
    /// @param specDigest sha2-256 of the specification on IPFS
    /// @param attester Whose certification and audit count
    /// @param bond What a claimant deposits; forfeited to the bounty when a claim times out unpaid or is proven wrong
    /// @param minimumContribution Least first contribution of a funder, so that dust can't take the funders' places
    /// @param minimumReward Least reward of a run that counts; not 0 if a milestone counts runs
    /// @param claimWindow Seconds a claimant has to submit
    /// @param reviewWindow Seconds, of all submissions of a claim together, for which the claim's clock stands still
    /// @param contestWindow Seconds after a submission in which nothing is paid, so that it can be contested or disputed
    /// @param deadline Unix seconds after which nobody may claim, and an open bounty expires
    struct BountyTerms {
        address asset;
        uint16 domains;
        ClauseId clauseId;
        bytes32 specDigest;
        address attester;
        uint96 bond;
        uint96 minimumContribution;
        uint96 minimumReward;
        uint48 claimWindow;
        uint48 reviewWindow;
        uint48 contestWindow;
        uint48 deadline;
        Milestone[] milestones;
    }

    /// @param amount What the bounty still holds for its unpaid milestones, forfeited bonds included
    /// @param bond What the claimant deposited, as it was received
    /// @param claimEndsAt Last second of a claimant's time to submit, or of a submission's review
    /// @param pausedTime Seconds that the clock that stands still has left
    /// @param payableFrom First second in which a milestone of the submission may be paid
    /// @param heldSince When the dispute opened that holds the claim; 0 if none does
    /// @param sharesLeft Sum of the unpaid milestones' shares
    /// @param paidMilestones Bit i: milestone i was paid
    struct Bounty {
        BountyTerms terms;
        BountyState state;
        uint256 amount;
        address claimant;
        uint256 bond;
        uint48 claimEndsAt;
        uint48 pausedTime;
        uint48 payableFrom;
        uint48 heldSince;
        uint16 sharesLeft;
        uint8 paidMilestones;
        VersionId versionId;
    }

    /// @dev An EIP-2612 signature over `(owner, escrow, amount, nonce, deadline)`.
    struct Permit {
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    event BountyCreated(uint256 indexed bountyId, address indexed creator, BountyTerms terms);
    event BountyFunded(uint256 indexed bountyId, address indexed funder, uint256 amount, uint256 total);
    event BountyClaimed(uint256 indexed bountyId, address indexed claimant, uint256 bond, uint48 claimEndsAt);
    event BountySubmitted(
        uint256 indexed bountyId,
        address indexed claimant,
        VersionId indexed versionId,
        uint48 claimEndsAt,
        uint48 payableFrom
    );
    event SubmissionRetracted(
        uint256 indexed bountyId,
        address indexed claimant,
        VersionId indexed versionId,
        uint48 claimEndsAt
    );
    event BountyClaimFreed(uint256 indexed bountyId, address indexed claimant, uint256 forfeitedBond);
    /// @dev `sharesLeft` 0: it was the last milestone; then the bond comes back too.
    event BountyPaid(
        uint256 indexed bountyId,
        address indexed claimant,
        VersionId indexed versionId,
        uint8 milestone,
        uint256 amount,
        uint16 sharesLeft
    );
    event BountyExpired(uint256 indexed bountyId, uint256 amount);
    event BountyRefunded(uint256 indexed bountyId, address indexed funder, uint256 amount);
    event BountyDisputed(uint256 indexed bountyId, address indexed challenger);
    /// @dev `claimEndsAt` 0: the dispute was upheld and the claim is freed.
    event BountyDisputeClosed(uint256 indexed bountyId, bool upheld, uint48 claimEndsAt);

    error BountyEscrowUnknownBounty(uint256 bountyId);
    error BountyEscrowUnexpectedState(uint256 bountyId, BountyState current, BountyState expected);
    error BountyEscrowInvalidTerms(string field);
    error BountyEscrowNotAToken(uint256 bountyId);
    error BountyEscrowZeroAmount();
    error BountyEscrowBelowMinimum(uint256 bountyId, uint256 amount, uint256 minimum);
    error BountyEscrowTooManyFunders(uint256 bountyId, uint256 maximum);
    error BountyEscrowNotClaimant(uint256 bountyId, address account, address claimant);
    error BountyEscrowNotPublisher(VersionId versionId, address account, address publisher);
    error BountyEscrowWrongSubject(VersionId versionId);
    error BountyEscrowAlreadyCertified(VersionId versionId, address attester);
    error BountyEscrowUnderReview(VersionId versionId, uint256 proposalId);
    error BountyEscrowSubmittedElsewhere(VersionId versionId, uint256 bountyId);
    error BountyEscrowClaimEnded(uint256 bountyId, uint48 claimEndsAt);
    error BountyEscrowClaimRunning(uint256 bountyId, uint48 claimEndsAt);
    error BountyEscrowMilestoneDue(uint256 bountyId, uint8 milestone);
    error BountyEscrowDeadlinePassed(uint256 bountyId, uint48 deadline);
    error BountyEscrowDeadlineAhead(uint256 bountyId, uint48 deadline);
    error BountyEscrowContestable(uint256 bountyId, uint48 payableFrom);
    error BountyEscrowUnknownMilestone(uint256 bountyId, uint8 milestone);
    error BountyEscrowMilestonePaid(uint256 bountyId, uint8 milestone);
    error BountyEscrowWrongProof(uint8 milestone, uint256 tasks, uint256 expected);
    error BountyEscrowNotAudited(VersionId versionId, TaskId taskId);
    error BountyEscrowRunDoesNotCount(VersionId versionId, TaskId taskId);
    error BountyEscrowUnsortedRequesters(address previous, address next);
    error BountyEscrowNothingToRefund(uint256 bountyId, address funder);
    error BountyEscrowNotABounty(bytes32 subject);
    error BountyEscrowRulingDue(uint256 bountyId);
    error BountyEscrowHoldRunning(uint256 bountyId, uint256 lapsesAt);

    /// @notice Creates a bounty and funds it with `amount` of its asset, if that isn't 0. ETH is sent along; of a token,
    /// the escrow credits what it receives.
    function createBounty(BountyTerms calldata terms, uint256 amount) external payable returns (uint256 bountyId);

    /// @notice Adds to an open bounty.
    function fund(uint256 bountyId, uint256 amount) external payable;

    /// @notice Adds to an open bounty in a token, with the caller's permit for it. A permit that somebody already used
    /// doesn't matter as long as the allowance suffices.
    function fundWithPermit(uint256 bountyId, uint256 amount, Permit calldata permit) external;

    /// @notice Claims an open, funded bounty exclusively, and deposits the bond. ETH is sent along.
    function claim(uint256 bountyId) external payable;

    /// @notice Submits a version that the claimant published; `content` proves its clause, `salt` the commitment to its
    /// artifact. It mustn't be under review or certified yet, so that the review knows whose votes the bounty excludes.
    function submit(
        uint256 bountyId,
        VersionId versionId,
        IPluginRegistry.VersionContent calldata content,
        bytes32 salt
    ) external;

    /// @notice Takes a submission back: the claim's clock goes on, and another version may be submitted.
    function retract(uint256 bountyId) external;

    /// @notice Ends the claim of who submitted an artifact that another account is the proven author of. Anyone may call.
    function contest(uint256 bountyId, IPluginRegistry.VersionContent calldata content) external;

    /// @notice Pays a milestone of a submission whose predicate holds. Anyone may call.
    /// @param proof For `Audited` the attester's audit task; for `Executed` as many settled, rewarded runs as it counts,
    /// strictly ascending by requester, none requested by the claimant; else empty
    function release(uint256 bountyId, uint8 milestone, TaskId[] calldata proof) external;

    /// @notice Frees a claim whose time is over: the bounty opens again. It keeps the bond unless a milestone of the claim was
    /// paid. Anyone may call. Not while the certification milestone is due; release that first.
    function freeClaim(uint256 bountyId) external;

    /// @notice Ends a hold that no ruling ended in `MAX_HOLD`, as a rejected dispute. Anyone may call.
    function lapseDispute(uint256 bountyId) external;

    /// @notice Marks an open bounty past its deadline as expired. Anyone may call.
    function expire(uint256 bountyId) external;

    /// @notice Credits a funder's share of an expired bounty, forfeited bonds pro rata. Anyone may call for any funder.
    function refund(uint256 bountyId, address funder) external;

    function bounty(uint256 bountyId) external view returns (Bounty memory);

    /// @notice The bounty that a version was last submitted to, 0 if none. It stays when the claim ends.
    function bountyOf(VersionId versionId) external view returns (uint256);

    function fundersOf(uint256 bountyId) external view returns (address[] memory);

    function contributionOf(uint256 bountyId, address funder) external view returns (uint256);

    function bountyCount() external view returns (uint256);
}
