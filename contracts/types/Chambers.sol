// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @dev A chamber of the Review Board. The value is also the bit of a domain mask: `1 << uint8(chamber)`.
enum Chamber {
    ClauseAuditors,
    Security,
    Drf,
    Drr,
    Health,
    Esg,
    Hubs
}

uint8 constant CHAMBER_COUNT = 7;

/// @dev Engaged by every review, whatever its domains.
uint16 constant CORE_CHAMBERS = uint16((1 << uint8(Chamber.ClauseAuditors)) | (1 << uint8(Chamber.Security)));

/// @dev The bits that a version or a clause may set as its domains: DRF, DRR, health, ESG.
uint16 constant DOMAIN_MASK = uint16(
    (1 << uint8(Chamber.Drf)) | (1 << uint8(Chamber.Drr)) | (1 << uint8(Chamber.Health)) | (1 << uint8(Chamber.Esg))
);
