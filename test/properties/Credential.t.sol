// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {CertificateToken} from "../../contracts/certification/CertificateToken.sol";
import {CertificationRegistry} from "../../contracts/certification/CertificationRegistry.sol";
import {ICertificationRegistry} from "../../contracts/interfaces/ICertificationRegistry.sol";
import {VersionId} from "../../contracts/types/Ids.sol";
import {Property} from "./Property.sol";

/// @dev A board, a rival attester, and holders who try to hand their credentials on; keeps who got which.
contract CredentialHandler is Property {
    uint256 public constant VERSIONS = 4;
    address public constant BOARD = address(0xb0a);
    address public constant RIVAL = address(0xbad);

    CertificationRegistry public immutable registry = new CertificationRegistry();
    CertificateToken public immutable token;
    mapping(uint256 tokenId => address) public firstHolder;

    constructor() {
        token = new CertificateToken(address(new AccessManager(address(this))), registry);
        token.setBoard(BOARD);
    }

    function attest(uint256 version, bool rival, uint256 validity) external {
        VM.prank(rival ? RIVAL : BOARD);
        registry.attest(_version(version), bytes32(version), uint48(block.timestamp + bound(validity, 1, 5_000)), 0);
    }

    /// @dev Who isn't the board, or has no valid certification of the board's, must not get through.
    function mint(uint256 version, uint256 holder, bool rival) external {
        uint256 tokenId = tokenAt(version);
        VM.prank(rival ? RIVAL : BOARD);
        token.mint(holderAt(holder), _version(version));
        firstHolder[tokenId] = holderAt(holder);
    }

    function certifyAndMint(uint256 version, uint256 holder) external {
        VM.startPrank(BOARD);
        registry.attest(_version(version), bytes32(version), uint48(block.timestamp + 1_000), 0);
        token.mint(holderAt(holder), _version(version));
        VM.stopPrank();
        firstHolder[tokenAt(version)] = holderAt(holder);
    }

    function suspend(uint256 version, bool rival, uint256 duration) external {
        VM.prank(rival ? RIVAL : BOARD);
        registry.suspend(_version(version), uint48(block.timestamp + bound(duration, 1, 1_000)), "");
    }

    function revoke(uint256 version, bool rival, bool forCause) external {
        VM.prank(rival ? RIVAL : BOARD);
        registry.revoke(_version(version), forCause, "");
    }

    function handOn(uint256 version, uint256 from, uint256 to, uint256 how) external {
        uint256 tokenId = tokenAt(version);
        (address holder, address other) = (holderAt(from), holderAt(to));
        bytes memory call = abi.encodeCall(token.transferFrom, (holder, other, tokenId));
        if (how % 4 == 1)
            call = abi.encodeWithSignature("safeTransferFrom(address,address,uint256)", holder, other, tokenId);
        if (how % 4 == 2) call = abi.encodeCall(token.approve, (other, tokenId));
        if (how % 4 == 3) call = abi.encodeCall(token.setApprovalForAll, (other, true));
        VM.prank(holder);
        (bool success, ) = address(token).call(call);
        success;
    }

    function replaceBoard() external {
        token.setBoard(RIVAL);
    }

    function pass(uint256 time) external {
        VM.warp(block.timestamp + bound(time, 0, 2_000));
    }

    function tokenAt(uint256 index) public pure returns (uint256) {
        return 1 + (index % VERSIONS);
    }

    function holderAt(uint256 index) public pure returns (address) {
        return address(uint160(0xc0 + (index % 3)));
    }

    function _version(uint256 index) private pure returns (VersionId) {
        return VersionId.wrap(bytes32(tokenAt(index)));
    }
}

contract CredentialTest is Property {
    CredentialHandler internal handler;

    function setUp() external {
        VM.warp(1_000_000);
        handler = new CredentialHandler();
        target(address(handler));
    }

    /// @dev Else the invariant would hold for want of credentials.
    function test_Property15_TheHandlerMints() external {
        handler.certifyAndMint(1, 2);
        assertEq(handler.token().ownerOf(handler.tokenAt(1)), handler.holderAt(2), "15: the handler mints");
    }

    /// @dev Property 15: a credential's owner never changes; it exists only with its board's certification; `verify` says
    /// valid exactly when `check` passes.
    function invariant_Property15_ACredentialIsItsBoardsLiveCertification() external view {
        CertificateToken token = handler.token();
        for (uint256 i = 0; i < handler.VERSIONS(); ++i) {
            uint256 tokenId = handler.tokenAt(i);
            address holder = handler.firstHolder(tokenId);
            if (holder == address(0)) {
                assertTrue(!_exists(token, tokenId), "15: a credential that the board didn't mint");
                continue;
            }
            assertEq(token.ownerOf(tokenId), holder, "15: the owner changed");
            (
                ICertificationRegistry.CertificationStatus status,
                address verified,
                ICertificationRegistry.Certification memory certification
            ) = token.verify(tokenId);
            assertEq(verified, holder, "15: verify names the owner");
            assertTrue(certification.issuedAt != 0, "15: no certification behind a credential");
            bool valid = status == ICertificationRegistry.CertificationStatus.Valid;
            assertTrue(valid == _checks(tokenId), "15: verify equals check");
        }
    }

    function _exists(CertificateToken token, uint256 tokenId) private view returns (bool) {
        try token.ownerOf(tokenId) returns (address) {
            return true;
        } catch {
            return false;
        }
    }

    function _checks(uint256 tokenId) private view returns (bool) {
        try handler.registry().check(VersionId.wrap(bytes32(tokenId)), handler.BOARD()) {
            return true;
        } catch {
            return false;
        }
    }
}
