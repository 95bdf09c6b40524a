// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {CertificationRegistry} from "../../contracts/certification/CertificationRegistry.sol";
import {Roles} from "../../contracts/access/Roles.sol";
import {SecurityCouncil} from "../../contracts/governance/SecurityCouncil.sol";
import {ICertificationRegistry} from "../../contracts/interfaces/ICertificationRegistry.sol";
import {IReviewBoard} from "../../contracts/interfaces/IReviewBoard.sol";
import {CertifyingDesk} from "../../contracts/mocks/CertifyingDesk.sol";
import {VersionId} from "../../contracts/types/Ids.sol";
import {Property} from "./Property.sol";

/// @dev Members, former members and strangers use every call of the council in any order, while the DAO appoints and
/// certifies; notes whenever one of them gives permission, or has power without a mandate.
contract CouncilHandler is Property {
    uint256 public constant ACCOUNTS = 5;
    uint256 public constant VERSIONS = 3;
    uint48 public constant MAXIMUM_SUSPENSION = 100;
    uint48 public constant MAXIMUM_MANDATE = 500;

    CertificationRegistry public immutable certifications = new CertificationRegistry();
    CertifyingDesk public immutable desk;
    SecurityCouncil public immutable council;

    /// @dev Seconds for which the council has suspended a version, over its whole life.
    mapping(uint256 version => uint256) public suspensions;
    uint48 internal _mandateEndsAt;
    mapping(address account => bool) internal _appointed;
    string public broken;

    struct Facts {
        ICertificationRegistry.Certification[VERSIONS] certifications;
        bytes32 council;
    }

    constructor() {
        AccessManager manager = new AccessManager(address(this));
        desk = new CertifyingDesk(address(manager), certifications);
        council = new SecurityCouncil(
            address(manager),
            IReviewBoard(address(desk)),
            MAXIMUM_SUSPENSION,
            MAXIMUM_MANDATE
        );
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = desk.suspend.selector;
        manager.setTargetFunctionRole(address(desk), selectors, Roles.SECURITY_COUNCIL);
        manager.grantRole(Roles.SECURITY_COUNCIL, address(council), 0);
        for (uint256 i = 0; i < VERSIONS; ++i) desk.certify(version(i), uint48(block.timestamp + 5_000));
    }

    /// @dev Suspends as anybody or, every other time, as somebody of the council.
    function suspend(uint256 by, uint256 subject, uint48 duration, bool ofCouncil) external {
        address account = member(by);
        address[] memory appointed = council.members();
        if (ofCouncil && appointed.length > 0) account = appointed[by % appointed.length];
        uint256 i = subject % VERSIONS;
        uint48 seconds_ = uint48(bound(duration, 0, MAXIMUM_SUSPENSION + 5));
        Facts memory before = _look();
        VM.prank(account);
        try council.suspend(version(i), seconds_, "") {
            suspensions[i] += seconds_;
            if (block.timestamp >= _mandateEndsAt) broken = "9: power after the end date";
            if (!_appointed[account]) broken = "9: power without a mandate";
            _requireOnlySuspended(before, i);
        } catch {
            _requireSame(before);
        }
    }

    /// @dev Calls that aren't the council's business, from a member and as the council's own.
    function overreach(uint256 by, uint256 subject, uint256 choice) external {
        VersionId versionId = version(subject);
        address[] memory accounts = new address[](1);
        accounts[0] = member(by);
        bytes[3] memory calls = [
            abi.encodeCall(desk.suspend, (versionId, uint48(block.timestamp + 1), "")),
            abi.encodeCall(desk.revoke, (versionId, true, "")),
            abi.encodeCall(council.appoint, (accounts, MAXIMUM_MANDATE))
        ];
        Facts memory before = _look();
        VM.prank(member(by));
        (bool success, ) = (choice % 3 == 2 ? address(council) : address(desk)).call(calls[choice % 3]);
        if (success) broken = "9: a member did more than suspend";
        _requireSame(before);
    }

    function appoint(uint256 by, uint256 mandate) external {
        address[] memory accounts = new address[](by % 3);
        for (uint256 i = 0; i < ACCOUNTS; ++i) _appointed[member(i)] = false;
        for (uint256 i = 0; i < accounts.length; ++i) {
            accounts[i] = member(by + i);
            _appointed[accounts[i]] = true;
        }
        uint48 seconds_ = uint48(bound(mandate, 0, MAXIMUM_MANDATE));
        council.appoint(accounts, seconds_);
        _mandateEndsAt = uint48(block.timestamp) + seconds_;
    }

    function revoke(uint256 subject) external {
        desk.revoke(version(subject), true, "");
    }

    function wait_(uint256 time) external {
        VM.warp(block.timestamp + bound(time, 1, 200));
    }

    function version(uint256 index) public pure returns (VersionId) {
        return VersionId.wrap(bytes32(1 + (index % VERSIONS)));
    }

    function member(uint256 index) public pure returns (address) {
        return address(uint160(0xc0de + (index % ACCOUNTS)));
    }

    /// @dev Only `suspendedUntil` of that version moved, and only later: permission shrank, and nothing else changed.
    function _requireOnlySuspended(Facts memory before, uint256 suspended) private {
        Facts memory later = _look();
        uint48 until = later.certifications[suspended].suspendedUntil;
        if (until < before.certifications[suspended].suspendedUntil) broken = "9: a suspension was shortened";
        if (until > block.timestamp + MAXIMUM_SUSPENSION) broken = "9: a suspension is unbounded";
        later.certifications[suspended].suspendedUntil = before.certifications[suspended].suspendedUntil;
        if (keccak256(abi.encode(before)) != keccak256(abi.encode(later))) broken = "9: more than a suspension";
    }

    function _requireSame(Facts memory before) private {
        if (keccak256(abi.encode(before)) != keccak256(abi.encode(_look()))) broken = "9: a refused call changed facts";
    }

    function _look() private view returns (Facts memory facts) {
        for (uint256 i = 0; i < VERSIONS; ++i) {
            facts.certifications[i] = certifications.certificationOf(version(i), address(desk));
        }
        facts.council = keccak256(abi.encode(council.term(), council.mandateEndsAt(), council.members()));
    }
}
