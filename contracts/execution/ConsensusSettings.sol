// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IExecutorRegistry} from "../interfaces/IExecutorRegistry.sol";
import {IResultConsensus} from "../interfaces/IResultConsensus.sol";

/// @title The rules of tasks and the attester that runs need
/// @dev Settings are only ever appended, and a task keeps the index of the ones it was created under: changing them
/// later changes nothing for a task that exists.
abstract contract ConsensusSettings is AccessManaged, IResultConsensus {
    struct Settings {
        ConsensusRules rules;
        address attester;
    }

    IExecutorRegistry public immutable executors;

    Settings[] private _history;

    constructor(
        address authority_,
        IExecutorRegistry executors_,
        ConsensusRules memory rules_
    ) AccessManaged(authority_) {
        executors = executors_;
        _checkRules(rules_);
        _history.push(Settings({rules: rules_, attester: address(0)}));
        emit ConsensusRulesSet(ConsensusRules(0, 0, 0, 0, 0), rules_);
    }

    /// @inheritdoc IResultConsensus
    function setAttester(address attester_) external restricted {
        Settings memory current = _settings(_currentSettings());
        _history.push(Settings({rules: current.rules, attester: attester_}));
        emit AttesterSet(current.attester, attester_);
    }

    /// @inheritdoc IResultConsensus
    function setRules(ConsensusRules calldata rules_) external restricted {
        _checkRules(rules_);
        Settings memory current = _settings(_currentSettings());
        _history.push(Settings({rules: rules_, attester: current.attester}));
        emit ConsensusRulesSet(current.rules, rules_);
    }

    /// @inheritdoc IResultConsensus
    function attester() public view returns (address) {
        return _settings(_currentSettings()).attester;
    }

    /// @inheritdoc IResultConsensus
    function rules() external view returns (ConsensusRules memory) {
        return _settings(_currentSettings()).rules;
    }

    function _currentSettings() internal view returns (uint32) {
        return uint32(_history.length - 1);
    }

    function _settings(uint32 index) internal view returns (Settings storage) {
        return _history[index];
    }

    function _checkRules(ConsensusRules memory rules_) private view {
        if (rules_.commitWindow == 0) revert ResultConsensusInvalidRules("commitWindow", 0);
        if (rules_.revealWindow == 0) revert ResultConsensusInvalidRules("revealWindow", 0);
        if (rules_.challengeWindow == 0) revert ResultConsensusInvalidRules("challengeWindow", 0);
        uint256 longest = uint256(rules_.commitWindow) + rules_.revealWindow + rules_.challengeWindow;
        if (longest >= executors.unbondingPeriod()) revert ResultConsensusInvalidRules("windows", longest);
        uint96 most = executors.minimumStake();
        if (rules_.wrongResultSlash > most) {
            revert ResultConsensusInvalidRules("wrongResultSlash", rules_.wrongResultSlash);
        }
        if (rules_.missedRevealSlash > most)
            revert ResultConsensusInvalidRules("missedRevealSlash", rules_.missedRevealSlash);
    }
}
