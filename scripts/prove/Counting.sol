// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Lanes, passes} from "./Lanes.sol";

/// @title What holds of a chamber's count, whatever its lanes are; each assertion is proven, not tested
/// @dev `Lanes.sol` is made from `contracts/types/ChamberWord.sol`: the text of `passes`, on lanes that are read by name and
/// with checked arithmetic.
contract Counting {
    function moreForNeverFails(Lanes memory word, uint16 more, uint8 minimumFor) external pure {
        require(_isCount(word));
        require(_counted(word) + more <= word.total && word.forVoters < 128);
        bool before = passes(word, minimumFor);
        word.forVotes += more;
        word.forVoters += 1;
        assert(!before || passes(word, minimumFor));
    }

    function moreAgainstNeverPasses(Lanes memory word, uint16 more, uint8 minimumFor) external pure {
        require(_isCount(word));
        require(_counted(word) + more <= word.total);
        bool before = passes(word, minimumFor);
        word.againstVotes += more;
        assert(before || !passes(word, minimumFor));
    }

    function moreAbstainNeverFailsMandatory(Lanes memory word, uint16 more, uint8 minimumFor) external pure {
        require(_isCount(word) && word.mandatory);
        require(_counted(word) + more <= word.total);
        bool before = passes(word, minimumFor);
        word.abstainVotes += more;
        assert(!before || passes(word, minimumFor));
    }

    function passingKeepsHalfTheChamber(Lanes memory word, uint8 minimumFor) external pure {
        require(_isCount(word) && word.mandatory);
        if (!passes(word, minimumFor)) return;
        assert((uint256(word.total) - word.recused) * 2 >= word.total);
        assert(word.forVoters >= minimumFor);
        assert(word.forVotes >= word.againstVotes);
    }

    /// @dev What every count that the board makes satisfies: each seat is in one lane, rules are within their ranges.
    function _isCount(Lanes memory word) private pure returns (bool) {
        bool rules = word.quorumBps <= 10_000 && word.approvalBps >= 5_000 && word.approvalBps <= 10_000;
        return _counted(word) <= word.total && rules;
    }

    function _counted(Lanes memory word) private pure returns (uint256) {
        return uint256(word.forVotes) + word.againstVotes + word.abstainVotes + word.recused;
    }
}
