// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @dev `keccak256(chainId, registry, keccak256(name))`; stays the same when the plugin changes owner.
type PluginId is bytes32;

/// @dev `keccak256(pluginId, SemVer)`.
type VersionId is bytes32;

/// @dev `keccak256(uuid, digest)`: the RFC 9562 UUID v5 that people quote, bound to the clause's text.
type ClauseId is bytes32;

/// @dev EIP-712 struct hash of the clause event.
type EventId is bytes32;

/// @dev `keccak256(chainId, consensus, kind, requester, versionId, eventId, attempt)`.
type TaskId is bytes32;

using {equalsPluginId as ==, differsPluginId as !=} for PluginId global;
using {equalsVersionId as ==, differsVersionId as !=} for VersionId global;
using {equalsClauseId as ==, differsClauseId as !=} for ClauseId global;
using {equalsEventId as ==, differsEventId as !=} for EventId global;
using {equalsTaskId as ==, differsTaskId as !=} for TaskId global;

function equalsPluginId(PluginId a, PluginId b) pure returns (bool) {
    return PluginId.unwrap(a) == PluginId.unwrap(b);
}

function differsPluginId(PluginId a, PluginId b) pure returns (bool) {
    return PluginId.unwrap(a) != PluginId.unwrap(b);
}

function equalsVersionId(VersionId a, VersionId b) pure returns (bool) {
    return VersionId.unwrap(a) == VersionId.unwrap(b);
}

function differsVersionId(VersionId a, VersionId b) pure returns (bool) {
    return VersionId.unwrap(a) != VersionId.unwrap(b);
}

function equalsClauseId(ClauseId a, ClauseId b) pure returns (bool) {
    return ClauseId.unwrap(a) == ClauseId.unwrap(b);
}

function differsClauseId(ClauseId a, ClauseId b) pure returns (bool) {
    return ClauseId.unwrap(a) != ClauseId.unwrap(b);
}

function equalsEventId(EventId a, EventId b) pure returns (bool) {
    return EventId.unwrap(a) == EventId.unwrap(b);
}

function differsEventId(EventId a, EventId b) pure returns (bool) {
    return EventId.unwrap(a) != EventId.unwrap(b);
}

function equalsTaskId(TaskId a, TaskId b) pure returns (bool) {
    return TaskId.unwrap(a) == TaskId.unwrap(b);
}

function differsTaskId(TaskId a, TaskId b) pure returns (bool) {
    return TaskId.unwrap(a) != TaskId.unwrap(b);
}
