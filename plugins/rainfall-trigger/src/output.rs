//! The settlement as canonical JSON (RFC 8785).

use crate::cover::Settlement;
use crate::input::Claim;
use alloc::format;
use alloc::vec::Vec;

/// Fields in canonical order; every text in it is plain ASCII that needs no escape.
pub fn write(claim: &Claim<'_>, settlement: &Settlement) -> Vec<u8> {
    let Settlement { index, payout, window_start, missing_days, is_final, .. } = *settlement;
    let window_days = claim.terms.window_days;
    let first = claim.readings[window_start].date;
    let last = claim.readings[window_start + window_days - 1].date;
    format!(
        "{{\"final\":{is_final},\"index\":{index},\"missingDays\":{missing_days},\"payout\":{payout},\
         \"station\":\"{}\",\"windowDays\":{window_days},\"windowEnd\":\"{last}\",\"windowStart\":\"{first}\"}}",
        claim.station
    )
    .into_bytes()
}
