// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IArbitrable, Ruling} from "./IArbitrable.sol";
import {DisputeKind, IDisputable} from "./IDisputable.sol";

/// @title Disputes: bonds, evidence, a ruling, and its delivery to what was disputed
/// @notice A challenger deposits a bond of NXS with first evidence. Until `counterEndsAt` one other account may put the same
/// bond against it; until `evidenceEndsAt` anyone may add evidence; then, until `rulingEndsAt`, the arbitrator rules.
/// - Upheld: the challenger gets its bond back, and of the counter-bond what the treasury's share leaves.
/// - Rejected: the defender gets its bond back, and of the challenger's what the treasury's share leaves. Without a defender
///   the treasury gets the challenger's bond.
/// - Refused, or not ruled in time (then anyone may say so): both bonds go back; for the subject it counts as rejected.
/// A challenger can't take a dispute back: it might be the subject's friend, who keeps others from disputing it. Terms,
/// arbitrator and disputed contract of a dispute are fixed when it opens. Payments are pulled, and never wait for the disputed
/// contract.
interface IDisputeManager is IArbitrable {
    /// @dev By time until it is ruled; `Overdue`: nobody ruled, and anyone may let it lapse.
    enum DisputeState {
        None,
        Countering,
        Evidence,
        Arbitration,
        Overdue,
        Upheld,
        Rejected,
        Unruled
    }

    /// @param bond NXS that each side deposits
    /// @param counterPeriod Seconds for a counter-bond
    /// @param evidencePeriod Seconds for evidence, longer than `counterPeriod` and counted from the opening too
    /// @param rulingPeriod Seconds for a ruling, after the evidence
    /// @param treasuryBps The treasury's share of a bond that a side loses to the other
    struct DisputeTerms {
        uint96 bond;
        uint32 counterPeriod;
        uint32 evidencePeriod;
        uint32 rulingPeriod;
        uint16 treasuryBps;
    }

    /// @dev Times are Unix seconds at which a period is over.
    struct Dispute {
        bytes32 subject;
        DisputeKind kind;
        Ruling ruling;
        IDisputable target;
        address challenger;
        address defender;
        address arbitrator;
        uint96 bond;
        uint16 treasuryBps;
        uint48 counterEndsAt;
        uint48 evidenceEndsAt;
        uint48 rulingEndsAt;
    }

    event DisputeOpened(
        uint256 indexed disputeId,
        DisputeKind indexed kind,
        bytes32 indexed subject,
        address challenger,
        address arbitrator,
        uint96 bond,
        uint48 counterEndsAt,
        uint48 evidenceEndsAt,
        uint48 rulingEndsAt
    );
    event DisputeCountered(uint256 indexed disputeId, address indexed defender);
    event EvidenceSubmitted(uint256 indexed disputeId, address indexed author, bytes32 digest);
    event DisputeRuled(uint256 indexed disputeId, Ruling ruling, bool lapsed);
    event BondCredited(uint256 indexed disputeId, address indexed payee, uint256 amount);
    event RulingDelivered(uint256 indexed disputeId, bool upheld);
    event RulingUndelivered(uint256 indexed disputeId, bytes reason);
    event BondsWithdrawn(address indexed payee, uint256 amount);
    event DisputeTargetSet(DisputeKind indexed kind, IDisputable target);
    event ArbitratorSet(address previous, address arbitrator);
    event DisputeTermsSet(DisputeTerms previous, DisputeTerms terms);

    error DisputeManagerUnknownDispute(uint256 disputeId);
    error DisputeManagerUnexpectedState(uint256 disputeId, DisputeState current);
    error DisputeManagerNoTarget(DisputeKind kind);
    error DisputeManagerTargetAlreadySet(DisputeKind kind, IDisputable target);
    error DisputeManagerAlreadyDisputed(DisputeKind kind, bytes32 subject, uint256 disputeId);
    error DisputeManagerAlreadyCountered(uint256 disputeId, address defender);
    error DisputeManagerOwnChallenge(uint256 disputeId, address challenger);
    error DisputeManagerNoEvidence();
    error DisputeManagerTooMuchEvidence(uint256 disputeId, address author, uint256 maximum);
    error DisputeManagerNotArbitrator(uint256 disputeId, address account, address arbitrator);
    error DisputeManagerNoRuling(uint256 disputeId);
    error DisputeManagerTooLittleGas(uint256 disputeId, uint256 left, uint256 least);
    error DisputeManagerNothingToDeliver(uint256 disputeId);
    error DisputeManagerNothingToWithdraw(address payee);
    error DisputeManagerInvalidAddress(string field, address account);
    error DisputeManagerInvalidTerms(string field, uint256 value);

    /// @notice Disputes a subject, with the bond and the sha2-256 digest of first evidence on IPFS. The contract in
    /// charge of the kind decides whether the subject can be disputed now, and by whom.
    function open(DisputeKind kind, bytes32 subject, bytes32 evidence) external returns (uint256 disputeId);

    /// @notice Puts the same bond against a dispute. The first account to do so, other than the challenger.
    function counter(uint256 disputeId) external;

    /// @notice Adds the sha2-256 digest of evidence on IPFS. Anyone, up to a number an account.
    function submitEvidence(uint256 disputeId, bytes32 digest) external;

    /// @notice Closes a dispute that nobody ruled in time. Anyone may call.
    function lapse(uint256 disputeId) external;

    /// @notice Hands a ruling to the disputed contract again, after it had failed to take it. Anyone may call.
    function deliver(uint256 disputeId) external;

    /// @notice Sends `payee` all that is owed to them. Anyone may call.
    function withdraw(address payee) external returns (uint256 amount);

    /// @notice Names the contract that decides about disputes of a kind, once. Restricted to the DAO.
    function setTarget(DisputeKind kind, IDisputable target) external;

    /// @notice Sets who rules the disputes opened from now on. Restricted to the DAO.
    function setArbitrator(address arbitrator_) external;

    /// @notice Sets the terms of disputes opened from now on. Restricted to parameter stewards.
    function setTerms(DisputeTerms calldata terms_) external;

    function dispute(uint256 disputeId) external view returns (Dispute memory);

    function stateOf(uint256 disputeId) external view returns (DisputeState);

    /// @notice The dispute that holds a subject, 0 if none does. A ruled one holds it until it is delivered.
    function liveDispute(DisputeKind kind, bytes32 subject) external view returns (uint256 disputeId);

    /// @notice How many times an account has added evidence to a dispute.
    function evidenceCount(uint256 disputeId, address author) external view returns (uint256);

    function terms() external view returns (DisputeTerms memory);

    function targetOf(DisputeKind kind) external view returns (IDisputable);

    function arbitrator() external view returns (address);

    function treasury() external view returns (address);

    function owed(address payee) external view returns (uint256);

    function disputeCount() external view returns (uint256);
}
