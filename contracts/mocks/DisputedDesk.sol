// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {DisputeKind, IDisputable} from "../interfaces/IDisputable.sol";

/// @title Something to dispute, for tests: it notes what it is told, can refuse, and can call back before it answers
contract DisputedDesk is IDisputable {
    struct Subject {
        bool held;
        bool closed;
        bool upheld;
        address challenger;
    }

    mapping(DisputeKind kind => mapping(bytes32 subject => Subject)) public subjects;
    bool public refusing;
    bytes private _callback;

    error DisputedDeskRefuses(bytes32 subject);
    error DisputedDeskWrongOrder(bytes32 subject, bool held);

    function setRefusing(bool refusing_) external {
        refusing = refusing_;
    }

    /// @notice What to call the manager with whenever it calls; empty for nothing.
    function setCallback(bytes calldata callback_) external {
        _callback = callback_;
    }

    /// @inheritdoc IDisputable
    function openDispute(DisputeKind kind, bytes32 subject, address challenger) external {
        if (refusing) revert DisputedDeskRefuses(subject);
        Subject storage record = subjects[kind][subject];
        if (record.held) revert DisputedDeskWrongOrder(subject, true);
        subjects[kind][subject] = Subject({held: true, closed: false, upheld: false, challenger: challenger});
        _callBack();
    }

    /// @inheritdoc IDisputable
    function closeDispute(DisputeKind kind, bytes32 subject, bool upheld) external {
        if (refusing) revert DisputedDeskRefuses(subject);
        Subject storage record = subjects[kind][subject];
        if (!record.held) revert DisputedDeskWrongOrder(subject, false);
        record.held = false;
        record.closed = true;
        record.upheld = upheld;
        _callBack();
    }

    function _callBack() private {
        if (_callback.length == 0) return;
        Address.functionCall(msg.sender, _callback);
    }
}
