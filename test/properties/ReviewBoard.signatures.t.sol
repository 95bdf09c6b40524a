// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {ReviewBoard} from "../../contracts/governance/ReviewBoard.sol";
import {IReviewDesk} from "../../contracts/interfaces/IReviewDesk.sol";
import {Chamber} from "../../contracts/types/Chambers.sol";
import {VersionId} from "../../contracts/types/Ids.sol";
import {BoardProperty} from "./BoardProperty.sol";

/// @dev Property 6: a signature changes state at most once, on one chain, board, proposal and seat.
contract BallotSignatureProperties is BoardProperty {
    uint256 private constant SECP256K1_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    uint256 private constant KEYS = 0xa11ce;

    function testFuzz_6_aBallotCountsOnceInItsProposalOnly(uint256 key, uint8 support, uint256 chainId) external {
        key = bound(key, 1, SECP256K1_ORDER - 1);
        support = uint8(bound(support, 1, 2));
        address voter = VM.addr(key);
        (ReviewBoard board, ReviewBoard other) = (seatedBoard(), seatedBoard());
        uint256[3] memory proposals = _submitBoth(board, other, voter);

        bytes memory signature = _sign(key, board, block.chainid, proposals[0], support);
        if (chainId != block.chainid) {
            bytes memory foreign = _sign(key, board, chainId, proposals[0], support);
            assertTrue(!_relay(board, proposals[0], support, voter, foreign), "6: another chain's ballot");
        }
        assertTrue(!_relay(board, proposals[1], support, voter, signature), "6: another proposal");
        assertTrue(!_relay(other, proposals[2], support, voter, signature), "6: another board");
        assertTrue(!_relay(board, proposals[0], 3 - support, voter, signature), "6: another support");
        assertTrue(_relay(board, proposals[0], support, voter, signature), "6: it counts");
        bytes32 tally = tallyHash(board, proposals[0]);
        assertTrue(!_relay(board, proposals[0], support, voter, signature), "6: once");
        assertTrue(!_relayBatch(board, proposals[0], support, voter, signature), "6: once, batches included");
        assertEq(tallyHash(board, proposals[0]), tally, "6: the tally stays");
        assertEq(board.nonces(voter), 0, "6: no nonce is used");
    }

    function testFuzz_6_aBatchCountsWhatItsBallotsCountOneByOne(uint256 seed) external {
        (ReviewBoard board, ReviewBoard other) = (_keyedBoard(), _keyedBoard());
        uint256 proposalId = submit(board, VERSION, 0);
        uint256 otherId = submit(other, VERSION, 0);
        IReviewDesk.SignedBallot[] memory ballots = new IReviewDesk.SignedBallot[](1 + (seed % 4));
        bool all = true;
        for (uint256 i = 0; i < ballots.length; ++i) {
            uint256 word = uint256(keccak256(abi.encode(seed, i)));
            (uint256 key, uint8 support) = (
                KEYS + (word % 8),
                word % 16 == 0 ? uint8(word >> 8) : 1 + uint8((word >> 8) % 2)
            );
            // Now and then a signature for another proposal.
            uint256 wrong = (word >> 16) % 16 == 0 ? 1 : 0;
            ballots[i].voter = VM.addr(key);
            ballots[i].support = support;
            ballots[i].signature = _sign(key, board, block.chainid, proposalId + wrong, support);
            bytes memory signature = _sign(key, other, block.chainid, otherId + wrong, support);
            if (!_relay(other, otherId, support, VM.addr(key), signature)) all = false;
        }
        bool counted;
        try board.castVotesBySig(proposalId, ballots) {
            counted = true;
        } catch {}
        assertTrue(counted == all, "6: a batch counts if every ballot does");
        if (all) assertEq(tallyHash(board, proposalId), tallyHash(other, otherId), "6: the same tally");
    }

    /// @dev Seats by known keys, the last of which has none; one belongs to the publisher's affiliation.
    function _keyedBoard() private returns (ReviewBoard board) {
        board = seatedBoard();
        board.setAffiliation(PUBLISHER, 7);
        for (uint256 i = 0; i < 7; ++i) {
            uint32 affiliation = i == 0 ? 7 : uint32(i % 2);
            board.appoint(VM.addr(KEYS + i), seatedChambers[i % 4], uint16(1 + i), affiliation, SUBMITTED_AT + 10 days);
        }
        VM.warp(block.timestamp + 1);
    }

    function _submitBoth(
        ReviewBoard board,
        ReviewBoard other,
        address voter
    ) private returns (uint256[3] memory proposals) {
        board.appoint(voter, Chamber.Drr, 1, 0, SUBMITTED_AT + 10 days);
        other.appoint(voter, Chamber.Drr, 1, 0, SUBMITTED_AT + 10 days);
        VM.warp(block.timestamp + 1);
        proposals[0] = submit(board, VERSION, 0);
        proposals[1] = submit(board, VersionId.wrap(keccak256("second version")), 0);
        proposals[2] = submit(other, VERSION, 0);
    }

    function _relay(
        ReviewBoard board,
        uint256 proposalId,
        uint8 support,
        address voter,
        bytes memory signature
    ) private returns (bool) {
        try board.castVoteBySig(proposalId, support, voter, signature) {
            return true;
        } catch {
            return false;
        }
    }

    function _relayBatch(
        ReviewBoard board,
        uint256 proposalId,
        uint8 support,
        address voter,
        bytes memory signature
    ) private returns (bool) {
        IReviewDesk.SignedBallot[] memory ballots = new IReviewDesk.SignedBallot[](1);
        ballots[0] = IReviewDesk.SignedBallot(voter, support, "", "", signature);
        try board.castVotesBySig(proposalId, ballots) {
            return true;
        } catch {
            return false;
        }
    }

    function _sign(
        uint256 key,
        ReviewBoard board,
        uint256 chainId,
        uint256 proposalId,
        uint8 support
    ) private view returns (bytes memory) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ReviewBoard"),
                keccak256("1"),
                chainId,
                board
            )
        );
        bytes32 structHash = keccak256(
            abi.encode(board.BALLOT_TYPEHASH(), proposalId, support, VM.addr(key), uint256(0))
        );
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, keccak256(abi.encodePacked("\x19\x01", domain, structHash)));
        return abi.encodePacked(r, s, v);
    }
}
