//! A parametric rainfall insurance trigger: the heaviest rain over a run of days decides the payout.
//!
//! `evaluate` is the whole plugin: bytes in, a signal and bytes out, nothing else read. `abi` carries it
//! over the component boundary of the world `nexus:plugin/base@0.1.0`.
#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

#[cfg(target_arch = "wasm32")]
mod abi;
mod cover;
mod date;
mod input;
mod json;
mod output;

use alloc::string::String;
use alloc::vec::Vec;

/// What `describe` answers.
pub const DESCRIPTION: &str = "Parametric rainfall cover: the wettest run of days in a station's series, \
    and the payout it triggers, linear between attachment and exhaustion.";

/// The plugin's answer to the clause, in the order of the WIT enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    Pass,
    Fail,
    Trigger,
    Escalate,
}

/// The signal, and the canonical JSON that explains it.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    pub signal: Signal,
    pub output: Vec<u8>,
}

/// Settles a cover from its canonical JSON.
///
/// The error is a sentence that names the field, its value and the way out.
pub fn evaluate(input: &[u8]) -> Result<Outcome, String> {
    let claim = input::read(input)?;
    let settlement = cover::settle(&claim.terms, &claim.readings);
    Ok(Outcome { signal: settlement.signal, output: output::write(&claim, &settlement) })
}
