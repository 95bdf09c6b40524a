// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAuthorship} from "../../contracts/interfaces/IAuthorship.sol";
import {IBountyEscrow} from "../../contracts/interfaces/IBountyEscrow.sol";
import {DisputeKind} from "../../contracts/interfaces/IDisputable.sol";
import {HostileToken} from "../../contracts/mocks/HostileToken.sol";
import {TaskId} from "../../contracts/types/Ids.sol";
import {BountyActor} from "./BountyActor.sol";
import {BountyWorld} from "./BountyWorld.sol";

/// @dev What holds of every amount and every order, of one bounty at a time.
contract BountyMoneyTest is BountyWorld {
    uint48 internal constant DEADLINE = 100_000;
    uint256 internal constant ID = 1;

    /// @dev Property 16: whoever of a shrunken token's creditors comes first, each gets their part, and the last one is paid too.
    function testFuzz_Property16_ShrunkenTokenPaysInProportion(
        uint96[3] memory amounts,
        uint8 percent,
        uint8 order
    ) external {
        HostileToken token = HostileToken(assets[HABITS]);
        _create(address(token), 0, 0);
        uint256 total = 0;
        for (uint256 i = 0; i < ACTORS; ++i) {
            amounts[i] = uint96(bound(amounts[i], 1_000, 1e27));
            total += amounts[i];
            token.mint(address(actors[i]), amounts[i]);
            actors[i].act(address(escrow), 0, abi.encodeCall(escrow.fund, (ID, amounts[i])));
        }
        token.shrink(address(escrow), bound(percent, 1, 99));
        uint256 left = token.balanceOf(address(escrow));
        VM.warp(DEADLINE + 1);
        escrow.expire(ID);
        for (uint256 i = 0; i < ACTORS; ++i) escrow.refund(ID, address(actors[i]));
        for (uint256 i = 0; i < ACTORS; ++i) {
            uint256 chosen = (i + order) % ACTORS;
            BountyActor payee = actors[chosen];
            uint256 part = (uint256(amounts[chosen]) * left) / total;
            payee.act(address(escrow), 0, abi.encodeCall(escrow.withdrawTo, (address(payee), address(token))));
            uint256 got = token.balanceOf(address(payee));
            assertTrue(got + 1 >= part && got <= part + ACTORS, "16: a creditor's part of what is left");
        }
        assertEq(escrow.liabilities(address(token)), 0, "16: nothing is owed any more");
    }

    /// @dev Property 17: milestones split the reward to the wei, in whichever order they are met.
    function testFuzz_Property17_MilestonesSplitTheReward(uint96 amount, uint96 bond, uint8 order) external {
        amount = uint96(bound(amount, 1, type(uint96).max));
        _createFunded(amount, bond, 2);
        _claimAndSubmit(1, bond, 0);
        for (uint8 i = 0; i < 3; ++i) {
            uint8 milestone = (i + (order % 3)) % 3;
            escrow.release(ID, milestone, fulfil(ID, milestone));
            TaskId[] memory again = fulfil(ID, milestone);
            bool last = i == 2;
            VM.expectRevert(
                last
                    ? abi.encodeWithSelector(
                        IBountyEscrow.BountyEscrowUnexpectedState.selector,
                        ID,
                        IBountyEscrow.BountyState.Paid,
                        IBountyEscrow.BountyState.Submitted
                    )
                    : abi.encodeWithSelector(IBountyEscrow.BountyEscrowMilestonePaid.selector, ID, milestone)
            );
            escrow.release(ID, milestone, again);
        }
        assertEq(escrow.owed(address(actors[1]), ETHER), uint256(amount) + bond, "17: the whole reward, and the bond");
    }

    /// @dev Property 18: submissions and retractions never stretch a claim beyond its two windows together.
    function testFuzz_Property18_ClocksAddUp(uint8[8] memory waits) external {
        _createFunded(1 ether, 0, 0);
        uint256 claimedAt = block.timestamp;
        actors[0].act(address(escrow), 0, abi.encodeCall(escrow.claim, (ID)));
        for (uint256 i = 0; i < waits.length; ++i) {
            VM.warp(block.timestamp + waits[i] / 4);
            if (block.timestamp > escrow.bounty(ID).claimEndsAt) break;
            actors[0].act(address(escrow), 0, i % 2 == 0 ? _submission(0, 0) : abi.encodeCall(escrow.retract, (ID)));
        }
        IBountyEscrow.Bounty memory bounty = escrow.bounty(ID);
        assertTrue(bounty.claimEndsAt <= claimedAt + 300, "18: both windows bound a claim");
        VM.warp(uint256(bounty.claimEndsAt) + 1);
        VM.prank(STRANGER);
        escrow.freeClaim(ID);
    }

    /// @dev Property 19: a submission equal to another's earlier commitment ends without pay, whoever shows it, at any time
    /// before the payment; and once shown, it can't be submitted.
    function testFuzz_Property19_CopiesAreNeverPaid(uint96 bond, uint8 wait) external {
        _createFunded(1 ether, bond, 0);
        _claimAndSubmit(ACTORS - 1, bond, 1);
        fulfil(ID, 0);
        VM.warp(block.timestamp + wait);
        VM.prank(STRANGER);
        escrow.proveAuthorship(address(actors[0]), contents[copied()].artifactDigest, SALT);
        VM.prank(STRANGER);
        escrow.contest(ID, contents[copied()]);
        assertEq(escrow.owed(address(actors[ACTORS - 1]), ETHER), 0, "19: the copier is owed nothing");
        assertEq(escrow.bounty(ID).amount, 1 ether + uint256(bond), "19: its bond stays");
    }

    /// @dev Property 19: a copy of shown work is refused, and so is a commitment made only when the work was seen.
    function testFuzz_Property19_LateCommitmentsProveNothing(bytes32 salt) external {
        VM.assume(salt != SALT);
        bytes32 artifact = contents[copied()].artifactDigest;
        escrow.proveAuthorship(address(actors[0]), artifact, SALT);
        uint48 since = escrow.authorOf(artifact).since;
        escrow.commitSubmission(escrow.commitmentOf(STRANGER, artifact, salt));
        bytes memory refused = abi.encodeWithSelector(
            IAuthorship.AuthorshipAnothersWork.selector,
            artifact,
            address(actors[0]),
            since
        );
        VM.expectRevert(refused);
        escrow.proveAuthorship(STRANGER, artifact, salt);
        _createFunded(1 ether, 0, 0);
        BountyActor copier = actors[ACTORS - 1];
        copier.act(address(escrow), 0, abi.encodeCall(escrow.claim, (ID)));
        VM.expectRevert(refused);
        copier.act(address(escrow), 0, _submission(ACTORS - 1, 1));
    }

    /// @dev Property 24: nobody who closes the escrow in the AccessManager keeps money in: holds lapse, claims are paid or freed,
    /// funders are refunded.
    function testFuzz_Property24_ClosedTargetKeepsNoMoney(uint96 amount, bool certified) external {
        amount = uint96(bound(amount, 1, type(uint96).max));
        _createFunded(amount, 0, 0);
        _claimAndSubmit(1, 0, 0);
        escrow.openDispute(DisputeKind.Bounty, bytes32(ID), STRANGER);
        manager.setTargetClosed(address(escrow), true);
        VM.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(this)));
        escrow.closeDispute(DisputeKind.Bounty, bytes32(ID), false);
        VM.warp(block.timestamp + escrow.MAX_HOLD() + 1);
        escrow.lapseDispute(ID);
        uint256 payee = certified ? 1 : 0;
        if (certified) {
            escrow.release(ID, 0, fulfil(ID, 0));
        } else {
            VM.warp(uint256(escrow.bounty(ID).claimEndsAt) + 1);
            escrow.freeClaim(ID);
            escrow.expire(ID);
            escrow.refund(ID, address(actors[0]));
        }
        escrow.withdraw(address(actors[payee]), ETHER);
        assertEq(actors[payee].received(), amount, "24: the money leaves");
    }

    function _create(address asset, uint96 bond, uint256 milestones) private {
        escrow.createBounty(termsOf(asset, bond, DEADLINE, milestones), 0);
    }

    function _createFunded(uint96 amount, uint96 bond, uint256 milestones) private {
        _create(ETHER, bond, milestones);
        VM.deal(address(actors[0]), amount);
        actors[0].act(address(escrow), amount, abi.encodeCall(escrow.fund, (ID, amount)));
    }

    function _claimAndSubmit(uint256 actor, uint96 bond, uint256 version) private {
        VM.deal(address(actors[actor]), bond);
        actors[actor].act(address(escrow), bond, abi.encodeCall(escrow.claim, (ID)));
        actors[actor].act(address(escrow), 0, _submission(actor, version));
        VM.warp(escrow.bounty(ID).payableFrom);
    }

    function _submission(uint256 actor, uint256 version) private view returns (bytes memory) {
        return abi.encodeCall(escrow.submit, (ID, versions[actor][version], contents[versions[actor][version]], SALT));
    }
}
