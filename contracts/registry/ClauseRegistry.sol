// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IClauseRegistry} from "../interfaces/IClauseRegistry.sol";
import {DOMAIN_MASK} from "../types/Chambers.sol";
import {ClauseId, EventId, VersionId} from "../types/Ids.sol";

/// @title Clauses, the clause-plugin index and the events that activate clauses
contract ClauseRegistry is IClauseRegistry, AccessManaged, EIP712 {
    bytes32 private constant EVENT_TYPEHASH = keccak256(
        "ClauseEvent(bytes32 clauseId,bytes32 inputDigest,uint48 occurredAt,bytes32 sourceEventId,address source,uint48 deadline)"
    );

    mapping(ClauseId clauseId => Clause) private _clauses;
    mapping(ClauseId clauseId => mapping(VersionId versionId => BindingMode)) private _bindings;
    mapping(ClauseId clauseId => mapping(address source => bool)) private _sources;
    mapping(EventId eventId => uint48) private _recordedAt;

    modifier knownClause(ClauseId clauseId) {
        _requireClause(clauseId);
        _;
    }

    constructor(address manager) AccessManaged(manager) EIP712("ClauseRegistry", "1") {}

    /// @inheritdoc IClauseRegistry
    function registerClause(
        bytes16 uuid,
        bytes32 digest,
        uint16 domains,
        ClauseType clauseType,
        string calldata jurisdiction
    ) external restricted returns (ClauseId clauseId) {
        if (domains & ~DOMAIN_MASK != 0) revert ClauseRegistryInvalidDomains(domains);
        clauseId = ClauseId.wrap(keccak256(abi.encode(uuid, digest)));
        if (_clauses[clauseId].registeredAt != 0) revert ClauseRegistryClauseExists(clauseId);

        _clauses[clauseId] = Clause(uuid, clauseType, domains, uint48(block.timestamp), digest);
        emit ClauseRegistered(clauseId, uuid, digest, domains, clauseType, jurisdiction);
    }

    /// @inheritdoc IClauseRegistry
    function bindVersion(
        ClauseId clauseId,
        VersionId versionId,
        BindingMode mode
    ) external restricted knownClause(clauseId) {
        BindingMode previous = _bindings[clauseId][versionId];
        _bindings[clauseId][versionId] = mode;
        emit VersionBound(clauseId, versionId, previous, mode);
    }

    /// @inheritdoc IClauseRegistry
    function setEventSource(
        ClauseId clauseId,
        address source,
        bool authorized
    ) external restricted knownClause(clauseId) {
        _sources[clauseId][source] = authorized;
        emit EventSourceSet(clauseId, source, authorized);
    }

    /// @inheritdoc IClauseRegistry
    function trigger(ClauseEvent calldata clauseEvent, bytes calldata signature) external returns (EventId eventId) {
        eventId = eventIdOf(clauseEvent);
        if (_recordedAt[eventId] != 0) return eventId;
        _requireAuthentic(clauseEvent, eventId, signature);

        _recordedAt[eventId] = uint48(block.timestamp);
        emit ClauseTriggered(
            eventId,
            clauseEvent.clauseId,
            clauseEvent.source,
            clauseEvent.inputDigest,
            clauseEvent.occurredAt,
            clauseEvent.sourceEventId
        );
    }

    /// @inheritdoc IClauseRegistry
    function clause(ClauseId clauseId) external view knownClause(clauseId) returns (Clause memory) {
        return _clauses[clauseId];
    }

    /// @inheritdoc IClauseRegistry
    function bindingOf(ClauseId clauseId, VersionId versionId) external view returns (BindingMode) {
        return _bindings[clauseId][versionId];
    }

    /// @inheritdoc IClauseRegistry
    function isEventSource(ClauseId clauseId, address source) external view returns (bool) {
        return _sources[clauseId][source];
    }

    /// @inheritdoc IClauseRegistry
    function recordedAt(EventId eventId) external view returns (uint48) {
        return _recordedAt[eventId];
    }

    /// @inheritdoc IClauseRegistry
    function eventIdOf(ClauseEvent calldata clauseEvent) public pure returns (EventId) {
        return EventId.wrap(keccak256(abi.encode(EVENT_TYPEHASH, clauseEvent)));
    }

    function _requireAuthentic(
        ClauseEvent calldata clauseEvent,
        EventId eventId,
        bytes calldata signature
    ) private view knownClause(clauseEvent.clauseId) {
        address source = clauseEvent.source;
        if (!_sources[clauseEvent.clauseId][source]) {
            revert ClauseRegistrySourceNotAuthorized(clauseEvent.clauseId, source);
        }
        if (block.timestamp > clauseEvent.deadline) revert ClauseRegistryExpiredSignature(clauseEvent.deadline);
        if (clauseEvent.occurredAt > block.timestamp) revert ClauseRegistryEventInFuture(clauseEvent.occurredAt);
        bytes32 digest = _hashTypedDataV4(EventId.unwrap(eventId));
        if (!SignatureChecker.isValidSignatureNowCalldata(source, digest, signature)) {
            revert ClauseRegistryInvalidSignature(source);
        }
    }

    function _requireClause(ClauseId clauseId) private view {
        if (_clauses[clauseId].registeredAt == 0) revert ClauseRegistryUnknownClause(clauseId);
    }
}
