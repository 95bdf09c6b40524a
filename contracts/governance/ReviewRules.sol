// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IReviewDesk} from "../interfaces/IReviewDesk.sol";
import {Chamber, CHAMBER_COUNT} from "../types/Chambers.sol";
import {BASIS_POINTS} from "../types/ChamberWord.sol";

/// @dev `longestReview` is the longest voting, objection period included, of all settings so far.
struct RuleBook {
    IReviewDesk.ReviewSettings settings;
    uint48 longestReview;
    mapping(Chamber chamber => IReviewDesk.ChamberRules) chambers;
}

/// @title The terms of reviews to come
/// @dev A review copies what it needs at its submission, so nothing here touches a running one. Linked, not inlined: the
/// board's bytecode has a limit.
library ReviewRules {
    uint16 internal constant DEFAULT_QUORUM_BPS = 5_000;
    uint16 internal constant DEFAULT_APPROVAL_BPS = 6_667;
    uint16 internal constant MINIMUM_APPROVAL_BPS = 5_000;
    /// @dev Below 2^24 seconds, which is what a review word holds.
    uint32 internal constant MAXIMUM_PERIOD = 90 days;
    uint8 internal constant MAXIMUM_FOR = 128;

    function initialize(RuleBook storage book, IReviewDesk.ReviewSettings calldata settings) external {
        _setReviewSettings(book, settings);
        for (uint8 i = 0; i < CHAMBER_COUNT; ++i) {
            Chamber chamber = Chamber(i);
            bool mandatory = chamber != Chamber.Hubs;
            IReviewDesk.ChamberRules memory rules = IReviewDesk.ChamberRules(
                DEFAULT_QUORUM_BPS,
                DEFAULT_APPROVAL_BPS,
                mandatory
            );
            _setChamberRules(book, chamber, rules);
        }
    }

    function setChamberRules(RuleBook storage book, Chamber chamber, IReviewDesk.ChamberRules calldata rules) external {
        _setChamberRules(book, chamber, rules);
    }

    function setReviewSettings(RuleBook storage book, IReviewDesk.ReviewSettings calldata settings) external {
        _setReviewSettings(book, settings);
    }

    function _setChamberRules(RuleBook storage book, Chamber chamber, IReviewDesk.ChamberRules memory rules) private {
        _requireRange("quorumBps", rules.quorumBps, 1, BASIS_POINTS);
        _requireRange("approvalBps", rules.approvalBps, MINIMUM_APPROVAL_BPS, BASIS_POINTS);
        uint256 mandatory = chamber == Chamber.Hubs ? 0 : 1;
        _requireRange("mandatory", rules.mandatory ? 1 : 0, mandatory, mandatory);
        IReviewDesk.ChamberRules memory previous = book.chambers[chamber];
        book.chambers[chamber] = rules;
        emit IReviewDesk.ChamberRulesSet(chamber, previous, rules);
    }

    function _setReviewSettings(RuleBook storage book, IReviewDesk.ReviewSettings memory settings) private {
        _requireRange("votingPeriod", settings.votingPeriod, 1, MAXIMUM_PERIOD);
        _requireRange("objectionPeriod", settings.objectionPeriod, 1, settings.votingPeriod);
        _requireRange("challengeWindow", settings.challengeWindow, 1, MAXIMUM_PERIOD);
        _requireRange("executionWindow", settings.executionWindow, 1, MAXIMUM_PERIOD);
        _requireRange("certificateValidity", settings.certificateValidity, 1, type(uint32).max);
        _requireRange("minimumFor", settings.minimumFor, 1, MAXIMUM_FOR);
        _requireRange("auditPanel", settings.auditPanel, 1, type(uint8).max);
        _requireRange("auditQuorum", settings.auditQuorum, settings.auditPanel / 2 + 1, settings.auditPanel);
        IReviewDesk.ReviewSettings memory previous = book.settings;
        book.settings = settings;
        uint48 longest = uint48(settings.votingPeriod) + settings.objectionPeriod;
        if (longest > book.longestReview) book.longestReview = longest;
        emit IReviewDesk.ReviewSettingsSet(previous, settings);
    }

    function _requireRange(string memory field, uint256 value, uint256 minimum, uint256 maximum) private pure {
        if (value < minimum || value > maximum) revert IReviewDesk.ReviewBoardInvalidSetting(field, value);
    }
}
