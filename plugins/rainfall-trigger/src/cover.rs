//! The cover itself: index, payout and signal, in whole tenths of a millimetre and whole currency units.

use crate::Signal;
use crate::date::Date;

/// The terms of one cover. Rainfall in tenths of a millimetre, money in the policy's smallest unit.
pub struct Terms {
    /// Days summed into one value of the index.
    pub window_days: usize,
    /// Index at which the payout starts.
    pub attachment: u64,
    /// Index at which the payout is the whole sum insured; above `attachment`.
    pub exhaustion: u64,
    pub sum_insured: u64,
}

/// One day at the station; `None` when the gauge gave no reading.
pub struct Reading {
    pub date: Date,
    pub rainfall: Option<u64>,
}

/// How a cover settles.
#[derive(Debug, PartialEq, Eq)]
pub struct Settlement {
    pub signal: Signal,
    /// Largest sum over the window; a lower bound when readings are missing.
    pub index: u64,
    /// Payout for `index`; a lower bound unless `is_final`.
    pub payout: u64,
    /// Position of the first day of the earliest window that reaches `index`.
    pub window_start: usize,
    pub missing_days: usize,
    /// Whether no missing reading can change the payout.
    pub is_final: bool,
}

/// Settles a series of at least `window_days` consecutive readings.
///
/// Rain can't be negative, so a sum over the readings there are is a lower bound of the true index. Missing
/// readings are therefore harmless when that bound already pays the whole sum insured, and escalated otherwise.
pub fn settle(terms: &Terms, readings: &[Reading]) -> Settlement {
    let (window_start, index) = wettest_window(readings, terms.window_days);
    let missing_days = readings.iter().filter(|reading| reading.rainfall.is_none()).count();
    let is_final = missing_days == 0 || index >= terms.exhaustion;
    let signal = if !is_final {
        Signal::Escalate
    } else if index >= terms.attachment {
        Signal::Trigger
    } else {
        Signal::Pass
    };
    Settlement { signal, index, payout: payout(terms, index), window_start, missing_days, is_final }
}

/// First day and sum of the wettest window; the earliest one where several are equal.
fn wettest_window(readings: &[Reading], window_days: usize) -> (usize, u64) {
    let rain = |day: usize| readings[day].rainfall.unwrap_or(0);
    let mut sum: u64 = (0..window_days).map(rain).sum();
    let mut wettest = (0, sum);
    for end in window_days..readings.len() {
        sum = sum + rain(end) - rain(end - window_days);
        if sum > wettest.1 {
            wettest = (end + 1 - window_days, sum);
        }
    }
    wettest
}

/// Linear between attachment (nothing) and exhaustion (the whole sum insured), rounded down to a whole unit.
fn payout(terms: &Terms, index: u64) -> u64 {
    let excess = index.clamp(terms.attachment, terms.exhaustion) - terms.attachment;
    let layer = terms.exhaustion - terms.attachment;
    // sum = quotient * layer + remainder, so the exact floor needs no product wider than 64 bits.
    let (quotient, remainder) = (terms.sum_insured / layer, terms.sum_insured % layer);
    quotient * excess + remainder * excess / layer
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    const TERMS: Terms = Terms { window_days: 2, attachment: 100, exhaustion: 400, sum_insured: 1_000 };

    fn settled(rain: &[Option<u64>]) -> Settlement {
        let date = Date::parse("2012-01-01").expect("a date");
        let readings: Vec<Reading> = rain.iter().map(|&rainfall| Reading { date, rainfall }).collect();
        settle(&TERMS, &readings)
    }

    #[test]
    fn pays_nothing_below_and_at_the_attachment_but_triggers_at_it() {
        assert_eq!((settled(&[Some(99), Some(0)]).payout, settled(&[Some(99), Some(0)]).signal), (0, Signal::Pass));
        assert_eq!(
            (settled(&[Some(50), Some(50)]).payout, settled(&[Some(50), Some(50)]).signal),
            (0, Signal::Trigger)
        );
    }

    #[test]
    fn rounds_a_partial_payout_down_and_caps_it_at_the_sum_insured() {
        assert_eq!(settled(&[Some(101), Some(0)]).payout, 3);
        assert_eq!(settled(&[Some(399), Some(0)]).payout, 996);
        assert_eq!(settled(&[Some(400), Some(0)]).payout, 1_000);
        assert_eq!(settled(&[Some(9_000), Some(0)]).payout, 1_000);
    }

    #[test]
    fn reports_the_earliest_of_equal_windows() {
        let settlement = settled(&[Some(0), Some(70), Some(70), Some(70), Some(0)]);
        assert_eq!((settlement.index, settlement.window_start), (140, 1));
    }

    #[test]
    fn escalates_a_missing_reading_unless_the_cover_is_exhausted_without_it() {
        let partial = settled(&[Some(200), None]);
        assert_eq!((partial.signal, partial.payout, partial.is_final), (Signal::Escalate, 333, false));
        let dry = settled(&[Some(0), None, Some(0)]);
        assert_eq!((dry.signal, dry.missing_days), (Signal::Escalate, 1));
        let full = settled(&[None, Some(400)]);
        assert_eq!((full.signal, full.payout, full.is_final), (Signal::Trigger, 1_000, true));
    }

    #[test]
    fn stays_exact_for_the_largest_sums() {
        let most = (1u64 << 53) - 1;
        let terms = Terms { window_days: 1, attachment: 1, exhaustion: 20_000, sum_insured: most };
        for index in [2u64, 9_999, 19_999] {
            let exact = u128::from(most) * u128::from(index - 1) / 19_999;
            assert_eq!(u128::from(payout(&terms, index)), exact);
        }
    }
}
