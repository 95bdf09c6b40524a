// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {VersionId} from "../types/Ids.sol";
import {IPluginRegistry} from "./IPluginRegistry.sol";

/// @title Licences: who may install and run a version, and read its data
/// @notice A licence never becomes more restrictive: a version's tier only relaxes, a grant only lengthens, a purchase stands.
/// Executors that follow the registry keep to it; the bytes of a public artifact can still be copied by anyone.
interface ILicenceRegistry {
    /// @dev What a licence allows. DATA needs the publisher's grant in every tier.
    enum LicenceAccess {
        Install,
        Execute,
        Data
    }

    /// @dev What a publisher asks for INSTALL and EXECUTE: NXS in its smallest unit, for a term in seconds. A term of 0
    /// sells nothing.
    struct Offer {
        uint128 price;
        uint48 term;
    }

    /// @dev `until` in Unix seconds, exclusive; it counts while `issuer` is listed.
    struct AcademicCredential {
        address issuer;
        uint48 until;
    }

    event TierRelaxed(
        VersionId indexed versionId,
        IPluginRegistry.LicenceTier previous,
        IPluginRegistry.LicenceTier tier
    );
    event OfferSet(VersionId indexed versionId, Offer previous, Offer offer);
    event LicenceGranted(
        VersionId indexed versionId,
        address indexed account,
        LicenceAccess indexed access,
        uint48 previous,
        uint48 until
    );
    event LicenceBought(
        VersionId indexed versionId,
        address indexed account,
        address indexed buyer,
        uint256 price,
        uint48 until
    );
    event LicencePaymentAccrued(VersionId indexed versionId, address indexed payee, uint256 amount);
    event LicencePaymentWithdrawn(address indexed payee, uint256 amount);
    event IssuerSet(address indexed issuer, bool previous, bool listed);
    event AcademicCredentialSet(address indexed account, address indexed issuer, uint48 previous, uint48 until);

    error LicenceRegistryInvalidShares(uint256 sum);
    error LicenceRegistryZeroPayee(string field);
    error LicenceRegistryNotPublisher(VersionId versionId, address account, address publisher);
    error LicenceRegistryTierNotRelaxed(
        VersionId versionId,
        IPluginRegistry.LicenceTier current,
        IPluginRegistry.LicenceTier tier
    );
    error LicenceRegistryInvalidOffer(uint128 price, uint48 term);
    error LicenceRegistryNotForSale(VersionId versionId);
    error LicenceRegistryOfferChanged(VersionId versionId, uint128 price, uint48 term);
    error LicenceRegistryVersionYanked(VersionId versionId);
    error LicenceRegistryNotLengthened(VersionId versionId, address account, uint48 current, uint48 until);
    error LicenceRegistryNotIssuer(address account);
    error LicenceRegistryOtherIssuer(address account, address issuer);
    error LicenceRegistryNothingToWithdraw(address payee);

    /// @notice Gives a version a more permissive tier, for good. For its publisher.
    function relaxTier(VersionId versionId, IPluginRegistry.LicenceTier tier) external;

    /// @notice Offers commercial licences, or stops offering them with a term of 0. For the version's publisher.
    function setOffer(VersionId versionId, Offer calldata offer) external;

    /// @notice Grants or lengthens one kind of access. For the version's publisher.
    function grant(VersionId versionId, address account, LicenceAccess access, uint48 until) external;

    /// @notice Buys INSTALL and EXECUTE of a commercial version for `account`: one term, after what it has of EXECUTE. Pays
    /// in NXS, which needs an allowance. `expected` is the offer that the buyer saw.
    function buy(VersionId versionId, address account, Offer calldata expected) external returns (uint48 until);

    /// @notice Lists or delists an issuer of academic credentials. Restricted to parameter stewards.
    function setIssuer(address issuer, bool listed) external;

    /// @notice Says until when an account is academic; a time in the past ends it. For listed issuers; a valid credential is
    /// its issuer's to change.
    function setAcademic(address account, uint48 until) external;

    /// @notice Sends all that a payee is owed to it. Anyone may call it.
    function withdraw(address payee) external returns (uint256 amount);

    /// @notice Whether the account may do this with the version now. Reverts if the version is unknown.
    function hasAccess(address account, VersionId versionId, LicenceAccess access) external view returns (bool);

    /// @notice The version's tier: as published, or what it was relaxed to.
    function tierOf(VersionId versionId) external view returns (IPluginRegistry.LicenceTier);

    function offerOf(VersionId versionId) external view returns (Offer memory);

    /// @notice End of an account's own grant or purchase, exclusive; 0 without one.
    function grantedUntil(VersionId versionId, address account, LicenceAccess access) external view returns (uint48);

    function isAcademic(address account) external view returns (bool);

    function credentialOf(address account) external view returns (AcademicCredential memory);

    function isIssuer(address account) external view returns (bool);

    /// @notice NXS that a payee may withdraw.
    function owed(address payee) external view returns (uint256);
}
