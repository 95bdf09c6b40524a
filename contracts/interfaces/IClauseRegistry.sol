// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ClauseId, EventId, VersionId} from "../types/Ids.sol";

/// @title Clauses, the clause-plugin index and the events that activate clauses
interface IClauseRegistry {
    enum ClauseType {
        Threshold,
        Process,
        Trigger,
        Credential,
        Simulation,
        MetaGovernance
    }

    /// @dev How a clause may use a version.
    enum BindingMode {
        None,
        Advisory,
        Executable
    }

    struct Clause {
        bytes16 uuid;
        ClauseType clauseType;
        uint16 domains;
        uint48 registeredAt;
        bytes32 digest;
    }

    /// @dev What a source signs (EIP-712, type `ClauseEvent`).
    /// @param inputDigest sha2-256 of the input bytes, which lie on IPFS as one raw block
    /// @param occurredAt Unix seconds at which the risk event happened
    /// @param sourceEventId The source's own id of the event, so that equal readings stay apart
    /// @param deadline Last second at which the signature may be used
    struct ClauseEvent {
        ClauseId clauseId;
        bytes32 inputDigest;
        uint48 occurredAt;
        bytes32 sourceEventId;
        address source;
        uint48 deadline;
    }

    event ClauseRegistered(
        ClauseId indexed clauseId,
        bytes16 indexed uuid,
        bytes32 digest,
        uint16 domains,
        ClauseType clauseType,
        string jurisdiction
    );
    event VersionBound(ClauseId indexed clauseId, VersionId indexed versionId, BindingMode previous, BindingMode mode);
    event EventSourceSet(ClauseId indexed clauseId, address indexed source, bool authorized);
    event ClauseTriggered(
        EventId indexed eventId,
        ClauseId indexed clauseId,
        address indexed source,
        bytes32 inputDigest,
        uint48 occurredAt,
        bytes32 sourceEventId
    );

    error ClauseRegistryClauseExists(ClauseId clauseId);
    error ClauseRegistryUnknownClause(ClauseId clauseId);
    error ClauseRegistryInvalidDomains(uint16 domains);
    error ClauseRegistrySourceNotAuthorized(ClauseId clauseId, address source);
    error ClauseRegistryExpiredSignature(uint48 deadline);
    error ClauseRegistryInvalidSignature(address source);
    error ClauseRegistryEventInFuture(uint48 occurredAt);

    /// @notice Registers a clause. Restricted to clause stewards.
    function registerClause(
        bytes16 uuid,
        bytes32 digest,
        uint16 domains,
        ClauseType clauseType,
        string calldata jurisdiction
    ) external returns (ClauseId clauseId);

    /// @notice Writes the clause-plugin index. Restricted to clause stewards.
    function bindVersion(ClauseId clauseId, VersionId versionId, BindingMode mode) external;

    /// @notice Authorises or removes an event source of a clause. Restricted to clause stewards.
    function setEventSource(ClauseId clauseId, address source, bool authorized) external;

    /// @notice Records a signed clause event. Anyone may relay it; an event that is already recorded is
    /// returned as it is, without a second log and whatever became of its source.
    function trigger(ClauseEvent calldata clauseEvent, bytes calldata signature) external returns (EventId eventId);

    /// @notice The clause; reverts if it is unknown.
    function clause(ClauseId clauseId) external view returns (Clause memory);

    function bindingOf(ClauseId clauseId, VersionId versionId) external view returns (BindingMode);

    function isEventSource(ClauseId clauseId, address source) external view returns (bool);

    /// @notice Unix seconds at which the event was recorded, 0 if it wasn't.
    function recordedAt(EventId eventId) external view returns (uint48);

    /// @notice The id of an event: its EIP-712 struct hash.
    function eventIdOf(ClauseEvent calldata clauseEvent) external pure returns (EventId);
}
