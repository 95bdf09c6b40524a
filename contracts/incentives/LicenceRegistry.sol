// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ILicenceRegistry} from "../interfaces/ILicenceRegistry.sol";
import {IPluginRegistry} from "../interfaces/IPluginRegistry.sol";
import {VersionId} from "../types/Ids.sol";
import {Shares} from "../types/Shares.sol";

/// @title Licences of versions: tiers, grants, purchases with fixed splits, academic credentials
/// @dev `token` is NXS, which moves what it says. The balance is at least the sum of `owed`.
contract LicenceRegistry is ILicenceRegistry, AccessManaged {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /// @dev Longest term of one purchase.
    uint48 public constant MAX_TERM = 10 * 365 days;

    IERC20 public immutable token;
    IPluginRegistry public immutable plugins;
    address public immutable treasury;
    /// @notice Pays reviewers per vote cast, never per approval.
    address public immutable reviewersPool;

    /// @notice How a price is split; fixed.
    Shares public shares;

    /// @inheritdoc ILicenceRegistry
    mapping(address payee => uint256) public owed;
    /// @inheritdoc ILicenceRegistry
    mapping(address account => bool) public isIssuer;

    /// @dev Steps below the published tier.
    mapping(VersionId versionId => uint8) private _relaxedBy;
    mapping(VersionId versionId => Offer) private _offers;
    mapping(VersionId versionId => mapping(address account => uint48[3])) private _granted;
    mapping(address account => AcademicCredential) private _credentials;

    constructor(
        address manager,
        IERC20 token_,
        IPluginRegistry plugins_,
        address treasury_,
        address reviewersPool_,
        Shares memory shares_
    ) AccessManaged(manager) {
        if (!shares_.isWhole()) {
            uint256 sum = uint256(shares_.developerBps) + shares_.treasuryBps + shares_.reviewersBps;
            revert LicenceRegistryInvalidShares(sum);
        }
        if (treasury_ == address(0)) revert LicenceRegistryZeroPayee("treasury");
        if (reviewersPool_ == address(0)) revert LicenceRegistryZeroPayee("reviewersPool");
        token = token_;
        plugins = plugins_;
        treasury = treasury_;
        reviewersPool = reviewersPool_;
        shares = shares_;
    }

    /// @inheritdoc ILicenceRegistry
    function relaxTier(VersionId versionId, IPluginRegistry.LicenceTier tier) external {
        IPluginRegistry.Version memory version = _ownVersion(versionId);
        IPluginRegistry.LicenceTier current = _tierOf(versionId, version.licence);
        if (tier >= current) revert LicenceRegistryTierNotRelaxed(versionId, current, tier);
        _relaxedBy[versionId] = uint8(version.licence) - uint8(tier);
        emit TierRelaxed(versionId, current, tier);
    }

    /// @inheritdoc ILicenceRegistry
    function setOffer(VersionId versionId, Offer calldata offer) external {
        _ownVersion(versionId);
        bool sold = offer.term != 0;
        if (offer.term > MAX_TERM || sold != (offer.price != 0)) {
            revert LicenceRegistryInvalidOffer(offer.price, offer.term);
        }
        Offer memory previous = _offers[versionId];
        _offers[versionId] = offer;
        emit OfferSet(versionId, previous, offer);
    }

    /// @inheritdoc ILicenceRegistry
    function grant(VersionId versionId, address account, LicenceAccess access, uint48 until) external {
        _ownVersion(versionId);
        uint48 current = _granted[versionId][account][uint8(access)];
        if (until <= current || until <= block.timestamp) {
            revert LicenceRegistryNotLengthened(versionId, account, current, until);
        }
        _setGranted(versionId, account, access, until);
    }

    /// @inheritdoc ILicenceRegistry
    function buy(VersionId versionId, address account, Offer calldata expected) external returns (uint48 until) {
        IPluginRegistry.Version memory version = plugins.version(versionId);
        Offer memory offer = _offers[versionId];
        bool commercial = _tierOf(versionId, version.licence) == IPluginRegistry.LicenceTier.Commercial;
        if (!commercial || offer.term == 0) revert LicenceRegistryNotForSale(versionId);
        if (version.yanked) revert LicenceRegistryVersionYanked(versionId);
        if (offer.price != expected.price || offer.term != expected.term) {
            revert LicenceRegistryOfferChanged(versionId, offer.price, offer.term);
        }
        uint48[3] storage granted = _granted[versionId][account];
        uint256 from = Math.max(block.timestamp, granted[uint8(LicenceAccess.Execute)]);
        until = (from + offer.term).toUint48();
        _setGranted(versionId, account, LicenceAccess.Execute, until);
        if (until > granted[uint8(LicenceAccess.Install)])
            _setGranted(versionId, account, LicenceAccess.Install, until);
        emit LicenceBought(versionId, account, msg.sender, offer.price, until);
        _pay(versionId, version.publisher, offer.price);
    }

    /// @inheritdoc ILicenceRegistry
    function setIssuer(address issuer, bool listed) external restricted {
        bool previous = isIssuer[issuer];
        isIssuer[issuer] = listed;
        emit IssuerSet(issuer, previous, listed);
    }

    /// @inheritdoc ILicenceRegistry
    function setAcademic(address account, uint48 until) external {
        if (!isIssuer[msg.sender]) revert LicenceRegistryNotIssuer(msg.sender);
        AcademicCredential memory current = _credentials[account];
        if (current.issuer != msg.sender && _isValid(current)) {
            revert LicenceRegistryOtherIssuer(account, current.issuer);
        }
        _credentials[account] = AcademicCredential(msg.sender, until);
        emit AcademicCredentialSet(account, msg.sender, current.until, until);
    }

    /// @inheritdoc ILicenceRegistry
    function withdraw(address payee) external returns (uint256 amount) {
        amount = owed[payee];
        if (amount == 0) revert LicenceRegistryNothingToWithdraw(payee);
        owed[payee] = 0;
        emit LicencePaymentWithdrawn(payee, amount);
        token.safeTransfer(payee, amount);
    }

    /// @inheritdoc ILicenceRegistry
    function hasAccess(address account, VersionId versionId, LicenceAccess access) external view returns (bool) {
        IPluginRegistry.Version memory version = plugins.version(versionId);
        if (account == version.publisher) return true;
        if (block.timestamp < _granted[versionId][account][uint8(access)]) return true;
        if (access == LicenceAccess.Data) return false;
        IPluginRegistry.LicenceTier tier = _tierOf(versionId, version.licence);
        if (tier == IPluginRegistry.LicenceTier.PublicGood) return true;
        return tier == IPluginRegistry.LicenceTier.Academic && isAcademic(account);
    }

    /// @inheritdoc ILicenceRegistry
    function tierOf(VersionId versionId) external view returns (IPluginRegistry.LicenceTier) {
        return _tierOf(versionId, plugins.version(versionId).licence);
    }

    /// @inheritdoc ILicenceRegistry
    function offerOf(VersionId versionId) external view returns (Offer memory) {
        return _offers[versionId];
    }

    /// @inheritdoc ILicenceRegistry
    function grantedUntil(VersionId versionId, address account, LicenceAccess access) external view returns (uint48) {
        return _granted[versionId][account][uint8(access)];
    }

    /// @inheritdoc ILicenceRegistry
    function credentialOf(address account) external view returns (AcademicCredential memory) {
        return _credentials[account];
    }

    /// @inheritdoc ILicenceRegistry
    function isAcademic(address account) public view returns (bool) {
        return _isValid(_credentials[account]);
    }

    function _setGranted(VersionId versionId, address account, LicenceAccess access, uint48 until) private {
        uint48 previous = _granted[versionId][account][uint8(access)];
        _granted[versionId][account][uint8(access)] = until;
        emit LicenceGranted(versionId, account, access, previous, until);
    }

    function _pay(VersionId versionId, address publisher, uint128 price) private {
        (uint256 developer, uint256 forTreasury, uint256 reviewers) = shares.split(price);
        _accrue(versionId, publisher, developer);
        _accrue(versionId, treasury, forTreasury);
        _accrue(versionId, reviewersPool, reviewers);
        token.safeTransferFrom(msg.sender, address(this), price);
    }

    function _accrue(VersionId versionId, address payee, uint256 amount) private {
        if (amount == 0) return;
        owed[payee] += amount;
        emit LicencePaymentAccrued(versionId, payee, amount);
    }

    /// @dev The version, if the caller is its publisher.
    function _ownVersion(VersionId versionId) private view returns (IPluginRegistry.Version memory version) {
        version = plugins.version(versionId);
        if (msg.sender != version.publisher) {
            revert LicenceRegistryNotPublisher(versionId, msg.sender, version.publisher);
        }
    }

    function _tierOf(
        VersionId versionId,
        IPluginRegistry.LicenceTier publishedTier
    ) private view returns (IPluginRegistry.LicenceTier) {
        return IPluginRegistry.LicenceTier(uint8(publishedTier) - _relaxedBy[versionId]);
    }

    function _isValid(AcademicCredential memory credential) private view returns (bool) {
        return block.timestamp < credential.until && isIssuer[credential.issuer];
    }
}
