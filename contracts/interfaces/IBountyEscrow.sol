// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ClauseId, VersionId} from "../types/Ids.sol";
import {IPluginRegistry} from "./IPluginRegistry.sol";

/// @title Bounties for clauses that need a plugin
/// @notice Open → Claimed → Submitted → Paid, or Expired with every funder's money back. A claim is exclusive, bonded
/// and time-boxed; the reward is released by anyone once the chosen attester certifies the submitted version.
/// Payments are pulled. Terms never change after creation.
interface IBountyEscrow {
    enum BountyState {
        None,
        Open,
        Claimed,
        Submitted,
        Paid,
        Expired
    }

    /// @param domains Domain mask that a submitted version must include
    /// @param clauseId Clause that a submitted version must implement
    /// @param specDigest sha2-256 of the specification on IPFS
    /// @param attester Whose certification pays
    /// @param bond Wei that a claimant deposits; returned on payment, forfeited to the bounty when a claim times out
    /// @param claimWindow Seconds a claimant has to submit
    /// @param reviewWindow Seconds a submission has to be certified
    /// @param deadline Unix seconds after which nobody may claim, and an open bounty expires
    struct BountyTerms {
        uint16 domains;
        ClauseId clauseId;
        bytes32 specDigest;
        address attester;
        uint96 bond;
        uint48 claimWindow;
        uint48 reviewWindow;
        uint48 deadline;
    }

    /// @param amount Wei that the bounty holds, forfeited bonds included; 0 once paid
    /// @param claimEndsAt Last second of a claimant's time to submit, then of the submission's review
    struct Bounty {
        BountyTerms terms;
        BountyState state;
        uint256 amount;
        address claimant;
        uint48 claimEndsAt;
        VersionId versionId;
    }

    event BountyCreated(uint256 indexed bountyId, address indexed creator, BountyTerms terms);
    event BountyFunded(uint256 indexed bountyId, address indexed funder, uint256 amount, uint256 total);
    event BountyClaimed(uint256 indexed bountyId, address indexed claimant, uint256 bond, uint48 claimEndsAt);
    event BountySubmitted(
        uint256 indexed bountyId,
        address indexed claimant,
        VersionId indexed versionId,
        uint48 claimEndsAt
    );
    event BountyClaimFreed(uint256 indexed bountyId, address indexed claimant, uint256 forfeitedBond);
    event BountyPaid(uint256 indexed bountyId, address indexed claimant, VersionId indexed versionId, uint256 amount);
    event BountyExpired(uint256 indexed bountyId, uint256 amount);
    event BountyRefunded(uint256 indexed bountyId, address indexed funder, uint256 amount);
    event PaymentWithdrawn(address indexed payee, uint256 amount);

    error BountyEscrowUnknownBounty(uint256 bountyId);
    error BountyEscrowUnexpectedState(uint256 bountyId, BountyState current, BountyState expected);
    error BountyEscrowInvalidTerms(string field);
    error BountyEscrowZeroAmount();
    error BountyEscrowTooManyFunders(uint256 bountyId, uint256 maximum);
    error BountyEscrowWrongBond(uint256 sent, uint256 bond);
    error BountyEscrowNotClaimant(uint256 bountyId, address account, address claimant);
    error BountyEscrowNotPublisher(VersionId versionId, address account, address publisher);
    error BountyEscrowWrongSubject(VersionId versionId);
    error BountyEscrowClaimEnded(uint256 bountyId, uint48 claimEndsAt);
    error BountyEscrowClaimRunning(uint256 bountyId, uint48 claimEndsAt);
    error BountyEscrowDeadlinePassed(uint256 bountyId, uint48 deadline);
    error BountyEscrowDeadlineAhead(uint256 bountyId, uint48 deadline);
    error BountyEscrowNothingToRefund(uint256 bountyId, address funder);
    error BountyEscrowNothingToWithdraw(address payee);
    error BountyEscrowPaymentRefused(address payee, uint256 amount);

    /// @notice Creates a bounty; any ETH sent funds it.
    function createBounty(BountyTerms calldata terms) external payable returns (uint256 bountyId);

    /// @notice Adds ETH to an open bounty.
    function fund(uint256 bountyId) external payable;

    /// @notice Claims an open, funded bounty exclusively; sends exactly the bond.
    function claim(uint256 bountyId) external payable;

    /// @notice Submits a version that the claimant published; `content` proves its clause.
    function submit(uint256 bountyId, VersionId versionId, IPluginRegistry.VersionContent calldata content) external;

    /// @notice Pays a submitted bounty whose version is certified. Anyone may call.
    function release(uint256 bountyId) external;

    /// @notice Frees a claim whose time is over: the bounty opens again and keeps the bond. Anyone may call.
    /// A submission whose version is certified can't be freed; release it.
    function freeClaim(uint256 bountyId) external;

    /// @notice Marks an open bounty past its deadline as expired. Anyone may call.
    function expire(uint256 bountyId) external;

    /// @notice Credits a funder's share of an expired bounty, forfeited bonds pro rata. Anyone may call for any funder.
    function refund(uint256 bountyId, address funder) external;

    /// @notice Sends `payee` all that is owed to them. Anyone may call.
    function withdraw(address payable payee) external returns (uint256 amount);

    function bounty(uint256 bountyId) external view returns (Bounty memory);

    function fundersOf(uint256 bountyId) external view returns (address[] memory);

    function contributionOf(uint256 bountyId, address funder) external view returns (uint256);

    function owed(address payee) external view returns (uint256);

    function bountyCount() external view returns (uint256);
}
