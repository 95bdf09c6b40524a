//! A reader for one known document in canonical JSON (RFC 8785): fields in order, no spaces, whole numbers only.
//!
//! It accepts a single spelling of each document, so one input has one digest.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt::Display;

/// The largest whole number of I-JSON (RFC 7493), 2^53 - 1.
pub const MAX_INTEGER: u64 = (1 << 53) - 1;

/// A position in the document.
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Reader { bytes, at: 0 }
    }

    /// Steps over `token` if it comes next.
    pub fn skip(&mut self, token: &str) -> bool {
        let found = self.bytes[self.at..].starts_with(token.as_bytes());
        if found {
            self.at += token.len();
        }
        found
    }

    /// Steps over punctuation that must come next; `place` names what it belongs to.
    pub fn expect(&mut self, token: &str, place: &dyn Display) -> Result<(), String> {
        if self.skip(token) {
            return Ok(());
        }
        Err(format!(
            "{place}: expected {token} at byte {}, found {}; send canonical JSON (RFC 8785)",
            self.at,
            self.found()
        ))
    }

    /// Steps over the name of the next field, written as `"name":`.
    pub fn field(&mut self, name: &str, path: &dyn Display) -> Result<(), String> {
        let start = self.at;
        if self.skip("\"") && self.skip(name) && self.skip("\":") {
            return Ok(());
        }
        self.at = start;
        Err(format!(
            "{path}: expected this field at byte {}, found {}; send every field, no other, in canonical order (RFC 8785)",
            self.at,
            self.found()
        ))
    }

    /// A text without escapes.
    pub fn text(&mut self, path: &dyn Display) -> Result<&'a str, String> {
        if !self.skip("\"") {
            return Err(format!("{path}: expected a text, found {}", self.found()));
        }
        let start = self.at;
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'"' => {
                    let text = &self.bytes[start..self.at - 1];
                    return core::str::from_utf8(text).map_err(|_| format!("{path}: not UTF-8; send UTF-8 text"));
                }
                b'\\' | 0..0x20 => {
                    return Err(format!("{path}: has an escaped or control character; write it without"));
                }
                _ => {}
            }
        }
        Err(format!("{path}: the text has no closing quote"))
    }

    /// A whole number from 0 to `MAX_INTEGER`.
    pub fn integer(&mut self, path: &dyn Display) -> Result<u64, String> {
        let rest = &self.bytes[self.at..];
        let length = rest
            .iter()
            .position(|byte| !matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'))
            .unwrap_or(rest.len());
        let digits = core::str::from_utf8(&rest[..length]).unwrap_or_default();
        let plain = digits == "0" || !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
        match digits.parse() {
            Ok(value) if plain && value <= MAX_INTEGER => {
                self.at += length;
                Ok(value)
            }
            _ if length == 0 => Err(format!("{path}: expected a whole number, found {}", self.found())),
            _ => Err(format!("{path} is {}; send a whole number from 0 to {MAX_INTEGER}", excerpt(digits))),
        }
    }

    /// Checks that nothing follows.
    pub fn end(&self) -> Result<(), String> {
        if self.at == self.bytes.len() {
            return Ok(());
        }
        Err(format!("input: {} follows the document at byte {}; send canonical JSON (RFC 8785)", self.found(), self.at))
    }

    fn found(&self) -> String {
        let rest = &self.bytes[self.at..];
        if rest.is_empty() {
            return "the end of the input".to_string();
        }
        excerpt(&String::from_utf8_lossy(&rest[..rest.len().min(64)]))
    }
}

/// The first characters of a text, for a message.
pub fn excerpt(text: &str) -> String {
    text.chars().take(24).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integer(text: &str) -> Result<u64, String> {
        Reader::new(text.as_bytes()).integer(&"n")
    }

    #[test]
    fn reads_whole_numbers_in_their_one_spelling() {
        assert_eq!(integer("0"), Ok(0));
        assert_eq!(integer("9007199254740991,"), Ok(MAX_INTEGER));
        for text in
            ["01", "-0", "-1", "+1", "1.0", "1e2", "9007199254740992", "99999999999999999999", "", "\"1\"", "null"]
        {
            assert!(integer(text).is_err(), "{text}");
        }
    }

    #[test]
    fn reads_text_without_escapes() {
        assert_eq!(Reader::new(b"\"a b\"").text(&"t"), Ok("a b"));
        for text in ["\"a", "\"a\\u0041\"", "\"\n\"", "a", ""] {
            assert!(Reader::new(text.as_bytes()).text(&"t").is_err(), "{text}");
        }
        assert!(Reader::new(b"\"\xff\"").text(&"t").is_err());
    }

    #[test]
    fn says_where_it_stopped_and_what_it_found() {
        let error = Reader::new(b"{ \"a\":1}").field("a", &"a").expect_err("a space");
        assert_eq!(
            error,
            "a: expected this field at byte 0, found { \"a\":1}; send every field, no other, in canonical order (RFC 8785)"
        );
    }
}
